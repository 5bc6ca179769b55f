// Panels of integer formats times a tile of tokens whose x is rounded to int8 in groups of 32 (kernels/ops/matmul.h).
// Per 32 columns and output:  s = Σ q·x̂, exact in int32 (q unsigned, x̂ signed)
//   scale only:        y += (s - bias·Σx̂) · (scale·x_scale)            the bias is what makes q unsigned: 128 for bytes and levels,
//                                                                       8 for Q4_0
//   scale and minimum: y += s · (scale·x_scale), then y += minimum · (x_scale·Σx̂)
// in order of k, fused where the target can: all targets with fused multiply-add give the same bits.
// Packed x, per 32 columns: 8 units (4 columns) for every token, then per token x_scale, then per token -bias·Σx̂ (int32) or
// x_scale·Σx̂ (float).
#define HWY_WANT_AVX3_DL  // AVX-512 with VNNI
#include "kernels/cpu/targets.h"
//
#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "kernels/cpu/matmul_tile.h"
#include "kernels/formats/bitsandbytes.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/matmul_integer.cpp"
#include "hwy/foreach_target.h"
//
#include "kernels/cpu/integer_dot-inl.h"
#include "kernels/cpu/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
#if HALFTONE_VNNI
#pragma GCC target("avx512vnni")
#endif
namespace halftone::cpu {
namespace HWY_NAMESPACE {
namespace {

// How a weight format spreads 32 weights of a row over 4-byte units. quad<C>() gives weights 4C … 4C + 3, one per byte.

struct Bytes {  // int8, Q8_0, bitsandbytes int8, zero8
  static constexpr int kUnits = 8, kBits = 8;
  const std::byte* units;
  template <int C>
  HWY_INLINE IntLanes quad() const {
    return load_i32(units + C * 4 * kLanes);
  }
};

struct Nibble {  // int4, Q4_0, Q4_1, zero4
  static constexpr int kUnits = 4, kBits = 4;
  const std::byte* units;
  template <int C>
  HWY_INLINE IntLanes quad() const {
    return field<C / 4 * 4>(load_i32(units + C % 4 * 4 * kLanes), 0x0F0F0F0F);
  }
};

struct Level {  // IQ4_NL, 128 more than its levels
  static constexpr int kUnits = 4, kBits = 8;
  const std::byte* units;
  template <int C>
  HWY_INLINE IntLanes quad() const {
    return iq4_levels_and_128(Nibble{units}.quad<C>());
  }
};

struct FiveBit {  // Q5_0, Q5_1: a unit of fifth bits, then nibbles
  static constexpr int kUnits = 5, kBits = 5;
  const std::byte* units;
  template <int C>
  HWY_INLINE IntLanes quad() const {
    IntLanes q = field<C / 4 * 4>(load_i32(units + (1 + C % 4) * 4 * kLanes), 0x0F0F0F0F);
    const IntLanes four = field<4 * C>(load_i32(units), 0x0F);
    for (int i = 0; i < kVectors; ++i) {  // bit b of the four to bit 4 of byte b: the product's partial sums never meet in a bit
      const auto spread = hn::Mul(four.v[i], hn::Set(Ints(), 0x00204081));
      q.v[i] = hn::Or(q.v[i], hn::ShiftLeft<4>(hn::And(spread, hn::Set(Ints(), 0x01010101))));
    }
    return q;
  }
};

struct Crumb {  // int2, zero2
  static constexpr int kUnits = 2, kBits = 2;
  const std::byte* units;
  template <int C>
  HWY_INLINE IntLanes quad() const {
    return field<C / 2 * 2>(load_i32(units + C % 2 * 4 * kLanes), 0x03030303);
  }
};

struct CrumbAndBit {  // int3, zero3
  static constexpr int kUnits = 3, kBits = 3;
  const std::byte* units;
  template <int C>
  HWY_INLINE IntLanes quad() const {
    const IntLanes low = field<C / 2 * 2>(load_i32(units + C % 2 * 4 * kLanes), 0x03030303);
    const IntLanes high = field<C>(load_i32(units + 2 * 4 * kLanes), 0x01010101);
    IntLanes q;
    for (int i = 0; i < kVectors; ++i) q.v[i] = hn::Or(low.v[i], hn::ShiftLeft<2>(high.v[i]));
    return q;
  }
};

// What a block's header says: `scale`, and `minimum` where there is one.
struct ScaleHeader {
  static constexpr bool kMinimum = false;
  static constexpr int kFields = 1;
  FloatLanes scale, minimum;
  HWY_INLINE explicit ScaleHeader(const std::byte* at) : scale(load_f16(at)) {}
};
struct MinimumHeader {
  static constexpr bool kMinimum = true;
  static constexpr int kFields = 2;
  FloatLanes scale, minimum;
  HWY_INLINE explicit MinimumHeader(const std::byte* at) : scale(load_f16(at)), minimum(load_f16(at + 2 * kLanes)) {}
};
struct ZeroHeader {  // scale and zero point: the minimum is -scale·zero, exactly
  static constexpr bool kMinimum = true;
  static constexpr int kFields = 2;
  FloatLanes scale, minimum;
  HWY_INLINE explicit ZeroHeader(const std::byte* at) : scale(load_f16(at)) {
    const FloatLanes zero = load_f16(at + 2 * kLanes);
    for (int i = 0; i < kVectors; ++i) minimum.v[i] = hn::Neg(hn::Mul(scale.v[i], zero.v[i]));
  }
};
struct SCBHeader {  // bitsandbytes int8
  static constexpr bool kMinimum = false;
  static constexpr int kFields = 2;
  FloatLanes scale, minimum;
  HWY_INLINE explicit SCBHeader(const std::byte* at) : scale(load_float_halves(at) * BnbInt8Block::kOver127) {}
};

// A weight format: where its 32 weights lie, and what turns quants into weights.
template <class Quants_, class Header_, int Bias = 0>
struct Weights {
  using Quants = Quants_;
  using Header = Header_;
  using Dot = DotFor<Quants>;
  static constexpr bool kMinimum = Header::kMinimum;
  static constexpr int kBias = Bias;
  static constexpr int kHeaderBytes = Header::kFields * 2 * kLanes;
  static constexpr int kXGroupBytes = 32 * Dot::kXUnits + 8;  // of packed x, per token and 32 columns
};

template <class W, int Tokens, int... C>
HWY_INLINE void add_quads(IntLanes (&dots)[Tokens], const typename W::Quants& quants, const std::int32_t* x,
                          std::integer_sequence<int, C...>) {
  constexpr int kStep = Tokens * W::Dot::kXUnits;
  const auto add = [&](const IntLanes& q, const std::int32_t* at) {
    for (int t = 0; t < Tokens; ++t) W::Dot::add(dots[t], q, at + t, Tokens);
  };
  (add(quants.template quad<C>(), x + C * kStep), ...);
}

template <class W, int Tokens>
void multiply(const std::byte* panel, const std::byte* packed_x, std::int64_t columns, int group, float* y) {
  FloatLanes sums[Tokens];
  for (auto& sum : sums) sum = zero_f32();
  for (std::int64_t k = 0; k < columns; k += group) {
    prefetch(panel);
    const typename W::Header header(panel);
    panel += W::kHeaderBytes;
    for (int part = 0; part < group; part += 32) {
      for (int u = 0; u < W::Quants::kUnits; ++u) prefetch(panel + u * 4 * kLanes);
      const auto* x = reinterpret_cast<const std::int32_t*>(packed_x);
      const auto* x_scale = reinterpret_cast<const float*>(x + 8 * W::Dot::kXUnits * Tokens);
      const auto* offset = x_scale + Tokens;
      const auto* integer_offset = reinterpret_cast<const std::int32_t*>(offset);

      IntLanes dots[Tokens];
      for (int t = 0; t < Tokens; ++t) dots[t] = W::Dot::start(W::kBias != 0 ? integer_offset[t] : 0);
      add_quads<W>(dots, typename W::Quants{panel}, x, std::make_integer_sequence<int, 8>());
      for (int t = 0; t < Tokens; ++t) {
        const IntLanes dot = W::Dot::finish(dots[t], W::kBias != 0 ? integer_offset[t] : 0);
        FloatLanes sum;
        for (int i = 0; i < kVectors; ++i) sum.v[i] = hn::ConvertTo(Floats(), dot.v[i]);
        add_product(sums[t], sum, header.scale * x_scale[t]);
        if constexpr (W::kMinimum) add_product(sums[t], header.minimum, offset[t]);
      }
      panel += W::Quants::kUnits * 4 * kLanes;
      packed_x += W::kXGroupBytes * Tokens;
    }
  }
  for (int t = 0; t < Tokens; ++t) store(sums[t], y + t * kLanes);
}

template <class W>
void pack_rounded(const MatrixView<const float>& x, int group, std::byte* out) {
  const std::int64_t tokens = x.shape[0], columns = x.shape[1], padded = (columns + group - 1) / group * group;
  constexpr int kXUnits = W::Dot::kXUnits;
  for (std::int64_t k = 0; k < padded; k += 32, out += W::kXGroupBytes * tokens) {
    auto* units = reinterpret_cast<std::int32_t*>(out);
    auto* x_scale = reinterpret_cast<float*>(units + 8 * kXUnits * tokens);
    for (std::int64_t t = 0; t < tokens; ++t) {
      const float* row = x.data + t * x.stride[0] + k;
      float last[32];
      if (k + 32 > columns) {
        std::fill(last, last + 32, 0.0f);
        if (k < columns) std::copy(row, row + (columns - k), last);
        row = last;
      }
      std::int8_t rounded[32];
      std::int32_t total = 0;
      x_scale[t] = round_group(row, rounded, total);
      for (int c = 0; c < 8; ++c)
        for (int part = 0; part < kXUnits; ++part) units[(c * kXUnits + part) * tokens + t] = W::Dot::unit_of(rounded + 4 * c, part);
      const float offset = W::kMinimum ? x_scale[t] * static_cast<float>(total) : std::bit_cast<float>(-W::kBias * total);
      std::memcpy(x_scale + tokens + t, &offset, 4);
    }
  }
}

template <class W>
TileKernels kernels_of(std::int64_t padded) {
  TileKernels kernels{.max_tokens = kTargetTileTokens, .token_bytes = padded / 32 * W::kXGroupBytes, .pack = pack_rounded<W>};
  set_multiply(kernels, []<int Tokens> { return multiply<W, Tokens>; });
  return kernels;
}

constexpr FormatKernels kTable[] = {
    {Format::int8, kernels_of<Weights<Bytes, ScaleHeader, 128>>},      {Format::q8_0, kernels_of<Weights<Bytes, ScaleHeader, 128>>},
    {Format::q4_0, kernels_of<Weights<Nibble, ScaleHeader, 8>>},       {Format::q4_1, kernels_of<Weights<Nibble, MinimumHeader>>},
    {Format::int4_g32, kernels_of<Weights<Nibble, MinimumHeader>>},    {Format::int4_g64, kernels_of<Weights<Nibble, MinimumHeader>>},
    {Format::int4_g128, kernels_of<Weights<Nibble, MinimumHeader>>},   {Format::int3, kernels_of<Weights<CrumbAndBit, MinimumHeader>>},
    {Format::int2, kernels_of<Weights<Crumb, MinimumHeader>>},         {Format::q5_0, kernels_of<Weights<FiveBit, ScaleHeader, 16>>},
    {Format::q5_1, kernels_of<Weights<FiveBit, MinimumHeader>>},       {Format::iq4_nl, kernels_of<Weights<Level, ScaleHeader, 128>>},
    {Format::zero8_g32, kernels_of<Weights<Bytes, ZeroHeader>>},       {Format::zero8_g128, kernels_of<Weights<Bytes, ZeroHeader>>},
    {Format::zero4_g32, kernels_of<Weights<Nibble, ZeroHeader>>},      {Format::zero4_g128, kernels_of<Weights<Nibble, ZeroHeader>>},
    {Format::zero3_g32, kernels_of<Weights<CrumbAndBit, ZeroHeader>>}, {Format::zero3_g128, kernels_of<Weights<CrumbAndBit, ZeroHeader>>},
    {Format::zero2_g32, kernels_of<Weights<Crumb, ZeroHeader>>},       {Format::zero2_g128, kernels_of<Weights<Crumb, ZeroHeader>>},
    {Format::bnb_int8, kernels_of<Weights<Bytes, SCBHeader, 128>>},
};
static_assert(has_all_of(Arithmetic::integers, kTable), "one row for every format of this family");

TileKernels target_kernels(Format format, std::int64_t columns) { return kernels_of_table(kTable, format, columns); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace halftone::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::cpu {

HWY_EXPORT(target_kernels);
TileKernels integer_tile_kernels(Format format, std::int64_t columns) { return HWY_DYNAMIC_DISPATCH(target_kernels)(format, columns); }

}  // namespace halftone::cpu
#endif
