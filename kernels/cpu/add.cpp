// add: see ops/add.h. Work: rows, or stretches of a row, over threads. Every number by itself; the compiler's vectors serve, and the
// build forbids it to contract, so every target gives the same bits.
#include "kernels/ops/add.h"

#include "kernels/cpu/stretches.h"

namespace halftone::cpu {

void add(const AddArgs& args, ThreadPool& pool) {
  for_stretches(pool, args.x.shape[0], args.x.shape[1], 4096, [&](std::int64_t t, std::int64_t first, std::int64_t count) {
    const float* const x = args.x.data + t * args.x.stride[0] + first;
    float* const out = args.out.data + t * args.out.stride[0] + first;
    for (std::int64_t i = 0; i < count; ++i) out[i] += args.scale * x[i];
  });
}

}  // namespace halftone::cpu
