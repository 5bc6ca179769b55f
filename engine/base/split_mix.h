// SplitMix64's finaliser (Steele et al. 2014): every bit of a counter reaches every bit of the result.
#pragma once

#include <cstdint>

namespace halftone {

constexpr std::uint64_t split_mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

}  // namespace halftone
