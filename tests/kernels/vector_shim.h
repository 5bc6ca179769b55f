// CUDA's small vectors, and a float's bits, for a compiler that is not nvcc.
#pragma once

#include <bit>
#include <cstdint>

struct uint4 { std::uint32_t x, y, z, w; };
struct uint2 { std::uint32_t x, y; };
struct float4 { float x, y, z, w; };
struct float2 { float x, y; };

inline float __uint_as_float(std::uint32_t bits) { return std::bit_cast<float>(bits); }

// Bytes of eight, chosen by the low three bits of each of four nibbles.
inline std::uint32_t __byte_perm(std::uint32_t a, std::uint32_t b, unsigned selector) {
  const std::uint64_t both = a | std::uint64_t{b} << 32;
  std::uint32_t out = 0;
  for (unsigned i = 0; i < 4; ++i) out |= static_cast<std::uint32_t>(both >> 8 * (selector >> 4 * i & 7) & 0xFF) << 8 * i;
  return out;
}
