// HALFTONE_HOST_DEVICE marks a function that both the CPU and the GPU run: the scalar part of a format is written once.
#pragma once

#ifdef __CUDACC__
#define HALFTONE_HOST_DEVICE __host__ __device__
#else
#define HALFTONE_HOST_DEVICE
#endif
