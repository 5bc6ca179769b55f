#include "kernels/ops/rope.h"

#include <cassert>
#include <cmath>

namespace halftone::reference {

// With (a, b) a pair and φ = position · inverse[i]:  a ← f·(a·cos φ − b·sin φ),  b ← f·(a·sin φ + b·cos φ).
void rope(const RopeArgs& args) {
  const std::int64_t pairs = args.inverse.shape[0];
  assert(args.x.shape[2] >= 2 * pairs && static_cast<std::int64_t>(args.positions.size()) == args.x.shape[0]);
  for (std::int64_t t = 0; t < args.x.shape[0]; ++t) {
    for (std::int64_t h = 0; h < args.x.shape[1]; ++h) {
      for (std::int64_t i = 0; i < pairs; ++i) {
        const double angle = static_cast<double>(args.positions[t]) * args.inverse(i);
        const double factor = static_cast<double>(args.attention_factor) * args.growth.at(args.positions[t]);
        const double cosine = std::cos(angle) * factor, sine = std::sin(angle) * factor;
        const bool half = args.pairing == RopePairing::half;
        float& a = args.x(t, h, half ? i : 2 * i);
        float& b = args.x(t, h, half ? i + pairs : 2 * i + 1);
        const double turned_a = a * cosine - b * sine, turned_b = a * sine + b * cosine;
        a = static_cast<float>(turned_a);
        b = static_cast<float>(turned_b);
      }
    }
  }
}

}  // namespace halftone::reference
