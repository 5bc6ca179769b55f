#include "engine/model/attention_pass.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "engine/backend/op_args.h"
#include "kernels/core/stop_scope.h"

namespace halftone {

namespace {

KvLayout one_layer(const ModelSpec& spec, KvFormat format) {
  KvLayout layout = KvLayout::of(spec, format);
  layout.layers = 1;
  return layout;
}

ScratchShape one_head(const ModelSpec& spec, KvFormat format, std::int64_t tokens) {
  ScratchShape shape = Workspace::scratch_shape(spec, tokens, tokens, AttentionKind::naive, format);
  shape.heads = shape.kv_heads = shape.widest = 1;
  return shape;
}

std::int64_t weight_bytes(std::int64_t tokens) { return tokens * tokens * static_cast<std::int64_t>(sizeof(float)); }

// A layer around its attention. Until `rotation`, queries and keys know no positions.
struct CutLayer {
  explicit CutLayer(std::span<const TokenOp> ops) {
    const auto place_of = [&](auto is) { return static_cast<std::size_t>(std::ranges::find_if(ops, is) - ops.begin()); };
    const std::size_t rotates =
        place_of([](const TokenOp& op) { return std::holds_alternative<RopeOp>(op) || std::holds_alternative<StoreOp>(op); });
    const std::size_t stores = place_of([](const TokenOp& op) { return std::holds_alternative<StoreOp>(op); });
    const std::size_t attends = place_of([](const TokenOp& op) { return std::holds_alternative<AttendOp>(op); });
    assert(rotates <= stores && stores < attends && attends < ops.size());
    before = ops.first(rotates);
    rotation = ops.subspan(rotates, stores - rotates);
    store = ops.subspan(stores, attends - stores);
    attend = &std::get<AttendOp>(ops[attends]);
    rest = ops.subspan(attends);
  }

  std::span<const TokenOp> before, rotation, store;
  const AttendOp* attend;
  std::span<const TokenOp> rest;  // from attention on
};

TensorView<float, 3> only_head(const TensorView<float, 3>& heads, std::int64_t head) {
  return {heads.data + head * heads.stride[1], {heads.shape[0], 1, heads.shape[2]}, heads.stride};
}

}  // namespace

AttentionPass::AttentionPass(Backend& backend, const ModelSpec& spec, Transformer& transformer, KvFormat format,
                             std::span<const TokenId> tokens)
    : backend_(backend),
      spec_(spec),
      transformer_(transformer),
      tokens_(tokens),
      positions_(tokens.size()),
      workspace_(backend, spec),
      cache_(std::make_shared<KvPool>(backend.arena(), KvKey{.layout = one_layer(spec, format)}, 0, MemoryTag::activations)) {
  const std::int64_t count = std::ssize(tokens);
  std::iota(positions_.begin(), positions_.end(), 0);
  cache_.append(tokens);
  views_.assign(spec.layers.size(), cache_.view(0));
  scratch_ = backend.arena().allocate(backend.scratch_bytes(one_head(spec, format, count)), MemoryTag::workspace);
  weights_ = backend.arena().allocate(weight_bytes(count), MemoryTag::workspace);
}

std::int64_t AttentionPass::bytes(const ModelSpec& spec, const DeviceSizes& device, KvFormat format, std::int64_t tokens) {
  return Workspace::activation_bytes(spec, tokens) + one_layer(spec, format).bytes_for(tokens) +
         device.scratch_bytes(Workspace::scratch_shape(spec, tokens, tokens, AttentionKind::flash, format)) +
         device.scratch_bytes(one_head(spec, format, tokens)) + weight_bytes(tokens);
}

bool AttentionPass::run(const Look& look, const Sink& sink, std::stop_token stop) {
  const std::int64_t count = std::ssize(tokens_);
  const TokenProgram& program = transformer_.program(count);
  Pass pass{.tokens = tokens_,
            .positions = positions_,
            .cache = views_,
            .rows = workspace_.rows(count, count, AttentionKind::flash, views_.front().format),
            .stop = stop};
  const StopScope stoppable(stop);
  backend_.begin(pass);
  if (!run_all(program.embedding, pass)) return false;
  for (std::int64_t i = 0; i < look.layers.end; ++i) {
    const std::vector<TokenOp>& ops = program.layers[static_cast<std::size_t>(i)];
    if (i < look.layers.begin) {
      if (!run_all(ops, pass)) return false;
      continue;
    }
    const CutLayer layer(ops);
    if (!run_all(layer.before, pass)) return false;
    if (look.without_position) {
      AttendOp bare = *layer.attend;
      bare.alibi_slopes = {};
      if (!run_all(layer.store, pass) || !observe(bare, pass, look, false, sink)) return false;
    }
    if (!run_all(layer.rotation, pass) || !run_all(layer.store, pass) || !observe(*layer.attend, pass, look, true, sink)) return false;
    if (i + 1 < look.layers.end && !run_all(layer.rest, pass)) return false;
  }
  return true;
}

bool AttentionPass::run_all(std::span<const TokenOp> ops, const Pass& pass) {
  for (const TokenOp& op : ops) {
    if (pass.stop.stop_requested()) return false;
    backend_.run_op(op, pass);
  }
  return !pass.stop.stop_requested();
}

// As if the layer had one head, and that one's keys and values alone.
bool AttentionPass::observe(const AttendOp& attend, const Pass& pass, const Look& look, bool with_position, const Sink& sink) {
  const AttentionArgs all = args_of(attend, pass);
  const std::int64_t count = std::ssize(tokens_), group = attend.heads / all.cache.kv_heads;
  for (std::int64_t head = look.first_head; head < look.end_head; ++head) {
    AttentionArgs args = all;
    args.q = only_head(pass.rows.heads(Operand::query, attend.heads, attend.head_width), head);
    args.out = only_head(all.out, head);
    args.cache.kv_heads = 1;
    args.cache.layer_offset += head / group * args.cache.page_tokens * args.cache.row_bytes();
    if (!attend.alibi_slopes.empty()) args.policy.alibi_slopes = attend.alibi_slopes.subspan(static_cast<std::size_t>(head), 1);
    args.scratch = {scratch_.data(), static_cast<std::size_t>(scratch_.size())};
    args.probabilities = {reinterpret_cast<float*>(weights_.data()), {count, count}};
    backend_.attention(AttentionKind::naive, args);
    if (pass.stop.stop_requested()) return false;
    sink({.layer = attend.layer, .head = head, .with_position = with_position}, backend_.readable(args.probabilities));
  }
  return true;
}

}  // namespace halftone
