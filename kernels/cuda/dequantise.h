// dequantise: a weight in its row-major blocks to floats, on the device: out[n][k] = W[n][k].
// The scalar decode is the one that the CPU runs (kernels/formats), so the values are the same bits.
#pragma once

#include <cuda_runtime_api.h>

#include "kernels/core/tensor_view.h"
#include "kernels/core/weight_view.h"

namespace halftone::cuda {

// All memory is the device's; `weight` is row_major. Returns what the launch returned.
cudaError_t dequantise(const WeightView& weight, MatrixView<float> out, cudaStream_t stream);

}  // namespace halftone::cuda
