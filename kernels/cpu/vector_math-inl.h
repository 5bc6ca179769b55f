// exp, tanh and the normal distribution on vectors of floats, for every instruction set. Compiled once per target.
// Polynomials: minimax, fitted for this file by the exchange method in 40 digits.
//
// Errors are measured over all kinds of input by tests/kernels/vector_math_test.cpp, which holds the bounds named here.
#if defined(HALFTONE_VECTOR_MATH_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_VECTOR_MATH_INL
#undef HALFTONE_VECTOR_MATH_INL
#else
#define HALFTONE_VECTOR_MATH_INL
#endif

#include <limits>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// c0 + c1·x + c2·x² + …
template <class V>
HWY_INLINE V polynomial(V, V c0) {
  return c0;
}
template <class V, class... Rest>
HWY_INLINE V polynomial(V x, V c0, Rest... rest) {
  return hn::MulAdd(polynomial(x, rest...), x, c0);
}

// eˣ, within 2 ulp. −∞ gives 0, NaN gives NaN, overflow gives ∞; results below 2⁻¹²⁶ become 0 (no slow subnormals).
template <class D, class V = hn::VFromD<D>>
HWY_INLINE V exp(D d, V x) {
  const hn::RebindToSigned<D> di;
  const auto number = [d](float value) HWY_ATTR { return hn::Set(d, value); };
  const V smallest = number(-87.33654f), largest = number(88.72284f);  // outside, what follows is nonsense and is replaced
  const V n = hn::Round(hn::Mul(x, number(1.44269504f)));
  // ln 2 in two parts: n · the first is exact.
  const V r = hn::NegMulAdd(n, number(-2.12194440e-4f), hn::NegMulAdd(n, number(0.693359375f), x));
  const V p = polynomial(r, number(0.499999934f), number(0.166665201f), number(0.0416683944f), number(0.00836878045f), number(0.00138144657f));
  const V mantissa = hn::Add(hn::MulAdd(hn::Mul(r, r), p, r), number(1.0f));
  // 2ⁿ in two factors, since n may be 128.
  const auto exponent = hn::ConvertTo(di, n);
  const auto half = hn::ShiftRight<1>(exponent);
  const auto bias = hn::Set(di, 127);
  const V first = hn::BitCast(d, hn::ShiftLeft<23>(hn::Add(half, bias)));
  const V second = hn::BitCast(d, hn::ShiftLeft<23>(hn::Add(hn::Sub(exponent, half), bias)));
  const V inside = hn::Mul(hn::Mul(mantissa, first), second);
  const V finite = hn::IfThenElse(hn::Gt(x, largest), number(std::numeric_limits<float>::infinity()), inside);
  return hn::IfThenZeroElse(hn::Lt(x, smallest), finite);
}

// tanh x, within 4 ulp.
template <class D, class V = hn::VFromD<D>>
HWY_INLINE V tanh(D d, V x) {
  const auto number = [d](float value) HWY_ATTR { return hn::Set(d, value); };
  const V a = hn::Abs(x);
  const V z = hn::Mul(x, x);
  const V p = polynomial(z, number(-0.333332840f), number(0.133314928f), number(-0.0537435865f), number(0.0206507726f), number(-0.00571716606f));
  const V near = hn::MulAdd(hn::Mul(x, z), p, x);
  const V e = exp(d, hn::Mul(a, number(-2.0f)));
  const V far = hn::CopySign(hn::Div(hn::Sub(number(1.0f), e), hn::Add(number(1.0f), e)), x);
  return hn::IfThenElse(hn::Lt(a, number(0.625f)), near, far);
}

// x·Φ(x), Φ the normal distribution function: within 8 ulp for x ≥ −5; below, where the result is under 1.5e-6 in size, within
// 2⁻²⁰ of it (the rounding of x² is magnified by the exponential). −∞ gives 0.
template <class D, class V = hn::VFromD<D>>
HWY_INLINE V times_normal_distribution(D d, V x) {
  const auto number = [d](float value) HWY_ATTR { return hn::Set(d, value); };
  // Φ(−a) = e^(−a²/2) · t·P(t),  t = 1 / (1 + 0.35·a)
  const V a = hn::Min(number(20.0f), hn::Abs(x));
  const V t = hn::Div(number(1.0f), hn::MulAdd(a, number(0.35f), number(1.0f)));
  const V p = polynomial(t, number(0.139621259f), number(0.139864325f), number(0.119815585f), number(0.105574438f), number(-0.0232629283f),
                         number(0.159391534f), number(-0.255900609f), number(0.144060174f), number(-0.0291637927f));
  // a² to twice the precision: its head is exact because its factors have 11 bits left.
  const hn::RebindToUnsigned<D> du;
  const V head = hn::BitCast(d, hn::And(hn::BitCast(du, a), hn::Set(du, 0xFFFFE000u)));
  const V tail = hn::Mul(hn::Sub(a, head), hn::Add(a, head));
  const V gauss = hn::Mul(exp(d, hn::Mul(number(-0.5f), hn::Mul(head, head))), exp(d, hn::Mul(number(-0.5f), tail)));
  const V below = hn::Mul(gauss, hn::Mul(t, p));
  const V distribution = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), below, hn::Sub(number(1.0f), below));
  const V negligible = hn::IfThenZeroElse(hn::Lt(x, number(-20.0f)), hn::Mul(x, distribution));
  return hn::IfThenElse(hn::IsNaN(x), x, negligible);
}

}  // namespace halftone::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
