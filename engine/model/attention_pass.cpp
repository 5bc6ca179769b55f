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

AttentionPass::Place::Place(const Transformer::PartProgram& of, const ModelSpec& spec, KvFormat format, std::span<const TokenId> tokens)
    : part(of.part),
      program(of.program),
      workspace(part.backend, spec),
      cache(std::make_shared<KvPool>(std::vector<Arena*>{&part.backend.arena()}, KvKey{.parts = {{one_layer(spec, format)}}}, 0,
                                     MemoryTag::activations)) {
  const std::int64_t count = std::ssize(tokens);
  cache.append(tokens);
  views.assign(program.layers.size(), cache.view(0));
  scratch = part.backend.arena().allocate(part.backend.scratch_bytes(one_head(spec, format, count)), MemoryTag::workspace);
  weights = part.backend.arena().allocate(weight_bytes(count), MemoryTag::workspace);
}

AttentionPass::AttentionPass(const ModelSpec& spec, Transformer& transformer, KvFormat format, std::span<const TokenId> tokens,
                             const Look& look)
    : spec_(spec), look_(look), tokens_(tokens), positions_(tokens.size()) {
  std::iota(positions_.begin(), positions_.end(), 0);
  for (const Transformer::PartProgram& part : transformer.programs(std::ssize(tokens)))
    if (part.part.layers.begin < look.layers.end) places_.emplace_back(part, spec, format, tokens);
}

std::int64_t AttentionPass::bytes(const ModelSpec& spec, const DeviceSizes& device, KvFormat format, std::int64_t tokens) {
  return Workspace::activation_bytes(spec, tokens) + one_layer(spec, format).bytes_for(tokens) +
         device.scratch_bytes(Workspace::scratch_shape(spec, tokens, tokens, AttentionKind::flash, format)) +
         device.scratch_bytes(one_head(spec, format, tokens)) + weight_bytes(tokens);
}

bool AttentionPass::run(const Sink& sink, std::stop_token stop) {
  const std::int64_t count = std::ssize(tokens_);
  const StopScope stoppable(stop);
  MatrixView<float> stream;  // as the device before left it
  for (std::size_t i = 0; i < places_.size(); ++i) {
    Place& place = places_[i];
    const Pass pass{.tokens = tokens_,
                    .positions = positions_,
                    .cache = place.views,
                    .rows = place.workspace.rows(count, count, AttentionKind::flash, place.views.front().format),
                    .stop = stop};
    const MatrixView<float> stream_here = pass.rows.matrix(Operand::residual, spec_.width);
    if (i > 0) move_numbers(places_[i - 1].part.backend, stream, place.part.backend, stream_here);
    place.part.backend.begin(pass);
    if (!run_layers(place, pass, sink)) return false;
    stream = stream_here;
  }
  return true;
}

bool AttentionPass::run_layers(Place& place, const Pass& pass, const Sink& sink) {
  Backend& backend = place.part.backend;
  if (!run_all(backend, place.program.embedding, pass)) return false;
  for (std::int64_t i = place.part.layers.begin; i < std::min(place.part.layers.end, look_.layers.end); ++i) {
    const std::vector<TokenOp>& ops = place.program.layers[static_cast<std::size_t>(i - place.part.layers.begin)];
    if (i < look_.layers.begin) {
      if (!run_all(backend, ops, pass)) return false;
      continue;
    }
    const CutLayer layer(ops);
    if (!run_all(backend, layer.before, pass)) return false;
    if (look_.without_position) {
      AttendOp bare = *layer.attend;
      bare.alibi_slopes = {};
      if (!run_all(backend, layer.store, pass) || !observe(place, bare, pass, false, sink)) return false;
    }
    if (!run_all(backend, layer.rotation, pass) || !run_all(backend, layer.store, pass) || !observe(place, *layer.attend, pass, true, sink))
      return false;
    if (i + 1 < look_.layers.end && !run_all(backend, layer.rest, pass)) return false;
  }
  return true;
}

bool AttentionPass::run_all(Backend& backend, std::span<const TokenOp> ops, const Pass& pass) {
  for (const TokenOp& op : ops) {
    if (pass.stop.stop_requested()) return false;
    backend.run_op(op, pass);
  }
  return !pass.stop.stop_requested();
}

// As if the layer had one head, and that one's keys and values alone.
bool AttentionPass::observe(const Place& place, const AttendOp& attend, const Pass& pass, bool with_position, const Sink& sink) {
  const AttentionArgs all = args_of(attend, pass);
  const std::int64_t count = std::ssize(tokens_), group = attend.heads / all.cache.kv_heads;
  for (std::int64_t head = look_.first_head; head < look_.end_head; ++head) {
    AttentionArgs args = all;
    args.q = only_head(pass.rows.heads(Operand::query, attend.heads, attend.head_width), head);
    args.out = only_head(all.out, head);
    args.cache.kv_heads = 1;
    args.cache.layer_offset += head / group * args.cache.page_tokens * args.cache.row_bytes();
    if (!attend.alibi_slopes.empty()) args.policy.alibi_slopes = attend.alibi_slopes.subspan(static_cast<std::size_t>(head), 1);
    args.scratch = {place.scratch.data(), static_cast<std::size_t>(place.scratch.size())};
    args.probabilities = {reinterpret_cast<float*>(place.weights.data()), {count, count}};
    place.part.backend.attention(AttentionKind::naive, args);
    if (pass.stop.stop_requested()) return false;
    sink({.layer = place.part.layers.begin + attend.layer, .head = head, .with_position = with_position},
         place.part.backend.readable(args.probabilities));
  }
  return true;
}

}  // namespace halftone
