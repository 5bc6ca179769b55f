// Normal numbers, the same for a seed everywhere.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace halftone {

inline std::vector<float> random_numbers(std::int64_t count, std::uint32_t seed, float spread = 1) {
  std::mt19937 generator(seed);
  std::normal_distribution<float> normal(0, spread);
  std::vector<float> numbers(static_cast<std::size_t>(count));
  for (float& x : numbers) x = normal(generator);
  return numbers;
}

}  // namespace halftone
