// rope: see ops/rope.h. Work: tokens over threads. Cosines and sines are computed once per (token, pair), in double (a float
// angle of position 100,000 is off by 0.004 rad), and serve all heads. A token's result depends on its position only.
#include "kernels/ops/rope.h"

#include <cassert>
#include <cmath>
#include <vector>

#include "kernels/core/thread_pool.h"

namespace halftone::cpu {
namespace {

void rotate_half(float* x, const float* cosine, const float* sine, std::int64_t pairs) {
  float* a = x;
  float* b = x + pairs;
  for (std::int64_t i = 0; i < pairs; ++i) {
    const float first = a[i], second = b[i];
    a[i] = first * cosine[i] - second * sine[i];
    b[i] = first * sine[i] + second * cosine[i];
  }
}

void rotate_interleaved(float* x, const float* cosine, const float* sine, std::int64_t pairs) {
  for (std::int64_t i = 0; i < pairs; ++i) {
    const float first = x[2 * i], second = x[2 * i + 1];
    x[2 * i] = first * cosine[i] - second * sine[i];
    x[2 * i + 1] = first * sine[i] + second * cosine[i];
  }
}

}  // namespace

void rope(const RopeArgs& args, ThreadPool& pool) {
  const std::int64_t tokens = args.x.shape[0], heads = args.x.shape[1], pairs = args.inverse.shape[0];
  assert(args.x.shape[2] >= 2 * pairs && static_cast<std::int64_t>(args.positions.size()) == tokens);
  constexpr std::int64_t kGrain = 8;
  pool.parallel_for(tokens, kGrain, [&](std::int64_t begin, std::int64_t end, int) {
    std::vector<float> table(2 * pairs);
    float* cosine = table.data();
    float* sine = cosine + pairs;
    for (std::int64_t t = begin; t < end; ++t) {
      const double factor = static_cast<double>(args.attention_factor) * args.growth.at(args.positions[t]);
      for (std::int64_t i = 0; i < pairs; ++i) {
        const double angle = static_cast<double>(args.positions[t]) * args.inverse(i);
        cosine[i] = static_cast<float>(std::cos(angle) * factor);
        sine[i] = static_cast<float>(std::sin(angle) * factor);
      }
      for (std::int64_t h = 0; h < heads; ++h) {
        float* x = args.x.data + t * args.x.stride[0] + h * args.x.stride[1];
        args.pairing == RopePairing::half ? rotate_half(x, cosine, sine, pairs) : rotate_interleaved(x, cosine, sine, pairs);
      }
    }
  });
}

}  // namespace halftone::cpu
