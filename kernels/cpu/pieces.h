// Rows whose numbers are each by themselves, spread over the pool: in pieces, since a single row (a vocabulary) may be wide.
#pragma once

#include <algorithm>
#include <cstdint>

#include "kernels/core/thread_pool.h"

namespace halftone::cpu {

// body(row, first, count) for every piece [first, first + count) of every row; `piece`: numbers that are some µs of work.
template <class Body>
void for_pieces(ThreadPool& pool, std::int64_t rows, std::int64_t width, std::int64_t piece, const Body& body) {
  const std::int64_t pieces = (width + piece - 1) / piece;
  pool.parallel_for(rows * pieces, 2, [&](std::int64_t begin, std::int64_t end, int) {
    for (std::int64_t item = begin; item < end; ++item) {
      const std::int64_t row = item / pieces, first = item % pieces * piece;
      body(row, first, std::min(piece, width - first));
    }
  });
}

}  // namespace halftone::cpu
