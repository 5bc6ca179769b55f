// Chunks (chunks.cuh) of the formats that are only read: GGUF's five-bit, K-quants and IQ4, zero points, bitsandbytes' int8. What lies
// beside a header in the split layout, and in which order: kernels/layouts/split_layout.h and the formats' own headers.
#pragma once

#include "kernels/cuda/matmul/chunks.cuh"
#include "kernels/formats/bitsandbytes.h"
#include "kernels/formats/iq4.h"

namespace halftone::cuda {

__device__ __forceinline__ int dot_bytes(std::uint32_t a, std::uint32_t b, int sum) {
  return __dp4a(static_cast<int>(a), static_cast<int>(b), sum);
}
constexpr std::uint32_t kOnes = 0x01010101u;

struct BnbInt8Chunk {  // w = q · SCB / 127
  using X = RoundedX;
  static constexpr int kWeights = 16, kHeaderFields = 2;
  uint4 quants;
  float scb;
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    quants = load_once(row + chunk * 16);
    scb = __uint_as_float(load_word(headers + chunk / 8 * 4));
  }
  __device__ float weight(int i) const {
    return scb * static_cast<float>(static_cast<signed char>(word(quants, i / 4) >> (i % 4 * 8))) * BnbInt8Block::kOver127;
  }
  __device__ float dot(const X& x, int chunk, float sum) const {
    const uint4 v = x.slice(0, chunk);
    int s = 0;
#pragma unroll
    for (int w = 0; w < 4; ++w) s = dot_bytes(word(quants, w), word(v, w), s);
    return fmaf(static_cast<float>(s), scb * BnbInt8Block::kOver127 * x.scale(chunk / 2, 0), sum);
  }
};

// Thirty-two weights w = scale · q + minimum: Self says four(c), weights 4c … 4c + 3 as bytes, scale(), minimum(), weight(i).
template <class Self>
struct ThirtyTwo {
  using X = RoundedX;
  static constexpr int kWeights = 32;
  __device__ const Self& self() const { return *static_cast<const Self*>(this); }
  __device__ int quant(int i) const { return static_cast<int>(self().four(i / 4) >> (i % 4 * 8)) & 0xFF; }
  __device__ float dot(const X& x, int chunk, float sum) const {
    const uint4 low = x.slice(0, chunk), high = x.slice(1, chunk);
    int s = 0;
#pragma unroll
    for (int c = 0; c < 4; ++c) {
      s = dot_bytes(self().four(c), word(low, c), s);
      s = dot_bytes(self().four(4 + c), word(high, c), s);
    }
    sum = fmaf(static_cast<float>(s), self().scale() * x.scale(chunk, 0), sum);
    return fmaf(self().minimum(), x.scaled_sum(chunk, 0), sum);
  }
};

// Q5_0, Q5_1: aside the scale, the minimum, the fifth bits.
template <bool Minimum>
struct FiveBitChunk : ThirtyTwo<FiveBitChunk<Minimum>> {
  static constexpr int kHeaderFields = Minimum ? 2 : 1;
  uint4 quants;
  std::uint32_t header, fifth;
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    quants = load_once(row + chunk * 16);
    if constexpr (Minimum) {
      header = load_word(headers + chunk * 8);
      fifth = load_word(headers + chunk * 8 + 4);
    } else {
      header = load_half(headers + chunk * 6);
      fifth = load_half(headers + chunk * 6 + 2) | load_half(headers + chunk * 6 + 4) << 16;
    }
  }
  __device__ std::uint32_t four(int c) const {
    const std::uint32_t spread = (fifth >> (4 * c) & 15) * 0x00204081u & kOnes;  // bit b of the four to byte b
    return (word(quants, c % 4) >> (c / 4 * 4) & 0x0F0F0F0Fu) | spread << 4;
  }
  __device__ float scale() const { return low_half(header); }
  __device__ float minimum() const { return Minimum ? high_half(header) : -16 * low_half(header); }
  __device__ float weight(int i) const {
    const int q = this->quant(i);
    return Minimum ? scale() * static_cast<float>(q) + minimum() : scale() * static_cast<float>(q - 16);
  }
};

