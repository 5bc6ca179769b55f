// An op of a token program and a pass, as the arguments that the kernels take.
#pragma once

#include "engine/backend/pass.h"
#include "kernels/ops/add.h"
#include "kernels/ops/cap.h"
#include "kernels/ops/embed.h"
#include "kernels/ops/glu.h"
#include "kernels/ops/kv_store.h"
#include "kernels/ops/matmul.h"
#include "kernels/ops/norm.h"
#include "kernels/ops/rope.h"

namespace halftone {

inline EmbedArgs args_of(const EmbedOp& op, const Pass& pass) {
  return {.ids = pass.tokens,
          .table = op.table,
          .scale = op.scale,
          .positions = pass.positions,
          .position_table = op.position_table,
          .sinusoidal = op.sinusoidal,
          .out = pass.rows.matrix(op.out, op.table.columns)};
}

inline NormArgs args_of(const NormOp& op, const Pass& pass) {
  const auto rows = [&](Operand operand) {
    const MatrixView<float> all = pass.rows.matrix(operand, op.heads * op.width);
    return MatrixView<float>(all.data, {all.shape[0] * op.heads, op.width});
  };
  return {.kind = op.spec.kind,
          .x = rows(op.x),
          .weight = op.weights.weight,
          .bias = op.weights.bias,
          .weight_offset = op.spec.weight_offset,
          .epsilon = op.spec.epsilon,
          .out = rows(op.out),
          .accumulate = op.accumulate};
}

inline MatmulArgs args_of(const ProjectOp& op, const Pass& pass) {
  return {.x = pass.rows.matrix(op.x, op.weight.columns),
          .weight = op.weight,
          .bias = op.bias,
          .accumulate = op.accumulate,
          .y = pass.rows.matrix(op.y, op.weight.rows),
          .scratch = pass.rows.scratch};
}

inline CapArgs args_of(const CapOp& op, const Pass& pass) {
  return {.kind = op.kind, .x = pass.rows.matrix(op.x, op.width), .scale = op.scale, .limit = op.limit};
}

inline AddArgs args_of(const AddOp& op, const Pass& pass) {
  return {.x = pass.rows.matrix(op.x, op.width), .scale = op.scale, .out = pass.rows.matrix(op.out, op.width)};
}

inline RopeArgs args_of(const RopeOp& op, const Pass& pass) {
  const RopeFrequencies& frequencies = *op.frequencies;
  return {.x = pass.rows.heads(op.x, op.heads, op.head_width),
          .positions = pass.positions,
          .inverse = {frequencies.inverse.data(), {static_cast<std::int64_t>(frequencies.inverse.size())}},
          .attention_factor = frequencies.attention_factor,
          .pairing = op.pairing,
          .growth = op.growth};
}

inline KvStoreArgs args_of(const StoreOp& op, const Pass& pass) {
  return {.keys = pass.rows.heads(Operand::key, op.kv_heads, op.head_width),
          .values = pass.rows.heads(Operand::value, op.kv_heads, op.head_width),
          .start = pass.start(),
          .cache = pass.cache[static_cast<std::size_t>(op.layer)]};
}

inline AttentionArgs args_of(const AttendOp& op, const Pass& pass) {
  return {.q = pass.rows.heads(Operand::query, op.heads, op.head_width),
          .start = pass.start(),
          .cache = pass.cache[static_cast<std::size_t>(op.layer)],
          .policy = {.scale = op.scale, .causal = true, .window = op.window, .soft_cap = op.soft_cap, .alibi_slopes = op.alibi_slopes},
          .out = pass.rows.heads(Operand::attended, op.heads, op.head_width),
          .scratch = pass.rows.scratch,
          .probabilities = {},
          .probabilities_head = 0};
}

inline GluArgs args_of(const GluOp& op, const Pass& pass) {
  const MatrixView<float> up = pass.rows.matrix(Operand::up, op.width);
  return {.activation = op.activation,
          .gate = op.gated ? pass.rows.matrix(Operand::gate, op.width) : up,
          .up = op.gated ? MatrixView<const float>(up) : MatrixView<const float>(),
          .out = up};
}

}  // namespace halftone
