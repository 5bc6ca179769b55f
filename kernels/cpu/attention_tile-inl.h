// What naive and flash attention do with one tile of keys. Compiled once per instruction set.
#if defined(HALFTONE_ATTENTION_TILE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_ATTENTION_TILE_INL
#undef HALFTONE_ATTENTION_TILE_INL
#else
#define HALFTONE_ATTENTION_TILE_INL
#endif

#include <algorithm>
#include <limits>

#include <hwy/highway.h>

#include "kernels/cpu/attention_blocks.h"
#include "kernels/cpu/attention_decode-inl.h"
#include "kernels/cpu/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu::HWY_NAMESPACE {

using D = hn::CappedTag<float, 16>;
using V = hn::VFromD<D>;

// C (Rows, Columns vectors) += A (Rows, depth) · B (depth, Columns vectors). Every number of C is one chain of multiply-adds in the
// order of depth, so it is the same whatever Rows and Columns are.
template <int Rows, int Columns>
HWY_INLINE void multiply_block(const float* a, std::int64_t a_stride, const float* b, std::int64_t b_stride, std::int64_t depth, float* c,
                               std::int64_t c_stride) {
  const D d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  V sum[Rows][Columns];
  for (int r = 0; r < Rows; ++r) {
    for (int n = 0; n < Columns; ++n) sum[r][n] = hn::Load(d, c + r * c_stride + n * lanes);
  }
  for (std::int64_t k = 0; k < depth; ++k) {
    V right[Columns];
    for (int n = 0; n < Columns; ++n) right[n] = hn::Load(d, b + k * b_stride + n * lanes);
    for (int r = 0; r < Rows; ++r) {
      const V left = hn::Set(d, a[r * a_stride + k]);
      for (int n = 0; n < Columns; ++n) sum[r][n] = hn::MulAdd(left, right[n], sum[r][n]);
    }
  }
  for (int r = 0; r < Rows; ++r) {
    for (int n = 0; n < Columns; ++n) hn::Store(sum[r][n], d, c + r * c_stride + n * lanes);
  }
}

template <int Columns>
HWY_INLINE void multiply_columns(const float* a, std::int64_t a_stride, const float* b, std::int64_t b_stride, std::int64_t depth, float* c,
                                 std::int64_t c_stride, std::int64_t rows) {
  std::int64_t r = 0;
  for (; r + 4 <= rows; r += 4) multiply_block<4, Columns>(a + r * a_stride, a_stride, b, b_stride, depth, c + r * c_stride, c_stride);
  for (; r + 2 <= rows; r += 2) multiply_block<2, Columns>(a + r * a_stride, a_stride, b, b_stride, depth, c + r * c_stride, c_stride);
  for (; r < rows; ++r) multiply_block<1, Columns>(a + r * a_stride, a_stride, b, b_stride, depth, c + r * c_stride, c_stride);
}

// C (rows, columns) += A (rows, depth) · B (depth, columns); columns a multiple of 16.
inline void multiply(const float* a, std::int64_t a_stride, const float* b, std::int64_t b_stride, std::int64_t depth, float* c,
                     std::int64_t c_stride, std::int64_t rows, std::int64_t columns) {
  const D d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  // 4 rows of 4 vectors want 21 registers, which only AVX-512 has.
  constexpr int kColumns = HWY_TARGET == HWY_AVX2 ? 2 : 4;
  std::int64_t left = columns / lanes;
  const auto advance = [&](std::int64_t vectors) { b += vectors * lanes, c += vectors * lanes, left -= vectors; };
  for (; left >= kColumns; advance(kColumns)) multiply_columns<kColumns>(a, a_stride, b, b_stride, depth, c, c_stride, rows);
  for (; left >= 2; advance(2)) multiply_columns<2>(a, a_stride, b, b_stride, depth, c, c_stride, rows);
  for (; left >= 1; advance(1)) multiply_columns<1>(a, a_stride, b, b_stride, depth, c, c_stride, rows);
}

// The policy as seen by one query: what becomes of its dot products with the keys of a tile. Each step is there or not; none knows
// of the others.
class ScoreRow {
 public:
  ScoreRow(const AttentionArgs& args, std::int64_t token, std::int64_t head)
      : scale_(args.policy.scale), cap_(args.policy.soft_cap), slope_(args.policy.alibi_slopes.empty() ? 0 : args.policy.alibi_slopes[head]),
        position_(args.start + token), seen_(visible_keys(args.policy, position_, args.cache.length)) {}

  // In place: dots of keys [first, first + kTileKeys) to scores, −∞ where the query does not see.
  HWY_INLINE void apply(float* row, std::int64_t first) const {
    const D d;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
    for (std::int64_t i = 0; i < kTileKeys; i += lanes) {
      V s = hn::Mul(hn::Load(d, row + i), hn::Set(d, scale_));
      if (cap_ > 0) s = soft_cap(s);
      if (slope_ != 0) s = alibi(s, first + i);
      if (first + i < seen_.begin || first + i + lanes > seen_.end) s = mask(s, first + i);
      hn::Store(s, d, row + i);
    }
  }

