// A chunk is what one lane loads at once of a row in the split layout: kBytes of quants and the header of kHeaderFields 16-bit fields
// that goes with them, header_at(chunk) bytes into the row's headers.
// (kBytes and header_at: of chunks that can be copied without being understood, as chains do.)
// One struct per kind of format says how many weights that is and how they multiply with x; a new format is a new struct.
//
// x lies in shared memory as the chunks want it: in slices of 16 bytes, slice s of all chunks together, so that neighbouring
// lanes read neighbouring banks. Float kinds: a slice is 4 floats. Integer kinds: a slice is 16 int8; beside it, per group of 32
// columns, x_scale and x_scale·Σx̂ (kernels/ops/matmul.h).
//
// Chunks compile without nvcc too, given CUDA's vector types and intrinsics: tests/kernels/chunks_test.cpp runs them on the CPU.
#pragma once

#ifdef __CUDACC__
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#endif

#include <cstddef>
#include <cstdint>

#include "kernels/formats/bitsandbytes.h"
#include "kernels/layouts/split_layout.h"

namespace halftone::cuda {

__device__ __forceinline__ uint4 load_once(const void* at) {  // weights are read once a token: do not keep them
#ifdef __CUDA_ARCH__
  uint4 v;
  asm volatile("ld.global.nc.L1::no_allocate.v4.u32 {%0,%1,%2,%3}, [%4];" : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w) : "l"(at));
  return v;
#else
  return __ldg(static_cast<const uint4*>(at));
#endif
}
__device__ __forceinline__ uint2 load_once_8(const void* at) {
#ifdef __CUDA_ARCH__
  uint2 v;
  asm volatile("ld.global.nc.v2.u32 {%0,%1}, [%2];" : "=r"(v.x), "=r"(v.y) : "l"(at));
  return v;
#else
  return __ldg(static_cast<const uint2*>(at));
#endif
}

__device__ __forceinline__ std::uint32_t load_word(const std::byte* at) { return __ldg(reinterpret_cast<const unsigned*>(at)); }
__device__ __forceinline__ std::uint32_t load_half(const std::byte* at) { return __ldg(reinterpret_cast<const unsigned short*>(at)); }

// Floats of x, slices of 4, in shared memory.
struct FloatX {
  const float4* slices;
  int chunks;
  __device__ float4 slice(int s, int chunk) const { return slices[s * chunks + chunk]; }
};

// Rounded x, slices of 16 int8.
struct RoundedX {
  const uint4* slices;
  const float* scales;  // per 32 columns
  const float* sums;    // scale · Σx̂
  int chunks;
  __device__ uint4 slice(int s, int chunk) const { return slices[s * chunks + chunk]; }
  // Of a group of 32 columns, which is so-manyth of its chunk.
  __device__ float scale(int group, int) const { return scales[group]; }
  __device__ float scaled_sum(int group, int) const { return sums[group]; }
};

// The x of one chunk, in registers; indices beyond the chunk's own are not looked at.
template <class Chunk, class X = typename Chunk::X>
struct HeldX;

template <class Chunk>
struct HeldX<Chunk, FloatX> {
  float4 slices[Chunk::kWeights / 4];
  __device__ HeldX(const FloatX& x, int chunk) {
#pragma unroll
    for (int s = 0; s < Chunk::kWeights / 4; ++s) slices[s] = x.slice(s, chunk);
  }
  __device__ float4 slice(int s, int) const { return slices[s]; }
};

template <class Chunk>
struct HeldX<Chunk, RoundedX> {
  static constexpr int kGroups = (Chunk::kWeights + 31) / 32;
  uint4 slices[Chunk::kWeights / 16];
  float scales[kGroups], sums[kGroups];
  __device__ HeldX(const RoundedX& x, int chunk) {
#pragma unroll
    for (int s = 0; s < Chunk::kWeights / 16; ++s) slices[s] = x.slice(s, chunk);
#pragma unroll
    for (int g = 0; g < kGroups; ++g) {
      const int group = (chunk * Chunk::kWeights + 32 * g) / 32;
      scales[g] = x.scale(group, g), sums[g] = x.scaled_sum(group, g);
    }
  }
  __device__ uint4 slice(int s, int) const { return slices[s]; }
  __device__ float scale(int, int of_chunk) const { return scales[of_chunk]; }
  __device__ float scaled_sum(int, int of_chunk) const { return sums[of_chunk]; }
};

