// What the device can do at best, measured: the denominators of every figure.
#pragma once

#include <cstdint>

#include "kernels/cuda/context.h"

namespace halftone::cuda {

// GB/s (10⁹) of a kernel that only reads `bytes` of device memory at `data`: the best of `passes`.
double read_bandwidth_gb_s(const std::byte* data, std::int64_t bytes, int passes, const Context& context);
// TFLOP/s of cuBLAS on bf16 matrices of 8192 × 8192 (random numbers; zeros would draw less power and run faster): the median. Takes 0.5 GB.
double matmul_tflop_s(const Context& context);

}  // namespace halftone::cuda
