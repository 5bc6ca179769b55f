// Products of integers: x is rounded to int8 in groups of 32, as on the CPU (kernels/ops/matmul.h), and every sum of a group is exact.
// A row's part of 128 bytes is eight pieces of 16, a lane's each; column n of the product belongs to piece n, and the lane that holds
// columns 2t and 2t + 1 scales what pieces 2t and 2t + 1 come to: two groups of x. Formats differ in which numbers of x a piece meets, in
// what is added to its nibbles, and in what a header says. Everything is read, and headers are worked out, before the first product has
// to wait for its operands.
#pragma once

#include "kernels/cuda/token/product.h"
#if defined(__CUDACC__)
#include "kernels/cuda/token/lane.cuh"
#endif

namespace halftone::cuda::token {

__device__ __forceinline__ void sum_lanes(RowSums& sums) {  // over the four lanes of a row
  sums.row += __shfl_xor_sync(~0u, sums.row, 1), sums.row_8 += __shfl_xor_sync(~0u, sums.row_8, 1);
  sums.row += __shfl_xor_sync(~0u, sums.row, 2), sums.row_8 += __shfl_xor_sync(~0u, sums.row_8, 2);
}

// Kinds: those that a model has, so that it takes no branches for others.
template <Kind... Kinds>
class IntegerProduct {
  template <Kind kind>
  __device__ bool is() const {
    if constexpr (!((kind == Kinds) || ...)) return false;
    return sizeof...(Kinds) == 1 || shape_.kind == kind;
  }

 public:
  static constexpr bool kIntegers = true;

  // What does not depend on the stage, for matrices of this shape that multiply x.
  __device__ __forceinline__ IntegerProduct(const StageShape& shape, const StagedX& x, int part, int lane)
      : shape_(shape), lane_(static_cast<unsigned>(lane)), part_(part), to_sums_(x.columns / 32 * 4) {
    const int g = lane / 4, t = lane % 4, first = part << (shape.log_columns - 3);
    row_ = g * shape.row_bytes + t * 16;
    header_ = shape.headers_at() + g * shape.header_bytes;
    numbers_ = x.at + first;
    scales_ = x.at + x.columns + first / 8 + t * 8;
    if (is<Kind::int8>()) {
      row_ += part * 128, header_ += part * 8 + t * 4, numbers_ += (t + g / 2 * 4) * 16;
    } else if (is<Kind::q6_k>()) {
      row_ += part / 2 * 192 + part % 2 * 64, header_ += part / 2 * 18 + part % 2 * 8 + t * 2, numbers_ += g * 16;
      scales_ -= t * 4;  // a group of x for a lane
    } else if (is<Kind::q5_k>()) {
      row_ += part * 160 + 32, header_ += part * 16, numbers_ += g / 2 * 64 + g % 2 * 16;
    } else if (is<Kind::q4_k>()) {
      row_ += part * 128, header_ += part * 16, numbers_ += g / 2 * 64 + g % 2 * 16;
    } else if (is<Kind::q3_k>() || is<Kind::q2_k>()) {
      const int half = g % 4 / 2, field = g / 4;  // of what this lane's numbers of x meet: fields `field` and field + 2
      row_ += part * (is<Kind::q3_k>() ? 96 : 80), header_ += part * (is<Kind::q3_k>() ? 14 : 4);
      numbers_ += half * 128 + field * 32 + g % 2 * 16;
      scales_ += (t % 2 * 4 + t / 2) * 4 - t * 8;
    } else if (is<Kind::int2>()) {
      row_ += part * 128, header_ += part * 32 + t * 8, numbers_ += g * 64;
      scales_ += t * 8;  // four groups of x for a lane
    } else {
      const int of_part = shape.header_bytes / kParts;  // a lane's two groups have two headers, or share one
      const bool three_bits = is<Kind::int3>();
      row_ += three_bits ? part * 96 - t * 4 : part * 128, header_ += part * of_part + t * of_part / 16 * 4, numbers_ += g * 32;
    }
  }

  __device__ int log_columns() const { return shape_.log_columns; }
  __device__ __forceinline__ void add(std::uint32_t stage, int column) {
    if (is<Kind::int8>()) return int8(stage, column);
    if (is<Kind::q6_k>()) return q6_k(stage, column);
    if (is<Kind::q5_k>()) return q5_k(stage, column);
    if (is<Kind::q3_k>()) return q3_k(stage, column);
    if (is<Kind::q2_k>()) return q2_k(stage, column);
    if (is<Kind::int3>()) return int3(stage, column);
    if (is<Kind::int2>()) return int2(stage, column);
    nibbles(stage, column);
  }
  // Of a tile; the next one begins.
  __device__ __forceinline__ RowSums take_sums() {
    RowSums all = s_;
    sum_lanes(all);
    s_ = {};
    return all;
  }

