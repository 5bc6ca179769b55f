// CUDA's small vectors, and a float's bits, for a compiler that is not nvcc.
#pragma once

#include <bit>
#include <cstdint>

struct uint4 { std::uint32_t x, y, z, w; };
struct uint2 { std::uint32_t x, y; };
struct float4 { float x, y, z, w; };
struct float2 { float x, y; };

inline float __uint_as_float(std::uint32_t bits) { return std::bit_cast<float>(bits); }
