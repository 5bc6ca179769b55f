#include "engine/model/weights.h"

#include <cassert>
#include <utility>

#include "engine/model/weight_room.h"

namespace halftone {

namespace {

VectorView<const float> as_vector(const WeightView& view) {
  assert(view.format == Format::f32 && view.rows == 1);
  return {reinterpret_cast<const float*>(view.data), {view.columns}};
}

}  // namespace

// Every vector has its place in the model or in a layer.
VectorView<const float>& Weights::vector_of(WeightRole role, LayerWeights* layer) {
  switch (role) {
    case WeightRole::embedding_norm: return embedding_norm.weight;
    case WeightRole::embedding_norm_bias: return embedding_norm.bias;
    case WeightRole::final_norm: return final_norm.weight;
    case WeightRole::final_norm_bias: return final_norm.bias;
    case WeightRole::lm_head_bias: return lm_head_bias;
    case WeightRole::attention_norm: return layer->attention_norm.weight;
    case WeightRole::attention_norm_bias: return layer->attention_norm.bias;
    case WeightRole::attention_post_norm: return layer->attention_post_norm.weight;
    case WeightRole::attention_post_norm_bias: return layer->attention_post_norm.bias;
    case WeightRole::query_bias: return layer->query_bias;
    case WeightRole::key_bias: return layer->key_bias;
    case WeightRole::value_bias: return layer->value_bias;
    case WeightRole::query_norm: return layer->query_norm;
    case WeightRole::key_norm: return layer->key_norm;
    case WeightRole::attention_out_bias: return layer->attention_out_bias;
    case WeightRole::mlp_norm: return layer->mlp_norm.weight;
    case WeightRole::mlp_norm_bias: return layer->mlp_norm.bias;
    case WeightRole::mlp_post_norm: return layer->mlp_post_norm.weight;
    case WeightRole::mlp_post_norm_bias: return layer->mlp_post_norm.bias;
    case WeightRole::gate_bias: return layer->gate_bias;
    case WeightRole::up_bias: return layer->up_bias;
    case WeightRole::down_bias: return layer->down_bias;
    default: assert(!"a matrix"); std::unreachable();
  }
}

void Weights::place(const WeightKey& key, const WeightView& view) {
  LayerWeights* layer = key.layer == kNoLayer ? nullptr : &layers[static_cast<std::size_t>(key.layer)];
  switch (key.role) {
    case WeightRole::token_embedding: token_embedding = view; break;
    case WeightRole::position_embedding:
      assert(view.format == Format::f32 && view.layout == WeightLayout::row_major);
      position_embedding = {reinterpret_cast<const float*>(view.data), {view.rows, view.columns}};
      break;
    case WeightRole::lm_head: lm_head = view; break;
    case WeightRole::query: layer->query = view; break;
    case WeightRole::key: layer->key = view; break;
    case WeightRole::value: layer->value = view; break;
    case WeightRole::attention_out: layer->attention_out = view; break;
    case WeightRole::gate: layer->gate = view; break;
    case WeightRole::up: layer->up = view; break;
    case WeightRole::down: layer->down = view; break;
    default: vector_of(key.role, layer) = as_vector(view);
  }
}

Result<Weights> Weights::load(const Checkpoint& checkpoint, const WeightPlan& plan, Backend& backend, const LoadProgress& progress,
                              std::stop_token stop) {
  Weights weights;
  weights.memory_ = backend.arena().allocate(bytes_held(plan), MemoryTag::weights);
  weights.layers.resize(checkpoint.spec.layers.size());

  // Every weight is placed under its name first; loading then fills the bytes.
  std::int64_t used = 0;
  const auto place = [&](const PlannedWeight& planned) {
    std::byte* data = weights.memory_.data() + used;
    used += bytes_held(planned);
    const WeightView view{planned.format, planned.layout, data, planned.entry.rows, planned.entry.columns};
    weights.place(planned.entry.key, view);
    return data;
  };

  Arena& arena = backend.arena();
  WeightUpload upload;
  if (!arena.is_host()) upload = [&](std::byte* to, const std::byte* from, std::int64_t count) { arena.upload(to, from, count); };
  if (auto loaded = load_weights(plan, checkpoint, place, backend.pool(), progress, stop, upload); !loaded)
    return pass_on(std::move(loaded));
  if (checkpoint.spec.tied_embeddings) weights.lm_head = weights.token_embedding;
  return weights;
}

}  // namespace halftone
