// The two half-layers in terms of ops: what a transformer layer is, in the order in which it happens.
#include "engine/backend/backend.h"

#include <cassert>

namespace halftone {

namespace {

// (T, H, Dh) as the matrix (T, H·Dh) that a projection writes or reads.
template <class T>
MatrixView<T> as_matrix(const TensorView<T, 3>& heads) {
  return {heads.data, {heads.shape[0], heads.shape[1] * heads.shape[2]}, {heads.stride[0], 1}};
}

// (T, H, Dh) as (T·H, Dh), a head a row.
MatrixView<float> as_rows(const TensorView<float, 3>& heads) {
  return {heads.data, {heads.shape[0] * heads.shape[1], heads.shape[2]}};
}

NormArgs norm_args(const NormSpec& spec, const NormWeights& weights, MatrixView<const float> x, MatrixView<float> out, bool accumulate = false) {
  return {.kind = spec.kind, .x = x, .weight = weights.weight, .bias = weights.bias, .weight_offset = spec.weight_offset,
          .epsilon = spec.epsilon, .out = out, .accumulate = accumulate};
}

// What a half-layer reads: the norm of the residual, or with post norms the residual itself.
MatrixView<const float> input_of(const LayerSpec& spec, const Activations& rows) {
  return spec.norm_place == NormPlace::post ? rows.residual : rows.normed;
}

// A half-layer's last projection, W·x + bias, goes into the residual: plainly, through a second norm, or under one.
void add_to_residual(Backend& backend, const LayerSpec& spec, const Activations& rows, MatrixView<const float> x, const WeightView& weight,
                     VectorView<const float> bias, const NormWeights& norm, const NormWeights& post_norm) {
  const bool sandwich = spec.norm_place == NormPlace::sandwich;
  assert(spec.norm_place == NormPlace::pre || spec.residual == Residual::sequential);
  backend.matmul({.x = x, .weight = weight, .bias = bias, .accumulate = !sandwich, .y = sandwich ? rows.normed : rows.residual,
                  .scratch = rows.scratch});
  if (sandwich) backend.norm(norm_args(spec.norm, post_norm, rows.normed, rows.residual, true));
  if (spec.norm_place == NormPlace::post) backend.norm(norm_args(spec.norm, norm, rows.residual, rows.residual));
}

}  // namespace

void Backend::attention_half(const AttentionHalf& half) {
  const auto& [spec, weights, rows, cache, start, positions, frequencies, slopes, kind] = half;
  const AttentionSpec& a = spec.attention;

  if (spec.norm_place != NormPlace::post) norm(norm_args(spec.norm, weights.attention_norm, rows.residual, rows.normed));

  const auto project = [&](const WeightView& weight, VectorView<const float> bias, const TensorView<float, 3>& out) {
    matmul({.x = input_of(spec, rows), .weight = weight, .bias = bias, .accumulate = false, .y = as_matrix(out), .scratch = rows.scratch});
    if (a.clip_qkv > 0) bound({.kind = Bound::clamp, .x = as_matrix(out), .limit = a.clip_qkv});
  };
  project(weights.query, weights.query_bias, rows.query);
  project(weights.key, weights.key_bias, rows.key);
  project(weights.value, weights.value_bias, rows.value);

  if (spec.residual == Residual::parallel) norm(norm_args(spec.norm, weights.mlp_norm, rows.residual, rows.normed));

  if (a.qk_norm) {
    norm(norm_args(spec.norm, {weights.query_norm, {}}, as_rows(rows.query), as_rows(rows.query)));
    norm(norm_args(spec.norm, {weights.key_norm, {}}, as_rows(rows.key), as_rows(rows.key)));
  }
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

  add_to_residual(*this, spec, rows, as_matrix(rows.attended), weights.attention_out, weights.attention_out_bias, weights.attention_norm,
                  weights.attention_post_norm);
}

void Backend::mlp_half(const MlpHalf& half) {
  const auto& [spec, weights, rows] = half;
  if (spec.residual == Residual::sequential && spec.norm_place != NormPlace::post)
    norm(norm_args(spec.norm, weights.mlp_norm, rows.residual, rows.normed));

  const auto project = [&](const WeightView& weight, VectorView<const float> bias, MatrixView<float> out) {
    matmul({.x = input_of(spec, rows), .weight = weight, .bias = bias, .accumulate = false, .y = out, .scratch = rows.scratch});
  };
  project(weights.up, weights.up_bias, rows.up);
  if (spec.mlp.gated) {
    project(weights.gate, weights.gate_bias, rows.gate);
    gate({.activation = spec.mlp.activation, .gate = rows.gate, .up = rows.up, .out = rows.up});
  } else {
    gate({.activation = spec.mlp.activation, .gate = rows.up, .up = {}, .out = rows.up});
  }

  add_to_residual(*this, spec, rows, rows.up, weights.down, weights.down_bias, weights.mlp_norm, weights.mlp_post_norm);
}

}  // namespace halftone
