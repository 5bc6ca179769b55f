#include "engine/load/row_runs.h"

#include <cassert>
#include <numeric>

namespace halftone {

std::vector<RowRuns> row_runs_of(Packing packing, std::span<const std::int64_t> rows, std::int64_t groups) {
  if (rows.size() == 1) return {RowRuns{}};
  if (packing == Packing::concatenated) groups = 1;
  const std::int64_t stride = std::accumulate(rows.begin(), rows.end(), std::int64_t{0}) / groups;
  std::vector<RowRuns> runs;
  std::int64_t first = 0;
  for (const std::int64_t count : rows) {
    assert(count % groups == 0);
    runs.push_back({first, count / groups, stride});
    first += count / groups;
  }
  return runs;
}

}  // namespace halftone