__device__ __forceinline__ float dot4(float4 a, float4 b, float sum) {
  sum = fmaf(a.x, b.x, sum);
  sum = fmaf(a.y, b.y, sum);
  sum = fmaf(a.z, b.z, sum);
  return fmaf(a.w, b.w, sum);
}
__device__ __forceinline__ std::uint32_t word(const uint4& v, int i) { return i == 0 ? v.x : i == 1 ? v.y : i == 2 ? v.z : v.w; }

// ---- Float kinds: `float dot(chunk, x, index, sum)` ---------------------------------------------------------------------------------

struct F32Chunk {
  using X = FloatX;
  static constexpr int kWeights = 4, kBytes = 16, kHeaderFields = 0;
  uint4 quants;
  __device__ void load(const std::byte* row, const std::byte*, int chunk) { quants = load_once(row + chunk * 16); }
  __device__ float weight(int i) const { return __uint_as_float(word(quants, i)); }
  template <class HeldOrShared>
  __device__ float dot(const HeldOrShared& x, int chunk, float sum) const {
    return dot4({weight(0), weight(1), weight(2), weight(3)}, x.slice(0, chunk), sum);
  }
};

// Two numbers of 16 bits from a word.
struct F16Pairs {
  __device__ static float2 pair(std::uint32_t w) { return __half22float2(reinterpret_cast<const __half2&>(w)); }
};
struct BF16Pairs {
  __device__ static float2 pair(std::uint32_t w) { return {__uint_as_float(w << 16), __uint_as_float(w & 0xFFFF0000u)}; }
};

template <class Pairs>
struct SixteenBitChunk {
  using X = FloatX;
  static constexpr int kWeights = 8, kBytes = 16, kHeaderFields = 0;
  uint4 quants;
  __device__ void load(const std::byte* row, const std::byte*, int chunk) { quants = load_once(row + chunk * 16); }
  __device__ float weight(int i) const {
    const float2 both = Pairs::pair(word(quants, i / 2));
    return i % 2 ? both.y : both.x;
  }
  template <class HeldOrShared>
  __device__ float dot(const HeldOrShared& x, int chunk, float sum) const {
    const float2 a = Pairs::pair(quants.x), b = Pairs::pair(quants.y), c = Pairs::pair(quants.z), d = Pairs::pair(quants.w);
    sum = dot4({a.x, a.y, b.x, b.y}, x.slice(0, chunk), sum);
    return dot4({c.x, c.y, d.x, d.y}, x.slice(1, chunk), sum);
  }
};
using F16Chunk = SixteenBitChunk<F16Pairs>;
using BF16Chunk = SixteenBitChunk<BF16Pairs>;

// Sixteen codes, of which a warp's lanes look up different ones at once: every lane has its own copy, in its own bank.
struct CodeTable {
  const float* lane_codes;  // [16][32] from this lane's column
  __device__ float code(std::uint32_t q) const { return lane_codes[q * 32]; }
};

// nf4 and fp4: Codes::code(q), and absmax as f16 (two bytes of header) or as float.
struct Nf4Codes {
  __device__ static float code(int q) { return nf4_code(q); }
};
struct Fp4Codes {
  __device__ static float code(int q) { return fp4_code(q); }
};

