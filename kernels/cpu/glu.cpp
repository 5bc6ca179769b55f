// glu: see ops/glu.h. Work: rows, or stretches of a single row, over threads. Every number by itself, in vectors.
#include "kernels/ops/glu.h"

#include <cassert>

#include "kernels/cpu/stretches.h"
#include "kernels/cpu/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/glu.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "kernels/cpu/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu::HWY_NAMESPACE {

using D = hn::ScalableTag<float>;
using V = hn::VFromD<D>;

struct Silu {
  HWY_INLINE V operator()(D d, V x) const {
    // 1 + e^|x| would overflow; e^−|x| gives both σ(x) and σ(−x).
    const V e = exp(d, hn::Neg(hn::Abs(x)));
    const V one = hn::Set(d, 1.0f);
    const V numerator = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), e, one);
    const V y = hn::Div(hn::Mul(x, numerator), hn::Add(one, e));
    return hn::IfThenZeroElse(hn::Lt(x, hn::Set(d, -100.0f)), y);  // −∞ · 0
  }
};
struct Gelu {
  HWY_INLINE V operator()(D d, V x) const { return times_normal_distribution(d, x); }
};
struct GeluTanh {
  // ½(1 + tanh u) = σ(2u), which does not cancel for negative u.
  HWY_INLINE V operator()(D d, V x) const {
    const V cubic = hn::Mul(hn::Mul(x, x), hn::Set(d, 2 * 0.7978845608f * 0.044715f));
    const V u = hn::Mul(x, hn::Add(cubic, hn::Set(d, 2 * 0.7978845608f)));
    const V e = exp(d, hn::Neg(hn::Abs(u)));
    const V one = hn::Set(d, 1.0f);
    const V y = hn::Div(hn::Mul(x, hn::IfThenElse(hn::Lt(x, hn::Zero(d)), e, one)), hn::Add(one, e));
    return hn::IfThenZeroElse(hn::Lt(x, hn::Set(d, -20.0f)), y);
  }
};
struct Relu {
  HWY_INLINE V operator()(D d, V x) const { return hn::IfThenZeroElse(hn::Lt(x, hn::Zero(d)), x); }
};

template <class Activate>
HWY_INLINE void glu_stretch(const float* gate, const float* up, float* out, std::int64_t n, Activate activate) {
  const D d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  std::int64_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const V y = activate(d, hn::LoadU(d, gate + i));
    hn::StoreU(up ? hn::Mul(y, hn::LoadU(d, up + i)) : y, d, out + i);
  }
  if (i < n) {
    const auto inside = hn::FirstN(d, n - i);
    const V y = activate(d, hn::MaskedLoad(inside, d, gate + i));
    hn::BlendedStore(up ? hn::Mul(y, hn::MaskedLoad(inside, d, up + i)) : y, inside, d, out + i);
  }
}

void glu_row(Activation activation, const float* gate, const float* up, float* out, std::int64_t n) {
  switch (activation) {
    case Activation::silu: return glu_stretch(gate, up, out, n, Silu{});
    case Activation::gelu: return glu_stretch(gate, up, out, n, Gelu{});
    case Activation::gelu_tanh: return glu_stretch(gate, up, out, n, GeluTanh{});
    case Activation::relu: return glu_stretch(gate, up, out, n, Relu{});
  }
}

}  // namespace halftone::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::cpu {

HWY_EXPORT(glu_row);

void glu(const GluArgs& args, ThreadPool& pool) {
  assert(args.out.shape == args.gate.shape && (!args.up.data || args.up.shape == args.gate.shape));
  const auto row_glu = HWY_DYNAMIC_DISPATCH(glu_row);
  for_stretches(pool, args.gate.shape[0], args.gate.shape[1], 2048, [&](std::int64_t t, std::int64_t first, std::int64_t count) {
    const float* up = args.up.data ? args.up.data + t * args.up.stride[0] + first : nullptr;
    row_glu(args.activation, args.gate.data + t * args.gate.stride[0] + first, up, args.out.data + t * args.out.stride[0] + first, count);
  });
}

}  // namespace halftone::cpu
#endif
