#include "engine/backend/cuda/one_kernel.h"

#include <cassert>
#include <cstdlib>

#include "engine/backend/op_args.h"

namespace halftone {

namespace {

using enum Operand;
namespace token = cuda::token;

// Ops one after the other: each is asked for, and taken if it is next.
class Ops {
 public:
  explicit Ops(std::span<const TokenOp> ops) : ops_(ops) {}

  template <class Op, class Is>
  const Op* take(const Is& is) {
    const Op* op = ops_.empty() ? nullptr : std::get_if<Op>(&ops_.front());
    if (!op || !is(*op)) return nullptr;
    ops_ = ops_.subspan(1);
    return op;
  }
  const NormOp* norm(Operand x, Operand out) {
    return take<NormOp>([&](const NormOp& o) { return o.x == x && o.out == out && !o.accumulate; });
  }
  const ProjectOp* project(Operand x, Operand y, bool accumulate = false) {
    return take<ProjectOp>([&](const ProjectOp& o) { return o.x == x && o.y == y && o.accumulate == accumulate; });
  }
  const RopeOp* rope(Operand x) {
    return take<RopeOp>([&](const RopeOp& o) { return o.x == x; });
  }
  template <class Op>
  const Op* any() {
    return take<Op>([](const Op&) { return true; });
  }
  bool empty() const { return ops_.empty(); }

