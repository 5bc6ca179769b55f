// Eight numbers of a cache row for one lane: loaded raw (so that many loads are in flight), decoded later. Lane l of a row holds
// numbers 8l … 8l + 7. `Vector`: the row's bytes allow wide loads (can_load_wide); else number by number.
#pragma once

#include "kernels/cuda/kv_row.cuh"

namespace halftone::cuda {

template <class Row, bool Vector>
struct EightOfRow;

template <class Row>
struct EightOfRow<Row, false> {
  float number[8];
  __device__ void load(const std::byte* row, int l, int width) {
#pragma unroll
    for (int i = 0; i < 8; ++i) number[i] = 8 * l + i < width ? stored_number<Row>(row, 8 * l + i, width) : 0.0f;
  }
  __device__ void decode(float (&out)[8], int, int) const {
#pragma unroll
    for (int i = 0; i < 8; ++i) out[i] = number[i];
  }
};

template <>
struct EightOfRow<KvFloat<KvF32>, true> {
  float4 a, b;
  __device__ void load(const std::byte* row, int l, int) {
    const auto* at = reinterpret_cast<const float4*>(row) + 2 * l;
    a = at[0], b = at[1];
  }
  __device__ void decode(float (&out)[8], int, int) const {
    out[0] = a.x, out[1] = a.y, out[2] = a.z, out[3] = a.w, out[4] = b.x, out[5] = b.y, out[6] = b.z, out[7] = b.w;
  }
};

template <>
struct EightOfRow<KvFloat<KvF16>, true> {
  uint4 raw;
  __device__ void load(const std::byte* row, int l, int) { raw = reinterpret_cast<const uint4*>(row)[l]; }
  __device__ void decode(float (&out)[8], int, int) const {
    const std::uint32_t w[4] = {raw.x, raw.y, raw.z, raw.w};
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      const float2 pair = __half22float2(reinterpret_cast<const __half2&>(w[i]));
      out[2 * i] = pair.x, out[2 * i + 1] = pair.y;
    }
  }
};

template <>
struct EightOfRow<KvFloat<KvBf16>, true> {
  uint4 raw;
  __device__ void load(const std::byte* row, int l, int) { raw = reinterpret_cast<const uint4*>(row)[l]; }
  __device__ void decode(float (&out)[8], int, int) const {
    const std::uint32_t w[4] = {raw.x, raw.y, raw.z, raw.w};
#pragma unroll
    for (int i = 0; i < 4; ++i) out[2 * i] = __uint_as_float(w[i] << 16), out[2 * i + 1] = __uint_as_float(w[i] & 0xFFFF0000u);
  }
};

template <>
struct EightOfRow<KvInt8, true> {
  uint2 raw;
  std::uint16_t scale;
  __device__ void load(const std::byte* row, int l, int width) {
    raw = reinterpret_cast<const uint2*>(row)[l];
    scale = reinterpret_cast<const std::uint16_t*>(row + width)[l / 4];
  }
  __device__ void decode(float (&out)[8], int, int) const {
    const float step = __half2float(__ushort_as_half(scale));
#pragma unroll
    for (int i = 0; i < 8; ++i) out[i] = step * static_cast<float>(static_cast<signed char>((i < 4 ? raw.x : raw.y) >> (i % 4 * 8)));
  }
};

template <>
struct EightOfRow<KvInt4, true> {
  uint2 raw;
  std::uint32_t header;
  __device__ void load(const std::byte* row, int l, int width) {
    const int group = l / 4, half = static_cast<int>(kv_group_size(group, width)) / 2;
    raw = *reinterpret_cast<const uint2*>(row + group * (kKvGroup / 2) + l % 4 * 8 % half);
    header = *reinterpret_cast<const std::uint32_t*>(row + KvInt4::quant_bytes(width) + 4 * group);
  }
  __device__ void decode(float (&out)[8], int l, int width) const {
    const int half = static_cast<int>(kv_group_size(l / 4, width)) / 2, shift = l % 4 * 8 >= half ? 4 : 0;
    const float step = __half2float(__ushort_as_half(static_cast<unsigned short>(header)));
    const float minimum = __half2float(__ushort_as_half(static_cast<unsigned short>(header >> 16)));
#pragma unroll
    for (int i = 0; i < 8; ++i) out[i] = fmaf(step, static_cast<float>((i < 4 ? raw.x : raw.y) >> (i % 4 * 8 + shift) & 15), minimum);
  }
};

// Pages begin at multiples of 256 bytes, and so do their layers' keys.
inline bool can_load_wide(KvFormat format, std::int64_t head_width) {
  switch (format) {
    case KvFormat::int8: return head_width % 32 == 0 && (head_width + head_width / 16) % 8 == 0;
    case KvFormat::int4: return head_width % 32 == 0 && (head_width / 2 + head_width / 8) % 8 == 0;
    case KvFormat::f32:
    case KvFormat::f16:
    case KvFormat::bf16: break;
  }
  return head_width % 8 == 0;
}

}  // namespace halftone::cuda
