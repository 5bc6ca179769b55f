// A chain's weights on their way: every lane has its own ring in shared memory, which asynchronous copies fill a few iterations ahead,
// whatever step these belong to. An iteration is kRows rows of a segment for every group of warps that share rows.
#pragma once

#include "kernels/cuda/async_copy.cuh"
#include "kernels/cuda/matmul/gemv_chain_share.cuh"
#include "kernels/cuda/matmul/staged_x.cuh"

namespace halftone::cuda::chain {

// The sums over a warp of kRows numbers at once: lane l gets the sum of number l / 8.
__device__ __forceinline__ float warp_sums(float (&sums)[kRows]) {
  static_assert(kRows == 4);
  const int lane = static_cast<int>(threadIdx.x) % 32;
  const bool upper = lane & 16, odd = lane & 8;
  const float a = (upper ? sums[2] : sums[0]) + __shfl_xor_sync(~0u, upper ? sums[0] : sums[2], 16);
  const float b = (upper ? sums[3] : sums[1]) + __shfl_xor_sync(~0u, upper ? sums[1] : sums[3], 16);
  float sum = (odd ? b : a) + __shfl_xor_sync(~0u, odd ? a : b, 8);
#pragma unroll
  for (int bit = 4; bit > 0; bit /= 2) sum += __shfl_xor_sync(~0u, sum, bit);
  return sum;
}

// A lane's own part of a stage: quants of kRows chunks, then their headers.
template <class Chunk>
struct Ring {
  static constexpr int kWordBytes = Chunk::kBytes % 16 == 0 ? 16 : 8, kWords = Chunk::kBytes / kWordBytes;
  static constexpr int kHeader = Chunk::kHeaderFields > 0 ? 4 : 0;  // the word in which it lies
  static constexpr int kStage = kRows * kThreads * (Chunk::kBytes + kHeader);
  std::byte* begin;

  __device__ std::byte* quants(int stage, int u, int word) const {
    return begin + stage * kStage + ((u * kWords + word) * kThreads + static_cast<int>(threadIdx.x)) * kWordBytes;
  }
  __device__ std::byte* header(int stage, int u) const {
    return begin + stage * kStage + kRows * kThreads * Chunk::kBytes + (u * kThreads + static_cast<int>(threadIdx.x)) * 4;
  }
};

// Fills the ring and multiplies what lies in it, an iteration at a time.
template <class Chunk>
struct Reader {
  const ChainStep* steps;
  const Share* shares;
  Ring<Chunk> ring;
  int count, stages;                                      // count: of steps
  int step = 0, pass = 0, segment = 0;                    // of the next copies
  const std::byte *quants = nullptr, *headers = nullptr;  // where this lane reads then
  int stride = 0, header_stride = 0, rows_at_once = 0;
  int left = 0;        // rows of the segment from this warp's next one on; zero and less: nothing for this warp
  int iterations = 0;  // left of the segment, for all warps alike
  bool used = false;
  int stage = 0;  // where the copies go, and what is multiplied before

  __device__ __forceinline__ void enter_segment() {
    while (step < count && shares[step].segments == 0) ++step;  // a small matrix leaves blocks without rows
    if (step == count) return;
    const ChainStep& s = steps[step];
    const Share& share = shares[step];
    const Lane lane(s, pass);
    const ChainOutput& output = s.output[share.output[segment]];
    const long long row = share.begin[segment] + lane.first_row;
    stride = static_cast<int>(s.quant_stride), header_stride = static_cast<int>(s.header_stride);
    quants = output.quants + row * stride + lane.chunk * Chunk::kBytes;
    if constexpr (Chunk::kHeaderFields > 0) headers = output.headers + row * header_stride + Chunk::header_at(lane.chunk) / 4 * 4;
    rows_at_once = kRows * (kWarps / s.k_warps);
    left = share.count[segment] - lane.first_row;
    iterations = (share.count[segment] + rows_at_once - 1) / rows_at_once;
    used = lane.used;
  }
  __device__ __forceinline__ void leave_segment() {
    if (++segment == shares[step].segments) {
      segment = 0;
      if (++pass == steps[step].passes) pass = 0, ++step;
    }
    enter_segment();
  }
  // Starts the copies of one iteration, and counts them as a group even when there are none left.
  __device__ __forceinline__ void copy_next() {
    if (step < count) {
#pragma unroll
      for (int u = 0; u < kRows; ++u) {
        const bool wanted = used && u < left;
#pragma unroll
        for (int i = 0; i < Ring<Chunk>::kWords; ++i)
          copy<Ring<Chunk>::kWordBytes>(ring.quants(stage, u, i), quants + u * stride + i * Ring<Chunk>::kWordBytes, wanted);
        if constexpr (Chunk::kHeaderFields > 0) copy<4>(ring.header(stage, u), headers + u * header_stride, wanted);
      }
      quants += static_cast<long long>(rows_at_once) * stride;
      if constexpr (Chunk::kHeaderFields > 0) headers += static_cast<long long>(rows_at_once) * header_stride;
      left -= rows_at_once;
      if (--iterations == 0) leave_segment();
    }
    commit_copies();
    stage = stage + 1 == stages ? 0 : stage + 1;
  }
  __device__ __forceinline__ void start() {
    enter_segment();
    for (int i = 0; i < stages; ++i) copy_next();
  }
  __device__ __forceinline__ void wait() const {  // for the oldest group
    switch (stages) {
      case 2: return wait_for_copies<1>();
      case 3: return wait_for_copies<2>();
      case 4: return wait_for_copies<3>();
      default: return wait_for_copies<4>();
    }
  }
  __device__ __forceinline__ Chunk read(int u, int chunk) const {
    Chunk held;
    if constexpr (Ring<Chunk>::kWords == 1) {
      held.quants = *reinterpret_cast<const uint4*>(ring.quants(stage, u, 0));
    } else {
#pragma unroll
      for (int i = 0; i < Ring<Chunk>::kWords; ++i) {
        const uint2 two = *reinterpret_cast<const uint2*>(ring.quants(stage, u, i));
        held.quants[2 * i] = two.x, held.quants[2 * i + 1] = two.y;
      }
    }
    if constexpr (Chunk::kHeaderFields > 0) {
      const std::uint32_t field = *reinterpret_cast<const std::uint32_t*>(ring.header(stage, u));
      held.header =
          static_cast<decltype(held.header)>(Chunk::kHeaderFields == 2 ? field : field >> (Chunk::header_at(chunk) % 4 * 8) & 0xFFFF);
    }
    return held;
  }
  // Multiplies the iteration whose copies are the oldest, and starts others in their place.
  template <class... Table>
  __device__ __forceinline__ float multiply(const HeldX<Chunk>& x, int chunk, const Table&... table) {
    wait();
    float sums[kRows];
#pragma unroll
    for (int u = 0; u < kRows; ++u) sums[u] = read(u, chunk).dot(x, table..., chunk, 0.0f);
    copy_next();
    return warp_sums(sums);
  }
};

}  // namespace halftone::cuda::chain