// w = scale · (q - zero), groups of 32 or 128. Eight bits are made signed: q and zero both 128 less.
template <int Bits, int Group>
struct ZeroChunk : ThirtyTwo<ZeroChunk<Bits, Group>> {
  static constexpr int kHeaderFields = 2;
  std::uint32_t quants[Bits], header;
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    if constexpr (Bits >= 4) {
#pragma unroll
      for (int i = 0; i < Bits / 4; ++i) {
        const uint4 v = load_once(row + (chunk * (Bits / 4) + i) * 16);
        quants[4 * i] = v.x, quants[4 * i + 1] = v.y, quants[4 * i + 2] = v.z, quants[4 * i + 3] = v.w;
      }
    } else {
#pragma unroll
      for (int i = 0; i < Bits; ++i) quants[i] = load_word(row + (chunk * Bits + i) * 4);
    }
    header = load_word(headers + chunk / (Group / 32) * 4);
  }
  __device__ std::uint32_t four(int c) const {
    if constexpr (Bits == 8) return quants[c] ^ 0x80808080u;
    if constexpr (Bits == 4) return quants[c % 4] >> (c / 4 * 4) & 0x0F0F0F0Fu;
    if constexpr (Bits == 3) return (quants[c % 2] >> (c / 2 * 2) & 0x03030303u) | (quants[2] >> c & kOnes) << 2;
    if constexpr (Bits == 2) return quants[c % 2] >> (c / 2 * 2) & 0x03030303u;
  }
  __device__ float scale() const { return low_half(header); }
  __device__ float minimum() const { return -(scale() * (high_half(header) - (Bits == 8 ? 128.0f : 0.0f))); }
  __device__ float weight(int i) const {
    const int q = this->quant(i);
    return scale() * (static_cast<float>(Bits == 8 ? q ^ 0x80 : q) - high_half(header));
  }
};

// The levels of four nibbles, one in each byte, as signed bytes: looked up in both halves of the table by their low three bits.
__device__ __forceinline__ std::uint32_t iq4_levels(std::uint32_t nibbles) {
  constexpr auto four = [](int first) {
    std::uint32_t bytes = 0;
    for (int q = 0; q < 4; ++q) bytes |= (static_cast<std::uint32_t>(iq4_level(first + q)) & 0xFF) << (8 * q);
    return bytes;
  };
  constexpr std::uint32_t k0 = four(0), k4 = four(4), k8 = four(8), k12 = four(12);
  const std::uint32_t low = nibbles & 0x07070707u, pairs = low | low >> 4, selector = (pairs & 0xFF) | (pairs >> 8 & 0xFF00);
  const std::uint32_t upper = (nibbles >> 3 & kOnes) * 0xFF;
  return (__byte_perm(k0, k4, selector) & ~upper) | (__byte_perm(k8, k12, selector) & upper);
}

struct Iq4NlChunk {
  using X = RoundedX;
  static constexpr int kWeights = 32, kHeaderFields = 1;
  uint4 quants;
  std::uint32_t header;
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    quants = load_once(row + chunk * 16);
    header = load_half(headers + chunk * 2);
  }
  __device__ std::uint32_t four(int c) const { return iq4_levels(word(quants, c % 4) >> (c / 4 * 4) & 0x0F0F0F0Fu); }
  __device__ float weight(int i) const {
    return low_half(header) * static_cast<float>(static_cast<signed char>(four(i / 4) >> (i % 4 * 8)));
  }
  __device__ float dot(const X& x, int chunk, float sum) const {
    const uint4 low = x.slice(0, chunk), high = x.slice(1, chunk);
    int s = 0;
#pragma unroll
    for (int c = 0; c < 4; ++c) {
      s = dot_bytes(four(c), word(low, c), s);
      s = dot_bytes(four(4 + c), word(high, c), s);
    }
    return fmaf(static_cast<float>(s), low_half(header) * x.scale(chunk, 0), sum);
  }
};

// K-quants: half a super-block, four stretches of 32. Self says four(stretch, c), weights 4c … 4c + 3 of a stretch as bytes; kParts in a
// stretch; kBias, or kMinimum; scale(part), minimum(part), the super-block's factored in.
template <class Self>
struct HalfSuper {
  using X = RoundedX;
  static constexpr int kWeights = 128;
  __device__ const Self& self() const { return *static_cast<const Self*>(this); }

