// Where every allocation of a snapshot is drawn: weights at the left, what belongs to no layer as a band above the layers; what grows at
// the right, one below the other; several devices side by side, each so. Areas are bytes, on all devices of one scale. Rectangles within
// (0, 0) to (1, 1).
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
struct MapDevice {
  QRectF place, weights;  // all of it; and of that where the weights are
};
struct MapLayout {
  std::vector<MapDevice> devices;
  std::vector<MapTile> tiles;
  std::vector<MapGroup> groups;
};

constexpr double kBetweenDevices = 0.015;  // of the width

// `aspect`: width over height of what it is drawn in. `unattributed`: by device, bytes that the process holds beyond; 0 or less, or not
// there: none. `within`: one layer's weights alone, −1: everything.
MapLayout layout_of(const std::vector<MappedBytes>& entries, const std::vector<qint64>& unattributed, double aspect, int within);

}  // namespace halftone::app
