#include "engine/load/piece.h"

#include <cassert>
#include <numeric>

namespace halftone {

std::vector<Piece> pieces_of(Packing packing, std::span<const std::int64_t> rows, std::int64_t groups) {
  if (rows.size() == 1) return {Piece{}};
  if (packing == Packing::concatenated) groups = 1;
  const std::int64_t stride = std::accumulate(rows.begin(), rows.end(), std::int64_t{0}) / groups;
  std::vector<Piece> pieces;
  std::int64_t first = 0;
  for (const std::int64_t count : rows) {
    assert(count % groups == 0);
    pieces.push_back({first, count / groups, stride});
    first += count / groups;
  }
  return pieces;
}

}  // namespace halftone