 private:
  __device__ int g() const { return static_cast<int>(lane_ / 4); }
  __device__ int t() const { return static_cast<int>(lane_ % 4); }
  struct GroupsOfX {  // a lane's two
    float2 scale, sum;
  };
  __device__ GroupsOfX groups(int column) const {
    const std::uint32_t at = scales_ + static_cast<unsigned>(column) / 8;
    return {floats(read_8(at)), floats(read_8(at + to_sums_))};
  }
  // 16 bytes of both rows, in either half of a part of 128.
  struct Quants {
    uint4 a[2], b[2];
  };
  __device__ Quants read(std::uint32_t row) const {
    Quants q;
#pragma unroll
    for (int h = 0; h < 2; ++h) q.a[h] = read_16(row + half_of(h, g())), q.b[h] = read_16(row + half_of(h, g()) + 8 * kParts * 128);
    return q;
  }
  // What a lane's two sums of a row are to be multiplied by. Minima, and what zero points come to, are added to the row at once.
  struct Factors {
    float first, second;
  };
  __device__ __forceinline__ void add_products(const Factors& row, const Factors& row_8, int a, int b, int a_8, int b_8) {
    s_.row = fmaf(static_cast<float>(a), row.first, fmaf(static_cast<float>(b), row.second, s_.row));
    s_.row_8 = fmaf(static_cast<float>(a_8), row_8.first, fmaf(static_cast<float>(b_8), row_8.second, s_.row_8));
  }

  // int8, Q8_0: a group is two pieces.
  __device__ __forceinline__ void int8(std::uint32_t stage, int column) {
    const Quants q = read(stage + row_);
    uint4 v{};
    if (g() < 4 && t() / 2 == (g() & 1)) v = read_16(numbers_ + column);
    Factors row{}, row_8{};
    if (t() < 2) {
      const std::uint32_t header = stage + header_;
      const float2 scale = floats(read_8(scales_ + static_cast<unsigned>(column) / 8));
      const float2 w = halves(read_4(header)), w_8 = halves(read_4(header + 8 * shape_.header_bytes));
      row = {w.x * scale.x, w.y * scale.y}, row_8 = {w_8.x * scale.x, w_8.y * scale.y};
    }
    int c[2][4] = {};
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      multiply_add<false>(c[h], q.a[h].x, q.b[h].x, q.a[h].y, q.b[h].y, v.x, v.y);
      multiply_add<false>(c[h], q.a[h].z, q.b[h].z, q.a[h].w, q.b[h].w, v.z, v.w);
    }
    const bool second = (t() ^ g()) & 1;
    const auto of = [&](int i) { return second ? c[1][i] : c[0][i]; };
    add_products(row, row_8, of(0), of(1), of(2), of(3));  // factors of 0 in lanes without columns
  }

  // Four bits, multiplied where they lie, the high ones 16 times too large. A piece of Q4_K is half of two groups, else it is one.
  __device__ __forceinline__ void nibbles(std::uint32_t stage, int column) {
    constexpr std::uint32_t kLow = 0x0F0F0F0Fu, kHigh = 0xF0F0F0F0u;
    const Quants q = read(stage + row_);
    uint4 v{}, u{};  // x of the piece's low and high nibbles
    if (g() % 4 == t()) v = read_16(numbers_ + column), u = read_16(numbers_ + column + (is<Kind::q4_k>() ? 32 : 16));
    Factors row, row_8;
    if (is<Kind::q4_k>()) {
      super_block(stage, column, row, row_8);
    } else {
      const GroupsOfX x = groups(column);
      row = factors(stage + header_, x, s_.row);
      row_8 = factors(stage + header_ + 8 * shape_.header_bytes, x, s_.row_8);
    }
    int low[2][4] = {}, high[2][4] = {};
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      const uint4 a = q.a[h], b = q.b[h];
      multiply_add<true>(low[h], a.x & kLow, b.x & kLow, a.y & kLow, b.y & kLow, v.x, v.y);
      multiply_add<true>(high[h], a.x & kHigh, b.x & kHigh, a.y & kHigh, b.y & kHigh, u.x, u.y);
      multiply_add<true>(low[h], a.z & kLow, b.z & kLow, a.w & kLow, b.w & kLow, v.z, v.w);
      multiply_add<true>(high[h], a.z & kHigh, b.z & kHigh, a.w & kHigh, b.w & kHigh, u.z, u.w);
    }
    const bool second = (t() / 2 ^ g()) & 1;
    const auto l = [&](int i) { return second ? low[1][i] : low[0][i]; };
    const auto h = [&](int i) { return (second ? high[1][i] : high[0][i]) >> 4; };
    if (is<Kind::q4_k>()) add_products(row, row_8, l(0) + l(1), h(0) + h(1), l(2) + l(3), h(2) + h(3));
    else add_products(row, row_8, l(0) + h(0), l(1) + h(1), l(2) + h(2), l(3) + h(3));
  }
  // Of headers for 32, 64 or 128 weights: scale and minimum, scale and zero point, or a scale alone, w = scale · (q - 8).
  __device__ __forceinline__ Factors factors(std::uint32_t header, const GroupsOfX& x, float& sum) const {
    float2 first, second;
    if (is<Kind::q4_0>()) {
      const float2 w = halves(read_4(header));
      first = {w.x, -8 * w.x}, second = {w.y, -8 * w.y};
    } else {
      if (shape_.header_bytes == 32 * kParts) {
        const uint2 both = read_8(header);
        first = halves(both.x), second = halves(both.y);
      } else {
        first = second = halves(read_4(header));
      }
      if (is<Kind::zero4>()) first.y *= -first.x, second.y *= -second.x;
    }
    sum = fmaf(first.y, x.sum.x, fmaf(second.y, x.sum.y, sum));
    return {first.x * x.scale.x, second.x * x.scale.y};
  }

  // Numbers 8j … 8j + 7 of 32: what field j of eight bytes meets.
  __device__ static std::uint32_t word(const uint4& low, const uint4& high, int i) {
    const uint4& v = i < 4 ? low : high;
    return i % 4 == 0 ? v.x : i % 4 == 1 ? v.y : i % 4 == 2 ? v.z : v.w;
  }

  // Three bits (kernels/formats/int3.h): a piece is 32 weights in three words, two bits of four weights in each byte of the first two, the
  // third bits in the last.
  __device__ __forceinline__ void int3(std::uint32_t stage, int column) {
    constexpr int kRow8 = 8 * kParts * 96;
    constexpr std::uint32_t kTwo = 0x03030303u, kOne = 0x01010101u;
    std::uint32_t a[2][3], b[2][3];
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      const std::uint32_t row = stage + row_ + (h ^ (g() & 1)) * 48;
#pragma unroll
      for (int i = 0; i < 3; ++i) a[h][i] = read_4(row + i * 4), b[h][i] = read_4(row + i * 4 + kRow8);
    }
    uint4 v{}, u{};
    if (g() % 4 == t()) v = read_16(numbers_ + column), u = read_16(numbers_ + column + 16);
    const GroupsOfX x = groups(column);
    const Factors row = factors(stage + header_, x, s_.row), row_8 = factors(stage + header_ + 8 * shape_.header_bytes, x, s_.row_8);
    int c[2][4] = {};
