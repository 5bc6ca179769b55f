// Rows of the cache on the device: where they lie, and how a warp writes and reads one in each format.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <cstdint>
#include <type_traits>

#include "kernels/formats/kv_float.h"
#include "kernels/formats/kv_int4.h"
#include "kernels/formats/kv_int8.h"
#include "kernels/layouts/kv_view.h"

namespace halftone::cuda {

// KvView for kernels: `pages` lies in device memory.
struct KvPlace {
  std::byte* const* pages;
  int page_tokens, kv_heads, head_width, row_bytes;
  long long layer_offset, value_offset;

  explicit KvPlace(const KvView& view)
      : pages(view.pages.data()),
        page_tokens(static_cast<int>(view.page_tokens)),
        kv_heads(static_cast<int>(view.kv_heads)),
        head_width(static_cast<int>(view.head_width)),
        row_bytes(static_cast<int>(view.row_bytes())),
        layer_offset(view.layer_offset),
        value_offset(view.value_offset) {}

  __device__ std::byte* key(int token, int head) const {
    return pages[token / page_tokens] + layer_offset + static_cast<long long>(head * page_tokens + token % page_tokens) * row_bytes;
  }
};

// Over a warp; one instruction from 8.0 on.
__device__ inline int warp_max(int value) {
#if __CUDA_ARCH__ >= 800
  return __reduce_max_sync(~0u, value);
#else
  for (int d = 16; d > 0; d /= 2) value = max(value, __shfl_xor_sync(~0u, value, d));
  return value;
#endif
}
__device__ inline int warp_min(int value) { return ~warp_max(~value); }

template <class Visit>
void with_kv_row(KvFormat format, const Visit& visit) {
  switch (format) {
    case KvFormat::f32: return visit(KvFloat<KvF32>{});
    case KvFormat::f16: return visit(KvFloat<KvF16>{});
    case KvFormat::bf16: return visit(KvFloat<KvBf16>{});
    case KvFormat::int8: return visit(KvInt8{});
    case KvFormat::int4: return visit(KvInt4{});
  }
}

template <class Row>
constexpr bool kIsRotated = std::is_same_v<Row, KvInt4>;

// row ← H · row in shared memory, by one warp, the additions of hadamard_row.
__device__ inline void rotate(float* row, int width) {
  const int lane = static_cast<int>(threadIdx.x) % 32, order = static_cast<int>(hadamard_order(width));
  for (int half = 1; half < order; half *= 2) {
    __syncwarp();
    for (int i = lane; i < width / 2; i += 32) {
      const int first = i / half * 2 * half + i % half;
      const float a = row[first], b = row[first + half];
      row[first] = a + b;
      row[first + half] = a - b;
    }
  }
  __syncwarp();
  const float scale = hadamard_scale(order);
  for (int i = lane; i < width; i += 32) row[i] *= scale;
  __syncwarp();
}

// Numbers 32g … of a row (the last group: fewer), a lane each, into their places in the stored row. By one warp; what is rotated has been.
template <class Row>
__device__ inline void store_group(float x, int g, std::byte* to, int width) {
  const int lane = static_cast<int>(threadIdx.x) % 32, n = static_cast<int>(kv_group_size(g, width));
  if constexpr (std::is_same_v<Row, KvInt8>) {
    const int largest = warp_max(lane < n ? static_cast<int>(bits_of_float(x) & 0x7FFFFFFFu) : 0);
    const F16 scale = F16::from_float(float_from_bits(static_cast<std::uint32_t>(largest)) / 127.0f);
    const float step = scale.to_float(), inverse = step > 0 ? 1.0f / step : 0.0f;
    if (lane < n) to[g * kKvGroup + lane] = static_cast<std::byte>(static_cast<std::int8_t>(round_clamped(x * inverse, -127, 127)));
    if (lane == 0) store_f16(to + width + 2 * g, scale);
  } else if constexpr (std::is_same_v<Row, KvInt4>) {
    const int half = (n + 1) / 2;
    const float first_of_all = __shfl_sync(~0u, x, 0), upper = __shfl_down_sync(~0u, x, half);
    const int bits = ordered_bits(lane < n ? x : first_of_all);
    const int low = warp_min(bits), high = warp_max(bits);
    const F16 minimum = F16::from_float(float_from_ordered_bits(low));
    const float range = float_from_ordered_bits(high) - minimum.to_float();
    const F16 scale = F16::from_float(range > 0 || range != range ? range / 15.0f : 0.0f);
    const float step = scale.to_float(), inverse = step > 0 ? 1.0f / step : 0.0f;
    if (lane < half) {
      const int first = round_clamped((x - minimum.to_float()) * inverse, 0, 15);
      const int second = lane + half < n ? round_clamped((upper - minimum.to_float()) * inverse, 0, 15) : 0;
      to[g * (kKvGroup / 2) + lane] = static_cast<std::byte>(first | second << 4);
    }
    std::byte* const header = to + KvInt4::quant_bytes(width) + 4 * g;
    if (lane == 0) store_f16(header, scale), store_f16(header + 2, minimum);
  } else {
    using Stored = typename Row::Stored;
    if (lane < n) {
      if constexpr (std::is_same_v<Stored, float>) reinterpret_cast<float*>(to)[g * kKvGroup + lane] = x;
      else reinterpret_cast<Stored*>(to)[g * kKvGroup + lane] = Stored::from_float(x);
    }
  }
}

// The numbers `from` as a stored row, by one warp. `scratch`: width floats of shared memory of this warp's own.
template <class Row>
__device__ inline void store_row(const float* from, std::byte* to, int width, float* scratch) {
  const int lane = static_cast<int>(threadIdx.x) % 32;
  if constexpr (kIsRotated<Row>) {
    for (int i = lane; i < width; i += 32) scratch[i] = from[i];
    rotate(scratch, width);
    from = scratch;
  }
  for (int g = 0; g < kv_groups(width); ++g)
    store_group<Row>(lane < kv_group_size(g, width) ? from[g * kKvGroup + lane] : 0.0f, g, to, width);
}

// Number i of a stored row (of a rotated format: still rotated).
template <class Row>
__device__ __forceinline__ float stored_number(const std::byte* row, int i, int width) {
  if constexpr (std::is_same_v<Row, KvInt8>) {
    return load_f16(row + width + 2 * (i / kKvGroup)) * static_cast<float>(static_cast<std::int8_t>(row[i]));
  } else if constexpr (std::is_same_v<Row, KvInt4>) {
    const int g = i / kKvGroup, k = i % kKvGroup, half = static_cast<int>((kv_group_size(g, width) + 1) / 2);
    const std::byte* header = row + KvInt4::quant_bytes(width) + 4 * g;
    const int byte = static_cast<int>(row[g * (kKvGroup / 2) + k % half]);
    return load_f16(header) * static_cast<float>(k < half ? byte & 15 : byte >> 4) + load_f16(header + 2);
  } else {
    using Stored = typename Row::Stored;
    if constexpr (std::is_same_v<Stored, float>)
      return reinterpret_cast<const float*>(row)[i];
    else
      return reinterpret_cast<const Stored*>(row)[i].to_float();
  }
}

}  // namespace halftone::cuda
