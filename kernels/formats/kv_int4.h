// int4 cache rows, rotated (kv_hadamard.h). Row: the quants of the groups of 32, then per group f16 scale s, f16 minimum m;
// x ≈ m + s·q, q in [0, 15]. A group of n numbers takes ⌈n/2⌉ bytes: byte i holds number i in its low four bits and number
// i + ⌈n/2⌉ in its high ones, so that unpacking is two masks and no shuffle.
// Bytes: 16 per whole group, ⌈n/2⌉ for the last, and 4 per group (5 bits a number). Error per number: at most s/2 plus the rounding
// of s and m, s ≈ (max − min) / 15. A row that holds NaN or ∞ reads back as NaN.
// Source: QuaRot, Ashkboos et al. 2024; a minimum as well as a scale: KIVI, Liu et al. 2024.
#pragma once

#include <cassert>

#include "kernels/formats/kv_format.h"
#include "kernels/formats/kv_group.h"
#include "kernels/formats/kv_hadamard.h"

namespace halftone {

struct KvInt4 {
  HALFTONE_HOST_DEVICE static constexpr std::int64_t quant_bytes(std::int64_t head_width) {
    return head_width / kKvGroup * (kKvGroup / 2) + (head_width % kKvGroup + 1) / 2;
  }
  HALFTONE_HOST_DEVICE static constexpr std::int64_t row_bytes(std::int64_t head_width) {
    return quant_bytes(head_width) + 4 * kv_groups(head_width);
  }

  HALFTONE_HOST_DEVICE static void encode(const float* row, std::byte* stored, std::int64_t head_width) {
    assert(head_width <= kMaxKvHeadWidth);
    float rotated[kMaxKvHeadWidth];
    for (std::int64_t i = 0; i < head_width; ++i) rotated[i] = row[i];
    hadamard_row(rotated, head_width);

    std::byte* header = stored + quant_bytes(head_width);
    for (std::int64_t g = 0; g < kv_groups(head_width); ++g, header += 4) {
      const float* x = rotated + g * kKvGroup;
      const std::int64_t n = kv_group_size(g, head_width), half = (n + 1) / 2;
      std::int32_t low = ordered_bits(x[0]), high = low;
      for (std::int64_t i = 1; i < n; ++i) {
        const std::int32_t bits = ordered_bits(x[i]);
        low = bits < low ? bits : low;
        high = bits > high ? bits : high;
      }
      const float smallest = float_from_ordered_bits(low), largest = float_from_ordered_bits(high);
      const F16 minimum = F16::from_float(smallest);
      // Measured from the rounded minimum, so that its rounding is made good at the top.
      const float range = largest - minimum.to_float();
      const F16 scale = F16::from_float(range > 0 || range != range ? range / 15.0f : 0.0f);
      const float step = scale.to_float();
      const float inverse = step > 0 ? 1.0f / step : 0.0f;
      std::byte* quants = stored + g * (kKvGroup / 2);
      for (std::int64_t i = 0; i < half; ++i) {
        const std::int32_t first = round_clamped((x[i] - minimum.to_float()) * inverse, 0, 15);
        const std::int32_t second = i + half < n ? round_clamped((x[i + half] - minimum.to_float()) * inverse, 0, 15) : 0;
        quants[i] = static_cast<std::byte>(first | (second << 4));
      }
      store_f16(header, scale);
      store_f16(header + 2, minimum);
    }
  }

  HALFTONE_HOST_DEVICE static void decode(const std::byte* stored, float* row, std::int64_t head_width) {
    const std::byte* header = stored + quant_bytes(head_width);
    for (std::int64_t g = 0; g < kv_groups(head_width); ++g, header += 4) {
      const float step = load_f16(header), minimum = load_f16(header + 2);
      const std::int64_t n = kv_group_size(g, head_width), half = (n + 1) / 2;
      const std::byte* quants = stored + g * (kKvGroup / 2);
      float* x = row + g * kKvGroup;
      for (std::int64_t i = 0; i < half; ++i) {
        x[i] = step * static_cast<float>(static_cast<int>(quants[i]) & 15) + minimum;
        if (i + half < n) x[i + half] = step * static_cast<float>(static_cast<int>(quants[i]) >> 4) + minimum;
      }
    }
  }
};

}  // namespace halftone
