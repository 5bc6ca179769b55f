// 16 rows of a matrix times x, from a stage of the ring: the rows lie as in the split layout, 1 KB of quants of each and their headers
// behind. A warp multiplies 128 bytes of every row by tensor cores; weights are the operand of 16 rows, x is that of 8 columns. Columns
// that one vector would leave idle do work:
//  - even and odd rows are read at different places, so that no two lanes meet in a bank; x stands in columns of its own for each;
//  - bf16: two more columns carry what rounding x to 16 bits left over, so that x counts as a float;
//  - integers: every group of 32 columns of W has a column of the product to itself, so that sums of several groups stay apart in one
//    accumulator, and a lane scales what it holds. x is rounded to int8 as on the CPU (kernels/ops/matmul.h).
// Lane = 4g + t: rows g and g + 8, columns 2t and 2t + 1 of the product (PTX ISA, mma.m16n8k16 and m16n8k32).
#pragma once

#include "kernels/cuda/token/ring.cuh"

namespace halftone::cuda::token {

// x in shared memory. `columns`: padded to the stages that read it.
struct StagedX {
  std::uint32_t at = 0;
  int columns = 0;
  bool rest = false;  // 16 bits: the second half is there
};

__device__ __forceinline__ uint4 read_16(std::uint32_t at) {
  uint4 v;
  asm volatile("ld.shared.v4.u32 {%0,%1,%2,%3}, [%4];" : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w) : "r"(at));
  return v;
}
__device__ __forceinline__ uint2 read_8(std::uint32_t at) {
  uint2 v;
  asm volatile("ld.shared.v2.u32 {%0,%1}, [%2];" : "=r"(v.x), "=r"(v.y) : "r"(at));
  return v;
}
__device__ __forceinline__ std::uint32_t read_4(std::uint32_t at) {
  std::uint32_t v;
  asm volatile("ld.shared.u32 %0, [%1];" : "=r"(v) : "r"(at));
  return v;
}
__device__ __forceinline__ void write_16(std::uint32_t at, uint4 v) {
  asm volatile("st.shared.v4.u32 [%0], {%1,%2,%3,%4};" ::"r"(at), "r"(v.x), "r"(v.y), "r"(v.z), "r"(v.w) : "memory");
}
__device__ __forceinline__ void write_8(std::uint32_t at, uint2 v) {
  asm volatile("st.shared.v2.u32 [%0], {%1,%2};" ::"r"(at), "r"(v.x), "r"(v.y) : "memory");
}
__device__ __forceinline__ float2 halves(std::uint32_t w) { return __half22float2(reinterpret_cast<const __half2&>(w)); }
__device__ __forceinline__ float2 floats(uint2 v) { return {__uint_as_float(v.x), __uint_as_float(v.y)}; }

template <bool Unsigned>
__device__ __forceinline__ void multiply_add(int (&c)[4], std::uint32_t a0, std::uint32_t a1, std::uint32_t a2, std::uint32_t a3,
                                             std::uint32_t b0, std::uint32_t b1) {
  if constexpr (Unsigned)
    asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.u8.s8.s32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                 : "+r"(c[0]), "+r"(c[1]), "+r"(c[2]), "+r"(c[3])
                 : "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(b0), "r"(b1));
  else
    asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                 : "+r"(c[0]), "+r"(c[1]), "+r"(c[2]), "+r"(c[3])
                 : "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(b0), "r"(b1));
}
// A row's sums of the two rows that a lane holds.
struct RowSums {
  float row = 0, row_8 = 0;
};
__device__ __forceinline__ void sum_lanes(RowSums& sums) {  // over the four lanes of a row
  sums.row += __shfl_xor_sync(~0u, sums.row, 1), sums.row_8 += __shfl_xor_sync(~0u, sums.row_8, 1);
  sums.row += __shfl_xor_sync(~0u, sums.row, 2), sums.row_8 += __shfl_xor_sync(~0u, sums.row_8, 2);
}

// Where a lane reads in its warp's 128 bytes of a row: half `h` of them, swapped in odd rows.
__device__ __forceinline__ int half_of(int h, int g) { return (h ^ (g & 1)) * 64; }

