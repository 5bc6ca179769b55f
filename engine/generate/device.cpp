#include "engine/generate/device.h"

namespace halftone {

Device::Device(std::optional<int> i, std::unique_ptr<Backend> b, const ModelSpec& spec)
    : index(i), backend(std::move(b)), weights(*backend), workspace(*backend, spec) {}

std::int64_t Device::draft_bytes(std::int64_t context) const {
  std::int64_t bytes = 0;
  for (const auto& draft : drafts.all()) bytes += draft->bytes(context);
  return bytes;
}

}  // namespace halftone
