// The next token, chosen where its logits are: by kernels/ops/sample.h, and the one that cpu::sample takes.
#pragma once

#include <cstddef>
#include <cstdint>

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

  // args.logits (V) is the device's, and changed where there is a penalty; args.history is the host's. Waits for the device.
  // −1: no logit is finite.
  std::int32_t sample(const SampleArgs& args);

 private:
  void penalise(const SampleArgs& args);

  const Context& context_;
  SampleWork* work_ = nullptr;
  std::int32_t* choice_ = nullptr;  // the host's, pinned, as the next
  std::int32_t* seen_ = nullptr;
  std::size_t seen_capacity_ = 0;
};

}  // namespace halftone::cuda
