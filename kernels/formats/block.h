// What the block formats share. A block is a struct of f16 header fields followed by quants; it has
//   static constexpr int kGroup, kHeaderFields;  float value(int i) const;
// one that is written, not only read, also  static Block encode(const float* values);  and where it departs from the usual, the
// constants that format_table.h asks for: kHeaderLast, kHeaderFloats, kFloatHeader, kSignedBytes, kAsideBytes (FormatInfo says what each
// means).
// On x86, arm and CUDA alike the 16-bit fields are little-endian.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "kernels/core/dtype.h"
#include "kernels/core/host_device.h"

namespace halftone {

// Quantising is defined for every float: NaN counts as 0, and what binary16 cannot hold is clamped to its largest number.
inline float storable(float value) { return std::isnan(value) ? 0.0f : std::clamp(value, -65504.0f, 65504.0f); }

// value / scale to the nearest integer in [low, high]; a scale of 0 gives the integer nearest to 0.
inline int nearest_quant(float value, float scale, int low, int high) {
  const float ratio = scale == 0.0f ? 0.0f : value / scale;
  return static_cast<int>(std::nearbyint(std::clamp(ratio, static_cast<float>(low), static_cast<float>(high))));
}

// Rounding to nearest for w = scale · q + minimum: the range of the values in kMaxQuant equal steps.
template <class Block>
Block encode_from_minimum(const float* values) {
  float low = storable(values[0]), high = low;
  for (int i = 1; i < Block::kGroup; ++i) low = std::min(low, storable(values[i])), high = std::max(high, storable(values[i]));
  Block block{};
  block.scale = F16::from_float((high - low) / Block::kMaxQuant);
  block.minimum = F16::from_float(low);
  const float scale = block.scale.to_float(), minimum = block.minimum.to_float();
  for (int i = 0; i < Block::kGroup; ++i) block.set_quant(i, nearest_quant(storable(values[i]) - minimum, scale, 0, Block::kMaxQuant));
  return block;
}

template <class Block>
void decode_blocks(const std::byte* blocks, float* values, std::int64_t groups) {
  for (std::int64_t g = 0; g < groups; ++g) {
    Block block;
    std::memcpy(&block, blocks + g * sizeof(Block), sizeof(Block));
    for (int i = 0; i < Block::kGroup; ++i) values[g * Block::kGroup + i] = block.value(i);
  }
}

template <class Block>
void encode_blocks(const float* values, std::byte* blocks, std::int64_t groups) {
  for (std::int64_t g = 0; g < groups; ++g) {
    const Block block = Block::encode(values + g * Block::kGroup);
    std::memcpy(blocks + g * sizeof(Block), &block, sizeof(Block));
  }
}

}  // namespace halftone
