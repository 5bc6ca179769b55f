// What kernels/cuda/matmul/chunks.cuh needs of CUDA, for a compiler that is not nvcc. A misaligned load fails, as on the device.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "kernels/core/dtype.h"
#include "tests/kernels/vector_shim.h"

#define __device__
#define __forceinline__ inline

struct __half { halftone::F16 number; };
struct __half2 { halftone::F16 x, y; };

inline __half __ushort_as_half(unsigned short bits) { return {{bits}}; }
inline float __half2float(__half h) { return h.number.to_float(); }
inline float2 __half22float2(__half2 h) { return {h.x.to_float(), h.y.to_float()}; }
inline int __dp4a(int a, int b, int sum) {
  for (int shift = 0; shift < 32; shift += 8) sum += static_cast<signed char>(a >> shift) * static_cast<signed char>(b >> shift);
  return sum;
}
template <class T>
T __ldg(const T* at) {
  if (reinterpret_cast<std::uintptr_t>(at) % sizeof(T) != 0) std::abort();
  return *at;
}
using std::fmaf;
