// Panels of integer formats times a tile of tokens whose x is rounded to int8 in groups of 32 (kernels/ops/matmul.h).
// Per 32 columns and output:  s = Σ q·x̂, exact in int32 (q unsigned, x̂ signed)
//   scale only:        y += (s - bias·Σx̂) · (scale·x_scale)            the bias is what makes q unsigned: 128 for bytes, 8 for Q4_0
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
#include <limits>
#include <type_traits>
#include <utility>

#include "kernels/cpu/matmul_tile.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/matmul_integer.cpp"
#include "hwy/foreach_target.h"
//
#include "kernels/cpu/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
// Highway detects AVX512-VNNI for this target but does not ask the compiler for it.
#undef HALFTONE_VNNI
#if HWY_TARGET == HWY_AVX3_DL && HWY_COMPILER_GCC_ACTUAL
#define HALFTONE_VNNI 1
#pragma GCC target("avx512vnni")
#else
#define HALFTONE_VNNI 0
#endif
namespace halftone::cpu {
namespace HWY_NAMESPACE {
namespace {

// How a weight format spreads 32 weights of a row over 4-byte units. quad<C>() gives weights 4C … 4C + 3, one per byte.

struct Bytes {  // int8, Q8_0
  static constexpr int kUnits = 8, kBits = 8;
  const std::byte* units;
  template <int C>
  HWY_INLINE IntLanes quad() const {
    return load_i32(units + C * 4 * kLanes);
  }
};

struct Nibble {  // int4, Q4_0, Q4_1
  static constexpr int kUnits = 4, kBits = 4;
  const std::byte* units;
  template <int C>
  HWY_INLINE IntLanes quad() const {
    return field<C / 4 * 4>(load_i32(units + C % 4 * 4 * kLanes), 0x0F0F0F0F);
  }
};

struct Crumb {  // int2
  static constexpr int kUnits = 2, kBits = 2;
  const std::byte* units;
  template <int C>
  HWY_INLINE IntLanes quad() const {
    return field<C / 2 * 2>(load_i32(units + C % 2 * 4 * kLanes), 0x03030303);
  }
};

struct CrumbAndBit {  // int3
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

// What a byte dot product needs of packed x, and how it adds up. Sums of 32 products; all are exact.

struct DotBytes {  // x as 4 int8 per unit
  static constexpr int kXUnits = 1;

  static HWY_INLINE std::int32_t unit_of(const std::int8_t* x, int) {
    std::int32_t unit;
    std::memcpy(&unit, x, 4);
    return unit;
  }
  static HWY_INLINE IntLanes start(std::int32_t offset) {
    IntLanes sum;
    for (auto& v : sum.v) v = hn::Set(Ints(), offset);
    return sum;
  }
  static HWY_INLINE void add(IntLanes& sum, const IntLanes& q, const std::int32_t* x, int) {
#if HALFTONE_VNNI
    sum.v[0] = IntVec{_mm512_dpbusd_epi32(sum.v[0].raw, q.v[0].raw, _mm512_set1_epi32(*x))};
#else
    for (int i = 0; i < kVectors; ++i) {
      const auto byte = [&](auto bits) { return hn::And(bits, hn::Set(Ints(), 0xFF)); };
      const auto factor = [&](int b) { return hn::Set(Ints(), static_cast<std::int8_t>(static_cast<std::uint32_t>(*x) >> (8 * b))); };
      auto products = hn::Mul(byte(q.v[i]), factor(0));
      products = hn::Add(products, hn::Mul(byte(hn::ShiftRight<8>(q.v[i])), factor(1)));
      products = hn::Add(products, hn::Mul(byte(hn::ShiftRight<16>(q.v[i])), factor(2)));
      products = hn::Add(products, hn::Mul(byte(hn::ShiftRight<24>(q.v[i])), factor(3)));
      sum.v[i] = hn::Add(sum.v[i], products);
    }
#endif
  }
  static HWY_INLINE IntLanes finish(const IntLanes& sum, std::int32_t) { return sum; }
};

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX2 && !HALFTONE_VNNI
#if HWY_TARGET == HWY_AVX2
#define HALFTONE_MM(op) _mm256_##op
#else
#define HALFTONE_MM(op) _mm512_##op
#endif

// Weights of at most 4 bits: sums of 16 products, 16 · 15 · 127, fit the 16 bits that maddubs adds in.
struct DotNarrow : DotBytes {
  static HWY_INLINE IntLanes start(std::int32_t) { return DotBytes::start(0); }
  static HWY_INLINE void add(IntLanes& sum, const IntLanes& q, const std::int32_t* x, int) {
    for (int i = 0; i < kVectors; ++i)
      sum.v[i].raw = HALFTONE_MM(add_epi16)(sum.v[i].raw, HALFTONE_MM(maddubs_epi16)(q.v[i].raw, HALFTONE_MM(set1_epi32)(*x)));
  }
  static HWY_INLINE IntLanes finish(const IntLanes& sum, std::int32_t offset) {
    IntLanes total = DotBytes::start(offset);
    for (int i = 0; i < kVectors; ++i)
      total.v[i].raw =
          HALFTONE_MM(add_epi32)(total.v[i].raw, HALFTONE_MM(madd_epi16)(sum.v[i].raw, HALFTONE_MM(set1_epi16)(1)));
    return total;
  }
};

// Weights of 8 bits would overflow there: even and odd bytes are widened to 16 bits. x: columns 0 and 2, then 1 and 3, as int16.
struct DotWide : DotBytes {
  static constexpr int kXUnits = 2;
  static HWY_INLINE std::int32_t unit_of(const std::int8_t* x, int part) {
    const auto low = static_cast<std::uint16_t>(x[part]), high = static_cast<std::uint16_t>(x[part + 2]);
    return static_cast<std::int32_t>(low | static_cast<std::uint32_t>(high) << 16);
  }
  static HWY_INLINE void add(IntLanes& sum, const IntLanes& q, const std::int32_t* x, int tokens) {
    for (int i = 0; i < kVectors; ++i) {
      const auto even = hn::And(q.v[i], hn::Set(Ints(), 0x00FF00FF)).raw;
      const auto odd = HALFTONE_MM(srli_epi16)(q.v[i].raw, 8);
      const auto products = HALFTONE_MM(add_epi32)(HALFTONE_MM(madd_epi16)(even, HALFTONE_MM(set1_epi32)(x[0])),
                                                   HALFTONE_MM(madd_epi16)(odd, HALFTONE_MM(set1_epi32)(x[tokens])));
      sum.v[i].raw = HALFTONE_MM(add_epi32)(sum.v[i].raw, products);
    }
  }
};
#undef HALFTONE_MM

template <class Quants>
using DotFor = std::conditional_t<Quants::kBits == 8, DotWide, DotNarrow>;
#else
template <class Quants>
using DotFor = DotBytes;
#endif

// A weight format: where its 32 weights lie, and what turns quants into weights.
template <class Quants_, bool Minimum, int Bias>
struct Weights {
  using Quants = Quants_;
  using Dot = DotFor<Quants>;
  static constexpr bool kMinimum = Minimum;
  static constexpr int kBias = Bias;
  static constexpr int kHeaderBytes = (Minimum ? 2 : 1) * 2 * kLanes;
  static constexpr int kXGroupBytes = 32 * Dot::kXUnits + 8;  // of packed x, per token and 32 columns
};
using Int8Weights = Weights<Bytes, false, 128>;
using Q4_0Weights = Weights<Nibble, false, 8>;
using Int4Weights = Weights<Nibble, true, 0>;
using Int3Weights = Weights<CrumbAndBit, true, 0>;
using Int2Weights = Weights<Crumb, true, 0>;

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
    const FloatLanes scale = load_f16(panel);
    FloatLanes minimum;
    if constexpr (W::kMinimum) minimum = load_f16(panel + 2 * kLanes);
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
        add_product(sums[t], sum, scale * x_scale[t]);
        if constexpr (W::kMinimum) add_product(sums[t], minimum, offset[t]);
      }
      panel += W::Quants::kUnits * 4 * kLanes;
      packed_x += W::kXGroupBytes * Tokens;
    }
  }
  for (int t = 0; t < Tokens; ++t) store(sums[t], y + t * kLanes);
}

