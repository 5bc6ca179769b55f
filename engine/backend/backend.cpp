// The two half-layers in terms of ops: what a transformer layer is, in the order in which it happens.
#include "engine/backend/backend.h"

namespace halftone {

namespace {

// (T, H, Dh) as the matrix (T, H·Dh) that a projection writes or reads.
template <class T>
MatrixView<T> as_matrix(const TensorView<T, 3>& heads) {
  return {heads.data, {heads.shape[0], heads.shape[1] * heads.shape[2]}, {heads.stride[0], 1}};
}

NormArgs norm_args(const NormSpec& spec, const NormWeights& weights, MatrixView<const float> x, MatrixView<float> out) {
  return {.kind = spec.kind, .x = x, .weight = weights.weight, .bias = weights.bias, .weight_offset = spec.weight_offset,
          .epsilon = spec.epsilon, .out = out};
}

}  // namespace

void Backend::attention_half(const AttentionHalf& half) {
  const auto& [spec, weights, rows, cache, start, positions, frequencies, slopes, kind] = half;
  const AttentionSpec& a = spec.attention;

  norm(norm_args(spec.norm, weights.attention_norm, rows.residual, rows.normed));

  const auto project = [&](const WeightView& weight, VectorView<const float> bias, const TensorView<float, 3>& out) {
    matmul({.x = rows.normed, .weight = weight, .bias = bias, .accumulate = false, .y = as_matrix(out), .scratch = rows.scratch});
  };
  project(weights.query, weights.query_bias, rows.query);
  project(weights.key, weights.key_bias, rows.key);
  project(weights.value, weights.value_bias, rows.value);

  if (const auto* p = std::get_if<RopeParams>(&a.position)) {
    for (const auto& x : {rows.query, rows.key}) {
      rope({.x = x, .positions = positions,
            .inverse = {frequencies->inverse.data(), {static_cast<std::int64_t>(frequencies->inverse.size())}},
            .attention_factor = frequencies->attention_factor, .pairing = p->pairing});
    }
  }

  kv_store({.keys = rows.key, .values = rows.value, .start = start, .cache = cache});
  attention(kind, {.q = rows.query, .start = start, .cache = cache,
                   .policy = {.scale = a.scale, .causal = true, .window = a.window, .soft_cap = a.soft_cap, .alibi_slopes = slopes},
                   .out = rows.attended, .scratch = rows.scratch, .probabilities = {}, .probabilities_head = 0});

  matmul({.x = as_matrix(rows.attended), .weight = weights.attention_out, .bias = weights.attention_out_bias, .accumulate = true,
          .y = rows.residual, .scratch = rows.scratch});
}

void Backend::mlp_half(const MlpHalf& half) {
  const auto& [spec, weights, rows] = half;
  norm(norm_args(spec.norm, weights.mlp_norm, rows.residual, rows.normed));

  const auto project = [&](const WeightView& weight, VectorView<const float> bias, MatrixView<float> out) {
    matmul({.x = rows.normed, .weight = weight, .bias = bias, .accumulate = false, .y = out, .scratch = rows.scratch});
  };
  project(weights.up, weights.up_bias, rows.up);
  if (spec.mlp.gated) {
    project(weights.gate, weights.gate_bias, rows.gate);
    gate({.activation = spec.mlp.activation, .gate = rows.gate, .up = rows.up, .out = rows.up});
  } else {
    gate({.activation = spec.mlp.activation, .gate = rows.up, .up = {}, .out = rows.up});
  }

  matmul({.x = rows.up, .weight = weights.down, .bias = weights.down_bias, .accumulate = true, .y = rows.residual, .scratch = rows.scratch});
}

}  // namespace halftone