 private:
  HWY_INLINE V soft_cap(V s) const {
    const D d;
    return hn::Mul(hn::Set(d, cap_), tanh(d, hn::Div(s, hn::Set(d, cap_))));
  }
  HWY_INLINE V alibi(V s, std::int64_t key) const {
    const D d;
    const V distance = hn::Iota(d, static_cast<float>(key - position_));
    return hn::MulAdd(hn::Set(d, slope_), distance, s);
  }
  HWY_INLINE V mask(V s, std::int64_t key) const {
    const D d;
    const hn::RebindToSigned<D> di;
    const auto index = hn::Iota(di, 0);
    const auto clamp = [](std::int64_t value) { return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, -1, kTileKeys)); };
    const auto outside = hn::Or(hn::Lt(index, hn::Set(di, clamp(seen_.begin - key))),
                                hn::Gt(index, hn::Set(di, clamp(seen_.end - key) - 1)));
    return hn::IfThenElse(hn::RebindMask(d, outside), hn::Set(d, -std::numeric_limits<float>::infinity()), s);
  }

  float scale_, cap_, slope_;
  std::int64_t position_;
  KeyRange seen_;
};

// The block's queries, dense, rotated where the cache is.
inline void load_queries(const AttentionArgs& args, const QueryBlock& block, float* queries) {
  const std::int64_t width = args.cache.head_width, padded = padded_width(width);
  for (std::int64_t r = 0; r < block.rows(); ++r) {
    float* row = queries + r * padded;
    const float* q = args.q.data + block.row_token(r) * args.q.stride[0] + block.row_head(r) * args.q.stride[1];
    std::copy(q, q + width, row);
    if (info(args.cache.format).rotated) hadamard(row, width);
  }
}

inline void store_output(const AttentionArgs& args, const QueryBlock& block, std::int64_t row, const float* output) {
  float* out = args.out.data + block.row_token(row) * args.out.stride[0] + block.row_head(row) * args.out.stride[1];
  std::copy(output, output + args.cache.head_width, out);
  if (info(args.cache.format).rotated) hadamard(out, args.cache.head_width);
}

// Dot products of the block's queries with one tile of keys.
inline void multiply_keys(const TileScratch& scratch, std::int64_t rows, std::int64_t head_width) {
  std::fill(scratch.scores, scratch.scores + rows * kTileKeys, 0.0f);
  multiply(scratch.queries, padded_width(head_width), scratch.keys, kTileKeys, head_width, scratch.scores, kTileKeys, rows, kTileKeys);
}

// output += weights (in scores) · values.
inline void multiply_values(const TileScratch& scratch, std::int64_t rows, std::int64_t count, std::int64_t head_width, float* output) {
  const std::int64_t width = padded_width(head_width);
  multiply(scratch.scores, kTileKeys, scratch.values, width, count, output, width, rows, width);
}

// row ← e^(row − largest) over n numbers; returns their sum, added up in fixed lanes from index 0.
HWY_INLINE float exponentials(float* row, std::int64_t n, float largest) {
  const D d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  const V shift = hn::Set(d, largest);
  V sum = hn::Zero(d);
  std::int64_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const V p = exp(d, hn::Sub(hn::LoadU(d, row + i), shift));
    hn::StoreU(p, d, row + i);
    sum = hn::Add(sum, p);
  }
  if (i < n) {
    const auto inside = hn::FirstN(d, n - i);
    const V p = hn::IfThenElseZero(inside, exp(d, hn::Sub(hn::MaskedLoad(inside, d, row + i), shift)));
    hn::BlendedStore(p, inside, d, row + i);
    sum = hn::Add(sum, p);
  }
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

// The largest of n numbers; NaN may be overlooked, since the exponentials will not.
HWY_INLINE float largest_of(const float* row, std::int64_t n) {
  const D d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  constexpr float kLowest = -std::numeric_limits<float>::infinity();
  V largest = hn::Set(d, kLowest);
  std::int64_t i = 0;
  for (; i + lanes <= n; i += lanes) largest = hn::Max(largest, hn::LoadU(d, row + i));
  float result = hn::GetLane(hn::MaxOfLanes(d, largest));
  for (; i < n; ++i) result = std::max(result, row[i]);
  return result;
}

// Whether all scores are −∞, `largest` being their largest: a broken row, of NaN and −∞, must not pass for a masked one.
HWY_INLINE bool nothing_seen(const float* scores, std::int64_t n, float largest) {
  constexpr float kLowest = -std::numeric_limits<float>::infinity();
  return largest == kLowest && std::all_of(scores, scores + n, [](float score) { return score == kLowest; });
}

}  // namespace halftone::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
