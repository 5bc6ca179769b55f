// kernels/cuda/token/lane.cuh and the warps' products on the host: shared memory is a vector of bytes, products are what the PTX ISA says of
// mma.m16n8k32 and mma.m16n8k16. A misaligned read ends the program, as on the device.
#pragma once

#include <array>
#include <cstring>
#include <vector>

#include "kernels/core/dtype.h"
#include "tests/kernels/block_shim.h"

using __half = halftone::F16;
using __nv_bfloat16 = halftone::BF16;

namespace halftone::cuda {

template <class Number>
std::uint32_t pack(float low, float high) {
  return Number::from_float(low).bits | static_cast<std::uint32_t>(Number::from_float(high).bits) << 16;
}

// Lane 4g + t gives rows g and g + 8 of A at columns 2t, 2t + 1 and 8 more, and column g of B at the same; it gets rows g and g + 8 of the
// product at columns 2t and 2t + 1.
template <class Number>
void multiply_add(float (&c)[4], const std::uint32_t (&a)[4], std::uint32_t b0, std::uint32_t b1) {
  static std::array<std::uint32_t, 6> of_warps[32][32];
  auto& operands = of_warps[threadIdx.x / 32];
  const unsigned lane = threadIdx.x % 32, g = lane / 4, t = lane % 4;
  operands[lane] = {a[0], a[1], a[2], a[3], b0, b1};
  shim::meet(shim::this_warp().meeting);
  for (unsigned i = 0; i < 4; ++i) {
    const unsigned column = 2 * t + i % 2, row_8 = i / 2;
    double sum = c[i];
    for (unsigned k = 0; k < 16; ++k) {
      const unsigned upper = k / 8, of = k % 8 / 2, at = k % 2 * 16;
      const auto number = [&](std::uint32_t word) { return double{Number{static_cast<std::uint16_t>(word >> at)}.to_float()}; };
      sum += number(operands[4 * g + of][2 * upper + row_8]) * number(operands[4 * column + of][4 + upper]);
    }
    c[i] = static_cast<float>(sum);
  }
  shim::meet(shim::this_warp().meeting);
}

}  // namespace halftone::cuda

namespace halftone::cuda::token {

struct Place {
  int warp, lane;
};
inline Place place() { return {static_cast<int>(threadIdx.x / 32), static_cast<int>(threadIdx.x % 32)}; }

inline std::vector<std::byte> shared_memory;

template <class T>
T read(std::uint32_t at) {
  if (at % sizeof(T) != 0 || at + sizeof(T) > shared_memory.size()) std::abort();
  T value;
  std::memcpy(&value, shared_memory.data() + at, sizeof value);
  return value;
}
inline uint4 read_16(std::uint32_t at) { return read<uint4>(at); }
inline uint2 read_8(std::uint32_t at) { return read<uint2>(at); }
inline std::uint32_t read_4(std::uint32_t at) { return read<std::uint32_t>(at); }
inline std::uint32_t read_2(std::uint32_t at) { return read<std::uint16_t>(at); }
inline float2 halves(std::uint32_t w) {
  return {F16{static_cast<std::uint16_t>(w)}.to_float(), F16{static_cast<std::uint16_t>(w >> 16)}.to_float()};
}
inline float2 floats(uint2 v) { return {__uint_as_float(v.x), __uint_as_float(v.y)}; }

template <class Operation>
std::uint32_t of_halves(const Operation& operation) {
  const auto one = [&](int shift) { return std::uint32_t{F16::from_float(static_cast<float>(operation(shift))).bits} << shift; };
  return one(0) | one(16);
}
inline double half_at(std::uint32_t word, int shift) { return F16{static_cast<std::uint16_t>(word >> shift)}.to_float(); }
inline std::uint32_t halves_minus(std::uint32_t a, std::uint32_t b) {
  return of_halves([&](int s) { return half_at(a, s) - half_at(b, s); });
}
inline std::uint32_t halves_times(std::uint32_t a, std::uint32_t b) {
  return of_halves([&](int s) { return half_at(a, s) * half_at(b, s); });
}
inline std::uint32_t halves_fma(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
  return of_halves([&](int s) { return half_at(a, s) * half_at(b, s) + half_at(c, s); });
}
template <class Number>
float to_16_and_back(float v) {
  return Number::from_float(v).to_float();
}
inline std::uint32_t transpose(std::uint32_t a) {
  const int lane = place().lane, row = lane / 4, pair = lane % 4;
  const auto at = [&](int of_row, int column) {  // a half of the turned matrix is one of the other
    const std::uint32_t word = shim::from_lane(a, 4 * column + of_row / 2);
    return word >> of_row % 2 * 16 & 0xFFFF;
  };
  const std::uint32_t low = at(row, 2 * pair), high = at(row, 2 * pair + 1);
  return low | high << 16;
}

// Lane 4g + t gives rows g and g + 8 of A at columns 4t … and 16 + 4t …, and column g of B at the same; it gets rows g and g + 8 of the
// product at columns 2t and 2t + 1.
template <bool Unsigned>
void multiply_add(int (&c)[4], std::uint32_t a0, std::uint32_t a1, std::uint32_t a2, std::uint32_t a3, std::uint32_t b0, std::uint32_t b1) {
  static std::array<std::uint32_t, 6> of_warps[32][32];
  auto& operands = of_warps[threadIdx.x / 32];
  const unsigned lane = threadIdx.x % 32, g = lane / 4, t = lane % 4;
  operands[lane] = {a0, a1, a2, a3, b0, b1};
  shim::meet(shim::this_warp().meeting);
  const auto byte = [](std::uint32_t word, int i, bool is_signed) {
    const auto bits = static_cast<std::uint8_t>(word >> (8 * i));
    return is_signed ? static_cast<int>(static_cast<std::int8_t>(bits)) : static_cast<int>(bits);
  };
  for (unsigned i = 0; i < 4; ++i) {
    const unsigned column = 2 * t + i % 2, row_8 = i / 2;
    for (unsigned k = 0; k < 32; ++k) {
      const unsigned upper = k / 16, of = k % 16 / 4, at = k % 4;  // which word, whose, which byte of it
      c[i] += byte(operands[4 * g + of][2 * upper + row_8], static_cast<int>(at), !Unsigned) *
              byte(operands[4 * column + of][4 + upper], static_cast<int>(at), true);
    }
  }
  shim::meet(shim::this_warp().meeting);
}

}  // namespace halftone::cuda::token
