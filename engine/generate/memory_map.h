// Every byte that a model holds, by name: what a memory report sums up, to the byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/backend/memory.h"

namespace halftone {

struct MappedBytes {
  MemoryTag tag = MemoryTag::weights;
  std::string name;              // a weight as messages call it; "keys and values"; "between weights", which begin at whole lines
  std::int64_t layer = -1;       // of the model; below 0: of none, or of all
  std::string_view format = {};  // "int4", "f16"; empty: of several
  std::int64_t bytes = 0;
  int device = 0;  // that it lies on: of Engine::memory_by_device()
};

}  // namespace halftone
