#include "kernels/ops/norm.h"

#include <cassert>
#include <cmath>

namespace halftone::reference {

void norm(const NormArgs& args) {
  const std::int64_t tokens = args.x.shape[0], width = args.x.shape[1];
  assert(args.out.shape == args.x.shape);
  for (std::int64_t t = 0; t < tokens; ++t) {
    double mean = 0;
    if (args.kind == NormKind::layer) {
      for (std::int64_t i = 0; i < width; ++i) mean += args.x(t, i);
      mean /= static_cast<double>(width);
    }
    double square = 0;
    for (std::int64_t i = 0; i < width; ++i) square += (args.x(t, i) - mean) * (args.x(t, i) - mean);
    const double scale = 1 / std::sqrt(square / static_cast<double>(width) + args.epsilon);
    for (std::int64_t i = 0; i < width; ++i) {
      const double weight = args.weight.data ? static_cast<double>(args.weight(i)) + args.weight_offset : 1.0;
      const double bias = args.bias.data ? args.bias(i) : 0.0;
      const auto y = static_cast<float>((args.x(t, i) - mean) * scale * weight + bias);
      args.out(t, i) = args.accumulate ? args.out(t, i) + y : y;
    }
  }
}

}  // namespace halftone::reference