template <class Codes_, bool FloatHeader>
struct CodeChunk {
  using X = FloatX;
  using Codes = Codes_;
  static constexpr int kWeights = 32, kBytes = 16, kHeaderFields = FloatHeader ? 2 : 1;
  __device__ static int header_at(int chunk) { return chunk / 2 * 2 * kHeaderFields; }
  uint4 quants;
  std::uint32_t header;  // the largest magnitude
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    quants = load_once(row + chunk * 16);
    header = FloatHeader ? load_word(headers + header_at(chunk)) : load_half(headers + header_at(chunk));
  }
  __device__ float scale() const {
    return FloatHeader ? __uint_as_float(header) : __half2float(__ushort_as_half(static_cast<unsigned short>(header)));
  }
  __device__ float weight(int i) const {
    return scale() * Codes::code(static_cast<int>(word(quants, i % 16 / 4) >> (i % 4 * 8 + i / 16 * 4)) & 15);
  }
  template <class HeldOrShared>
  __device__ float dot(const HeldOrShared& x, const CodeTable& table, int chunk, float sum) const {
    float part = 0;
#pragma unroll
    for (int w = 0; w < 4; ++w) {  // word w: weights 4w … in the low nibbles, 16 + 4w … in the high ones
      const std::uint32_t q = word(quants, w);
      part =
          dot4({table.code(q & 15), table.code(q >> 8 & 15), table.code(q >> 16 & 15), table.code(q >> 24 & 15)}, x.slice(w, chunk), part);
      part = dot4({table.code(q >> 4 & 15), table.code(q >> 12 & 15), table.code(q >> 20 & 15), table.code(q >> 28)}, x.slice(4 + w, chunk),
                  part);
    }
    return fmaf(scale(), part, sum);
  }
};
using Nf4Chunk = CodeChunk<Nf4Codes, false>;
using BnbNf4Chunk = CodeChunk<Nf4Codes, true>;
using BnbFp4Chunk = CodeChunk<Fp4Codes, true>;

// ---- Integer kinds ---------------------------------------------------------------------------------------------------------------

__device__ __forceinline__ float low_half(std::uint32_t header) {
  return __half2float(__ushort_as_half(static_cast<unsigned short>(header)));
}
__device__ __forceinline__ float high_half(std::uint32_t header) {
  return __half2float(__ushort_as_half(static_cast<unsigned short>(header >> 16)));
}

struct Int8Chunk {  // int8, Q8_0: w = scale · q
  using X = RoundedX;
  static constexpr int kWeights = 16, kBytes = 16, kHeaderFields = 1;
  __device__ static int header_at(int chunk) { return chunk / 2 * 2; }
  uint4 quants;
  std::uint16_t header;
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    quants = load_once(row + chunk * 16);
    header = load_half(headers + header_at(chunk));
  }
  __device__ float weight(int i) const {
    return low_half(header) * static_cast<float>(static_cast<signed char>(word(quants, i / 4) >> (i % 4 * 8)));
  }
  template <class HeldOrShared>
  __device__ float dot(const HeldOrShared& x, int chunk, float sum) const {
    const uint4 v = x.slice(0, chunk);
    int s = __dp4a(static_cast<int>(quants.x), static_cast<int>(v.x), 0);
    s = __dp4a(static_cast<int>(quants.y), static_cast<int>(v.y), s);
    s = __dp4a(static_cast<int>(quants.z), static_cast<int>(v.z), s);
    s = __dp4a(static_cast<int>(quants.w), static_cast<int>(v.w), s);
    return fmaf(static_cast<float>(s), low_half(header) * x.scale(chunk / 2, 0), sum);
  }
};

