#include "kernels/ops/glu.h"

#include <cassert>
#include <cmath>
#include <numbers>

namespace halftone::reference {
namespace {

double activate(Activation activation, double x) {
  switch (activation) {
    case Activation::silu: return x / (1 + std::exp(-x));
    case Activation::gelu: return 0.5 * x * std::erfc(-x / std::numbers::sqrt2);
    case Activation::gelu_tanh:  // ½·x·(1 + tanh u) with 1 + tanh u = 2 / (1 + e^(−2u)), which does not cancel
      return x / (1 + std::exp(-2 * std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
    case Activation::relu: return x > 0 || std::isnan(x) ? x : 0;
  }
  return 0;
}

}  // namespace

void glu(const GluArgs& args) {
  assert(args.out.shape == args.gate.shape && (!args.up.data || args.up.shape == args.gate.shape));
  for (std::int64_t t = 0; t < args.gate.shape[0]; ++t) {
    for (std::int64_t f = 0; f < args.gate.shape[1]; ++f) {
      const double up = args.up.data ? args.up(t, f) : 1.0;
      args.out(t, f) = static_cast<float>(activate(args.activation, args.gate(t, f)) * up);
    }
  }
}

}  // namespace halftone::reference
