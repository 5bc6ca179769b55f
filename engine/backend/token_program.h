// What a model does with its tokens, as data: ops in the order in which they run. Written once from spec and weights
// (engine/model/layer.h), made ready by a device (Backend::compile). Every op works on all rows of a pass; what it computes stands in
// kernels/ops, what it reads and writes are operands.
#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "engine/spec/model_spec.h"
#include "kernels/core/tensor_view.h"
#include "kernels/layouts/weight_view.h"
#include "kernels/ops/cap.h"

namespace halftone {

// The rows of numbers that ops hand to each other.
enum class Operand : std::uint8_t {
  residual,  // (T, D), the stream that the layers add to
  normed,    // (T, D)
  query,     // (T, H, Dh)
  key,
  value,     // (T, Hkv, Dh)
  attended,  // (T, H, Dh)
  gate,
  up,      // (T, F)
  logits,  // (wanted rows, V)
};
constexpr std::size_t kOperands = 9;

struct NormWeights {
  VectorView<const float> weight, bias;  // (D), may be empty
};

// out ← embedding of the pass's tokens at its positions
struct EmbedOp {
  WeightView table;
  float scale = 1;
  MatrixView<const float> position_table;  // from position 0 on; may be empty
  bool sinusoidal = false;
  Operand out = Operand::residual;
};

// out ← norm(x) or out += norm(x), over rows of `width` numbers, `heads` of them a token
struct NormOp {
  NormSpec spec;
  NormWeights weights;
  Operand x, out;
  std::int64_t width = 0, heads = 1;
  bool accumulate = false;
};

// y ← W·x + bias, or y += W·x + bias
struct ProjectOp {
  WeightView weight;
  VectorView<const float> bias;  // may be empty
  Operand x, y;
  bool accumulate = false;
};

// x ← x within limits
struct CapOp {
  Cap kind = Cap::none;
  Operand x;
  std::int64_t width = 0;  // numbers a token
  float scale = 1, limit = 0;
};

// out += scale · x
struct AddOp {
  Operand x, out;
  std::int64_t width = 0;  // numbers a token
  float scale = 1;
};

// x ← x rotated to the pass's positions
struct RopeOp {
  Operand x;
  std::int64_t heads = 0, head_width = 0;
  RopePairing pairing = RopePairing::half;
  const RopeFrequencies* frequencies = nullptr;  // may say something else in every pass
  QueryGrowth growth = {};
};

// the layer's cache ← key, value
struct StoreOp {
  std::int64_t layer = 0, kv_heads = 0, head_width = 0;
};

// attended ← attention of query over the layer's cache
struct AttendOp {
  std::int64_t layer = 0, heads = 0, head_width = 0;
  float scale = 0;
  std::int64_t window = 0;
  float soft_cap = 0;
  std::span<const float> alibi_slopes;  // H, empty without ALiBi
};

// up ← act(gate) · up, or act(up)
struct GluOp {
  Activation activation = Activation::silu;
  bool gated = true;
  std::int64_t width = 0;
};

using TokenOp = std::variant<EmbedOp, NormOp, ProjectOp, CapOp, AddOp, RopeOp, StoreOp, AttendOp, GluOp>;

struct TokenProgram {
  std::vector<TokenOp> embedding;
  std::vector<std::vector<TokenOp>> layers;
  std::vector<TokenOp> logits;  // of the wanted rows alone: the last ones of the pass
};

}  // namespace halftone
