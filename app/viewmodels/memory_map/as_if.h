// What the memory of a model would be under other settings, as the sheet estimates it.
#pragma once

#include <QString>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/generate/memory_map.h"

namespace halftone::app {

struct AsIf {
  std::array<std::optional<qint64>, kMemoryTags> bytes = {};  // by category, together; none: as it is
  std::string weights;                                        // the format they would be held in; empty: as they are
  std::string cache;
  QString words;       // "int4, 21,300 tokens"
  qint64 total = 0;    // with a full cache
  qint64 shortBy = 0;  // bytes that this machine has too few; 0 or less: it fits
  bool operator==(const AsIf&) const = default;

  bool changes(MemoryTag tag) const { return bytes[static_cast<std::size_t>(tag)].has_value(); }
};

// The same allocations, each with its share of what its category would take. Vectors, which are f32 whatever the weights are, stay as they
// are. Formats are borrowed from `asIf`.
std::vector<MappedBytes> entriesAsIf(std::vector<MappedBytes> entries, const AsIf& asIf);

}  // namespace halftone::app