  __device__ float weight(int i) const {
    const int q = static_cast<int>(self().four(i / 32, i % 32 / 4) >> (i % 4 * 8)) & 0xFF, part = i * Self::kParts / 32;
    const float product = self().scale(part) * static_cast<float>(q - Self::kBias);
    return Self::kMinimum ? product + self().minimum(part) : product;
  }
  __device__ float dot(const X& x, int chunk, float sum) const {
#pragma unroll
    for (int stretch = 0; stretch < 4; ++stretch) {
      const float x_scale = x.scale(4 * chunk + stretch, stretch);
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        const uint4 v = x.slice(2 * stretch + half, chunk);
        int s = 0, total = 0;
#pragma unroll
        for (int c = 0; c < 4; ++c) s = dot_bytes(self().four(stretch, 4 * half + c), word(v, c), s);
        const int part = Self::kParts == 2 ? 2 * stretch + half : stretch;
        if constexpr (Self::kParts == 2) {  // sums of x are there for whole stretches only
#pragma unroll
          for (int c = 0; c < 4; ++c) total = dot_bytes(kOnes, word(v, c), total);
        }
        sum = fmaf(static_cast<float>(s - Self::kBias * total), self().scale(part) * x_scale, sum);
        if constexpr (Self::kMinimum && Self::kParts == 2) sum = fmaf(self().minimum(part), x_scale * static_cast<float>(total), sum);
      }
      if constexpr (Self::kMinimum && Self::kParts == 1)
        sum = fmaf(self().minimum(stretch), x.scaled_sum(4 * chunk + stretch, stretch), sum);
    }
    return sum;
  }

 protected:
  template <int Words>
  __device__ static void load_words(std::uint32_t (&words)[Words], const std::byte* at) {
#pragma unroll
    for (int i = 0; i < Words; i += 4) {
      const uint4 v = __ldg(reinterpret_cast<const uint4*>(at) + i / 4);  // both halves of a super-block read some of them
      words[i] = v.x, words[i + 1] = v.y, words[i + 2] = v.z, words[i + 3] = v.w;
    }
  }
  __device__ static int byte_of(std::uint32_t w, int i) { return static_cast<int>(w >> (i * 8)) & 0xFF; }
};

struct Q2KChunk : HalfSuper<Q2KChunk> {  // quants' part: scales[16], quants[64]; aside: scale, minimum
  static constexpr int kHeaderFields = 2, kParts = 2, kBias = 0;
  static constexpr bool kMinimum = true;
  std::uint32_t quants[8], parts[2], header;
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    const std::byte* block = row + chunk / 2 * 80;
    load_words(quants, block + 16 + chunk % 2 * 32);
    parts[0] = load_word(block + chunk % 2 * 8);
    parts[1] = load_word(block + chunk % 2 * 8 + 4);
    header = load_word(headers + chunk / 2 * 4);
  }
  __device__ std::uint32_t four(int stretch, int c) const { return quants[c] >> (2 * stretch) & 0x03030303u; }
  __device__ float scale(int part) const { return low_half(header) * static_cast<float>(byte_of(parts[part / 4], part % 4) & 15); }
  __device__ float minimum(int part) const { return -(high_half(header) * static_cast<float>(byte_of(parts[part / 4], part % 4) >> 4)); }
};

struct Q3KChunk : HalfSuper<Q3KChunk> {  // quants' part: high[32], quants[64]; aside: scales[12], scale
  static constexpr int kHeaderFields = 1, kParts = 2, kBias = 4;
  static constexpr bool kMinimum = false;
  std::uint32_t quants[8], high[8], parts[2], header;  // high: this half's four bits of each byte
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    const std::byte* block = row + chunk / 2 * 96;
    const int second = chunk % 2;
    load_words(quants, block + 32 + second * 32);
    load_words(high, block);
#pragma unroll
    for (int i = 0; i < 8; ++i) high[i] = high[i] >> (4 * second) & 0x0F0F0F0Fu;
    const std::byte* aside = headers + chunk / 2 * 14;
    const auto load = [&](int offset) { return load_half(aside + offset) | load_half(aside + offset + 2) << 16; };
    // Of the sixteen scales, this half's eight: nibbles of the first eight bytes, and their two high bits.
    const std::uint32_t top = load(8) >> (4 * second);
    parts[0] = (load(0) >> (4 * second) & 0x0F0F0F0Fu) | (top & 0x03030303u) << 4;
    parts[1] = (load(4) >> (4 * second) & 0x0F0F0F0Fu) | (top >> 2 & 0x03030303u) << 4;
    header = load_half(aside + 12);
  }
  __device__ std::uint32_t four(int stretch, int c) const {
    return (quants[c] >> (2 * stretch) & 0x03030303u) | (high[c] >> stretch & kOnes) << 2;
  }
  __device__ float scale(int part) const { return low_half(header) * static_cast<float>(byte_of(parts[part / 4], part % 4) - 32); }
  __device__ float minimum(int) const { return 0; }
};

// The pairs of Q4_K and Q5_K: aside scale, minimum, scales[12].
template <class Self>
struct PairChunk : HalfSuper<Self> {
  static constexpr int kHeaderFields = 2, kParts = 1, kBias = 0;
  static constexpr bool kMinimum = true;
  std::uint32_t header, scales, minima;  // of this half's four stretches, a byte each
  __device__ void load_pairs(const std::byte* headers, int chunk) {
    const uint4 v = __ldg(reinterpret_cast<const uint4*>(headers) + chunk / 2);
    header = v.x;
    const bool second = chunk % 2;
    scales = second ? (v.w & 0x0F0F0F0Fu) | (v.y >> 6 & 0x03030303u) << 4 : v.y & 0x3F3F3F3Fu;
    minima = second ? (v.w >> 4 & 0x0F0F0F0Fu) | (v.z >> 6 & 0x03030303u) << 4 : v.z & 0x3F3F3F3Fu;
  }
  __device__ float scale(int part) const { return low_half(header) * static_cast<float>(this->byte_of(scales, part)); }
  __device__ float minimum(int part) const { return -(high_half(header) * static_cast<float>(this->byte_of(minima, part))); }
};

