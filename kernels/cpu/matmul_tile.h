// The inner kernels of matmul: one panel (16 rows of W) times a tile of 1, 2, 4 or 8 tokens, for the best instruction set of this
// machine. A tile's x is packed first: what all kernels of a format read together lies together, tokens innermost.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

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

// The families, by the kind of arithmetic. Each is a file with a table of the formats that it multiplies.
enum class Arithmetic { floats, integers, super_blocks };  // x as it is; rounded to int8; the same for blocks of 256
TileKernels float_tile_kernels(Format format, std::int64_t columns);
TileKernels integer_tile_kernels(Format format, std::int64_t columns);
TileKernels super_tile_kernels(Format format, std::int64_t columns);

constexpr Arithmetic arithmetic_of(Format format) {
  switch (format) {
    case Format::f32:
    case Format::f16:
    case Format::bf16:
    case Format::nf4:
    case Format::bnb_nf4:
    case Format::bnb_fp4: return Arithmetic::floats;
    case Format::int8:
    case Format::int4_g32:
    case Format::int4_g64:
    case Format::int4_g128:
    case Format::int3:
    case Format::int2:
    case Format::q8_0:
    case Format::q4_0:
    case Format::q4_1:
    case Format::q5_0:
    case Format::q5_1:
    case Format::iq4_nl:
    case Format::zero8_g32:
    case Format::zero8_g128:
    case Format::zero4_g32:
    case Format::zero4_g128:
    case Format::zero3_g32:
    case Format::zero3_g128:
    case Format::zero2_g32:
    case Format::zero2_g128:
    case Format::bnb_int8: return Arithmetic::integers;
    case Format::q2_k:
    case Format::q3_k:
    case Format::q4_k:
    case Format::q5_k:
    case Format::q6_k:
    case Format::iq4_xs: return Arithmetic::super_blocks;
  }
  std::unreachable();
}

// A row of a family's table. `columns`: padded to whole groups.
struct FormatKernels {
  Format format;
  TileKernels (*kernels)(std::int64_t columns);
};

constexpr bool has_all_of(Arithmetic family, std::span<const FormatKernels> table) {
  for (int f = 0; f <= static_cast<int>(kLastFormat); ++f) {
    const auto format = static_cast<Format>(f);
    if ((arithmetic_of(format) == family) != (std::ranges::count(table, format, &FormatKernels::format) == 1)) return false;
  }
  return true;
}

inline TileKernels kernels_of_table(std::span<const FormatKernels> table, Format format, std::int64_t columns) {
  const int group = info(format).group;
  return std::ranges::find(table, format, &FormatKernels::format)->kernels((columns + group - 1) / group * group);
}

}  // namespace halftone::cpu
