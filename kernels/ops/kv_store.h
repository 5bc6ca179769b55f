// kv_store: writes the keys and values of T new tokens into the cache at tokens [start, start + T), in the cache's format.
#pragma once

#include <cstdint>

#include "kernels/core/tensor_view.h"
#include "kernels/layouts/kv_view.h"

namespace halftone {

struct KvStoreArgs {
  TensorView<const float, 3> keys;    // (T, Hkv, Dh), RoPE already applied
  TensorView<const float, 3> values;  // (T, Hkv, Dh)
  std::int64_t start = 0;
  KvView cache;                       // pages reach to start + T at least
};

class ThreadPool;
namespace reference { void kv_store(const KvStoreArgs&); }
namespace cpu { void kv_store(const KvStoreArgs&, ThreadPool&); }  // the same bytes as the reference

}  // namespace halftone
