// Rows whose numbers are each by themselves, spread over the pool: in stretches, since a single row (a vocabulary) may be wide.
#pragma once

#include <algorithm>
#include <cstdint>

#include "kernels/core/thread_pool.h"

namespace halftone::cpu {

// body(row, first, count) for every stretch [first, first + count) of every row; `stretch`: numbers that are some µs of work.
template <class Body>
void for_stretches(ThreadPool& pool, std::int64_t rows, std::int64_t width, std::int64_t stretch, const Body& body) {
  const std::int64_t stretches = (width + stretch - 1) / stretch;
  pool.parallel_for(rows * stretches, 2, [&](std::int64_t begin, std::int64_t end, int) {
    for (std::int64_t item = begin; item < end; ++item) {
      const std::int64_t row = item / stretches, first = item % stretches * stretch;
      body(row, first, std::min(stretch, width - first));
    }
  });
}

}  // namespace halftone::cpu
