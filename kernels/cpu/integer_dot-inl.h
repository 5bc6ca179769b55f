// The integer arithmetic of products whose x is rounded to int8 (kernels/ops/matmul.h): sums of byte products, lanes being rows, and
// the rounding of x. Included once per target (Highway's foreach_target), by files that ask for HWY_WANT_AVX3_DL.
#if defined(HALFTONE_KERNELS_CPU_INTEGER_DOT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_KERNELS_CPU_INTEGER_DOT_INL_H_
#undef HALFTONE_KERNELS_CPU_INTEGER_DOT_INL_H_
#else
#define HALFTONE_KERNELS_CPU_INTEGER_DOT_INL_H_
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <type_traits>

#include "kernels/cpu/lanes-inl.h"
#include "kernels/formats/iq4.h"

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

// The levels of nibbles, one in each byte, and 128: unsigned.
HWY_INLINE IntLanes iq4_levels_and_128(const IntLanes& nibbles) {
  static constexpr auto kLevels = [] {
    std::array<std::uint8_t, 16> levels{};
    for (int q = 0; q < 16; ++q) levels[static_cast<std::size_t>(q)] = static_cast<std::uint8_t>(iq4_level(q) + 128);
    return levels;
  }();
  IntLanes levels;
#if HWY_TARGET == HWY_SCALAR
  for (int i = 0; i < kVectors; ++i) {
    auto four = std::bit_cast<std::array<std::uint8_t, 4>>(hn::GetLane(nibbles.v[i]));
    for (std::uint8_t& q : four) q = kLevels[q];
    levels.v[i] = hn::Set(Ints(), std::bit_cast<std::int32_t>(four));
  }
#else
  const hn::Repartition<std::uint8_t, Ints> bytes;
  const auto table = hn::LoadDup128(bytes, kLevels.data());
  for (int i = 0; i < kVectors; ++i) levels.v[i] = hn::BitCast(Ints(), hn::TableLookupBytes(table, hn::BitCast(bytes, nibbles.v[i])));
#endif
  return levels;
}

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
      total.v[i].raw = HALFTONE_MM(add_epi32)(total.v[i].raw, HALFTONE_MM(madd_epi16)(sum.v[i].raw, HALFTONE_MM(set1_epi16)(1)));
    return total;
  }
};

// Weights of more bits would overflow there: even and odd bytes are widened to 16 bits. x: columns 0 and 2, then 1 and 3, as int16.
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
using DotFor = std::conditional_t<(Quants::kBits > 4), DotWide, DotNarrow>;
#else
template <class Quants>
using DotFor = DotBytes;
#endif

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

}  // namespace HWY_NAMESPACE
}  // namespace halftone::cpu
HWY_AFTER_NAMESPACE();

#endif
