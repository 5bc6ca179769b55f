// Products of GGUF's K-quants (kernels/formats/k_quants.h): super-blocks of 256 whose parts have integers for scales.
#pragma once

#include "kernels/cuda/token/integer_lane.cuh"

namespace halftone::cuda::token {

class SuperBlocks : protected IntegerLane {
 protected:
  using IntegerLane::IntegerLane;

  // Headers of Q4_K and Q5_K: low nibbles of pieces 2t and 2t + 1 are group 2t, high ones group 2t + 1. kernels/formats/k_quants.h,
  // SixBitPairs.
  __device__ __forceinline__ void super_block(std::uint32_t stage, int column, Factors& row, Factors& row_8) {
    const uint4 header = read_16(stage + header_), header_8 = read_16(stage + header_ + 8 * shape_.header_bytes);
    const GroupsOfX x = groups(column);
    const auto work_out = [&](const uint4& words, float& sum) {
      const bool last = t() >= 2;
      std::uint32_t scales = last ? (words.w & 0x0F0F0F0Fu) | (words.y >> 6 & 0x03030303u) << 4 : words.y & 0x3F3F3F3Fu;
      std::uint32_t minima = last ? (words.w >> 4 & 0x0F0F0F0Fu) | (words.z >> 6 & 0x03030303u) << 4 : words.z & 0x3F3F3F3Fu;
      scales >>= t() % 2 * 16, minima >>= t() % 2 * 16;
      const auto byte = [](std::uint32_t w, int i) { return static_cast<float>(w >> (8 * i) & 0xFFu); };
      const float2 of_block = halves(words.x);
      sum = fmaf(-of_block.y, fmaf(byte(minima, 0), x.sum.x, byte(minima, 1) * x.sum.y), sum);
      return Factors{of_block.x * byte(scales, 0) * x.scale.x, of_block.x * byte(scales, 1) * x.scale.y};
    };
    row = work_out(header, s_.row), row_8 = work_out(header_8, s_.row_8);
  }

  // Q5_K: a super-block's fifth bits, 32 bytes of eight bits each, lie before its nibbles.
  __device__ __forceinline__ void q5_k(std::uint32_t stage, int column) {
    const int to_row_8 = 8 * kParts * 160;
    const std::uint32_t row = stage + row_, bits = row - 32 - (t() & 2) * 16;
    const uint4 fifth = read_16(bits), fifth_8 = read_16(bits + to_row_8);
    uint4 v{}, u{};
    if (g() % 4 == t()) v = read_16(numbers_ + column), u = read_16(numbers_ + column + 32);
    Factors row_factors, row_8_factors;
    super_block(stage, column, row_factors, row_8_factors);
    int low[2][4] = {}, high[2][4] = {};
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      const int half = half_of(h, g()), bit = half / 16 + (t() & 2);
      const uint4 a = read_16(row + half), b = read_16(row + half + to_row_8);
      const auto lower = [&](std::uint32_t w, std::uint32_t of) { return (w & 0x0F0F0F0Fu) | (of >> bit & 0x01010101u) << 4; };
      const auto upper = [&](std::uint32_t w, std::uint32_t of) { return (w >> 4 & 0x0F0F0F0Fu) | (of >> (bit + 1) & 0x01010101u) << 4; };
      multiply_add<true>(low[h], lower(a.x, fifth.x), lower(b.x, fifth_8.x), lower(a.y, fifth.y), lower(b.y, fifth_8.y), v.x, v.y);
      multiply_add<true>(high[h], upper(a.x, fifth.x), upper(b.x, fifth_8.x), upper(a.y, fifth.y), upper(b.y, fifth_8.y), u.x, u.y);
      multiply_add<true>(low[h], lower(a.z, fifth.z), lower(b.z, fifth_8.z), lower(a.w, fifth.w), lower(b.w, fifth_8.w), v.z, v.w);
      multiply_add<true>(high[h], upper(a.z, fifth.z), upper(b.z, fifth_8.z), upper(a.w, fifth.w), upper(b.w, fifth_8.w), u.z, u.w);
    }
    const bool second = (t() / 2 ^ g()) & 1;
    const auto l = [&](int i) { return second ? low[1][i] : low[0][i]; };
    const auto h = [&](int i) { return second ? high[1][i] : high[0][i]; };
    add_products(row_factors, row_8_factors, l(0) + l(1), h(0) + h(1), l(2) + l(3), h(2) + h(3));
  }

