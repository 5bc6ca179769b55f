// norm: see ops/norm.h. Work: rows over threads. Every sum of a row runs over four vectors of fixed lanes, folded at the end, so a
// row's bits depend on nothing but the row (and the instruction set).
#include "kernels/ops/norm.h"

#include <cassert>
#include <cmath>

#include "kernels/core/thread_pool.h"
#include "kernels/cpu/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/norm.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;
using V = hn::VFromD<D>;

struct Identity {
  HWY_INLINE V operator()(V x) const { return x; }
};
struct Square {
  V mean;
  HWY_INLINE V operator()(V x) const {
    const V away = hn::Sub(x, mean);
    return hn::Mul(away, away);
  }
};

template <class Term>
HWY_INLINE float sum(const float* x, std::int64_t width, Term term) {
  const D d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  V s0 = hn::Zero(d), s1 = s0, s2 = s0, s3 = s0;
  std::int64_t i = 0;
  for (; i + 4 * lanes <= width; i += 4 * lanes) {
    s0 = hn::Add(s0, term(hn::LoadU(d, x + i)));
    s1 = hn::Add(s1, term(hn::LoadU(d, x + i + lanes)));
    s2 = hn::Add(s2, term(hn::LoadU(d, x + i + 2 * lanes)));
    s3 = hn::Add(s3, term(hn::LoadU(d, x + i + 3 * lanes)));
  }
  for (; i + lanes <= width; i += lanes) s0 = hn::Add(s0, term(hn::LoadU(d, x + i)));
  if (i < width) {
    const auto inside = hn::FirstN(d, width - i);
    s1 = hn::Add(s1, hn::IfThenElseZero(inside, term(hn::MaskedLoad(inside, d, x + i))));
  }
  return hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(s0, s1), hn::Add(s2, s3))));
}

struct Row {
  const float* x;
  const float* weight;
  const float* bias;
  float* out;
  bool accumulate;
};

template <class Load, class Store>
HWY_INLINE void scale_at(const Row& row, std::int64_t i, V mean, V scale, V offset, Load load, Store store) {
  V y = hn::Mul(hn::Sub(load(row.x + i), mean), scale);
  if (row.weight) y = hn::Mul(y, hn::Add(load(row.weight + i), offset));
  if (row.bias) y = hn::Add(y, load(row.bias + i));
  if (row.accumulate) y = hn::Add(load(row.out + i), y);
  store(y, row.out + i);
}

void norm_rows(const NormArgs& args, std::int64_t begin, std::int64_t end) {
  const D d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  const std::int64_t width = args.x.shape[1];
  const auto load = [d](const float* at) HWY_ATTR { return hn::LoadU(d, at); };
  const auto store = [d](V y, float* at) HWY_ATTR { hn::StoreU(y, d, at); };
  const V offset = hn::Set(d, args.weight_offset);
  for (std::int64_t t = begin; t < end; ++t) {
    const Row row{args.x.data + t * args.x.stride[0], args.weight.data, args.bias.data, args.out.data + t * args.out.stride[0],
                  args.accumulate};
    const float mean = args.kind == NormKind::layer ? sum(row.x, width, Identity{}) / static_cast<float>(width) : 0.0f;
    const float square = sum(row.x, width, Square{hn::Set(d, mean)}) / static_cast<float>(width);
    const V scale = hn::Set(d, 1.0f / std::sqrt(square + args.epsilon));
    const V shift = hn::Set(d, mean);
    std::int64_t i = 0;
    for (; i + lanes <= width; i += lanes) scale_at(row, i, shift, scale, offset, load, store);
    if (i < width) {
      const auto inside = hn::FirstN(d, width - i);
      const auto load_some = [d, inside](const float* at) HWY_ATTR { return hn::MaskedLoad(inside, d, at); };
      const auto store_some = [d, inside](V y, float* at) HWY_ATTR { hn::BlendedStore(y, inside, d, at); };
      scale_at(row, i, shift, scale, offset, load_some, store_some);
    }
  }
}

}  // namespace halftone::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::cpu {

HWY_EXPORT(norm_rows);

void norm(const NormArgs& args, ThreadPool& pool) {
  assert(args.out.shape == args.x.shape);
  assert(!args.weight.data || args.weight.shape[0] == args.x.shape[1]);
  assert(!args.bias.data || args.bias.shape[0] == args.x.shape[1]);
  constexpr std::int64_t kGrain = 8;
  pool.parallel_for(args.x.shape[0], kGrain,
                    [&](std::int64_t begin, std::int64_t end, int) { HWY_DYNAMIC_DISPATCH(norm_rows)(args, begin, end); });
}

}  // namespace halftone::cpu
#endif
