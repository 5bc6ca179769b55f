// Rows of the cache in a page, as a lane reads them for tensor cores: eight numbers of a head's key or value at a time, as halves of 16
// bits. Formats of whole numbers are unpacked on the way: (1024 + u) is a half whose low byte is u, so that a number costs a byte's move, a
// subtraction and a product, rounded once. Numbers may come in an order of the format's own: place_of() says where one comes.
#pragma once

#include "kernels/cuda/token/plan.h"
#if defined(__CUDACC__)
#include "kernels/cuda/token/lane.cuh"
#endif

namespace halftone::cuda::token {

// f16, bf16.
template <class Number, int Width>
struct PlainRow {
  using Half = Number;
  static constexpr int kWidth = Width, kBytes = Width * 2;
  HALFTONE_HOST_DEVICE static constexpr int place_of(int number) { return number; }
  __device__ static __forceinline__ uint4 eight(std::uint32_t row, int octet) { return read_16(row + octet * 16); }
};

// kernels/formats/kv_int8.h: quants, then a scale for every 32.
template <int Width>
struct Int8Row {
  using Half = __half;
  static constexpr int kWidth = Width, kBytes = Width + Width / 16;
  HALFTONE_HOST_DEVICE static constexpr int place_of(int number) { return number; }
  __device__ static __forceinline__ uint4 eight(std::uint32_t row, int octet) {
    uint2 quants;
    if constexpr (kBytes % 8 == 0) quants = read_8(row + octet * 8);
    else quants = {read_4(row + octet * 8), read_4(row + octet * 8 + 4)};
    const std::uint32_t scale = read_2(row + Width + octet / 4 * 2) * 0x00010001u;
    const std::uint32_t low = quants.x ^ 0x80808080u, high = quants.y ^ 0x80808080u;  // q + 128
    const auto two = [&](std::uint32_t four, unsigned bytes) {
      return halves_times(halves_minus(__byte_perm(four, 0x64646464u, bytes), 0x64806480u), scale);  // 1024 + 128
    };
    return {two(low, 0x4140), two(low, 0x4342), two(high, 0x4140), two(high, 0x4342)};
  }
};

// kernels/formats/kv_int4.h: 16 bytes for every 32 numbers, the first 16 in their low bits; then a scale and a minimum for every 32. Four bytes
// are an octet: numbers 4q … 4q + 3 and, behind them, 16 + 4q ….
template <int Width>
struct Int4Row {
  using Half = __half;
  static constexpr int kWidth = Width, kBytes = Width / 2 + Width / 8;
  HALFTONE_HOST_DEVICE static constexpr int place_of(int number) {
    const int group = number / 32, in_group = number % 32;
    return group * 32 + in_group % 16 / 4 * 8 + in_group / 16 * 4 + in_group % 4;
  }
  __device__ static __forceinline__ uint4 eight(std::uint32_t row, int octet) {
    const std::uint32_t quants = read_4(row + octet * 4), header = read_4(row + Width / 2 + octet / 4 * 4);
    const std::uint32_t scale = __byte_perm(header, 0, 0x1010), minimum = __byte_perm(header, 0, 0x3232);
    const std::uint32_t low = quants & 0x0F0F0F0Fu, high = quants >> 4 & 0x0F0F0F0Fu;
    const auto two = [&](std::uint32_t four, unsigned bytes) {
      return halves_fma(halves_minus(__byte_perm(four, 0x64646464u, bytes), 0x64006400u), scale, minimum);
    };
    return {two(low, 0x4140), two(low, 0x4342), two(high, 0x4140), two(high, 0x4342)};
  }
};

}  // namespace halftone::cuda::token
