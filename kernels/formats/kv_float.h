// Cache rows of plain numbers: f32, f16, bf16. Row: Dh numbers, dense. Decoding is exact; encoding rounds to nearest, ties to even.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "kernels/core/dtype.h"
#include "kernels/core/host_device.h"

namespace halftone {

// What one number is stored as.
struct KvF32 {
  using Stored = float;
  HALFTONE_HOST_DEVICE static float pack(float value) { return value; }
  HALFTONE_HOST_DEVICE static float unpack(float stored) { return stored; }
};

template <class T>
struct KvHalf {
  using Stored = T;
  HALFTONE_HOST_DEVICE static T pack(float value) { return T::from_float(value); }
  HALFTONE_HOST_DEVICE static float unpack(T stored) { return stored.to_float(); }
};
using KvF16 = KvHalf<F16>;
using KvBf16 = KvHalf<BF16>;

// A row of them.
template <class Format>
struct KvFloat {
  using Stored = typename Format::Stored;

  HALFTONE_HOST_DEVICE static constexpr std::int64_t row_bytes(std::int64_t head_width) {
    return head_width * static_cast<std::int64_t>(sizeof(Stored));
  }
  HALFTONE_HOST_DEVICE static void encode(const float* row, std::byte* stored, std::int64_t head_width) {
    for (std::int64_t i = 0; i < head_width; ++i) {
      const Stored number = Format::pack(row[i]);
      std::memcpy(stored + i * sizeof(Stored), &number, sizeof(Stored));
    }
  }
  HALFTONE_HOST_DEVICE static void decode(const std::byte* stored, float* row, std::int64_t head_width) {
    for (std::int64_t i = 0; i < head_width; ++i) {
      Stored number;
      std::memcpy(&number, stored + i * sizeof(Stored), sizeof(Stored));
      row[i] = Format::unpack(number);
    }
  }
};

}  // namespace halftone
