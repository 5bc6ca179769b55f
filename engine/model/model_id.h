// Which checkpoint something was made of.
#pragma once

#include <cstdint>
#include <string>

#include "engine/load/checkpoint.h"

namespace halftone {

struct ModelId {
  std::string path;
  std::uint64_t file_bytes = 0;
  bool operator==(const ModelId&) const = default;
};
inline ModelId id_of(const Checkpoint& checkpoint) { return {checkpoint.path.string(), checkpoint.file_bytes}; }

}  // namespace halftone
