// Runs a check once per instruction set that the kernels are compiled for and this machine has.
#pragma once

#include <cstdint>
#include <utility>

#define HWY_WANT_AVX3_DL
#include <hwy/targets.h>

namespace halftone {

// check(name): a kernel that is not compiled for that instruction set runs with the next one below.
template <class Check>
void for_each_instruction_set(Check check) {
  using Target = std::int64_t;
  const Target supported = hwy::SupportedTargets();
  for (const auto& [target, name] : {std::pair{Target{HWY_SCALAR}, "portable"}, {Target{HWY_AVX2}, "AVX2"}, {Target{HWY_AVX3}, "AVX-512"},
                                     {Target{HWY_AVX3_DL}, "AVX-512 VNNI"}}) {
    if (target != HWY_SCALAR && !(supported & target)) continue;
    hwy::GetChosenTarget().Update(supported & -target);  // a better target is a lower bit
    check(name);
  }
  hwy::GetChosenTarget().Update(supported);
}

}  // namespace halftone
