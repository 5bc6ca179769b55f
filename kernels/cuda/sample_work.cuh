// What the blocks of sample.cu share, and the two things that they do with it together: running sums over a block, and histograms of
// levels. Sums are of integers: whoever adds first, they are the same.
#pragma once

#include <cstdint>

#include "kernels/ops/sample_level.h"

namespace halftone::cuda {

using Sum = unsigned long long;

constexpr int kSampleThreads = 512, kSampleWarps = kSampleThreads / 32;
constexpr int kMostSampleBlocks = 256;  // at most one for each multiprocessor, and no more than a block has threads

// A level's 32 bits are found in three steps, the upper ones first.
constexpr int kBins = 2048, kSteps = 3;
__device__ constexpr int kStepShift[kSteps] = {21, 10, 0}, kStepBits[kSteps] = {11, 11, 10};

struct Bins {
  Sum weight[kBins];
  unsigned count[kBins];
};

// What a block of the grid keeps for certain, and its tokens on the level of the cut, of which the first by id are kept.
struct Portion {
  Sum weight;
  Sum ties;
};

// In device memory: zeros before and after a launch, but for `portions`, which are written before they are read.
struct SampleWork {
  unsigned largest;                 // as ordered bits
  unsigned finite;                  // 1: some logit is
  Bins bins[1 + 2 * (kSteps - 1)];  // the first step's, then the others' of top-k and of top-p
  Portion portions[kMostSampleBlocks];
};

// Of one block, in shared memory.
struct SampleShared {
  Bins bins;
  Sum warp_sums[kSampleWarps];
  Sum found[4];  // what one thread has to tell all others
};

// The logits that a block of the grid looks at, [begin, end), and what their levels are counted from.
struct LogitRow {
  const float* logits;
  int begin, end;
  float largest;
  double rate;

  __device__ unsigned level(int id) const { return sample_level(logits[id], largest, rate); }
};

struct Running {
  Sum before;  // of the threads in front
  Sum all;     // of the block
};

// The block's running sum; all threads take part.
__device__ inline Running running_sum(Sum mine, SampleShared& shared) {
  const int lane = static_cast<int>(threadIdx.x) % 32, warp = static_cast<int>(threadIdx.x) / 32;
  Sum sum = mine;
  for (int d = 1; d < 32; d *= 2) {
    const Sum other = __shfl_up_sync(~0u, sum, static_cast<unsigned>(d));
    if (lane >= d) sum += other;
  }
  __syncthreads();  // whoever still reads the last ones
  if (lane == 31) shared.warp_sums[warp] = sum;
  __syncthreads();
  Running running{sum - mine, 0};
  for (int w = 0; w < kSampleWarps; ++w) {
    if (w < warp) running.before += shared.warp_sums[w];
    running.all += shared.warp_sums[w];
  }
  return running;
}

// Counts and weighs the row's tokens whose levels begin with `prefix`, by the step's next bits. `all` is complete after a barrier.
__device__ inline void fill(const LogitRow& row, int step, unsigned prefix, SampleShared& shared, Bins& all) {
  Bins& mine = shared.bins;
  __syncthreads();
  for (int i = static_cast<int>(threadIdx.x); i < kBins; i += kSampleThreads) mine.weight[i] = 0, mine.count[i] = 0;
  __syncthreads();
  for (int id = row.begin + static_cast<int>(threadIdx.x); id < row.end; id += kSampleThreads) {
    const unsigned level = row.level(id);
    if (level > kLastLevel || (step > 0 && level >> kStepShift[step - 1] != prefix)) continue;
    const unsigned bin = level >> kStepShift[step] & ((1u << kStepBits[step]) - 1);
    atomicAdd(&mine.count[bin], 1u);
    atomicAdd(&mine.weight[bin], static_cast<Sum>(level_weight(level)));
  }
  __syncthreads();
  for (int i = static_cast<int>(threadIdx.x); i < kBins; i += kSampleThreads) {
    if (mine.count[i] == 0) continue;
    atomicAdd(&all.count[i], mine.count[i]);
    atomicAdd(&all.weight[i], mine.weight[i]);
  }
}

struct Bin {
  int index;          // −1: all bins together do not reach the target
  Sum before;         // in the bins in front, of what is searched by
  Sum weight_before;  // their weight
  Sum all_weight;     // of all bins
};

// The first bin with which the running count, or weight, reaches `target`, at least 1; all threads of the block get it.
__device__ inline Bin find(const Bins& bins, bool by_weight, Sum target, SampleShared& shared) {
  constexpr int kOwn = kBins / kSampleThreads;
  const int first = static_cast<int>(threadIdx.x) * kOwn;
  Sum weights[kOwn], counts[kOwn], weight = 0, count = 0;
  for (int i = 0; i < kOwn; ++i) {
    weight += weights[i] = __ldcg(&bins.weight[first + i]);
    count += counts[i] = __ldcg(&bins.count[first + i]);
  }
  const Running weighed = running_sum(weight, shared), counted = running_sum(count, shared);
  const Sum all = by_weight ? weighed.all : counted.all;
  if (target > all) return {-1, all, weighed.all, weighed.all};  // all threads alike
  Sum reached = by_weight ? weighed.before : counted.before, weight_before = weighed.before;
  for (int i = 0; i < kOwn; ++i) {
    const Sum own = by_weight ? weights[i] : counts[i];
    if (reached < target && target <= reached + own) {  // one bin of one thread
      shared.found[0] = static_cast<Sum>(first + i);
      shared.found[1] = reached;
      shared.found[2] = weight_before;
    }
    reached += own;
    weight_before += weights[i];
  }
  __syncthreads();
  const Bin found{static_cast<int>(shared.found[0]), shared.found[1], shared.found[2], weighed.all};
  __syncthreads();  // before the next one is told
  return found;
}

}  // namespace halftone::cuda
