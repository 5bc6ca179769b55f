#include "kernels/ops/cap.h"

#include <cmath>

namespace halftone::reference {

void cap(const CapArgs& args) {
  const double limit = args.limit;
  for (std::int64_t t = 0; t < args.x.shape[0]; ++t) {
    for (std::int64_t d = 0; d < args.x.shape[1]; ++d) {
      double x = static_cast<double>(args.x(t, d)) * args.scale;
      if (args.kind == Cap::clamp) x = x < -limit ? -limit : x > limit ? limit : x;
      if (args.kind == Cap::soft_cap) x = limit * std::tanh(x / limit);
      args.x(t, d) = static_cast<float>(x);
    }
  }
}

}  // namespace halftone::reference
