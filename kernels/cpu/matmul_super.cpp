// Panels of K-quants and IQ4_XS (kernels/formats/k_quants.h, iq4.h) times a tile of tokens whose x is rounded to int8 in groups of 32.
// A super-block is eight stretches of 32 columns; a stretch is one part with its own scale and minimum (Q4_K, Q5_K, IQ4_XS), or two of 16.
// Per part and output:  s = Σ q·x̂, exact in int32 (q unsigned, x̂ signed), c the part's scale times the super-block's
//   Q3_K, Q6_K, IQ4_XS: y += (s - bias·Σx̂) · (c·x_scale)
//   Q2_K, Q4_K, Q5_K:   y += s · (c·x_scale), then y += minimum · (x_scale·Σx̂)
// in order of k. Packed x, per 32 columns: 8 units (4 columns) for every token, then per token x_scale, then per token and part
// -bias·Σx̂ (int32) or x_scale·Σx̂ (float).
#define HWY_WANT_AVX3_DL  // AVX-512 with VNNI
#include "kernels/cpu/targets.h"
//
#include <algorithm>
#include <bit>
#include <cstring>

#include "kernels/cpu/matmul_tile.h"
#include "kernels/formats/k_quants.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/matmul_super.cpp"
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

constexpr int kStretches = 8;

HWY_INLINE IntLanes load_unit(const std::byte* units, int unit) { return load_i32(units + unit * 4 * kLanes); }
HWY_INLINE IntLanes with_bits(const IntLanes& low, const IntLanes& high, int shift) {
  IntLanes q;
  for (int i = 0; i < kVectors; ++i) q.v[i] = hn::Or(low.v[i], hn::ShiftLeftSame(high.v[i], shift));
  return q;
}
HWY_INLINE FloatLanes to_float(const IntLanes& lanes) {
  FloatLanes floats;
  for (int i = 0; i < kVectors; ++i) floats.v[i] = hn::ConvertTo(Floats(), lanes.v[i]);
  return floats;
}
HWY_INLINE FloatLanes operator*(const FloatLanes& a, const FloatLanes& b) {
  FloatLanes product;
  for (int i = 0; i < kVectors; ++i) product.v[i] = hn::Mul(a.v[i], b.v[i]);
  return product;
}
HWY_INLINE FloatLanes negated(const FloatLanes& a) {
  FloatLanes lanes;
  for (int i = 0; i < kVectors; ++i) lanes.v[i] = hn::Neg(a.v[i]);
  return lanes;
}
// Byte `index` of units that hold four each.
HWY_INLINE IntLanes byte_of(const IntLanes* units, int index) { return field(units[index / 4], index % 4 * 8, 0xFF); }

// What a format has to say: kParts in a stretch, kBits of a quant, kBias or kMinimum, the units that hold its scales, and
//   quad(units, stretch, c)   weights 4c … 4c + 3 of a stretch, one per byte
//   scale(part), minimum(part)

struct Q2K {
  static constexpr int kParts = 2, kBits = 2, kBias = 0, kUnits = 20;
  static constexpr bool kMinimum = true;
  FloatLanes super_scale, super_minimum;
  IntLanes scales[4];
  HWY_INLINE Q2K(const std::byte* header, const std::byte* units)
      : super_scale(load_f16(header)), super_minimum(negated(load_f16(header + 2 * kLanes))) {
    for (int u = 0; u < 4; ++u) scales[u] = load_unit(units, u);
  }
  HWY_INLINE FloatLanes scale(int part) const { return super_scale * to_float(field(scales[part / 4], part % 4 * 8, 15)); }
  HWY_INLINE FloatLanes minimum(int part) const { return super_minimum * to_float(field(scales[part / 4], part % 4 * 8 + 4, 15)); }
  static HWY_INLINE IntLanes quad(const std::byte* units, int stretch, int c) {
    return field(load_unit(units, 4 + stretch / 4 * 8 + c), stretch % 4 * 2, 0x03030303);
  }
};

struct Q3K {
  static constexpr int kParts = 2, kBits = 3, kBias = 4, kUnits = 27;
  static constexpr bool kMinimum = false;
  FloatLanes super_scale;
  IntLanes scales[4];
  HWY_INLINE Q3K(const std::byte* header, const std::byte* units) : super_scale(load_f16(header)) {
    const IntLanes high = load_unit(units, 26);
    for (int u = 0; u < 4; ++u)
      scales[u] = with_bits(field(load_unit(units, 24 + u % 2), u / 2 * 4, 0x0F0F0F0F), field(high, u * 2, 0x03030303), 4);
  }
  HWY_INLINE FloatLanes scale(int part) const {
    IntLanes s = byte_of(scales, part);
    for (auto& v : s.v) v = hn::Sub(v, hn::Set(Ints(), 32));
    return super_scale * to_float(s);
  }
  static HWY_INLINE IntLanes quad(const std::byte* units, int stretch, int c) {
    return with_bits(field(load_unit(units, 8 + stretch / 4 * 8 + c), stretch % 4 * 2, 0x03030303),
                     field(load_unit(units, c), stretch, 0x01010101), 2);
  }
};

