// What cuda_backend.h is in a build without CUDA.
#include <cassert>

#include "engine/backend/cuda_backend.h"

namespace halftone {

Result<std::vector<CudaDevice>> cuda_devices() {
  return fail(ErrorKind::unsupported, "Choose the CPU, or install a build with CUDA.", "this build of Halftone has no CUDA");
}

std::unique_ptr<DeviceSizes> cuda_sizes(int) {
  assert(!"there are no devices");
  return nullptr;
}

std::unique_ptr<Backend> make_cuda_backend(int, int) {
  assert(!"there are no devices");
  return nullptr;
}

}  // namespace halftone