struct Bf16Product {
  static constexpr bool kIntegers = false;
  static constexpr int kColumns = kRowBytes / 2, kPart = 64;  // columns of a stage, and of a warp's part
  float c[2][4] = {};

  __device__ __forceinline__ void add(std::uint32_t stage, int, const StagedX& x, int column, int part, int lane) {
    const int g = lane / 4, t = lane % 4;
    const std::uint32_t row = stage + g * kRowBytes + part * 128 + t * 16;
    const std::uint32_t from = x.at + (x.rest && (g & 2) ? x.columns * 2 : 0) + (column + part * kPart + t * 8) * 2;
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      const int half = half_of(h, g);
      const uint4 a = read_16(row + half), b = read_16(row + half + 8 * kRowBytes), v = read_16(from + half);
      const std::uint32_t first[4] = {a.x, b.x, a.y, b.y}, second[4] = {a.z, b.z, a.w, b.w};
      cuda::multiply_add<__nv_bfloat16>(c[h], first, v.x, v.y);
      cuda::multiply_add<__nv_bfloat16>(c[h], second, v.z, v.w);
    }
  }
  // In lanes with t = 0.
  __device__ __forceinline__ RowSums sums(const StagedX& x, int lane) const {
    const bool odd = lane / 4 & 1;
    RowSums s{odd ? c[0][1] + c[1][1] : c[0][0] + c[1][0], odd ? c[0][3] + c[1][3] : c[0][2] + c[1][2]};
    const float rest = __shfl_xor_sync(~0u, s.row, 1), rest_8 = __shfl_xor_sync(~0u, s.row_8, 1);
    if (x.rest) s.row += rest, s.row_8 += rest_8;
    return s;
  }
};

// int8, Q8_0. Column n of the product: group n of the warp's four.
struct Int8Product {
  static constexpr bool kIntegers = true;
  static constexpr int kColumns = kRowBytes, kPart = 128;
  RowSums s;

  __device__ __forceinline__ void add(std::uint32_t stage, int header_bytes, const StagedX& x, int column, int part, int lane) {
    const int g = lane / 4, t = lane % 4, first = column + part * kPart;
    const std::uint32_t row = stage + g * kRowBytes + part * 128 + t * 16;
    uint4 v{};
    if (g < 4 && t / 2 == (g & 1)) v = read_16(x.at + first + (t + g / 2 * 4) * 16);
    int c[2][4] = {};
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      const int half = half_of(h, g);
      const uint4 a = read_16(row + half), b = read_16(row + half + 8 * kRowBytes);
      multiply_add<false>(c[h], a.x, b.x, a.y, b.y, v.x, v.y);
      multiply_add<false>(c[h], a.z, b.z, a.w, b.w, v.z, v.w);
    }
    if (t < 2) {
      const std::uint32_t header = stage + kQuantBytes + g * header_bytes + (part * 4 + t * 2) * 2;
      const float2 w = halves(read_4(header)), w_8 = halves(read_4(header + 8 * header_bytes));
      const float2 scale = floats(read_8(x.at + x.columns + (first / 32 + t * 2) * 4));
      const bool second = (t ^ g) & 1;
      const auto of = [&](int i) { return static_cast<float>(second ? c[1][i] : c[0][i]); };
      s.row = fmaf(of(0), w.x * scale.x, fmaf(of(1), w.y * scale.y, s.row));
      s.row_8 = fmaf(of(2), w_8.x * scale.x, fmaf(of(3), w_8.y * scale.y, s.row_8));
    }
  }
  __device__ __forceinline__ RowSums sums(const StagedX&, int) const {
    RowSums all = s;
    sum_lanes(all);
    return all;
  }
};

// int4 in groups of 32, 64, 128, Q4_1 and Q4_0, which the headers' size per row of a stage tells apart but for Q4_0. Column n of the
// product: group n of the warp's eight. Nibbles are multiplied where they lie, the high ones 16 times too large.
template <bool HasMinimum>
struct Int4Product {
  static constexpr bool kIntegers = true;
  static constexpr int kColumns = kRowBytes * 2, kPart = 256;
  RowSums s;

