// Products of integers: x is rounded to int8 in groups of 32, as on the CPU (kernels/ops/matmul.h), and every sum of a group is exact.
// A row's part of 128 bytes is eight pieces of 16, a lane's each; column n of the product belongs to piece n, and the lane that holds
// columns 2t and 2t + 1 scales what pieces 2t and 2t + 1 come to: two groups of x. Formats differ in which numbers of x a piece meets, in
// what is added to its nibbles, and in what a header says. Everything is read, and headers are worked out, before the first product has
// to wait for its operands.
#pragma once

#include "kernels/cuda/token/super_blocks.cuh"

namespace halftone::cuda::token {

// Kinds: those that a model has, so that it takes no branches for others.
template <Kind... Kinds>
class IntegerProduct : SuperBlocks {
  template <Kind kind>
  __device__ bool is() const {
    if constexpr (!((kind == Kinds) || ...)) return false;
    return sizeof...(Kinds) == 1 || shape_.kind == kind;
  }

 public:
  static constexpr bool kIntegers = true;

  // What does not depend on the stage, for matrices of this shape that multiply x.
  __device__ __forceinline__ IntegerProduct(const StageShape& shape, const StagedX& x, int part, int lane)
      : SuperBlocks(shape, x, part, lane) {
    const int g = lane / 4, t = lane % 4;
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
    } else if (is<Kind::q5_0>() || is<Kind::q5_1>()) {
      row_ += part * 128, header_ += part * 8 * (is<Kind::q5_0>() ? 6 : 8), numbers_ += g * 32;
    } else {
      const int of_part = shape.header_bytes / kParts;  // a lane's two groups have two headers, or share one
      const bool three_bits = is<Kind::int3>();
      row_ += three_bits ? part * 96 - t * 4 : part * 128, header_ += part * of_part + t * of_part / 16 * 4, numbers_ += g * 32;
    }
  }

  __device__ int log_columns() const { return shape_.log_columns; }
  __device__ __forceinline__ void add(std::uint32_t stage, int column) { (add_as<Kinds>(stage, column) || ...); }
  using IntegerLane::take_sum;

 private:
  // One text a kind, so that none asks in its midst what it is.
  template <Kind kind>
  __device__ __forceinline__ bool add_as(std::uint32_t stage, int column) {
    using enum Kind;
    if (!is<kind>()) return false;
    if constexpr (kind == int8) eight_bits(stage, column);
    else if constexpr (kind == int3) three_bits(stage, column);
    else if constexpr (kind == int2) two_bits(stage, column);
    else if constexpr (kind == q5_0 || kind == q5_1) five_bits<kind>(stage, column);
    else if constexpr (kind == q2_k) this->q2_k(stage, column);
    else if constexpr (kind == q3_k) this->q3_k(stage, column);
    else if constexpr (kind == q5_k) this->q5_k(stage, column);
    else if constexpr (kind == q6_k) this->q6_k(stage, column);
    else nibbles<kind>(stage, column);
    return true;
  }

