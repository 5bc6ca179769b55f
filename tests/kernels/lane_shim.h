// kernels/cuda/token/lane.cuh on the host: shared memory is a vector of bytes, a warp's product of integers is what the PTX ISA says of
// mma.m16n8k32. A misaligned read ends the program, as on the device.
#pragma once

#include <array>
#include <cstring>
#include <vector>

#include "kernels/core/dtype.h"
#include "tests/kernels/block_shim.h"

namespace halftone::cuda::token {

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
