// The scalar part of sample, in integers: their sums are exact in every order, so that a GPU that adds up in any draws what the CPU draws.
// A token's level says how far it lies below the best; its weight follows from the level alone. Only the level is computed in floats, and
// without a product that is added to something: there is nothing for a compiler to fuse.
#pragma once

#include <cstdint>

#include "kernels/core/host_device.h"

namespace halftone {

constexpr int kLevelsPerOctave = 26;  // as a power of two: a weight is off by ln 2 · 2⁻²⁶ = 1e-8 of itself at most, less than a float's
constexpr int kWeightBits = 39;       // the best token weighs 2³⁹; 2²⁴ tokens, more than any vocabulary, sum up to less than 2⁶⁴
constexpr std::uint64_t kFullWeight = 1ull << kWeightBits;
constexpr std::uint32_t kLastLevel = 40u << kLevelsPerOctave;  // weighs 1
constexpr std::uint32_t kNoLevel = ~0u;                        // weighs nothing

// The repetition penalty, of a token that was seen. NaN stays NaN, and may come of an infinity.
HALFTONE_HOST_DEVICE inline float penalised(float logit, float penalty) { return logit > 0 ? logit / penalty : logit * penalty; }

// log₂ of how much less than the best a token weighs, in steps of 2⁻²⁶, rounded down. `rate`: log₂e / temperature. `largest` is no NaN.
// NaN, and whatever lies infinitely far below, is at kNoLevel; a logit of +∞ leaves only its equals.
HALFTONE_HOST_DEVICE inline std::uint32_t sample_level(float logit, float largest, double rate) {
  if (logit == largest) return 0;
  const double octaves = (static_cast<double>(largest) - static_cast<double>(logit)) * rate;
  return octaves <= 40 ? static_cast<std::uint32_t>(octaves * 0x1p26) : kNoLevel;
}

// 2³⁹ · 2^(−level / 2²⁶), rounded; within 3e-9 of it beside that. Never rises with the level: a step of one takes 22 units of 2⁻³² or
// more, the seven roundings of the polynomial less than 7. 2^−f = 1 − f·(c₀ − f·(c₁ − …)) on [0, 1), interpolated in seven Chebyshev nodes.
HALFTONE_HOST_DEVICE inline std::uint64_t level_weight(std::uint32_t level) {
  if (level > kLastLevel) return 0;
  const std::uint64_t f = static_cast<std::uint64_t>(level & ((1u << kLevelsPerOctave) - 1)) << (32 - kLevelsPerOctave);
  std::uint64_t sum = 48550;
  sum = 639488 - (sum * f >> 32);
  sum = 5712048 - (sum * f >> 32);
  sum = 41304489 - (sum * f >> 32);
  sum = 238387495 - (sum * f >> 32);
  sum = 1031764939 - (sum * f >> 32);
  sum = 2977044471 - (sum * f >> 32);
  const std::uint64_t power = (1ull << 32) - (sum * f >> 32);
  return ((power << (kWeightBits + 1 - 32) >> (level >> kLevelsPerOctave)) + 1) >> 1;
}

// The weight that the head kept by top-p has to reach: `share` of `total`, at least 1 and at most `total`.
HALFTONE_HOST_DEVICE inline std::uint64_t head_weight(double share, std::uint64_t total) {
  const double wanted = share * static_cast<double>(total);
  if (!(wanted >= 1)) return 1;
  return wanted < static_cast<double>(total) ? static_cast<std::uint64_t>(wanted) : total;
}

// Where in a total (not 0) a draw in [0, 1) falls: the token drawn is the first by id at which the running sum is above it.
HALFTONE_HOST_DEVICE inline std::uint64_t drawn_place(double uniform, std::uint64_t total) {
  const double place = uniform * static_cast<double>(total);
  return place < static_cast<double>(total) ? static_cast<std::uint64_t>(place) : total - 1;
}

}  // namespace halftone
