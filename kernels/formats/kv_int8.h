// int8 cache rows. Row: Dh signed bytes q, then one f16 scale s per group of 32; x ≈ s·q, q in [−127, 127].
// Bytes: Dh + 2·⌈Dh/32⌉ (8.5 bits a number). Error per number: at most s/2 plus the rounding of s itself, s ≈ max|x| / 127.
// Quants first: a row's quants are one contiguous load, whatever Dh is. A group that holds NaN or ∞ reads back as NaN or ∞.
#pragma once

#include "kernels/formats/kv_group.h"

namespace halftone {

struct KvInt8 {
  HALFTONE_HOST_DEVICE static constexpr std::int64_t row_bytes(std::int64_t head_width) { return head_width + 2 * kv_groups(head_width); }

  HALFTONE_HOST_DEVICE static void encode(const float* row, std::byte* stored, std::int64_t head_width) {
    std::byte* scales = stored + head_width;
    for (std::int64_t g = 0; g < kv_groups(head_width); ++g) {
      const float* x = row + g * kKvGroup;
      const std::int64_t n = kv_group_size(g, head_width);
      std::int32_t largest = 0;  // |x| as bits: ordered like the numbers
      for (std::int64_t i = 0; i < n; ++i) {
        const auto magnitude = static_cast<std::int32_t>(bits_of_float(x[i]) & 0x7FFFFFFFu);
        largest = magnitude > largest ? magnitude : largest;
      }
      const F16 scale = F16::from_float(float_from_bits(static_cast<std::uint32_t>(largest)) / 127.0f);
      const float step = scale.to_float();
      const float inverse = step > 0 ? 1.0f / step : 0.0f;  // of the rounded scale: that is what decode multiplies with
      for (std::int64_t i = 0; i < n; ++i) {
        const auto q = static_cast<std::int8_t>(round_clamped(x[i] * inverse, -127, 127));
        stored[g * kKvGroup + i] = static_cast<std::byte>(q);
      }
      store_f16(scales + 2 * g, scale);
    }
  }

  HALFTONE_HOST_DEVICE static void decode(const std::byte* stored, float* row, std::int64_t head_width) {
    const std::byte* scales = stored + head_width;
    for (std::int64_t g = 0; g < kv_groups(head_width); ++g) {
      const float step = load_f16(scales + 2 * g);
      const std::int64_t n = kv_group_size(g, head_width);
      for (std::int64_t i = 0; i < n; ++i) {
        row[g * kKvGroup + i] = step * static_cast<float>(static_cast<std::int8_t>(stored[g * kKvGroup + i]));
      }
    }
  }
};

}  // namespace halftone
