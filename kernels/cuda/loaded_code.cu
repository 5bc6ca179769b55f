#include "kernels/cuda/loaded_code.h"

#include "kernels/cuda/architectures.h"
#include "kernels/cuda/context.h"

namespace halftone::cuda {

namespace {

// As every kernel here: compiled for all of the build's architectures.
__global__ void any_kernel() {}

}  // namespace

int loaded_code() {
  cudaFuncAttributes attributes{};
  check(cudaFuncGetAttributes(&attributes, any_kernel), "asking for the kernels' code");
  return attributes.ptxVersion;
}

int build_code_for(int capability) { return code_for(HALFTONE_CUDA_ARCHITECTURES, capability); }
int build_lowest_capability() { return lowest_capability(HALFTONE_CUDA_ARCHITECTURES); }

}  // namespace halftone::cuda