struct Q4KChunk : PairChunk<Q4KChunk> {  // quants' part: quants[128]
  std::uint32_t quants[16];
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    load_words(quants, row + chunk * 64);
    load_pairs(headers, chunk);
  }
  __device__ std::uint32_t four(int stretch, int c) const { return quants[stretch / 2 * 8 + c] >> (stretch % 2 * 4) & 0x0F0F0F0Fu; }
};

struct Q5KChunk : PairChunk<Q5KChunk> {  // quants' part: high[32], quants[128]
  std::uint32_t quants[16], high[8];     // high: this half's four bits of each byte
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    const std::byte* block = row + chunk / 2 * 160;
    load_words(quants, block + 32 + chunk % 2 * 64);
    load_words(high, block);
#pragma unroll
    for (int i = 0; i < 8; ++i) high[i] = high[i] >> (chunk % 2 * 4) & 0x0F0F0F0Fu;
    load_pairs(headers, chunk);
  }
  __device__ std::uint32_t four(int stretch, int c) const {
    return (quants[stretch / 2 * 8 + c] >> (stretch % 2 * 4) & 0x0F0F0F0Fu) | (high[c] >> stretch & kOnes) << 4;
  }
};

struct Q6KChunk : HalfSuper<Q6KChunk> {  // quants' part: low[128], high[64]; aside: scales[16], scale
  static constexpr int kHeaderFields = 1, kParts = 2, kBias = 32;
  static constexpr bool kMinimum = false;
  std::uint32_t low[16], high[8], parts[2], header;
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    const std::byte* block = row + chunk / 2 * 192;
    load_words(low, block + chunk % 2 * 64);
    load_words(high, block + 128 + chunk % 2 * 32);
    const std::byte* aside = headers + chunk / 2 * 18;
    const std::byte* scales = aside + chunk % 2 * 8;
    parts[0] = load_half(scales) | load_half(scales + 2) << 16;
    parts[1] = load_half(scales + 4) | load_half(scales + 6) << 16;
    header = load_half(aside + 16);
  }
  __device__ std::uint32_t four(int stretch, int c) const {
    return (low[stretch % 2 * 8 + c] >> (stretch / 2 * 4) & 0x0F0F0F0Fu) | (high[c] >> (2 * stretch) & 0x03030303u) << 4;
  }
  __device__ float scale(int part) const {
    return low_half(header) * static_cast<float>(static_cast<signed char>(parts[part / 4] >> (part % 4 * 8)));
  }
  __device__ float minimum(int) const { return 0; }
};

struct Iq4XsChunk : HalfSuper<Iq4XsChunk> {  // quants' part: quants[128]; aside: scale, high[2], low[4]
  static constexpr int kHeaderFields = 2, kParts = 1, kBias = 0;
  static constexpr bool kMinimum = false;
  std::uint32_t quants[16], header, parts;  // of this half's four stretches s, a byte each
  __device__ void load(const std::byte* row, const std::byte* headers, int chunk) {
    load_words(quants, row + chunk * 64);
    const std::byte* aside = headers + chunk / 2 * 8;
    header = load_word(aside);
    const std::uint32_t low = load_word(aside + 4) >> (chunk % 2 * 16), high = header >> (16 + chunk % 2 * 8);
    parts = (low & 15) | (low & 0xF0) << 4 | (low & 0xF00) << 8 | (low & 0xF000) << 12;
    parts |= (high & 3) << 4 | (high & 12) << 10 | (high & 48) << 16 | (high & 192) << 22;
  }
  __device__ std::uint32_t four(int stretch, int c) const { return iq4_levels(quants[stretch * 4 + c % 4] >> (c / 4 * 4) & 0x0F0F0F0Fu); }
  __device__ float weight(int i) const {
    return scale(i / 32) * static_cast<float>(static_cast<signed char>(four(i / 32, i % 32 / 4) >> (i % 4 * 8)));
  }
  __device__ float scale(int part) const { return low_half(header) * static_cast<float>(byte_of(parts, part) - 32); }
  __device__ float minimum(int) const { return 0; }
};

}  // namespace halftone::cuda
