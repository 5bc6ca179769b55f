// The GPU as a device of the ops' tests.
#pragma once

#include <memory>

#include "tests/kernels/device.h"

namespace halftone {

std::unique_ptr<Device> cuda_device();  // null where there is none, or the build has no CUDA

}  // namespace halftone
