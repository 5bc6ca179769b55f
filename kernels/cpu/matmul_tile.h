// The inner kernels of matmul: one panel (16 rows of W) times a tile of 1, 2, 4 or 8 tokens, for the best instruction set of this
// machine. A tile's x is packed first: what all kernels of a format read together lies together, tokens innermost.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/core/tensor_view.h"
#include "kernels/formats/format.h"

namespace halftone::cpu {

constexpr int kMaxTileTokens = 8;

struct TileKernels {
  int max_tokens = 0;            // largest tile: 8 where there are 32 vector registers
  std::int64_t token_bytes = 0;  // of packed x per token, for the columns asked for
  bool packed_is_row = false;    // the packed form of a single token is the row of floats itself

  // x has as many rows as the tile has tokens. out: tokens · token_bytes.
  void (*pack)(const MatrixView<const float>& x, int group, std::byte* out) = nullptr;

  // multiply[log2(tokens)]: y[tokens][16] = panel · x. Every number is one chain of operations that does not depend on tokens.
  using Multiply = void (*)(const std::byte* panel, const std::byte* packed_x, std::int64_t columns, int group, float* y);
  Multiply multiply[4] = {};
};

TileKernels tile_kernels(Format format, std::int64_t columns);

// The families, by the kind of arithmetic: x rounded to int8, the same for super-blocks, or floats.
TileKernels integer_tile_kernels(Format format, std::int64_t columns);
TileKernels super_tile_kernels(Format format, std::int64_t columns);
TileKernels float_tile_kernels(Format format, std::int64_t columns);

}  // namespace halftone::cpu
