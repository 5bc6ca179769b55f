// Which rows of a stored tensor one weight takes, where several share it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/load/name_map.h"

namespace halftone {

// Row r of the weight is row first + r / run · stride + r % run of the tensor. By default: all of it.
struct RowRuns {
  std::int64_t first = 0;
  std::int64_t run = std::numeric_limits<std::int64_t>::max();
  std::int64_t stride = 0;

  std::int64_t stored_row(std::int64_t row) const { return first + row / run * stride + row % run; }

  // Calls run(stored row, weight row, count) for every stretch of the weight's rows [begin, end) that lies together.
  template <class Run>
  void for_each_run(std::int64_t begin, std::int64_t end, Run each) const {
    for (std::int64_t row = begin; row < end;) {
      const std::int64_t count = std::min(end - row, run - row % run);
      each(stored_row(row), row, count);
      row += count;
    }
  }
};

// Of weights of so many rows each that are packed into one tensor. `groups`: kv heads, which divide every one of them.
std::vector<RowRuns> row_runs_of(Packing packing, std::span<const std::int64_t> rows, std::int64_t groups);

}  // namespace halftone
