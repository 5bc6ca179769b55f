// Products of bf16: x counts as a float, since two columns carry what rounding it to 16 bits left over. product.h says how rows are read.
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
  // Of a tile; the next one begins. Lanes with t = 1 have what rounding left over, of both rows, and go on with row g + 8.
  __device__ __forceinline__ float take_sum() {
    const RowSums s{odd_ ? c_[0][1] + c_[1][1] : c_[0][0] + c_[1][0], odd_ ? c_[0][3] + c_[1][3] : c_[0][2] + c_[1][2]};
    const bool has_rest = threadIdx.x & 1;
    const float mine = has_rest ? s.row_8 : s.row, others = __shfl_xor_sync(~0u, has_rest ? s.row : s.row_8, 1);
#pragma unroll
    for (int i = 0; i < 4; ++i) c_[0][i] = c_[1][i] = 0;
    return rest_ ? mine + others : has_rest ? others : mine;
  }

 private:
  static constexpr int kRow = kParts * 128;  // bytes of a row in a stage
  std::uint32_t row_, numbers_;              // the lane's 16 bytes in a stage, its numbers of x
  int odd_;                                  // its rows
  bool rest_;
  float c_[2][4] = {};
};

}  // namespace halftone::cuda::token