// int4 in groups of 32, 64, 128 and Q4_1: w = scale · q + minimum. Bias 8 without minimum: Q4_0.
template <int Group, int Bias>
struct NibbleChunk {
  using X = RoundedX;
  static constexpr int kWeights = 32, kBytes = 16, kHeaderFields = Bias == 0 ? 2 : 1;
  __device__ static int header_at(int chunk) { return Bias == 0 ? chunk / (Group / 32) * 4 : chunk * 2; }
  uint4 quants;
  std::uint32_t header;
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    quants = load_once(row + chunk * 16);
    header = Bias == 0 ? load_word(headers + header_at(chunk)) : load_half(headers + header_at(chunk));
  }
  __device__ float scale() const { return low_half(header); }
  __device__ float minimum() const { return Bias == 0 ? high_half(header) : -Bias * low_half(header); }
  __device__ float weight(int i) const {
    const int q = static_cast<int>(word(quants, i % 16 / 4) >> (i % 4 * 8 + i / 16 * 4)) & 15;
    return Bias == 0 ? scale() * static_cast<float>(q) + minimum() : scale() * static_cast<float>(q - Bias);
  }
  template <class HeldOrShared>
  __device__ float dot(const HeldOrShared& x, int chunk, float sum) const {
    const uint4 low = x.slice(0, chunk), high = x.slice(1, chunk);
    int s = 0;
#pragma unroll
    for (int w = 0; w < 4; ++w) {
      const std::uint32_t q = word(quants, w);
      s = __dp4a(static_cast<int>(q & 0x0F0F0F0Fu), static_cast<int>(word(low, w)), s);
      s = __dp4a(static_cast<int>(q >> 4 & 0x0F0F0F0Fu), static_cast<int>(word(high, w)), s);
    }
    sum = fmaf(static_cast<float>(s), scale() * x.scale(chunk, 0), sum);
    return fmaf(minimum(), x.scaled_sum(chunk, 0), sum);
  }
};

// int2 and int3: 64 weights with one header, as two groups of 32 of x. Words(part, C) gives weights 4C … 4C + 3 of a group, a byte each.
template <class Self>
struct SixtyFour {
  using X = RoundedX;
  static constexpr int kWeights = 64, kHeaderFields = 2;
  __device__ static int header_at(int chunk) { return chunk * 4; }
  std::uint32_t header;
  __device__ float weight(int i) const {
    const int q = static_cast<int>(static_cast<const Self*>(this)->four(i / 32, i % 32 / 4) >> (i % 4 * 8)) & 0xFF;
    return low_half(header) * static_cast<float>(q) + high_half(header);
  }
  template <class HeldOrShared>
  __device__ float dot(const HeldOrShared& x, int chunk, float sum) const {
#pragma unroll
    for (int part = 0; part < 2; ++part) {
      const uint4 low = x.slice(2 * part, chunk), high = x.slice(2 * part + 1, chunk);
      int s = 0;
#pragma unroll
      for (int c = 0; c < 4; ++c) {
        s = __dp4a(static_cast<int>(static_cast<const Self*>(this)->four(part, c)), static_cast<int>(word(low, c)), s);
        s = __dp4a(static_cast<int>(static_cast<const Self*>(this)->four(part, 4 + c)), static_cast<int>(word(high, c)), s);
      }
      sum = fmaf(static_cast<float>(s), low_half(header) * x.scale(2 * chunk + part, part), sum);
      sum = fmaf(high_half(header), x.scaled_sum(2 * chunk + part, part), sum);
    }
    return sum;
  }
};

struct Int2Chunk : SixtyFour<Int2Chunk> {
  static constexpr int kBytes = 16;
  uint4 quants;
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    quants = load_once(row + chunk * 16);
    header = load_word(headers + header_at(chunk));
  }
  __device__ std::uint32_t four(int part, int c) const { return word(quants, 2 * part + c % 2) >> (c / 2 * 2) & 0x03030303u; }
};

struct Int3Chunk : SixtyFour<Int3Chunk> {
  static constexpr int kBytes = 24;
  std::uint32_t quants[6];
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
#pragma unroll
    for (int i = 0; i < 3; ++i) {
      const uint2 v = load_once_8(row + chunk * 24 + i * 8);
      quants[2 * i] = v.x, quants[2 * i + 1] = v.y;
    }
    header = load_word(headers + header_at(chunk));
  }
  __device__ std::uint32_t four(int part, int c) const {
    return (quants[3 * part + c % 2] >> (c / 2 * 2) & 0x03030303u) | (quants[3 * part + 2] >> c & 0x01010101u) << 2;
  }
};

}  // namespace halftone::cuda
