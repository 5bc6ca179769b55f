// bound: see ops/bound.h. Work: rows, or stretches of a row (a vocabulary is wide), over threads. Every number by itself, in vectors.
#include "kernels/ops/bound.h"

#include <cassert>

#include "kernels/cpu/stretches.h"
#include "kernels/cpu/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/bound.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "kernels/cpu/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu::HWY_NAMESPACE {

using D = hn::ScalableTag<float>;
using V = hn::VFromD<D>;

HWY_INLINE V bounded(D d, Bound kind, V x, V limit) {
  switch (kind) {
    case Bound::none: return x;
    case Bound::clamp: {
      const V below = hn::IfThenElse(hn::Gt(x, limit), limit, x);  // not Min: it may drop a NaN
      return hn::IfThenElse(hn::Lt(below, hn::Neg(limit)), hn::Neg(limit), below);
    }
    case Bound::tanh: return hn::Mul(limit, tanh(d, hn::Div(x, limit)));
  }
  return x;
}

void bound_row(Bound kind, float* x, float scale, float limit, std::int64_t n) {
  const D d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  const V factor = hn::Set(d, scale), most = hn::Set(d, limit);
  std::int64_t i = 0;
  for (; i + lanes <= n; i += lanes) hn::StoreU(bounded(d, kind, hn::Mul(hn::LoadU(d, x + i), factor), most), d, x + i);
  if (i < n) {
    const auto inside = hn::FirstN(d, n - i);
    hn::BlendedStore(bounded(d, kind, hn::Mul(hn::MaskedLoad(inside, d, x + i), factor), most), inside, d, x + i);
  }
}

}  // namespace halftone::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::cpu {

HWY_EXPORT(bound_row);

void bound(const BoundArgs& args, ThreadPool& pool) {
  assert(args.kind == Bound::none || args.limit > 0);
  const auto row_bound = HWY_DYNAMIC_DISPATCH(bound_row);
  for_stretches(pool, args.x.shape[0], args.x.shape[1], 4096, [&](std::int64_t t, std::int64_t first, std::int64_t count) {
    row_bound(args.kind, args.x.data + t * args.x.stride[0] + first, args.scale, args.limit, count);
  });
}

}  // namespace halftone::cpu
#endif
