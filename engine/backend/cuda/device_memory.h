// Who has how much of a GPU's memory. Through NVML, which comes with the driver and is asked for at run time; without it, through CUDA,
// which does not say what other programs hold.
#pragma once

#include <cstdint>

#include "engine/backend/memory.h"

namespace halftone {

class DeviceMemory {
 public:
  explicit DeviceMemory(int device);

  std::int64_t free() const;
  // What this process holds from now on beyond the arena's figures is unattributed; what it holds now (the context, libraries' own) is the
  // baseline.
  void set_baseline();
  // The arena's report with the device's own figures.
  MemoryReport complete(MemoryReport report) const;

 private:
  struct Usage {
    std::int64_t total = 0, free = 0, ours = -1;
  };  // ours −1: not known
  Usage usage() const;

  int device_;
  void* nvml_device_ = nullptr;  // null: NVML is not there
  std::int64_t used_before_ = 0, baseline_ = 0;
};

}  // namespace halftone
