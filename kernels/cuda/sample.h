// The next token, chosen where its logits are: by kernels/ops/sample.h, and the one that cpu::sample takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "kernels/cuda/context.h"
#include "kernels/ops/sample.h"

namespace halftone::cuda {

struct SampleWork;  // sample_work.cuh

// On one context, which outlives it. What it holds on the device: 124 KB. Throws DeviceError where memory cannot be had or the device
// fails.
class TokenChoice {
 public:
  explicit TokenChoice(const Context& context);
  ~TokenChoice();
  TokenChoice(const TokenChoice&) = delete;

  // args.logits (V) is the device's, and changed where there is a penalty; args.history is the host's. Calls `meanwhile`, which may give
  // the device more to do, and waits for the choice. −1: no logit is finite.
  std::int32_t sample(const SampleArgs& args, const std::function<void()>& meanwhile = {});
  // Where a choice is written, for what comes behind it on the device: memory of the host that the device reads.
  const std::int32_t* choice() const { return choice_; }

 private:
  void penalise(const SampleArgs& args);

  const Context& context_;
  SampleWork* work_ = nullptr;
  std::int32_t* choice_ = nullptr;  // the host's, pinned, as the next
  std::int32_t* seen_ = nullptr;
  cudaEvent_t chosen_ = nullptr;
  std::size_t seen_capacity_ = 0;
};

}  // namespace halftone::cuda
