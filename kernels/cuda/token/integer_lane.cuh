// What a lane knows of a product of integers, for all formats: where its quants and headers lie in a stage, and its numbers of x.
#pragma once

#include "kernels/cuda/token/product.h"
#if defined(__CUDACC__)
#include "kernels/cuda/token/lane.cuh"
#endif

namespace halftone::cuda::token {

struct IntegerLane {
  __device__ __forceinline__ IntegerLane(const StageShape& shape, const StagedX& x, int part, int lane)
      : shape_(shape), lane_(static_cast<unsigned>(lane)), part_(part), to_sums_(x.columns / 32 * 4) {
    const int first = part << (shape.log_columns - 3);
    row_ = g() * shape.row_bytes + t() * 16;
    header_ = shape.headers_at() + g() * shape.header_bytes;
    numbers_ = x.at + first;
    scales_ = x.at + x.columns + first / 8 + t() * 8;
  }

  __device__ int g() const { return static_cast<int>(lane_ / 4); }
  __device__ int t() const { return static_cast<int>(lane_ % 4); }
  struct GroupsOfX {  // a lane's two
    float2 scale, sum;
  };
  __device__ GroupsOfX groups(int column) const {
    const std::uint32_t at = scales_ + static_cast<unsigned>(column) / 8;
    return {floats(read_8(at)), floats(read_8(at + to_sums_))};
  }
  // 16 bytes of both rows, in either half of a part of 128.
  struct Quants {
    uint4 a[2], b[2];
  };
  __device__ Quants read(std::uint32_t row) const {
    Quants q;
#pragma unroll
    for (int h = 0; h < 2; ++h) q.a[h] = read_16(row + half_of(h, g())), q.b[h] = read_16(row + half_of(h, g()) + 8 * kParts * 128);
    return q;
  }
  // What a lane's two sums of a row are to be multiplied by. Minima, and what zero points come to, are added to the row at once.
  struct Factors {
    float first, second;
  };
  __device__ __forceinline__ void add_products(const Factors& row, const Factors& row_8, int a, int b, int a_8, int b_8) {
    s_.row = fmaf(static_cast<float>(a), row.first, fmaf(static_cast<float>(b), row.second, s_.row));
    s_.row_8 = fmaf(static_cast<float>(a_8), row_8.first, fmaf(static_cast<float>(b_8), row_8.second, s_.row_8));
  }
  // Numbers 8j … 8j + 7 of 32: what field j of eight bytes meets.
  __device__ static std::uint32_t word(const uint4& low, const uint4& high, int i) {
    const uint4& v = i < 4 ? low : high;
    return i % 4 == 0 ? v.x : i % 4 == 1 ? v.y : i % 4 == 2 ? v.z : v.w;
  }
  // Over the four lanes of a row; the next tile begins. Odd lanes go on with row g + 8, even ones with row g.
  __device__ __forceinline__ float take_sum() {
    const bool odd = lane_ & 1;
    float sum = odd ? s_.row_8 : s_.row;
    sum += __shfl_xor_sync(~0u, odd ? s_.row : s_.row_8, 1);
    sum += __shfl_xor_sync(~0u, sum, 2);
    s_ = {};
    return sum;
  }

  StageShape shape_;
  unsigned lane_;  // 4g + t
  int part_, to_sums_;
  std::uint32_t row_, header_;       // in a stage: the lane's first 16 bytes, its first header
  std::uint32_t numbers_, scales_;   // of x
  RowSums s_;
};

}  // namespace halftone::cuda::token
