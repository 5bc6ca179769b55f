// cap: see ops/cap.h. Work: rows, or stretches of a row (a vocabulary is wide), over threads. Every number by itself, in vectors.
#include "kernels/ops/cap.h"

#include <cassert>

#include "kernels/cpu/stretches.h"
#include "kernels/cpu/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/cap.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "kernels/cpu/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu::HWY_NAMESPACE {

using D = hn::ScalableTag<float>;
using V = hn::VFromD<D>;

HWY_INLINE V capped(D d, Cap kind, V x, V limit) {
  switch (kind) {
    case Cap::none: return x;
    case Cap::clamp: {
      const V below = hn::IfThenElse(hn::Gt(x, limit), limit, x);  // not Min: it may drop a NaN
      return hn::IfThenElse(hn::Lt(below, hn::Neg(limit)), hn::Neg(limit), below);
    }
    case Cap::soft_cap: return hn::Mul(limit, tanh(d, hn::Div(x, limit)));
  }
  return x;
}

void cap_row(Cap kind, float* x, float scale, float limit, std::int64_t n) {
  const D d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  const V factor = hn::Set(d, scale), most = hn::Set(d, limit);
  std::int64_t i = 0;
  for (; i + lanes <= n; i += lanes) hn::StoreU(capped(d, kind, hn::Mul(hn::LoadU(d, x + i), factor), most), d, x + i);
  if (i < n) {
    const auto inside = hn::FirstN(d, n - i);
    hn::BlendedStore(capped(d, kind, hn::Mul(hn::MaskedLoad(inside, d, x + i), factor), most), inside, d, x + i);
  }
}

}  // namespace halftone::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::cpu {

HWY_EXPORT(cap_row);

void cap(const CapArgs& args, ThreadPool& pool) {
  assert(args.kind == Cap::none || args.limit > 0);
  const auto row_cap = HWY_DYNAMIC_DISPATCH(cap_row);
  for_stretches(pool, args.x.shape[0], args.x.shape[1], 4096, [&](std::int64_t t, std::int64_t first, std::int64_t count) {
    row_cap(args.kind, args.x.data + t * args.x.stride[0] + first, args.scale, args.limit, count);
  });
}

}  // namespace halftone::cpu
#endif