// 32 numbers to int8 with one scale; gives the scale and Σx̂. A group with a NaN or an infinity gets a NaN scale, so that it shows.
HWY_INLINE float round_group(const float* x, std::int8_t* rounded, std::int32_t& total) {
  auto magnitude = hn::Zero(Ints());  // of the bits of a float: orders as the float does, with NaN above all
  for (int i = 0; i < 32; i += kVectorLanes)
    magnitude = hn::Max(magnitude, hn::And(hn::BitCast(Ints(), hn::LoadU(Floats(), x + i)), hn::Set(Ints(), 0x7FFFFFFF)));
  const auto largest_bits = hn::GetLane(hn::MaxOfLanes(Ints(), magnitude));
  const float largest = std::bit_cast<float>(largest_bits);
  constexpr float kTiny = 1e-30f;  // below this the reciprocal may overflow; nothing that small is felt
  if (largest_bits >= 0x7F800000 || largest < kTiny) {
    std::memset(rounded, 0, 32);
    total = 0;
    return largest < kTiny ? 0.0f : std::numeric_limits<float>::quiet_NaN();
  }
  const auto factor = hn::Set(Floats(), 127.0f / largest);
  auto sums = hn::Zero(Ints());
  for (int i = 0; i < 32; i += kVectorLanes) {
    const auto q = hn::NearestInt(hn::Mul(hn::LoadU(Floats(), x + i), factor));
    sums = hn::Add(sums, q);
    hn::StoreU(hn::DemoteTo(hn::Rebind<std::int8_t, Ints>(), q), hn::Rebind<std::int8_t, Ints>(), rounded + i);
  }
  total = hn::GetLane(hn::SumOfLanes(Ints(), sums));
  return largest / 127.0f;
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
  kernels.multiply[0] = multiply<W, 1>;
  kernels.multiply[1] = multiply<W, 2>;
  if constexpr (kTargetTileTokens >= 4) kernels.multiply[2] = multiply<W, 4>;
  if constexpr (kTargetTileTokens >= 8) kernels.multiply[3] = multiply<W, 8>;
  return kernels;
}

TileKernels target_kernels(Format format, std::int64_t columns) {
  const int group = info(format).group;
  const std::int64_t padded = (columns + group - 1) / group * group;
  switch (format) {
    case Format::int8:
    case Format::q8_0: return kernels_of<Int8Weights>(padded);
    case Format::q4_0: return kernels_of<Q4_0Weights>(padded);
    case Format::int3: return kernels_of<Int3Weights>(padded);
    case Format::int2: return kernels_of<Int2Weights>(padded);
    default: return kernels_of<Int4Weights>(padded);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace halftone::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::cpu {

HWY_EXPORT(target_kernels);
TileKernels integer_tile_kernels(Format format, std::int64_t columns) {
  return HWY_DYNAMIC_DISPATCH(target_kernels)(format, columns);
}

}  // namespace halftone::cpu
#endif
