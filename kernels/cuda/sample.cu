// sample: see ops/sample.h. What top-k and top-p keep is a cut in the order of tokens, found bit by bit of their levels; nothing is sorted,
// and nothing but the token comes back.
#include <algorithm>
#include <utility>

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/grid_barrier.cuh"
#include "kernels/cuda/ops.h"
#include "kernels/cuda/sample.h"
#include "kernels/cuda/sample_kernel.cuh"

namespace halftone::cuda {

namespace {

constexpr int kPenaltyThreads = 256;

// ids: distinct ones, below the vocabulary; in the host's memory.
__global__ void penalty_kernel(float* logits, const std::int32_t* ids, int count, float penalty) {
  wait_for_previous();
  const int i = static_cast<int>(blockIdx.x) * kPenaltyThreads + static_cast<int>(threadIdx.x);
  if (i < count) logits[ids[i]] = penalised(logits[ids[i]], penalty);
}

__global__ void __launch_bounds__(kSampleThreads) sample_kernel(const SampleParams params, unsigned* count) {
  __shared__ SampleShared shared;
  GridBarrier barrier(count);
  wait_for_previous();
  sample_row(params, barrier, shared);
}

}  // namespace

TokenChoice::TokenChoice(const Context& context) : context_(context) {
  try {
    check(cudaMalloc(&work_, sizeof(SampleWork)), "memory for a choice");
    check(cudaMemsetAsync(work_, 0, sizeof(SampleWork), context.stream()), "memory for a choice");
    check(cudaMallocHost(&choice_, sizeof(std::int32_t)), "memory for a choice");
    check(cudaEventCreateWithFlags(&chosen_, cudaEventDisableTiming), "an event for a choice");
  } catch (...) {
    cudaFree(work_), cudaFreeHost(choice_);
    throw;
  }
}

TokenChoice::~TokenChoice() {
  cudaStreamSynchronize(context_.stream());
  cudaFree(work_);
  cudaFreeHost(choice_), cudaFreeHost(seen_);
  cudaEventDestroy(chosen_);
}

void TokenChoice::penalise(const SampleArgs& args) {
  const std::vector<std::int32_t> ids = distinct(args.history, args.logits.shape[0]);
  if (ids.empty()) return;
  if (ids.size() > seen_capacity_) {
    cudaFreeHost(std::exchange(seen_, nullptr));
    seen_capacity_ = 0;
    const std::size_t capacity = std::max<std::size_t>(2 * ids.size(), 4096);
    check(cudaMallocHost(&seen_, capacity * sizeof(std::int32_t)), "memory for seen tokens");
    seen_capacity_ = capacity;
  }
  std::ranges::copy(ids, seen_);
  const auto count = static_cast<int>(ids.size());
  context_.launch("penalty", penalty_kernel, dim3(static_cast<unsigned>((count + kPenaltyThreads - 1) / kPenaltyThreads)),
                  dim3(kPenaltyThreads), 0, args.logits.data, seen_, count, args.repeat_penalty);
}

std::int32_t TokenChoice::sample(const SampleArgs& args, const std::function<void()>& meanwhile) {
  const auto vocabulary = static_cast<int>(args.logits.shape[0]);
  if (vocabulary == 0) return -1;
  if (args.repeat_penalty != 1) penalise(args);
  if (args.takes_largest()) {
    largest(args.logits, choice_, context_);
  } else {
    const SampleRule rule(args);
    const SampleParams params{.logits = args.logits.data,
                              .vocabulary = vocabulary,
                              .rate = rule.rate,
                              .count = rule.count,
                              .share = rule.share,
                              .last_level = rule.last_level,
                              .uniform = args.uniform,
                              .work = work_,
                              .out = choice_};
    const int useful = (vocabulary + kSampleThreads - 1) / kSampleThreads;
    const int blocks = std::min({context_.multiprocessors(), kMostSampleBlocks, useful});
    context_.launch_together("sample", sample_kernel, blocks, dim3(kSampleThreads), 0, params, context_.barrier());
  }
  check(cudaEventRecord(chosen_, context_.stream()), "waiting for a choice");
  if (meanwhile) meanwhile();
  check(cudaEventSynchronize(chosen_), "waiting for a choice");
  return *choice_;
}

}  // namespace halftone::cuda
