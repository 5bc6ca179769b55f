// y[t] = W·x[t] + bias (+ y[t]); x (T, K), W (N, K) in panels, y (T, N). Contract: kernels/ops/matmul.h; layout: kernels/layouts/panel.h.
//
// x is packed once, in tiles of at most 8 tokens. Panels are spread over the pool. A worker walks its panels once per block of
// tokens whose packed x stays in the second-level cache; for one token that is a single pass over the weights.
#include "kernels/ops/matmul.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "kernels/core/thread_pool.h"
#include "kernels/cpu/matmul_tile.h"

namespace halftone {

// The widest packed x is a float per column, columns padded to the largest group.
std::int64_t matmul_scratch_bytes(std::int64_t tokens, std::int64_t columns) {
  return tokens * ((columns + 255) / 256 * 256) * static_cast<std::int64_t>(sizeof(float));
}

namespace cpu {
namespace {

constexpr std::int64_t kTokenBlockBytes = 512 << 10;  // of packed x; half of a common second-level cache
constexpr std::int64_t kLeastShareBytes = 32 << 10;   // of weights: below this a hand-out costs more than it gains

// Tokens of the tile that starts at `token`: the largest, then falling powers of two.
int tile_tokens(std::int64_t token, std::int64_t tokens, int largest) {
  return static_cast<int>(std::bit_floor(static_cast<std::uint64_t>(std::min<std::int64_t>(tokens - token, largest))));
}

void write_tile(const MatmulArgs& args, const float* sums, std::int64_t token, int tokens, std::int64_t row) {
  const std::int64_t rows = std::min(kPanelRows, args.weight.rows - row);
  const float* bias = args.bias.data ? args.bias.data + row : nullptr;
  for (int t = 0; t < tokens; ++t, sums += kPanelRows) {
    float* y = args.y[token + t].data + row;
    for (std::int64_t r = 0; r < rows; ++r) {
      float value = sums[r];
      if (bias) value += bias[r];
      y[r] = args.accumulate ? y[r] + value : value;
    }
  }
}

}  // namespace

void matmul(const MatmulArgs& args, ThreadPool& pool) {
  const std::int64_t tokens = args.x.shape[0], columns = args.weight.columns;
  const int group = info(args.weight.format).group;
  assert(args.weight.layout == WeightLayout::panels && args.x.shape[1] == columns);
  assert(args.y.shape[0] == tokens && args.y.shape[1] == args.weight.rows);
  assert(!args.bias.data || args.bias.shape[0] == args.weight.rows);
  assert(std::ssize(args.scratch) >= matmul_scratch_bytes(tokens, columns));
  if (tokens == 0) return;

  const TileKernels kernels = tile_kernels(args.weight.format, columns);
  const int largest = kernels.max_tokens;
  const std::byte* packed = args.scratch.data();
  if (tokens == 1 && kernels.packed_is_row) {
    packed = reinterpret_cast<const std::byte*>(args.x.data);
  } else {
    pool.parallel_for((tokens + largest - 1) / largest, 2, [&](std::int64_t begin, std::int64_t end, int) {
      const std::int64_t last = std::min(end * largest, tokens);
      for (std::int64_t t = begin * largest; t < last;) {
        const int count = tile_tokens(t, tokens, largest);
        kernels.pack(args.x.rows(t, t + count), group, args.scratch.data() + t * kernels.token_bytes);
        t += count;
      }
    });
  }

  const std::int64_t panel_bytes = kPanelRows * args.weight.row_bytes();
  const std::int64_t panels = (args.weight.rows + kPanelRows - 1) / kPanelRows;
  const std::int64_t block = std::max<std::int64_t>(1, kTokenBlockBytes / (kernels.token_bytes * largest + 1)) * largest;
  const std::int64_t grain = tokens > 4 ? 1 : std::max<std::int64_t>(1, kLeastShareBytes / (panel_bytes + 1));
  pool.parallel_for(panels, grain, [&](std::int64_t begin, std::int64_t end, int) {
    alignas(64) float sums[kMaxTileTokens * kPanelRows];
    for (std::int64_t first = 0; first < tokens; first += block) {
      const std::int64_t last = std::min(first + block, tokens);
      for (std::int64_t p = begin; p < end; ++p) {
        for (std::int64_t t = first; t < last;) {
          const int count = tile_tokens(t, tokens, largest);
          kernels.multiply[std::countr_zero(static_cast<unsigned>(count))](args.weight.data + p * panel_bytes,
                                                                           packed + t * kernels.token_bytes, columns, group, sums);
          write_tile(args, sums, t, count, p * kPanelRows);
          t += count;
        }
      }
    }
  });
}

TileKernels tile_kernels(Format format, std::int64_t columns) {
  switch (arithmetic_of(format)) {
    case Arithmetic::floats: return float_tile_kernels(format, columns);
    case Arithmetic::integers: return integer_tile_kernels(format, columns);
    case Arithmetic::super_blocks: return super_tile_kernels(format, columns);
  }
  std::unreachable();
}

}  // namespace cpu
}  // namespace halftone
