// What commands that measure have in common.
#pragma once

#include <chrono>

namespace halftone::cli {

template <class Body>
double seconds(const Body& body) {
  const auto began = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace halftone::cli