// The pairs of Q4_K and Q5_K.
struct PairScales {
  static constexpr int kParts = 1, kBias = 0;
  static constexpr bool kMinimum = true;
  FloatLanes super_scale, super_minimum;
  IntLanes scales[2], minima[2];
  HWY_INLINE PairScales(const std::byte* header, const std::byte* units)
      : super_scale(load_f16(header)), super_minimum(negated(load_f16(header + 2 * kLanes))) {
    const IntLanes first = load_unit(units, 0), second = load_unit(units, 1), third = load_unit(units, 2);
    scales[0] = field(first, 0, 0x3F3F3F3F);
    minima[0] = field(second, 0, 0x3F3F3F3F);
    scales[1] = with_bits(field(third, 0, 0x0F0F0F0F), field(first, 6, 0x03030303), 4);
    minima[1] = with_bits(field(third, 4, 0x0F0F0F0F), field(second, 6, 0x03030303), 4);
  }
  HWY_INLINE FloatLanes scale(int part) const { return super_scale * to_float(byte_of(scales, part)); }
  HWY_INLINE FloatLanes minimum(int part) const { return super_minimum * to_float(byte_of(minima, part)); }
};

struct Q4K : PairScales {
  static constexpr int kBits = 4, kUnits = 35;
  HWY_INLINE Q4K(const std::byte* header, const std::byte* units) : PairScales(header, units) {}
  static HWY_INLINE IntLanes quad(const std::byte* units, int stretch, int c) {
    return field(load_unit(units, 3 + stretch / 2 * 8 + c), stretch % 2 * 4, 0x0F0F0F0F);
  }
};

struct Q5K : PairScales {
  static constexpr int kBits = 5, kUnits = 43;
  HWY_INLINE Q5K(const std::byte* header, const std::byte* units) : PairScales(header, units) {}
  static HWY_INLINE IntLanes quad(const std::byte* units, int stretch, int c) {
    return with_bits(field(load_unit(units, 11 + stretch / 2 * 8 + c), stretch % 2 * 4, 0x0F0F0F0F),
                     field(load_unit(units, 3 + c), stretch, 0x01010101), 4);
  }
};

struct Q6K {
  static constexpr int kParts = 2, kBits = 6, kBias = 32, kUnits = 52;
  static constexpr bool kMinimum = false;
  FloatLanes super_scale;
  IntLanes scales[4];
  HWY_INLINE Q6K(const std::byte* header, const std::byte* units) : super_scale(load_f16(header)) {
    for (int u = 0; u < 4; ++u) scales[u] = load_unit(units, 48 + u);
  }
  HWY_INLINE FloatLanes scale(int part) const {
    IntLanes s = scales[part / 4];
    for (auto& v : s.v) v = hn::ShiftRight<24>(hn::ShiftLeftSame(v, 24 - part % 4 * 8));  // a signed byte
    return super_scale * to_float(s);
  }
  static HWY_INLINE IntLanes quad(const std::byte* units, int stretch, int c) {
    return with_bits(field(load_unit(units, stretch / 4 * 16 + stretch % 2 * 8 + c), stretch % 4 / 2 * 4, 0x0F0F0F0F),
                     field(load_unit(units, 32 + stretch / 4 * 8 + c), stretch % 4 * 2, 0x03030303), 4);
  }
};

struct IQ4XS {
  static constexpr int kParts = 1, kBits = 8, kBias = 128, kUnits = 33;
  static constexpr bool kMinimum = false, kBitsInHeader = true;
  FloatLanes super_scale;
  IntLanes high, low;
  HWY_INLINE IQ4XS(const std::byte* header, const std::byte* units)
      : super_scale(load_f16(header)), high(load_u16(header + 2 * kLanes)), low(load_unit(units, 0)) {}
  HWY_INLINE FloatLanes scale(int part) const {
    IntLanes s = with_bits(field(low, part * 4, 15), field(high, part * 2, 3), 4);
    for (auto& v : s.v) v = hn::Sub(v, hn::Set(Ints(), 32));
    return super_scale * to_float(s);
  }
  static HWY_INLINE IntLanes quad(const std::byte* units, int stretch, int c) {
    return iq4_levels_and_128(field(load_unit(units, 1 + stretch * 4 + c % 4), c / 4 * 4, 0x0F0F0F0F));
  }
};

template <class F>
constexpr int kHeaderBytes = (F::kMinimum || requires { F::kBitsInHeader; } ? 2 : 1) * 2 * kLanes;
template <class F>
constexpr int kXGroupBytes = 32 * DotFor<F>::kXUnits + 4 + 4 * F::kParts;  // of packed x, per token and 32 columns