  // Q2_K, Q3_K: a super-block's 64 bytes of two bits are four pieces, and a byte's four fields are stretches of 32. In one product columns
  // 0 to 3 belong to a field of the pieces, columns 4 to 7 to the next field: so a lane gets pieces 2 · (t % 2) and the next, which are 32
  // weights in a row, at fields t / 2 and t / 2 + 2. `four(word, field)`: signed bytes of the lane's piece, of row g and of row g + 8.
  struct TwoFields {
    int c[2][4] = {};
  };
  template <class Four>
  __device__ __forceinline__ TwoFields two_fields(const uint4 (&x)[2], const Four& four) const {
    TwoFields sums;
    const bool is_first = g() < 4;
#pragma unroll
    for (int field = 0; field < 4; ++field) {
      const uint4 v = (field % 2 == 0) == is_first ? x[field / 2] : uint4{};
#pragma unroll
      for (int w = 0; w < 4; w += 2) {
        const auto ours = four(w, field), next = four(w + 1, field);
        multiply_add<false>(sums.c[field / 2], ours.x, ours.y, next.x, next.y, w == 0 ? v.x : v.z, w == 0 ? v.y : v.w);
      }
    }
    return sums;
  }
  // x of the lane's piece: at one field of the first pair, at one of the second.
  __device__ void read_x(uint4 (&x)[2], int column) const {
    if (g() % 4 == t()) x[0] = read_16(numbers_ + column), x[1] = read_16(numbers_ + column + 64);
  }
  struct Words {
    std::uint32_t a[4], b[4];  // 16 bytes of row g, of row g + 8
  };
  __device__ static Words words(std::uint32_t at, int to_row_8) {
    const uint4 a = read_16(at), b = read_16(at + to_row_8);
    return {{a.x, a.y, a.z, a.w}, {b.x, b.y, b.z, b.w}};
  }

  __device__ __forceinline__ void q3_k(std::uint32_t stage, int column) {
    constexpr int kRow8 = 8 * kParts * 96;
    const std::uint32_t block = stage + row_ - t() * 16;
    const Words quants = words(block + 32 + t() * 16, kRow8), high = words(block + t() % 2 * 16, kRow8);
    uint4 x[2] = {};
    read_x(x, column);
    const auto four = [&](int w, int field) {  // q - 4
      const int bit = t() / 2 * 4 + field;
      const auto of = [&](std::uint32_t low, std::uint32_t top) {
        return (((low >> 2 * field & 0x03030303u) | (top >> bit & 0x01010101u) << 2) + 0x7C7C7C7Cu) ^ 0x80808080u;
      };
      return uint2{of(quants.a[w], high.a[w]), of(quants.b[w], high.b[w])};
    };
    const TwoFields sums = two_fields(x, four);
#pragma unroll
    for (int pair = 0; pair < 2; ++pair) {
      const int half = t() % 2, field = t() / 2 + 2 * pair;
      const float scale = __uint_as_float(read_4(scales_ + static_cast<unsigned>(column) / 8 + pair * 8));
      const auto add = [&](float& row, std::uint32_t header, int i) {  // kernels/formats/k_quants.h, SixBitScales
        const std::uint32_t low = read_2(header + 2 * field) >> 4 * half,
                            top = read_2(header + 8 + 2 * field % 4) >> (4 * half + field / 2 * 2);
        const auto part = [&](int shift) { return static_cast<int>((low >> shift & 15) | (top >> shift & 3) << 4) - 32; };
        const int sum = sums.c[pair][i] * part(0) + sums.c[pair][i + 1] * part(8);
        row = fmaf(static_cast<float>(sum), halves(read_2(header + 12)).x * scale, row);
      };
      add(s_.row, stage + header_, 0), add(s_.row_8, stage + header_ + 8 * shape_.header_bytes, 2);
    }
  }

