// Arithmetic on numbers that a file may have chosen.
#pragma once

#include <concepts>
#include <optional>

namespace halftone {

template <std::integral T>
constexpr std::optional<T> checked_add(T a, T b) {
  T sum;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

template <std::integral T>
constexpr std::optional<T> checked_mul(T a, T b) {
  T product;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

// The next multiple of `step` (a power of two) at or above n.
template <std::unsigned_integral T>
constexpr std::optional<T> checked_align(T n, T step) {
  const auto raised = checked_add<T>(n, step - 1);
  if (!raised) return std::nullopt;
  return *raised & ~(step - 1);
}

}  // namespace halftone
