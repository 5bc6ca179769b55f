// One run of a token program: the tokens, where they stand, and the memory that its operands lie in.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>

#include "engine/backend/token_program.h"
#include "kernels/layouts/kv_view.h"
#include "kernels/ops/attention.h"

namespace halftone {

// Where the operands of a pass are, and the rows of them that ops work on. All layers share them; a narrow layer uses less of each.
struct Activations {
  std::array<float*, kOperands> operands{};
  std::int64_t first = 0, count = 0;  // rows; the logits' own begin at 0
  std::span<std::byte> scratch;       // for the ops: the largest of what they ask for

  MatrixView<float> matrix(Operand operand, std::int64_t width) const {
    float* const base = operands[static_cast<std::size_t>(operand)];
    return {operand == Operand::logits ? base : base + first * width, {count, width}};
  }
  TensorView<float, 3> heads(Operand operand, std::int64_t heads, std::int64_t head_width) const {
    return {matrix(operand, heads * head_width).data, {count, heads, head_width}};
  }
  Activations last(std::int64_t rows) const {
    Activations narrowed = *this;
    narrowed.first = first + count - rows, narrowed.count = rows;
    return narrowed;
  }
};

struct Pass {
  std::span<const std::int32_t> tokens, positions;  // T
  std::span<const KvView> cache;                    // by layer; keys and values of the pass's tokens are stored there
  Activations rows;                                 // T
  std::int64_t wanted_rows = 1;                     // of logits
  AttentionKind attention = AttentionKind::flash;
  std::stop_token stop;  // polled once per layer
  // Differs whenever anything else does that the ops of one token depend on: a device may replay what it recorded.
  std::uint64_t recipe = 0;

  std::int64_t start() const { return positions.front(); }
  Pass of_wanted_rows() const {
    Pass narrowed = *this;
    narrowed.rows = rows.last(wanted_rows);
    return narrowed;
  }
};

}  // namespace halftone