  // int8, Q8_0: a group is two pieces.
  __device__ __forceinline__ void eight_bits(std::uint32_t stage, int column) {
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
  template <Kind kind>
  __device__ __forceinline__ void nibbles(std::uint32_t stage, int column) {
    constexpr bool kIsSuperBlock = kind == Kind::q4_k;
    constexpr std::uint32_t kLow = 0x0F0F0F0Fu, kHigh = 0xF0F0F0F0u;
    const Quants q = read(stage + row_);
    uint4 v{}, u{};  // x of the piece's low and high nibbles
    if (g() % 4 == t()) v = read_16(numbers_ + column), u = read_16(numbers_ + column + (kIsSuperBlock ? 32 : 16));
    Factors row, row_8;
    if constexpr (kIsSuperBlock) {
      super_block(stage, column, row, row_8);
    } else {
      const GroupsOfX x = groups(column);
      row = factors<kind>(stage + header_, x, s_.row);
      row_8 = factors<kind>(stage + header_ + 8 * shape_.header_bytes, x, s_.row_8);
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
    if constexpr (kIsSuperBlock) add_products(row, row_8, l(0) + l(1), h(0) + h(1), l(2) + l(3), h(2) + h(3));
    else add_products(row, row_8, l(0) + h(0), l(1) + h(1), l(2) + h(2), l(3) + h(3));
  }
  // Of headers: scale and minimum, scale and zero point, or a scale alone, w = scale · (q - 8). A header for 64 weights or 128 is one for
  // both of a lane's groups.
  template <Kind kind>
  __device__ __forceinline__ Factors factors(std::uint32_t header, const GroupsOfX& x, float& sum) const {
    float2 first, second;
    if constexpr (kind == Kind::q4_0) {
      const float2 w = halves(read_4(header));
      first = {w.x, -8 * w.x}, second = {w.y, -8 * w.y};
    } else {
      if (kind == Kind::int4_wide || (kind != Kind::int4 && shape_.header_bytes != 32 * kParts)) {
        first = second = halves(read_4(header));
      } else {
        const uint2 both = read_8(header);
        first = halves(both.x), second = halves(both.y);
      }
      if (kind == Kind::zero4) first.y *= -first.x, second.y *= -second.x;
    }
    sum = fmaf(first.y, x.sum.x, fmaf(second.y, x.sum.y, sum));
    return {first.x * x.scale.x, second.x * x.scale.y};
  }

  // Q5_0, Q5_1 (kernels/formats/q5.h): a piece's fifth bits are in its header, behind the scale, or scale and minimum.
  template <Kind kind>
  __device__ __forceinline__ void five_bits(std::uint32_t stage, int column) {
    constexpr int kStep = kind == Kind::q5_0 ? 6 : 8, kBefore = kStep - 4;
    const int to_header_8 = 8 * shape_.header_bytes;
    const Quants q = read(stage + row_);
    uint4 v{}, u{};
    if (g() % 4 == t()) v = read_16(numbers_ + column), u = read_16(numbers_ + column + 16);
    const GroupsOfX x = groups(column);
    const auto read_header = [&](std::uint32_t at) { return read_2(at) | read_2(at + 2) << 16; };
    const auto factors_of = [&](std::uint32_t header, float& sum) {
      float2 first, second;
      if constexpr (kind == Kind::q5_1) {
        first = halves(read_header(header)), second = halves(read_header(header + kStep));
      } else {
        const float2 w = halves(read_2(header) | read_2(header + kStep) << 16);
        first = {w.x, -16 * w.x}, second = {w.y, -16 * w.y};
      }
      sum = fmaf(first.y, x.sum.x, fmaf(second.y, x.sum.y, sum));
      return Factors{first.x * x.scale.x, second.x * x.scale.y};
    };
    const std::uint32_t header = stage + header_ + 2 * t() * kStep;
    const Factors row = factors_of(header, s_.row), row_8 = factors_of(header + to_header_8, s_.row_8);
    int c[2][4] = {};
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      const uint4 a = q.a[h], b = q.b[h];
      const std::uint32_t at = stage + header_ + ((h ^ (g() & 1)) * 4 + t()) * kStep + kBefore;
      const std::uint32_t fifth = read_header(at), fifth_8 = read_header(at + to_header_8);
      // Bits 4w … 4w + 3, each in a byte.
      const auto spread = [](std::uint32_t bits, int w) { return ((bits >> 4 * w & 15) * 0x00204081u & 0x01010101u) << 4; };
      const auto low = [&](std::uint32_t four, std::uint32_t bits, int w) { return (four & 0x0F0F0F0Fu) | spread(bits, w); };
      const auto high = [&](std::uint32_t four, std::uint32_t bits, int w) { return (four >> 4 & 0x0F0F0F0Fu) | spread(bits, 4 + w); };
      multiply_add<true>(c[h], low(a.x, fifth, 0), low(b.x, fifth_8, 0), low(a.y, fifth, 1), low(b.y, fifth_8, 1), v.x, v.y);
      multiply_add<true>(c[h], high(a.x, fifth, 0), high(b.x, fifth_8, 0), high(a.y, fifth, 1), high(b.y, fifth_8, 1), u.x, u.y);
      multiply_add<true>(c[h], low(a.z, fifth, 2), low(b.z, fifth_8, 2), low(a.w, fifth, 3), low(b.w, fifth_8, 3), v.z, v.w);
      multiply_add<true>(c[h], high(a.z, fifth, 2), high(b.z, fifth_8, 2), high(a.w, fifth, 3), high(b.w, fifth_8, 3), u.z, u.w);
    }
    const bool second = (t() / 2 ^ g()) & 1;
    const auto of = [&](int i) { return second ? c[1][i] : c[0][i]; };
    add_products(row, row_8, of(0), of(1), of(2), of(3));
  }

  // Three bits (kernels/formats/int3.h): a piece is 32 weights in three words, two bits of four weights in each byte of the first two, the
  // third bits in the last.
  __device__ __forceinline__ void three_bits(std::uint32_t stage, int column) {
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
    const Factors row = factors<Kind::int3>(stage + header_, x, s_.row);
    const Factors row_8 = factors<Kind::int3>(stage + header_ + 8 * shape_.header_bytes, x, s_.row_8);
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
  __device__ __forceinline__ void two_bits(std::uint32_t stage, int column) {
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
};

}  // namespace halftone::cuda::token
