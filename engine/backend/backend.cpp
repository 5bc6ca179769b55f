// The two half-layers in terms of ops: what a transformer layer is, in the order in which it happens.
#include "engine/backend/backend.h"

#include <array>
#include <cassert>

#include "engine/backend/op_args.h"

namespace halftone {

namespace {

// (T, H, Dh) as (T·H, Dh), a head a row.
MatrixView<float> as_rows(const TensorView<float, 3>& heads) { return {heads.data, {heads.shape[0] * heads.shape[1], heads.shape[2]}}; }

// What a half-layer reads: the norm of the residual, or with post norms the residual itself.
MatrixView<const float> input_of(const LayerSpec& spec, const Activations& rows) {
  return spec.norm_place == NormPlace::post ? rows.residual : rows.normed;
}

// A half-layer's last projection, W·x + bias, goes into the residual: plainly, through a second norm, or under one.
void add_to_residual(Backend& backend, const LayerSpec& spec, const Activations& rows, MatrixView<const float> x, const WeightView& weight,
                     VectorView<const float> bias, const NormWeights& norm, const NormWeights& post_norm) {
  const bool sandwich = spec.norm_place == NormPlace::sandwich;
  assert(spec.norm_place == NormPlace::pre || spec.residual == Residual::sequential);
  backend.matmul({.x = x,
                  .weight = weight,
                  .bias = bias,
                  .accumulate = !sandwich,
                  .y = sandwich ? rows.normed : rows.residual,
                  .scratch = rows.scratch});
  if (sandwich) backend.norm(norm_args(spec.norm, post_norm, rows.normed, rows.residual, true));
  if (spec.norm_place == NormPlace::post) backend.norm(norm_args(spec.norm, norm, rows.residual, rows.residual));
}

}  // namespace

void Backend::attention_half(const AttentionHalf& half) {
  const auto& [spec, weights, rows, cache, start, positions, frequencies, slopes, kind] = half;
  const AttentionSpec& a = spec.attention;

  const std::array outputs{Projected{weights.query, weights.query_bias, as_matrix(rows.query)},
                           Projected{weights.key, weights.key_bias, as_matrix(rows.key)},
                           Projected{weights.value, weights.value_bias, as_matrix(rows.value)}};
  // With a shared norm the MLP reads it too, so it is written out.
  const bool norm_within = spec.norm_place != NormPlace::post && spec.residual != Residual::parallel_shared_norm;
  if (!norm_within || !project_together(&spec.norm, weights.attention_norm, rows.residual, outputs, rows)) {
    if (spec.norm_place != NormPlace::post) norm(norm_args(spec.norm, weights.attention_norm, rows.residual, rows.normed));
    if (!project_together(nullptr, {}, input_of(spec, rows), outputs, rows)) {
      for (const Projected& o : outputs)
        matmul({.x = input_of(spec, rows), .weight = o.weight, .bias = o.bias, .accumulate = false, .y = o.y, .scratch = rows.scratch});
    }
  }
  if (a.clip_qkv > 0)
    for (const Projected& o : outputs) bound({.kind = Bound::clamp, .x = o.y, .limit = a.clip_qkv});

  if (spec.residual == Residual::parallel) norm(norm_args(spec.norm, weights.mlp_norm, rows.residual, rows.normed));

  if (a.qk_norm) {
    norm(norm_args(spec.norm, {weights.query_norm, {}}, as_rows(rows.query), as_rows(rows.query)));
    norm(norm_args(spec.norm, {weights.key_norm, {}}, as_rows(rows.key), as_rows(rows.key)));
  }
  const KvStoreArgs store{.keys = rows.key, .values = rows.value, .start = start, .cache = cache};
  if (const auto* p = std::get_if<RopeParams>(&a.position)) {
    rope_and_store({.x = rows.query,
                    .positions = positions,
                    .inverse = {frequencies->inverse.data(), {static_cast<std::int64_t>(frequencies->inverse.size())}},
                    .attention_factor = frequencies->attention_factor,
                    .pairing = p->pairing},
                   rows.key, store);
  } else {
    kv_store(store);
  }
  attention(kind, {.q = rows.query,
                   .start = start,
                   .cache = cache,
                   .policy = {.scale = a.scale, .causal = true, .window = a.window, .soft_cap = a.soft_cap, .alibi_slopes = slopes},
                   .out = rows.attended,
                   .scratch = rows.scratch,
                   .probabilities = {},
                   .probabilities_head = 0});

  add_to_residual(*this, spec, rows, as_matrix(rows.attended), weights.attention_out, weights.attention_out_bias, weights.attention_norm,
                  weights.attention_post_norm);
}

void Backend::rope_and_store(const RopeArgs& query, const TensorView<float, 3>& key, const KvStoreArgs& store) {
  RopeArgs same = query;
  same.x = key;
  rope(query);
  rope(same);
  kv_store(store);
}

// rows.up ← act(gate) · up, or act(up), by ops.
void Backend::activate_up(const MlpHalf& half) {
  const auto& [spec, weights, rows] = half;
  const MatrixView<const float> x = input_of(spec, rows);
  if (project_gated(half, x, nullptr)) return;
  const std::array outputs{Projected{weights.up, weights.up_bias, rows.up}, Projected{weights.gate, weights.gate_bias, rows.gate}};
  const std::span used(outputs.data(), spec.mlp.gated ? 2u : 1u);
  if (!project_together(nullptr, {}, x, used, rows)) {
    for (const Projected& o : used)
      matmul({.x = x, .weight = o.weight, .bias = o.bias, .accumulate = false, .y = o.y, .scratch = rows.scratch});
  }
  glu({.activation = spec.mlp.activation,
       .gate = spec.mlp.gated ? rows.gate : rows.up,
       .up = spec.mlp.gated ? MatrixView<const float>(rows.up) : MatrixView<const float>(),
       .out = rows.up});
}

void Backend::mlp_half(const MlpHalf& half) {
  const auto& [spec, weights, rows] = half;
  const bool norm_within = spec.residual == Residual::sequential && spec.norm_place != NormPlace::post;
  if (!norm_within || !project_gated(half, rows.residual, &weights.mlp_norm)) {
    if (norm_within) norm(norm_args(spec.norm, weights.mlp_norm, rows.residual, rows.normed));
    activate_up(half);
  }

  add_to_residual(*this, spec, rows, rows.up, weights.down, weights.down_bias, weights.mlp_norm, weights.mlp_post_norm);
}

}  // namespace halftone
