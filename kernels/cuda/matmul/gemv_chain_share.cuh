// Who computes what of a chain's step: a block's rows, and a lane's chunk of K.
#pragma once

#include <climits>

#include "kernels/cuda/matmul/gemv_chain.h"

namespace halftone::cuda::chain {

constexpr int kThreads = 512, kWarps = kThreads / 32;
constexpr int kRows = 4;       // of a warp in an iteration
constexpr int kMaxStages = 5;  // iterations on the way
constexpr int kMaxSteps = GemvChain::kLongest;
constexpr int kSliceChunks = 32;

// A block's share of a step: the same part of every matrix with a gate, else one run of rows that may cross from one matrix to the next.
// A segment is what lies in one matrix.
constexpr int kSegments = 3;
struct Share {
  int segments, rows;  // rows: of all segments
  int output[kSegments], begin[kSegments], count[kSegments];
};

__device__ inline Share share_of(const ChainStep& step) {
  const auto edge = [&](unsigned block) { return static_cast<int>(static_cast<long long>(step.units) * block / gridDim.x); };
  const int begin = edge(blockIdx.x), end = edge(blockIdx.x + 1);
  Share share{};
  const auto add = [&](int output, int from, int to) {
    if (from >= to) return;
    share.output[share.segments] = output, share.begin[share.segments] = from, share.count[share.segments] = to - from;
    ++share.segments, share.rows += to - from;
  };
  if (step.gated) {
    add(0, begin, end), add(1, begin, end);
    return share;
  }
  for (int o = 0; o < 3; ++o) {
    const int first = step.output[o].first, after = o < 2 ? step.output[o + 1].first : INT_MAX;
    if (first < end) add(o, max(begin, first) - first, min(end, after) - first);
  }
  return share;
}

// Which chunk of a row this lane meets in a pass, and its warp's first row in an iteration.
struct Lane {
  int chunk, first_row;
  bool used;

  __device__ Lane(const ChainStep& step, int pass) {
    const int warp = static_cast<int>(threadIdx.x) / 32, lane = static_cast<int>(threadIdx.x) % 32;
    const int slice = pass * step.k_warps + warp % step.k_warps;
    chunk = slice * step.slice + lane;
    first_row = warp / step.k_warps * kRows;
    used = lane < step.slice && chunk < step.chunks;
    chunk = min(chunk, step.chunks - 1);
  }
};

}  // namespace halftone::cuda::chain
