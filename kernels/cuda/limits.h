// What the device can do at best, measured: the denominators of every figure.
#pragma once

#include <cstdint>

#include "kernels/cuda/context.h"

namespace halftone::cuda {

// GB/s (10⁹) of a kernel that only reads 4 GiB of device memory, or half of what is free: the best of ten passes.
double read_bandwidth_gb_s(const Context& context);
// TFLOP/s of cuBLAS on bf16 matrices of 8192 × 8192 (random numbers; zeros would draw less power and run faster): the median. Takes 0.5 GB.
double matmul_tflop_s(const Context& context);

}  // namespace halftone::cuda
