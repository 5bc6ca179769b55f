// Runs a check once per instruction set that the kernels are compiled for and this machine has.
#pragma once

#include <cstdint>
#include <utility>

#include <hwy/targets.h>

namespace halftone {

template <class Check>
void for_each_instruction_set(Check check) {
  const std::int64_t supported = hwy::SupportedTargets();
  for (const auto& [target, name] : {std::pair{static_cast<std::int64_t>(HWY_SCALAR), "portable"}, {static_cast<std::int64_t>(HWY_AVX2), "AVX2"},
                                     {static_cast<std::int64_t>(HWY_AVX3), "AVX-512"}}) {
    if (target != HWY_SCALAR && !(supported & target)) continue;
    hwy::GetChosenTarget().Update(target);
    check(name);
  }
  hwy::GetChosenTarget().Update(supported);
}

}  // namespace halftone
