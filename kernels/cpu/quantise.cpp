// Per block, a search for the header fields that make the squared error of rounding smallest. Every trial rounds the block with
// given fields and yields two things: the error, and the least-squares fields for the quants it found (the optimum for those quants;
// rounding with them again can only do better: coordinate descent as in Lloyd's algorithm). Several starts, as the error has many
// local minima: clipping the range at either end trades a few large errors against a finer step, as HQQ does (Badri & Shaji 2023).
// The first start is rounding to nearest, so that the result is never worse.
#include "kernels/cpu/quantise.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "kernels/cpu/targets.h"
#include "kernels/formats/format_table.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/quantise.cpp"
#include "hwy/foreach_target.h"
//
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Ints = hn::RebindToSigned<Floats>;
using FloatVec = hn::Vec<Floats>;
constexpr Floats f32;
constexpr int kStep = static_cast<int>(hn::MaxLanes(f32));

// w = scale · code + minimum
struct Fields {
  float scale, minimum;
};
struct Trial {
  Fields fields;       // as stored: rounded to binary16
  float error;         // Σ (x - w)²
  Fields least_squares;
};

HWY_INLINE float sum(FloatVec v) { return hn::GetLane(hn::SumOfLanes(f32, v)); }

// To the nearest number that a 16-bit header field holds. Where there is no instruction for it, Highway's conversion truncates.
HWY_INLINE float stored(float value) {
  const float clamped = std::clamp(value, -65504.0f, 65504.0f);
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX2
  const hn::CappedTag<float, 4> few;
  const hn::Rebind<hwy::float16_t, decltype(few)> halves;
  return hn::GetLane(hn::PromoteTo(few, hn::DemoteTo(halves, hn::Set(few, clamped))));
#else
  return F16::from_float(clamped).to_float();
#endif
}

// How a format rounds ratio = (x - minimum) / scale to a code.

template <int Low, int High, bool Minimum>
struct IntegerCodes {
  static constexpr bool kMinimum = Minimum;
  HWY_INLINE FloatVec nearest(FloatVec ratio) const {
    return hn::Round(hn::Min(hn::Max(ratio, hn::Set(f32, static_cast<float>(Low))), hn::Set(f32, static_cast<float>(High))));
  }
};

struct Nf4Codes {
  static constexpr bool kMinimum = false;
  template <int C>
  static HWY_INLINE void above(FloatVec ratio, FloatVec& code) {
    constexpr float kMiddle = 0.5f * (nf4_code(C) + nf4_code(C + 1)), kCode = nf4_code(C + 1);
    code = hn::IfThenElse(hn::Gt(ratio, hn::Set(f32, kMiddle)), hn::Set(f32, kCode), code);
  }
  HWY_INLINE FloatVec nearest(FloatVec ratio) const {
    constexpr float kFirst = nf4_code(0);
    FloatVec code = hn::Set(f32, kFirst);
    [&]<int... C>(std::integer_sequence<int, C...>) { (above<C>(ratio, code), ...); }(std::make_integer_sequence<int, 15>());
    return code;
  }
};

template <class Codes, int Group>
HWY_INLINE Trial try_fields(const float* x, float sum_x, Fields wanted, float* codes = nullptr) {
  const Fields at{stored(wanted.scale), Codes::kMinimum ? stored(wanted.minimum) : 0.0f};
  const FloatVec minimum = hn::Set(f32, at.minimum), scale = hn::Set(f32, at.scale);
  const FloatVec inverse = hn::Set(f32, at.scale == 0.0f ? 0.0f : 1.0f / at.scale);
  FloatVec c = hn::Zero(f32), cc = c, cx = c, error = c;
  for (int i = 0; i < Group; i += kStep) {
    const FloatVec v = hn::Load(f32, x + i);
    const FloatVec code = Codes().nearest(hn::Mul(hn::Sub(v, minimum), inverse));
    const FloatVec off = hn::Sub(v, hn::MulAdd(code, scale, minimum));
    error = hn::MulAdd(off, off, error);
    cc = hn::MulAdd(code, code, cc);
    cx = hn::MulAdd(code, v, cx);
    if constexpr (Codes::kMinimum) c = hn::Add(c, code);
    if (codes) hn::Store(code, f32, codes + i);
  }
  Trial trial{at, sum(error), at};
  const float sum_c = sum(c), sum_cc = sum(cc), sum_cx = sum(cx);
  if constexpr (Codes::kMinimum) {
    const float spread = Group * sum_cc - sum_c * sum_c;
    if (spread > 0) {
      trial.least_squares.scale = (Group * sum_cx - sum_c * sum_x) / spread;
      trial.least_squares.minimum = (sum_x - trial.least_squares.scale * sum_c) / Group;
    }
  } else if (sum_cc > 0) {
    trial.least_squares.scale = sum_cx / sum_cc;
  }
  return trial;
}

