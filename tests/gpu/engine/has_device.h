// Whether the engine finds a GPU here.
#pragma once

#include "engine/backend/cuda_backend.h"

namespace halftone {

inline bool has_device() {
  const auto devices = cuda_devices();
  return devices && !devices->empty();
}

}  // namespace halftone
