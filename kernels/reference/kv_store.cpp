#include "kernels/ops/kv_store.h"

#include <cassert>

namespace halftone::reference {

void kv_store(const KvStoreArgs& args) {
  const KvView& cache = args.cache;
  const std::int64_t tokens = args.keys.shape[0];
  assert(args.keys.shape == args.values.shape && args.keys.shape[1] == cache.kv_heads && args.keys.shape[2] == cache.head_width);
  for (std::int64_t t = 0; t < tokens; ++t) {
    for (std::int64_t g = 0; g < cache.kv_heads; ++g) {
      info(cache.format).encode(&args.keys(t, g, 0), cache.key(args.start + t, g), cache.head_width);
      info(cache.format).encode(&args.values(t, g, 0), cache.value(args.start + t, g), cache.head_width);
    }
  }
}

}  // namespace halftone::reference