template <class F, int Tokens>
void multiply(const std::byte* panel, const std::byte* packed_x, std::int64_t columns, int group, float* y) {
  using Dot = DotFor<F>;
  constexpr int kStep = Tokens * Dot::kXUnits, kBlockBytes = kHeaderBytes<F> + F::kUnits * 4 * kLanes;
  FloatLanes sums[Tokens];
  for (auto& sum : sums) sum = zero_f32();
  for (std::int64_t k = 0; k < columns; k += group, panel += kBlockBytes) {
    const std::byte* units = panel + kHeaderBytes<F>;
    const F block(panel, units);
    for (int stretch = 0; stretch < kStretches; ++stretch, packed_x += kXGroupBytes<F> * Tokens) {
      for (int at = kBlockBytes * stretch / kStretches; at < kBlockBytes * (stretch + 1) / kStretches; at += 64) prefetch(panel + at);
      const auto* x = reinterpret_cast<const std::int32_t*>(packed_x);
      const auto* x_scale = reinterpret_cast<const float*>(x + 8 * kStep);
      for (int half = 0; half < F::kParts; ++half) {
        const auto* offset = x_scale + (1 + half) * Tokens;
        const auto* integer_offset = reinterpret_cast<const std::int32_t*>(offset);
        IntLanes dots[Tokens];
        for (int t = 0; t < Tokens; ++t) dots[t] = Dot::start(F::kBias != 0 ? integer_offset[t] : 0);
        constexpr int kQuads = 8 / F::kParts;
#pragma GCC unroll 8
        for (int q = 0; q < kQuads; ++q) {
          const int c = half * kQuads + q;
          const IntLanes quad = F::quad(units, stretch, c);
          for (int t = 0; t < Tokens; ++t) Dot::add(dots[t], quad, x + c * kStep + t, Tokens);
        }
        const int part = stretch * F::kParts + half;
        const FloatLanes scale = block.scale(part);
        for (int t = 0; t < Tokens; ++t)
          add_product(sums[t], to_float(Dot::finish(dots[t], F::kBias != 0 ? integer_offset[t] : 0)), scale * x_scale[t]);
        if constexpr (F::kMinimum) {
          const FloatLanes minimum = block.minimum(part);
          for (int t = 0; t < Tokens; ++t) add_product(sums[t], minimum, offset[t]);
        }
      }
    }
  }
  for (int t = 0; t < Tokens; ++t) store(sums[t], y + t * kLanes);
}

template <class F>
void pack_rounded(const MatrixView<const float>& x, int group, std::byte* out) {
  const std::int64_t tokens = x.shape[0], columns = x.shape[1], padded = (columns + group - 1) / group * group;
  constexpr int kXUnits = DotFor<F>::kXUnits;
  for (std::int64_t k = 0; k < padded; k += 32, out += kXGroupBytes<F> * tokens) {
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
        for (int part = 0; part < kXUnits; ++part) units[(c * kXUnits + part) * tokens + t] = DotFor<F>::unit_of(rounded + 4 * c, part);
      std::int32_t first_half = 0;
      if constexpr (F::kParts == 2)
        for (int i = 0; i < 16; ++i) first_half += rounded[i];
      for (int half = 0; half < F::kParts; ++half) {
        const std::int32_t sum = F::kParts == 1 ? total : half == 0 ? first_half : total - first_half;
        const float offset = F::kMinimum ? x_scale[t] * static_cast<float>(sum) : std::bit_cast<float>(-F::kBias * sum);
        std::memcpy(x_scale + (1 + half) * tokens + t, &offset, 4);
      }
    }
  }
}

template <class F>
TileKernels kernels_of(std::int64_t padded) {
  TileKernels kernels{.max_tokens = kTargetTileTokens, .token_bytes = padded / 32 * kXGroupBytes<F>, .pack = pack_rounded<F>};
  set_multiply(kernels, []<int Tokens> { return multiply<F, Tokens>; });
  return kernels;
}

constexpr FormatKernels kTable[] = {
    {Format::q2_k, kernels_of<Q2K>}, {Format::q3_k, kernels_of<Q3K>}, {Format::q4_k, kernels_of<Q4K>},
    {Format::q5_k, kernels_of<Q5K>}, {Format::q6_k, kernels_of<Q6K>}, {Format::iq4_xs, kernels_of<IQ4XS>},
};
static_assert(has_all_of(Arithmetic::super_blocks, kTable), "one row for every format of this family");

TileKernels target_kernels(Format format, std::int64_t columns) { return kernels_of_table(kTable, format, columns); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace halftone::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::cpu {

HWY_EXPORT(target_kernels);
TileKernels super_tile_kernels(Format format, std::int64_t columns) { return HWY_DYNAMIC_DISPATCH(target_kernels)(format, columns); }

}  // namespace halftone::cpu
#endif