 private:
  std::span<const TokenOp> ops_;
};

bool same(const NormSpec& a, const NormSpec& b) { return a.kind == b.kind && a.epsilon == b.epsilon && a.weight_offset == b.weight_offset; }
token::Norm norm_of(const NormOp& op) { return {op.spec.kind, op.spec.epsilon, op.spec.weight_offset}; }

// residual += W·x + bias: plainly, scaled, or under a norm.
bool read_sum(Ops& ops, Operand x, const ProjectOp*& projection, const NormOp*& norm_behind, float& scale) {
  projection = ops.project(x, residual, true);
  if (projection) return true;
  projection = ops.project(x, normed);
  if (!projection) return false;
  norm_behind = ops.take<NormOp>([](const NormOp& o) { return o.x == normed && o.out == residual && o.accumulate; });
  if (norm_behind) return true;
  const AddOp* const add = ops.take<AddOp>([](const AddOp& o) { return o.x == normed && o.out == residual; });
  if (add) scale = add->scale;
  return add != nullptr;
}

int narrow(std::int64_t value) { return static_cast<int>(value); }

}  // namespace

std::string_view read_layer(std::span<const TokenOp> all, LayerOps& l) {
  Ops ops(all);
  l.attention_norm = ops.norm(residual, normed);
  if (!l.attention_norm) return "layers whose norms come behind";
  l.query = ops.project(normed, query), l.key = ops.project(normed, key), l.value = ops.project(normed, value);
  if (!l.query || !l.key || !l.value) return "layers without query, key and value of one x";
  if (const CapOp* const first = ops.any<CapOp>()) {
    const CapOp *const second = ops.any<CapOp>(), *const third = ops.any<CapOp>();
    const auto like_first = [&](const CapOp* cap) {
      return cap && cap->kind == Cap::clamp && cap->scale == 1 && cap->limit == first->limit;
    };
    if (!like_first(first) || !like_first(second) || !like_first(third)) return "queries, keys and values within several limits";
    l.clamp = first->limit;
  }
  const NormOp* beside = ops.norm(residual, normed);  // the MLP's, before attention adds anything
  l.query_norm = ops.norm(query, query), l.key_norm = ops.norm(key, key);
  l.query_rope = ops.rope(query), l.key_rope = ops.rope(key);
  if (l.query_rope && l.query_rope->growth != QueryGrowth{}) return "queries that grow with their position";
  const bool stores = ops.any<StoreOp>() != nullptr;
  l.attend = ops.any<AttendOp>();
  if (!stores || !l.attend) return "layers without attention";
  for (const NormOp* norm : {l.query_norm, l.key_norm})
    if (norm && norm->width != l.attend->head_width) return "norms over all heads together";
  if (!read_sum(ops, attended, l.out, l.attention_norm_behind, l.residual_scale)) return "attention that is added in an unknown way";
  l.mlp_norm = beside ? beside : ops.norm(residual, normed);
  l.parallel = beside || !l.mlp_norm;
  if (!l.mlp_norm) l.mlp_norm = l.attention_norm;
  l.gate = ops.project(normed, gate);
  l.up = ops.project(normed, up);
  l.glu = ops.any<GluOp>();
  if (!l.up || !l.glu) return "layers without an MLP";
  float mlp_scale = 1;
  if (!read_sum(ops, up, l.down, l.mlp_norm_behind, mlp_scale)) return "an MLP that is added in an unknown way";
  if (mlp_scale != l.residual_scale || !l.mlp_norm_behind != !l.attention_norm_behind) return "half-layers that are added in several ways";
  return ops.empty() ? std::string_view() : "layers with more ops than attention and an MLP";
}

OneKernel::OneKernel(Backend& backend, const TokenProgram& program, OnDevice& on_device, const cuda::Context& context)
    : backend_(backend), program_(program), on_device_(on_device), context_(context) {
  refusal_ = program_refusal_ = read_program();
}

// What all layers have in common, and what does not depend on a pass.
std::string_view OneKernel::read_program() {
  if (program_.layers.empty()) return "no layers";
  for (const std::vector<TokenOp>& ops : program_.layers)
    if (const std::string_view why = read_layer(ops, layers_.emplace_back()); !why.empty()) return why;

  const LayerOps& first = layers_.front();
  token::Shape& s = model_.shape;
  s.layers = narrow(static_cast<std::int64_t>(layers_.size()));
  s.width = narrow(first.query->weight.columns);
  s.heads = narrow(first.attend->heads), s.kv_heads = narrow(first.key->weight.rows / first.attend->head_width);
  s.head_width = narrow(first.attend->head_width), s.mlp_width = narrow(first.glu->width);
  s.gated = first.glu->gated, s.parallel = first.parallel, s.activation = first.glu->activation;
  s.norm = norm_of(*first.attention_norm);
  s.score_scale = first.attend->scale, s.soft_cap = first.attend->soft_cap;
  s.clamp = first.clamp, s.residual_scale = first.residual_scale, s.norms_behind = first.mlp_norm_behind != nullptr;
  if (s.norms_behind && (s.norm.kind != NormKind::rms || s.parallel)) return "layer norms behind half-layers";
  s.interleaved = first.query_rope && first.query_rope->pairing == RopePairing::interleaved;
  for (const LayerOps& l : layers_) {
    const bool alike = l.attend->heads == s.heads && l.attend->head_width == s.head_width && l.glu->width == s.mlp_width &&
                       l.key->weight.rows == first.key->weight.rows && l.attend->scale == s.score_scale &&
                       l.attend->soft_cap == s.soft_cap && l.glu->activation == s.activation && l.glu->gated == s.gated &&
                       l.parallel == s.parallel && !l.gate == !s.gated && !l.query_rope == !l.key_rope && l.clamp == s.clamp &&
                       l.residual_scale == s.residual_scale && !l.mlp_norm_behind == !s.norms_behind;
    if (!alike) return "layers of several shapes";
    for (const NormOp* norm : {l.attention_norm, l.mlp_norm, l.query_norm, l.key_norm, l.attention_norm_behind, l.mlp_norm_behind}) {
      if (norm && !same(norm->spec, first.attention_norm->spec)) return "norms of several kinds";
      if (norm && s.norms_behind && norm->weights.bias.data) return "norms with biases behind half-layers";
    }
    if ((l.query_norm || l.key_norm) && s.norm.kind != NormKind::rms) return "layer norms of heads";
    for (const ProjectOp* p : {l.query, l.key, l.value, l.out, l.gate, l.up, l.down})
      model_.matrices.push_back(p ? p->weight : WeightView{});
  }

  Ops ops(program_.logits);
  final_norm_ = ops.norm(residual, normed);
  head_ = final_norm_ ? ops.project(normed, logits) : nullptr;
  if (head_) {
    model_.head = head_->weight, s.vocabulary = narrow(head_->weight.rows), s.final_norm = norm_of(*final_norm_);
    if (s.norms_behind && (s.final_norm.kind != NormKind::rms || final_norm_->weights.bias.data))
      return "another last norm than behind half-layers";
  }
  return {};
}

std::string_view OneKernel::read_cache(const Pass& pass) {
  const KvView& first = pass.cache.front();
  run_.cache = model_.cache = first.format;
  model_.page_tokens = first.page_tokens;
  run_.cache_offset = first.layer_offset, run_.value_offset = first.value_offset;
  run_.layer_bytes = pass.cache.size() > 1 ? pass.cache[1].layer_offset - first.layer_offset : 0;
  for (std::size_t i = 0; i < pass.cache.size(); ++i) {
    const std::int64_t expected = first.layer_offset + static_cast<std::int64_t>(i) * run_.layer_bytes;
    if (pass.cache[i].layer_offset != expected || pass.cache[i].value_offset != first.value_offset) return "a cache of several shapes";
  }
  return {};
}

void OneKernel::prepare(const Pass& pass) {
  refusal_ = program_refusal_;
  if (std::getenv("HALFTONE_NO_ONE_KERNEL")) refusal_ = "what HALFTONE_NO_ONE_KERNEL keeps from it";  // to measure one beside the other
  if (refusal_.empty()) refusal_ = read_cache(pass);
  if (refusal_.empty()) refusal_ = token::refusal(model_, context_, run_.plan);
  if (!refusal_.empty() && head_) {  // a head that does not go with the layers is multiplied by the program's own ops
    token::Model headless = model_;
    headless.head = {}, headless.shape.vocabulary = 0;
    if (token::refusal(headless, context_, run_.plan).empty()) model_ = std::move(headless), head_ = nullptr, refusal_ = {};
  }
  if (refusal_.empty()) upload(pass);
}

token::Layer OneKernel::layer_record(const LayerOps& l, const Pass& pass) {
  token::Layer record{};
  record.attention_norm = l.attention_norm->weights.weight.data, record.attention_norm_bias = l.attention_norm->weights.bias.data;
  record.mlp_norm = l.mlp_norm->weights.weight.data, record.mlp_norm_bias = l.mlp_norm->weights.bias.data;
  const ProjectOp* const projections[] = {l.query, l.key, l.value, l.out, l.gate, l.up, l.down};
  for (int m = 0; m < token::kMatrices; ++m) {
    if (!projections[m]) continue;
    record.bias[m] = projections[m]->bias.data;
    record.shape_of[m] = static_cast<std::uint8_t>(token::shape_index(projections[m]->weight, run_.plan));
  }
  record.attention_norm_behind = l.attention_norm_behind ? l.attention_norm_behind->weights.weight.data : nullptr;
  record.mlp_norm_behind = l.mlp_norm_behind ? l.mlp_norm_behind->weights.weight.data : nullptr;
  record.query_norm = l.query_norm ? l.query_norm->weights.weight.data : nullptr;
  record.key_norm = l.key_norm ? l.key_norm->weights.weight.data : nullptr;
  if (l.query_rope) {
    const RopeArgs rope = on_device_(args_of(*l.query_rope, pass));
    record.inverse = rope.inverse.data, record.pairs = narrow(rope.inverse.shape[0]), record.rope_factor = rope.attention_factor;
  }
  const AttentionArgs attention = on_device_(args_of(*l.attend, pass));
  record.slopes = attention.policy.alibi_slopes.empty() ? nullptr : attention.policy.alibi_slopes.data();
  record.window = narrow(l.attend->window);
  return record;
}

void OneKernel::upload(const Pass& pass) {
  Arena& arena = backend_.arena();
  const auto put = [&](Buffer& buffer, const auto& rows) {
    const auto bytes = static_cast<std::int64_t>(rows.size() * sizeof(rows.front()));
    if (buffer.size() < bytes) buffer = arena.allocate(bytes, MemoryTag::workspace);
    arena.upload(buffer.data(), reinterpret_cast<const std::byte*>(rows.data()), bytes);
  };
  if (copies_.size() == 0) {
    const std::vector<token::MatrixCopies> copies = token::copies_of(model_);
    put(copies_, copies);
    token::announce(reinterpret_cast<const token::MatrixCopies*>(copies_.data()), static_cast<std::int64_t>(copies.size()), context_);
  }
  std::vector<token::Layer> records;
  records.reserve(layers_.size());
  for (const LayerOps& l : layers_) records.push_back(layer_record(l, pass));
  put(records_, records);
  if (workspace_.size() == 0) workspace_ = arena.allocate(token::workspace_bytes(run_.plan), MemoryTag::workspace);
  run_.shape = model_.shape;
  run_.layers = reinterpret_cast<const token::Layer*>(records_.data());
  run_.copies = reinterpret_cast<const token::MatrixCopies*>(copies_.data());
  run_.workspace = workspace_.data();
  if (head_) {
    run_.final_norm = final_norm_->weights.weight.data, run_.final_norm_bias = final_norm_->weights.bias.data;
    run_.head_bias = head_->bias.data;
  }
}

void OneKernel::run(const Pass& pass) const {
  assert(refusal_.empty());
  for (const TokenOp& op : program_.embedding) backend_.run_op(op, pass);
  token::Run run = run_;
  run.x = run.residual = pass.rows.matrix(residual, run.shape.width).data;
  run.logits = pass.rows.matrix(logits, run.shape.vocabulary).data;
  const KvView cache = pass.cache.front();
  KvStoreArgs store;
  store.cache = cache;
  run.pages = on_device_(store).cache.pages.data();
  run.position = on_device_.start();
  cuda::token::run(run, context_);
  // What of the logits is left.
  for (std::size_t i = head_ ? 2 : 0; i < program_.logits.size(); ++i) backend_.run_op(program_.logits[i], pass.of_wanted_rows());
}

}  // namespace halftone
