// What sample.cu launches, once: blocks that stay together. Each looks at its own stretch of the row, found again in its cache, in
// every phase; between phases they exchange integers. 2 barriers without top-k and top-p, 5 with one of them, 7 with both.
#pragma once

#include <cstdint>

#include "kernels/cuda/ordered.cuh"
#include "kernels/cuda/sample_work.cuh"

namespace halftone::cuda {

struct SampleParams {
  const float* logits;
  int vocabulary;
  double rate;  // as SampleRule's, the next three too
  Sum count;
  double share;
  unsigned last_level;
  double uniform;
  SampleWork* work;
  std::int32_t* out;
};

// The kept tokens are those of lower levels, and the first `ties` by id of this one.
struct Cut {
  unsigned level = kNoLevel;
  Sum ties = 0;
  Sum weight = 0;  // of all that are kept
};

// The shortest head, in the order of tokens, that has `target` tokens, or weighs it; all, where all do not.
template <class Barrier>
__device__ inline Cut cut_at(Sum target, bool by_weight, const LogitRow& row, Bins& first, Bins* finer, Barrier& barrier,
                             SampleShared& shared) {
  unsigned prefix = 0;
  Sum weight = 0;
  for (int step = 0; step < kSteps; ++step) {
    Bins& bins = step == 0 ? first : finer[step - 1];
    if (step > 0) {
      fill(row, step, prefix, shared, bins);
      barrier.arrive();
      barrier.wait();
    }
    const Bin bin = find(bins, by_weight, target, shared);
    if (bin.index < 0) return {kNoLevel, 0, bin.all_weight};  // in the first step: the others look within a bin that reaches it
    target -= bin.before;
    weight += bin.weight_before;
    prefix = prefix << kStepBits[step] | static_cast<unsigned>(bin.index);
  }
  const Sum each = level_weight(prefix);
  const Sum ties = by_weight ? (target + each - 1) / each : target;
  return {prefix, ties, weight + ties * each};
}

// The largest logit of all, and whether some is finite; for all blocks after a barrier.
__device__ inline void announce_largest(const LogitRow& row, SampleWork& work) {
  unsigned largest = 0;
  bool finite = false;
  for (int id = row.begin + static_cast<int>(threadIdx.x); id < row.end; id += kSampleThreads) {
    const float logit = row.logits[id];
    if (!isnan(logit)) largest = max(largest, ordered(logit));
    finite = finite || isfinite(logit);
  }
  for (int d = 16; d > 0; d /= 2) largest = max(largest, __shfl_xor_sync(~0u, largest, d));
  if (threadIdx.x % 32 == 0 && largest > 0) atomicMax(&work.largest, largest);
  if (__syncthreads_or(finite) && threadIdx.x == 0) atomicOr(&work.finite, 1u);
}

// What tokens of the row weigh in the draw: for certain, or as one of the cut's level.
struct Kept {
  const LogitRow& row;
  const Cut& cut;
  unsigned last_level;  // by min-p

