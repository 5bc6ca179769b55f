// An NVIDIA GPU as a backend. In a build without CUDA there are no devices, and the error says so.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/backend/backend.h"
#include "engine/base/error.h"

namespace halftone {

struct CudaDevice {
  int index = 0;
  std::string name;    // "NVIDIA H200"
  int capability = 0;  // 90 for 9.0
  std::int64_t total = 0, free = 0;
};

// Those that this build has code for. An error says why there are none: no driver, a driver or a card too old.
Result<std::vector<CudaDevice>> cuda_devices();

// `threads`: of the host, for loading. Throws when the device fails.
std::unique_ptr<Backend> make_cuda_backend(int device, int threads);

}  // namespace halftone
