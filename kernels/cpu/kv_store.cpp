// kv_store: see ops/kv_store.h. Work: tokens over threads. Each row by the format's own encode, so the bytes are the reference's.
#include "kernels/ops/kv_store.h"

#include <cassert>

#include "kernels/core/thread_pool.h"

namespace halftone::cpu {

void kv_store(const KvStoreArgs& args, ThreadPool& pool) {
  const KvView& cache = args.cache;
  assert(args.keys.shape == args.values.shape && args.keys.shape[1] == cache.kv_heads && args.keys.shape[2] == cache.head_width);
  const auto encode = info(cache.format).encode;
  constexpr std::int64_t kGrain = 8;
  pool.parallel_for(args.keys.shape[0], kGrain, [&](std::int64_t begin, std::int64_t end, int) {
    for (std::int64_t t = begin; t < end; ++t) {
      for (std::int64_t g = 0; g < cache.kv_heads; ++g) {
        encode(&args.keys(t, g, 0), cache.key(args.start + t, g), cache.head_width);
        encode(&args.values(t, g, 0), cache.value(args.start + t, g), cache.head_width);
      }
    }
  });
}

}  // namespace halftone::cpu