  __device__ bool on_cut(int id) const { return id < row.end && row.level(id) == cut.level; }
  __device__ Sum below_cut(int id) const {
    if (id >= row.end) return 0;
    const unsigned level = row.level(id);
    return level < cut.level && level <= last_level ? level_weight(level) : 0;
  }
  __device__ Sum tie_weight() const { return cut.level <= last_level ? level_weight(cut.level) : 0; }
};

__device__ inline void announce_portion(const Kept& kept, SampleWork& work, SampleShared& shared) {
  Sum weight = 0, ties = 0;
  for (int id = kept.row.begin + static_cast<int>(threadIdx.x); id < kept.row.end; id += kSampleThreads) {
    weight += kept.below_cut(id);
    ties += kept.on_cut(id);
  }
  const Running weighed = running_sum(weight, shared), tied = running_sum(ties, shared);
  if (threadIdx.x == 0) work.portions[blockIdx.x] = {weighed.all, tied.all};
}

// Of all portions the one where the draw falls is this block's: its token is written.
__device__ inline void draw(const Kept& kept, double uniform, const SampleWork& work, SampleShared& shared, std::int32_t* out) {
  const int block = static_cast<int>(threadIdx.x);
  const bool is_one = block < static_cast<int>(gridDim.x);
  const Sum weight = is_one ? __ldcg(&work.portions[block].weight) : 0, ties = is_one ? __ldcg(&work.portions[block].ties) : 0;
  const Sum ties_before = running_sum(ties, shared).before;
  const Sum room = kept.cut.ties > ties_before ? kept.cut.ties - ties_before : 0;  // for ties of this portion
  const Sum own = weight + min(room, ties) * kept.tie_weight();
  const Running portions = running_sum(own, shared);
  const Sum place = drawn_place(uniform, portions.all);
  if (portions.before <= place && place - portions.before < own) {  // one thread
    shared.found[0] = static_cast<Sum>(block);
    shared.found[1] = place - portions.before;
    shared.found[2] = room;
  }
  __syncthreads();
  if (shared.found[0] != blockIdx.x) return;
  Sum left = shared.found[1], ties_left = shared.found[2];
  for (int first = kept.row.begin; first < kept.row.end; first += kSampleThreads) {
    const int id = first + static_cast<int>(threadIdx.x);
    const bool tie = kept.on_cut(id);
    const Running tied = running_sum(tie, shared);
    const Sum mine = tie ? (tied.before < ties_left ? kept.tie_weight() : 0) : kept.below_cut(id);
    const Running weighed = running_sum(mine, shared);
    if (weighed.before <= left && left - weighed.before < mine) *out = id;
    if (left < weighed.all) return;  // all threads alike
    left -= weighed.all;
    ties_left -= min(ties_left, tied.all);
  }
}

// As SampleWork is to be found; after the last barrier, when nobody reads it any more.
__device__ inline void clear(SampleWork& work) {
  const int thread = static_cast<int>(blockIdx.x) * kSampleThreads + static_cast<int>(threadIdx.x);
  const int threads = static_cast<int>(gridDim.x) * kSampleThreads;
  if (thread == 0) work.largest = 0, work.finite = 0;
  for (Bins& bins : work.bins) {
    for (int i = thread; i < kBins; i += threads) bins.weight[i] = 0, bins.count[i] = 0;
  }
}

// What a block does, all of it. Barrier: as GridBarrier, over the blocks of the launch.
template <class Barrier>
__device__ inline void sample_row(const SampleParams& p, Barrier& barrier, SampleShared& shared) {
  SampleWork& work = *p.work;
  const int length = (p.vocabulary + static_cast<int>(gridDim.x) - 1) / static_cast<int>(gridDim.x);
  const int begin = min(p.vocabulary, static_cast<int>(blockIdx.x) * length), end = min(p.vocabulary, begin + length);
  LogitRow row{p.logits, begin, end, 0.0f, p.rate};

  announce_largest(row, work);
  barrier.arrive();
  barrier.wait();
  const bool finite = __ldcg(&work.finite) != 0;
  row.largest = from_ordered(__ldcg(&work.largest));
  Cut cut;
  if (finite && (p.count < static_cast<Sum>(p.vocabulary) || p.share < 1)) {
    fill(row, 0, 0, shared, work.bins[0]);
    barrier.arrive();
    barrier.wait();
    cut = cut_at(p.count, false, row, work.bins[0], &work.bins[1], barrier, shared);
    if (p.share < 1) cut = cut_at(head_weight(p.share, cut.weight), true, row, work.bins[0], &work.bins[kSteps], barrier, shared);
  }
  const Kept kept{row, cut, p.last_level};
  if (finite) announce_portion(kept, work, shared);
  barrier.arrive();
  barrier.wait();
  if (finite) draw(kept, p.uniform, work, shared, p.out);
  if (!finite && blockIdx.x == 0 && threadIdx.x == 0) *p.out = -1;
  clear(work);
  barrier.leave();
}

}  // namespace halftone::cuda