// The best of the starts (each with one step of least squares), then descent until it stops paying.
template <class Codes, int Group>
Fields search(const float* x, const Fields* starts, int count) {
  FloatVec total = hn::Zero(f32);
  for (int i = 0; i < Group; i += kStep) total = hn::Add(total, hn::Load(f32, x + i));
  const float sum_x = sum(total);

  Trial best = try_fields<Codes, Group>(x, sum_x, starts[0]);
  for (int s = 0; s < count; ++s) {
    const Trial start = s == 0 ? best : try_fields<Codes, Group>(x, sum_x, starts[s]);
    const Trial fitted = try_fields<Codes, Group>(x, sum_x, start.least_squares);
    for (const Trial& trial : {start, fitted})
      if (trial.error < best.error) best = trial;
  }
  constexpr int kDescent = 6;
  for (int i = 0; i < kDescent; ++i) {
    const Trial next = try_fields<Codes, Group>(x, sum_x, best.least_squares);
    if (!(next.error < best.error)) break;
    best = next;
  }
  return best.fields;
}

struct Range {
  float low, high;
};
template <int Group>
Range range_of(const float* x) {
  FloatVec low = hn::Load(f32, x), high = low;
  for (int i = kStep; i < Group; i += kStep) {
    low = hn::Min(low, hn::Load(f32, x + i));
    high = hn::Max(high, hn::Load(f32, x + i));
  }
  return {hn::GetLane(hn::MinOfLanes(f32, low)), hn::GetLane(hn::MaxOfLanes(f32, high))};
}

// int4, int3, int2, Q4_1: the range, clipped at either end by some part of a step.
template <class Block>
Block best_block(const float* x) {
  constexpr int kMax = Block::kMaxQuant, kGroup = Block::kGroup;
  using Codes = IntegerCodes<0, kMax, true>;
  const auto [low, high] = range_of<kGroup>(x);
  constexpr float kClips[] = {0.0f, 0.3f, 0.7f};  // in steps
  Fields starts[9];
  int count = 0;
  for (const float below : kClips)
    for (const float above : kClips) {
      const float step = (high - low) / (kMax + below + above);
      starts[count++] = {step, low + below * step};
    }
  const Fields fields = search<Codes, kGroup>(x, starts, count);
  alignas(64) float codes[kGroup];
  try_fields<Codes, kGroup>(x, 0, fields, codes);
  Block block{};
  block.scale = F16::from_float(fields.scale);
  block.minimum = F16::from_float(fields.minimum);
  for (int i = 0; i < kGroup; ++i) block.set_quant(i, static_cast<int>(codes[i]));
  return block;
}

template <>
Int8Block best_block<Int8Block>(const float* x) {
  using Codes = IntegerCodes<-127, 127, false>;
  const auto [low, high] = range_of<32>(x);
  const Fields nearest{std::max(-low, high) / 127, 0};
  const Fields fields = search<Codes, 32>(x, &nearest, 1);
  alignas(64) float codes[32];
  try_fields<Codes, 32>(x, 0, fields, codes);
  Int8Block block;
  block.scale = F16::from_float(fields.scale);
  for (int i = 0; i < 32; ++i) block.quants[i] = static_cast<std::int8_t>(codes[i]);
  return block;
}

