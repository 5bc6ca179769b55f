#include "kernels/ops/attention.h"

#include <bit>
#include <cmath>

namespace halftone {

std::int64_t attention_score_bytes(AttentionKind kind, const AttentionShape& shape) {
  return kind == AttentionKind::naive ? shape.heads * shape.tokens * shape.length * static_cast<std::int64_t>(sizeof(float)) : 0;
}

// 2^(−b/n), 2^(−2b/n), … for the largest power of two n ≤ H; heads beyond n take every second slope of the sequence for 2n.
void alibi_slopes(std::span<float> slopes, float max_bias) {
  if (slopes.empty()) return;
  const std::size_t power = std::bit_floor(slopes.size());
  const double step = max_bias / static_cast<double>(power);
  for (std::size_t h = 0; h < slopes.size(); ++h) {
    const double exponent = h < power ? static_cast<double>(h + 1) : static_cast<double>(h - power) + 0.5;
    slopes[h] = static_cast<float>(std::exp2(-step * exponent));
  }
}

}  // namespace halftone
