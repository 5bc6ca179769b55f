// 16 rows of a matrix times x, from a stage of the ring: the rows lie as in the split layout, some quants of each and their headers
// behind. A warp multiplies an eighth of every row by tensor cores; weights are the operand of 16 rows, x is that of 8 columns. Columns
// that one vector would leave idle do work:
//  - even and odd rows are read at different places, so that no two lanes meet in a bank; x stands in columns of its own for each;
//  - bf16: two more columns carry what rounding x to 16 bits left over, so that x counts as a float;
//  - integers (integer_product.cuh): every group of columns of W has a column of the product to itself, so that sums of several groups
//    stay apart in one accumulator, and a lane scales what it holds.
// Lane = 4g + t: rows g and g + 8, columns 2t and 2t + 1 of the product (PTX ISA, mma.m16n8k16 and m16n8k32).
#pragma once

#include "kernels/cuda/token/lane.cuh"
#include "kernels/cuda/token/product.h"
#include "kernels/cuda/token/ring.cuh"

namespace halftone::cuda::token {

class FloatProduct {
 public:
  static constexpr bool kIntegers = false;

  __device__ __forceinline__ FloatProduct(const StageShape&, const StagedX& x, int part, int lane)
      : row_(lane / 4 * kRow + part * 128 + lane % 4 * 16),
        numbers_(x.at + (x.rest && (lane & 8) ? x.columns * 2 : 0) + part * 128 + lane % 4 * 16),
        odd_(lane / 4 & 1),
        rest_(x.rest) {}

  __device__ static int log_columns() { return 9; }
  __device__ __forceinline__ void add(std::uint32_t stage, int column) {
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      const int half = half_of(h, odd_);
      const std::uint32_t row = stage + row_ + half;
      const uint4 a = read_16(row), b = read_16(row + 8 * kRow), v = read_16(numbers_ + column * 2 + half);
      const std::uint32_t first[4] = {a.x, b.x, a.y, b.y}, second[4] = {a.z, b.z, a.w, b.w};
      cuda::multiply_add<__nv_bfloat16>(c_[h], first, v.x, v.y);
      cuda::multiply_add<__nv_bfloat16>(c_[h], second, v.z, v.w);
    }
  }
  // Of a tile, in lanes with t = 0; the next one begins.
  __device__ __forceinline__ RowSums take_sums() {
    RowSums s{odd_ ? c_[0][1] + c_[1][1] : c_[0][0] + c_[1][0], odd_ ? c_[0][3] + c_[1][3] : c_[0][2] + c_[1][2]};
    const float rest = __shfl_xor_sync(~0u, s.row, 1), rest_8 = __shfl_xor_sync(~0u, s.row_8, 1);
    if (rest_) s.row += rest, s.row_8 += rest_8;
#pragma unroll
    for (int i = 0; i < 4; ++i) c_[0][i] = c_[1][i] = 0;
    return s;
  }

 private:
  static constexpr int kRow = kParts * 128;  // bytes of a row in a stage
  std::uint32_t row_, numbers_;              // the lane's 16 bytes in a stage, its numbers of x
  int odd_;                                  // its rows
  bool rest_;
  float c_[2][4] = {};
};

}  // namespace halftone::cuda::token
