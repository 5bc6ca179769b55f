#include "engine/model/weights.h"

#include <cassert>

namespace halftone {

namespace {

constexpr std::int64_t kAlignment = 64;  // one cache line, one AVX-512 vector

std::int64_t aligned(std::int64_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

VectorView<const float> as_vector(const WeightView& view) {
  assert(view.format == Format::f32 && view.rows == 1);
  return {reinterpret_cast<const float*>(view.data), {view.columns}};
}

}  // namespace

Result<Weights> Weights::load(const Checkpoint& checkpoint, const WeightPlan& plan, Backend& backend, const LoadProgress& progress,
                              std::stop_token stop) {
  std::int64_t bytes = 0;
  for (const PlannedWeight& weight : plan.weights) bytes += aligned(weight.bytes);

  Weights weights;
  weights.memory_ = backend.arena().allocate(bytes, MemoryTag::weights);
  weights.layers.resize(checkpoint.spec.layers.size());

  // Every weight is placed under its name first; loading then fills the bytes.
  std::int64_t used = 0;
  const auto place = [&](const PlannedWeight& planned) {
    std::byte* data = weights.memory_.data() + used;
    used += aligned(planned.bytes);
    const WeightView view{planned.format, planned.layout, data, planned.entry.rows, planned.entry.columns};

    const WeightKey key = planned.entry.key;
    LayerWeights* layer = key.layer == kNoLayer ? nullptr : &weights.layers[static_cast<std::size_t>(key.layer)];
    switch (key.role) {
      case WeightRole::token_embedding: weights.token_embedding = view; break;
      case WeightRole::lm_head: weights.lm_head = view; break;
      case WeightRole::lm_head_bias: weights.lm_head_bias = as_vector(view); break;
      case WeightRole::final_norm: weights.final_norm.weight = as_vector(view); break;
      case WeightRole::final_norm_bias: weights.final_norm.bias = as_vector(view); break;
      case WeightRole::attention_norm: layer->attention_norm.weight = as_vector(view); break;
      case WeightRole::attention_norm_bias: layer->attention_norm.bias = as_vector(view); break;
      case WeightRole::query: layer->query = view; break;
      case WeightRole::key: layer->key = view; break;
      case WeightRole::value: layer->value = view; break;
      case WeightRole::query_bias: layer->query_bias = as_vector(view); break;
      case WeightRole::key_bias: layer->key_bias = as_vector(view); break;
      case WeightRole::value_bias: layer->value_bias = as_vector(view); break;
      case WeightRole::attention_out: layer->attention_out = view; break;
      case WeightRole::attention_out_bias: layer->attention_out_bias = as_vector(view); break;
      case WeightRole::mlp_norm: layer->mlp_norm.weight = as_vector(view); break;
      case WeightRole::mlp_norm_bias: layer->mlp_norm.bias = as_vector(view); break;
      case WeightRole::gate: layer->gate = view; break;
      case WeightRole::up: layer->up = view; break;
      case WeightRole::down: layer->down = view; break;
      case WeightRole::gate_bias: layer->gate_bias = as_vector(view); break;
      case WeightRole::up_bias: layer->up_bias = as_vector(view); break;
      case WeightRole::down_bias: layer->down_bias = as_vector(view); break;
      default: assert(!"a weight that no layer uses yet");
    }
    return data;
  };

  if (auto loaded = load_weights(plan, checkpoint, place, backend.pool(), progress, stop); !loaded) return pass_on(std::move(loaded));
  if (checkpoint.spec.tied_embeddings) weights.lm_head = weights.token_embedding;
  return weights;
}

}  // namespace halftone
