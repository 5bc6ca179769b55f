// Where every allocation of a snapshot is drawn: weights at the left, what belongs to no layer as a band above the layers; what grows at the
// right, one below the other. Areas are bytes. Rectangles within (0, 0) to (1, 1).
#pragma once

#include <QRectF>
#include <vector>

#include "engine/generate/memory_map.h"

namespace halftone::app {

struct MapTile {
  QRectF place;
  int entry = 0;          // of the snapshot
  int layer = -1;
};
struct MapGroup {         // a layer, a category: what has a line around it and a name
  QRectF place;
  MemoryTag tag = MemoryTag::weights;
  int layer = -1;         // −1: a category
  bool unattributed = false;
  qint64 bytes = 0;
};
struct MapLayout {
  std::vector<MapTile> tiles;
  std::vector<MapGroup> groups;
};

// `aspect`: width over height of what it is drawn in. `unattributed`: bytes that the process holds beyond; 0 or less: none. `within`: one layer's
// weights alone, −1: everything.
MapLayout layout_of(const std::vector<MappedBytes>& entries, qint64 unattributed, double aspect, int within);

}  // namespace halftone::app