  __device__ __forceinline__ void add(std::uint32_t stage, int header_bytes, const StagedX& x, int column, int part, int lane) {
    const int g = lane / 4, t = lane % 4, first = column + part * kPart;
    const std::uint32_t row = stage + g * kRowBytes + part * 128 + t * 16;
    constexpr std::uint32_t kLow = 0x0F0F0F0Fu, kHigh = 0xF0F0F0F0u;
    uint4 v{}, u{};  // x of the group's low and high nibbles
    if (g % 4 == t) v = read_16(x.at + first + g * 32), u = read_16(x.at + first + g * 32 + 16);
    int low[2][4] = {}, high[2][4] = {};
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      const int half = half_of(h, g);
      const uint4 a = read_16(row + half), b = read_16(row + half + 8 * kRowBytes);
      multiply_add<true>(low[h], a.x & kLow, b.x & kLow, a.y & kLow, b.y & kLow, v.x, v.y);
      multiply_add<true>(high[h], a.x & kHigh, b.x & kHigh, a.y & kHigh, b.y & kHigh, u.x, u.y);
      multiply_add<true>(low[h], a.z & kLow, b.z & kLow, a.w & kLow, b.w & kLow, v.z, v.w);
      multiply_add<true>(high[h], a.z & kHigh, b.z & kHigh, a.w & kHigh, b.w & kHigh, u.z, u.w);
    }
    const bool second = (t / 2 ^ g) & 1;
    const auto of = [&](int i) { return static_cast<float>(second ? low[1][i] + (high[1][i] >> 4) : low[0][i] + (high[0][i] >> 4)); };
    const std::uint32_t scales = x.at + x.columns + (first / 32 + t * 2) * 4;
    const float2 scale = floats(read_8(scales)), sum = floats(read_8(scales + x.columns / 32 * 4));
    const std::uint32_t header = stage + kQuantBytes + g * header_bytes + part * (header_bytes / 8), header_8 = header + 8 * header_bytes;
    if constexpr (!HasMinimum) {  // w = scale · (q - 8)
      const float2 w = halves(read_4(header + t * 4)), w_8 = halves(read_4(header_8 + t * 4));
      s.row = fmaf(fmaf(of(0), scale.x, -8.0f * sum.x), w.x, fmaf(fmaf(of(1), scale.y, -8.0f * sum.y), w.y, s.row));
      s.row_8 = fmaf(fmaf(of(2), scale.x, -8.0f * sum.x), w_8.x, fmaf(fmaf(of(3), scale.y, -8.0f * sum.y), w_8.y, s.row_8));
    } else if (header_bytes == 256) {  // a header for every 32
      const uint2 both = read_8(header + t * 8), both_8 = read_8(header_8 + t * 8);
      const float2 a = halves(both.x), b = halves(both.y), a_8 = halves(both_8.x), b_8 = halves(both_8.y);
      s.row = fmaf(of(0), a.x * scale.x, fmaf(of(1), b.x * scale.y, fmaf(a.y, sum.x, fmaf(b.y, sum.y, s.row))));
      s.row_8 = fmaf(of(2), a_8.x * scale.x, fmaf(of(3), b_8.x * scale.y, fmaf(a_8.y, sum.x, fmaf(b_8.y, sum.y, s.row_8))));
    } else {
      const int mine = header_bytes == 128 ? t : t / 2;
      const float2 w = halves(read_4(header + mine * 4)), w_8 = halves(read_4(header_8 + mine * 4));
      s.row = fmaf(fmaf(of(0), scale.x, of(1) * scale.y), w.x, fmaf(sum.x + sum.y, w.y, s.row));
      s.row_8 = fmaf(fmaf(of(2), scale.x, of(3) * scale.y), w_8.x, fmaf(sum.x + sum.y, w_8.y, s.row_8));
    }
  }
  __device__ __forceinline__ RowSums sums(const StagedX&, int) const {
    RowSums all = s;
    sum_lanes(all);
    return all;
  }
};

}  // namespace halftone::cuda::token
