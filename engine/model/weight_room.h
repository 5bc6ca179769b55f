// How weights lie in a device's memory: one after the other, each at an address that vectors and copies like.
#pragma once

#include <cstdint>

#include "engine/load/weight_plan.h"

namespace halftone {

constexpr std::int64_t kWeightAlignment = 256;  // a cache line, an AVX-512 vector, what a GPU's copies and products like

inline std::int64_t bytes_held(const PlannedWeight& weight) { return (weight.bytes + kWeightAlignment - 1) / kWeightAlignment * kWeightAlignment; }

inline std::int64_t bytes_held(const WeightPlan& plan) {
  std::int64_t bytes = 0;
  for (const PlannedWeight& weight : plan.weights) bytes += bytes_held(weight);
  return bytes;
}

}  // namespace halftone