  // A part's minimum is multiplied by the sum of 16 numbers of x, which is a product with ones.
  __device__ __forceinline__ void q2_k(std::uint32_t stage, int column) {
    constexpr int kRow8 = 8 * kParts * 80;
    const std::uint32_t block = stage + row_ - t() * 16;
    const Words quants = words(block + 16 + t() * 16, kRow8);
    uint4 x[2] = {};
    read_x(x, column);
    const auto four = [&](int w, int field) {
      return uint2{quants.a[w] >> 2 * field & 0x03030303u, quants.b[w] >> 2 * field & 0x03030303u};
    };
    const TwoFields sums = two_fields(x, four);
    const TwoFields of_x = two_fields(x, [](int, int) { return uint2{0x01010101u, 0x01010101u}; });
#pragma unroll
    for (int pair = 0; pair < 2; ++pair) {
      const float scale = __uint_as_float(read_4(scales_ + static_cast<unsigned>(column) / 8 + pair * 8));
      const auto add = [&](float& row, std::uint32_t parts, std::uint32_t header, int i) {
        const std::uint32_t both = read_2(parts + t() % 2 * 8 + 2 * (t() / 2 + 2 * pair));
        const auto part = [&](int shift) { return static_cast<int>(both >> shift & 15); };
        const float2 of_block = halves(read_4(header));
        const int sum = sums.c[pair][i] * part(0) + sums.c[pair][i + 1] * part(8);
        const int minimum = of_x.c[pair][i] * part(4) + of_x.c[pair][i + 1] * part(12);
        row = fmaf(static_cast<float>(sum), of_block.x * scale, fmaf(static_cast<float>(-minimum), of_block.y * scale, row));
      };
      add(s_.row, block, stage + header_, 0), add(s_.row_8, block + kRow8, stage + header_ + 8 * shape_.header_bytes, 2);
    }
  }

  // Q6_K: half a super-block, four pieces of nibbles and two of high bits. Columns 0 to 3 belong to the low nibbles of the pieces, columns
  // 4 to 7 to the high ones: 16 numbers each, with a scale of their own.
  __device__ __forceinline__ void q6_k(std::uint32_t stage, int column) {
    const int to_row_8 = 8 * kParts / 2 * 192;
    const std::uint32_t row = stage + row_, top = row + 128 - part_ % 2 * 32 - (t() & 2) * 16;
    const uint4 a = read_16(row), b = read_16(row + to_row_8), a_top = read_16(top), b_top = read_16(top + to_row_8);
    uint4 v{};
    if (g() % 4 == t()) v = read_16(numbers_ + column);
    const std::uint32_t header = stage + header_ + (column >> 7 & 8);  // a copy brings whole 16 bytes: of odd stages 8 more before
    const float scale = __uint_as_float(read_4(scales_ + static_cast<unsigned>(column) / 8));  // columns 2t and 2t + 1 share a group of x
    const auto factors = [&](std::uint32_t scales_at) {
      const std::uint32_t scales = read_2(scales_at);
      const float of_block = halves(read_2(scales_at + 16 - part_ % 2 * 8 - t() * 2)).x * scale;
      return Factors{of_block * static_cast<signed char>(scales), of_block * static_cast<signed char>(scales >> 8)};
    };
    const Factors of_row = factors(header), of_row_8 = factors(header + 8 * shape_.header_bytes);
    const int shift = t() & 2;  // q - 32 as a signed byte
    const auto lower = [&](std::uint32_t w, std::uint32_t bits) {
      return (((w & 0x0F0F0F0Fu) | (bits >> shift & 0x03030303u) << 4) + 0x60606060u) ^ 0x80808080u;
    };
    const auto upper = [&](std::uint32_t w, std::uint32_t bits) {
      return (((w >> 4 & 0x0F0F0F0Fu) | (bits >> (shift + 4) & 0x03030303u) << 4) + 0x60606060u) ^ 0x80808080u;
    };
    const bool is_low = g() < 4;
    const uint4 of_low = is_low ? v : uint4{}, of_high = is_low ? uint4{} : v;
    int c[4] = {};
    multiply_add<false>(c, lower(a.x, a_top.x), lower(b.x, b_top.x), lower(a.y, a_top.y), lower(b.y, b_top.y), of_low.x, of_low.y);
    multiply_add<false>(c, lower(a.z, a_top.z), lower(b.z, b_top.z), lower(a.w, a_top.w), lower(b.w, b_top.w), of_low.z, of_low.w);
    multiply_add<false>(c, upper(a.x, a_top.x), upper(b.x, b_top.x), upper(a.y, a_top.y), upper(b.y, b_top.y), of_high.x, of_high.y);
    multiply_add<false>(c, upper(a.z, a_top.z), upper(b.z, b_top.z), upper(a.w, a_top.w), upper(b.w, b_top.w), of_high.z, of_high.w);
    add_products(of_row, of_row_8, c[0], c[1], c[2], c[3]);
  }
};

}  // namespace halftone::cuda::token