// The extra step at -8 may go to either side, and the extreme may be clipped or leave room.
template <>
Q4_0Block best_block<Q4_0Block>(const float* x) {
  using Codes = IntegerCodes<-8, 7, false>;
  const auto [low, high] = range_of<32>(x);
  const float extreme = -low > high ? low : high;
  constexpr float kSteps[] = {8, 7.5f, 7, 6.5f, 6};
  Fields starts[2 * std::size(kSteps)];
  int count = 0;
  for (const float steps : kSteps) starts[count++] = {extreme / -steps, 0}, starts[count++] = {extreme / (steps - 0.75f), 0};
  const Fields fields = search<Codes, 32>(x, starts, count);
  alignas(64) float codes[32];
  try_fields<Codes, 32>(x, 0, fields, codes);
  Q4_0Block block{};
  block.scale = F16::from_float(fields.scale);
  for (int i = 0; i < 32; ++i) block.set_quant(i, static_cast<int>(codes[i]));
  return block;
}

template <>
Nf4Block best_block<Nf4Block>(const float* x) {
  const auto [low, high] = range_of<64>(x);
  const float largest = std::max(-low, high);
  constexpr float kParts[] = {1.0f, 0.95f, 0.89f, 0.82f, 0.75f};
  Fields starts[2 * std::size(kParts)];
  int count = 0;
  for (const float part : kParts) starts[count++] = {largest * part, 0};
  for (const float part : kParts) starts[count++] = {-largest * part, 0};  // the codebook is not symmetric
  const Fields fields = search<Nf4Codes, 64>(x, starts, count);
  alignas(64) float codes[64];
  try_fields<Nf4Codes, 64>(x, 0, fields, codes);
  Nf4Block block{};
  block.absmax = F16::from_float(fields.scale);
  for (int i = 0; i < 64; ++i) block.set_quant(i, Nf4Block::nearest_code(codes[i]));
  return block;
}

template <class Block>
void quantise_row(const float* values, std::int64_t columns, std::byte* out) {
  alignas(64) float x[Block::kGroup];
  for (std::int64_t k = 0; k < columns; k += Block::kGroup, out += sizeof(Block)) {
    const std::int64_t count = std::min<std::int64_t>(Block::kGroup, columns - k);
    std::fill(std::transform(values + k, values + k + count, x, storable), x + Block::kGroup, 0.0f);
    const Block block = best_block<Block>(x);
    std::memcpy(out, &block, sizeof(Block));
  }
}

using QuantiseRow = void (*)(const float*, std::int64_t, std::byte*);
struct FormatRounding {
  Format format;
  QuantiseRow quantise_row;
};
constexpr FormatRounding kRoundings[] = {
    {Format::int8, quantise_row<Int8Block>},         {Format::q8_0, quantise_row<Int8Block>},
    {Format::int4_g32, quantise_row<Int4Block<32>>}, {Format::q4_1, quantise_row<Int4Block<32>>},
    {Format::int4_g64, quantise_row<Int4Block<64>>}, {Format::int4_g128, quantise_row<Int4Block<128>>},
    {Format::nf4, quantise_row<Nf4Block>},           {Format::int3, quantise_row<Int3Block>},
    {Format::int2, quantise_row<Int2Block>},         {Format::q4_0, quantise_row<Q4_0Block>},
};
static_assert(std::ranges::all_of(kFormatTable, [](const FormatInfo& f) {
  const bool is_quantised_to = f.quantised && f.encodes;  // the others are plain numbers, or only read
  return is_quantised_to == (std::ranges::count(kRoundings, f.format, &FormatRounding::format) == 1);
}));

QuantiseRow quantise_row_for(Format format) {
  const auto row = std::ranges::find(kRoundings, format, &FormatRounding::format);
  return row == std::end(kRoundings) ? nullptr : row->quantise_row;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace halftone::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::cpu {
namespace {
HWY_EXPORT(quantise_row_for);
}

void quantise(Format format, const float* values, std::int64_t rows, std::int64_t columns, std::byte* row_major) {
  const FormatInfo& f = info(format);
  const auto quantise_row = HWY_DYNAMIC_DISPATCH(quantise_row_for)(format);
  if (!quantise_row) return f.encode(values, row_major, rows * columns);  // plain numbers
  for (std::int64_t r = 0; r < rows; ++r) quantise_row(values + r * columns, columns, row_major + r * f.row_bytes(columns));
}

}  // namespace halftone::cpu
#endif