#pragma unroll
    for (int h = 0; h < 2; ++h) {
#pragma unroll
      for (int j = 0; j < 4; ++j) {
        const auto four = [&](const std::uint32_t (&w)[3], int i) { return (w[i] >> 2 * j & kTwo) | (w[2] >> (2 * j + i) & kOne) << 2; };
        multiply_add<true>(c[h], four(a[h], 0), four(b[h], 0), four(a[h], 1), four(b[h], 1), word(v, u, 2 * j), word(v, u, 2 * j + 1));
      }
    }
    const bool second = (t() / 2 ^ g()) & 1;
    const auto of = [&](int i) { return second ? c[1][i] : c[0][i]; };
    add_products(row, row_8, of(0), of(1), of(2), of(3));
  }

  // Two bits (kernels/formats/int2.h): a piece is a group of 64, two stretches of 32 in eight bytes each.
  __device__ __forceinline__ void int2(std::uint32_t stage, int column) {
    constexpr std::uint32_t kTwo = 0x03030303u;
    const Quants q = read(stage + row_);
    uint4 v[4] = {};
    if (g() % 4 == t()) {
#pragma unroll
      for (int i = 0; i < 4; ++i) v[i] = read_16(numbers_ + column + 16 * i);
    }
    int c[2][2][4] = {};  // half, stretch
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      const uint4 a = q.a[h], b = q.b[h];
#pragma unroll
      for (int j = 0; j < 4; ++j) {
        const auto four = [&](std::uint32_t w) { return w >> 2 * j & kTwo; };
        multiply_add<true>(c[h][0], four(a.x), four(b.x), four(a.y), four(b.y), word(v[0], v[1], 2 * j), word(v[0], v[1], 2 * j + 1));
        multiply_add<true>(c[h][1], four(a.z), four(b.z), four(a.w), four(b.w), word(v[2], v[3], 2 * j), word(v[2], v[3], 2 * j + 1));
      }
    }
    const bool second = (t() / 2 ^ g()) & 1;
    const std::uint32_t at = scales_ + static_cast<unsigned>(column) / 8;
#pragma unroll
    for (int piece = 0; piece < 2; ++piece) {
      const float2 scale = floats(read_8(at + piece * 8)), sum = floats(read_8(at + piece * 8 + to_sums_));
      const auto add = [&](float& row, std::uint32_t header, int i) {
        const float2 w = halves(read_4(header + piece * 4));
        const auto of = [&](int stretch) { return static_cast<float>(second ? c[1][stretch][i] : c[0][stretch][i]); };
        row = fmaf(w.x, fmaf(of(0), scale.x, of(1) * scale.y), fmaf(w.y, sum.x + sum.y, row));
      };
      add(s_.row, stage + header_, piece), add(s_.row_8, stage + header_ + 8 * shape_.header_bytes, 2 + piece);
    }
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

  StageShape shape_;
  unsigned lane_;  // 4g + t
  int part_, to_sums_;
  std::uint32_t row_, header_;       // in a stage: the lane's first 16 bytes, its first header
  std::uint32_t numbers_, scales_;   // of x
  RowSums s_;
};

}  // namespace halftone::cuda::token
