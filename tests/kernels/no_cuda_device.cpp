// Builds without CUDA.
#include "tests/kernels/cuda_device.h"

namespace halftone {

std::unique_ptr<Device> cuda_device() { return nullptr; }

}  // namespace halftone
