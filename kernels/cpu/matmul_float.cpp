// Panels of floats (f32, f16, bf16) and of codes (nf4, fp4) times a tile of tokens, in float: weights are widened, products are fused
// into sums.
//   floats: y[t][r] = one chain over k
//   codes:  per 32 columns, one chain over the 16 weights of the low nibbles and one over those of the high nibbles (two, so that a
//           single token is not bound by the latency of one); then y += absmax · (low + high)
// Packed x: [k][tokens].
#include "kernels/cpu/targets.h"
//
#include "kernels/cpu/matmul_tile.h"
#include "kernels/formats/format_table.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/matmul_float.cpp"
#include "hwy/foreach_target.h"
//
#include "kernels/cpu/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu {
namespace HWY_NAMESPACE {
namespace {

struct F32Weights {
  static constexpr int kBytes = 4;
  static HWY_INLINE FloatLanes load(const std::byte* from) { return load_f32(from); }
};
struct F16Weights {
  static constexpr int kBytes = 2;
  static HWY_INLINE FloatLanes load(const std::byte* from) { return load_f16(from); }
};
struct BF16Weights {
  static constexpr int kBytes = 2;
  static HWY_INLINE FloatLanes load(const std::byte* from) { return load_bf16(from); }
};

template <class Weights, int Tokens>
void multiply_floats(const std::byte* panel, const std::byte* packed_x, std::int64_t columns, int, float* y) {
  const float* x = reinterpret_cast<const float*>(packed_x);
  FloatLanes sums[Tokens];
  for (auto& sum : sums) sum = zero_f32();
  for (std::int64_t k = 0; k < columns; ++k, panel += kLanes * Weights::kBytes, x += Tokens) {
    prefetch(panel);
    const FloatLanes w = Weights::load(panel);
    for (int t = 0; t < Tokens; ++t) add_product(sums[t], w, x[t]);
  }
  for (int t = 0; t < Tokens; ++t) store(sums[t], y + t * kLanes);
}

template <float (*Code)(int)>
alignas(64) constexpr float kCodes[16] = {Code(0), Code(1), Code(2),  Code(3),  Code(4),  Code(5),  Code(6),  Code(7),
                                          Code(8), Code(9), Code(10), Code(11), Code(12), Code(13), Code(14), Code(15)};

// A format of codes: which number each stands for, and how a block's absmax is stored.
struct Nf4Weights {
  static constexpr int kHeaderBytes = 2 * kLanes;
  static constexpr const float* kTable = kCodes<nf4_code>;
  static HWY_INLINE FloatLanes absmax(const std::byte* from) { return load_f16(from); }
};
template <float (*Code)(int)>
struct Bnb4Weights {
  static constexpr int kHeaderBytes = 4 * kLanes;
  static constexpr const float* kTable = kCodes<Code>;
  static HWY_INLINE FloatLanes absmax(const std::byte* from) { return load_float_halves(from); }
};

// The codes of the lowest nibbles of `units`.
HWY_INLINE FloatLanes look_up(const float* codes, const IntLanes& units) {
  FloatLanes lanes;
#if HWY_TARGET <= HWY_AVX3
  lanes.v[0] = FloatVec{_mm512_permutexvar_ps(units.v[0].raw, _mm512_load_ps(codes))};  // reads the low four bits only
#elif HWY_TARGET == HWY_AVX2
  const __m256 low = _mm256_load_ps(codes), high = _mm256_load_ps(codes + 8);
  for (int i = 0; i < kVectors; ++i) {
    const __m256i q = units.v[i].raw;  // three bits pick from eight; the fourth, moved to the sign, picks the half
    lanes.v[i] = FloatVec{_mm256_blendv_ps(_mm256_permutevar8x32_ps(low, q), _mm256_permutevar8x32_ps(high, q),
                                           _mm256_castsi256_ps(_mm256_slli_epi32(q, 28)))};
  }
#else
  alignas(64) std::int32_t q[kLanes];
  alignas(64) float w[kLanes];
  for (int i = 0; i < kVectors; ++i) hn::Store(units.v[i], Ints(), q + i * kVectorLanes);
  for (int r = 0; r < kLanes; ++r) w[r] = codes[q[r] & 15];
  lanes = load_f32(w);
#endif
  return lanes;
}

template <int Shift>
HWY_INLINE IntLanes shifted(const IntLanes& units) {
  IntLanes lanes;
  for (int i = 0; i < kVectors; ++i) lanes.v[i] = hn::ShiftRight<Shift>(units.v[i]);
  return lanes;
}

// One nibble of each of 4 consecutive weights: sums[t] += Σ_b code(nibble at 8b + Shift) · x[b][t].
template <class Weights, int Shift, int Tokens>
HWY_INLINE void add_four(FloatLanes (&sums)[Tokens], const IntLanes& units, const float* x) {
  const auto add = [&](const IntLanes& q, const float* at) {
    const FloatLanes w = look_up(Weights::kTable, q);
    for (int t = 0; t < Tokens; ++t) add_product(sums[t], w, at[t]);
  };
  add(shifted<Shift>(units), x);
  add(shifted<Shift + 8>(units), x + Tokens);
  add(shifted<Shift + 16>(units), x + 2 * Tokens);
  add(shifted<Shift + 24>(units), x + 3 * Tokens);
}

template <class Weights, int Tokens>
void multiply_codes(const std::byte* panel, const std::byte* packed_x, std::int64_t columns, int group, float* y) {
  const float* x = reinterpret_cast<const float*>(packed_x);
  FloatLanes sums[Tokens];
  for (auto& sum : sums) sum = zero_f32();
  for (std::int64_t k = 0; k < columns; k += group) {
    const FloatLanes absmax = Weights::absmax(panel);
    panel += Weights::kHeaderBytes;
    for (int part = 0; part < group; part += 32, panel += 16 * kLanes, x += 32 * Tokens) {
      FloatLanes low[Tokens], high[Tokens];
      for (int t = 0; t < Tokens; ++t) low[t] = high[t] = zero_f32();
      for (int u = 0; u < 4; ++u) {
        prefetch(panel + u * 4 * kLanes);
        const IntLanes units = load_i32(panel + u * 4 * kLanes);
        add_four<Weights, 0>(low, units, x + u * 4 * Tokens);
        add_four<Weights, 4>(high, units, x + (16 + u * 4) * Tokens);
      }
      for (int t = 0; t < Tokens; ++t) {
        for (int i = 0; i < kVectors; ++i) low[t].v[i] = hn::Add(low[t].v[i], high[t].v[i]);
        add_product(sums[t], absmax, low[t]);
      }
    }
  }
  for (int t = 0; t < Tokens; ++t) store(sums[t], y + t * kLanes);
}

void pack_floats(const MatrixView<const float>& x, int group, std::byte* out) {
  const std::int64_t tokens = x.shape[0], columns = x.shape[1], padded = (columns + group - 1) / group * group;
  float* to = reinterpret_cast<float*>(out);
  for (std::int64_t t = 0; t < tokens; ++t) {
    const float* row = x.data + t * x.stride[0];
    for (std::int64_t k = 0; k < columns; ++k) to[k * tokens + t] = row[k];
    for (std::int64_t k = columns; k < padded; ++k) to[k * tokens + t] = 0;
  }
}

TileKernels packed_floats(std::int64_t columns) {
  return {.max_tokens = kTargetTileTokens, .token_bytes = columns * static_cast<std::int64_t>(sizeof(float)), .pack = pack_floats};
}

template <class Weights>
TileKernels float_kernels(std::int64_t columns) {
  TileKernels kernels = packed_floats(columns);
  set_multiply(kernels, []<int Tokens> { return multiply_floats<Weights, Tokens>; });
  return kernels;
}

template <class Weights>
TileKernels code_kernels(std::int64_t columns) {
  TileKernels kernels = packed_floats(columns);
  set_multiply(kernels, []<int Tokens> { return multiply_codes<Weights, Tokens>; });
  return kernels;
}

constexpr FormatKernels kTable[] = {
    {Format::f32, float_kernels<F32Weights>},
    {Format::f16, float_kernels<F16Weights>},
    {Format::bf16, float_kernels<BF16Weights>},
    {Format::nf4, code_kernels<Nf4Weights>},
    {Format::bnb_nf4, code_kernels<Bnb4Weights<nf4_code>>},
    {Format::bnb_fp4, code_kernels<Bnb4Weights<fp4_code>>},
};
static_assert(has_all_of(Arithmetic::floats, kTable), "one row for every format of this family");

TileKernels target_kernels(Format format, std::int64_t columns) {
  TileKernels kernels = kernels_of_table(kTable, format, columns);
  kernels.packed_is_row = kernels.token_bytes == columns * static_cast<std::int64_t>(sizeof(float));  // nothing is padded
  return kernels;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace halftone::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::cpu {

HWY_EXPORT(target_kernels);
TileKernels float_tile_kernels(Format format, std::int64_t columns) { return HWY_DYNAMIC_DISPATCH(target_kernels)(format, columns); }

}  // namespace halftone::cpu
#endif
