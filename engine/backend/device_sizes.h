// What the sizes of things on a device depend on. Known without opening it, so that what a model would take can be said beforehand by the
// same figures that the device then goes by.
#pragma once

#include <cstdint>
#include <memory>

#include "kernels/layouts/weight_view.h"
#include "kernels/formats/kv_format.h"
#include "kernels/ops/attention.h"

namespace halftone {

// Sizes that the ops' scratch depends on.
struct ScratchShape {
  std::int64_t tokens, length;                       // T, S
  std::int64_t widest, heads, kv_heads, head_width;  // of all layers
  std::int64_t page_tokens;
  AttentionKind attention;
  KvFormat cache;
};

class DeviceSizes {
 public:
  virtual ~DeviceSizes() = default;
  virtual WeightLayout matrix_layout() const = 0;  // how matmul wants weight matrices
  virtual std::int64_t scratch_bytes(const ScratchShape&) const = 0;
  virtual std::int64_t prefill_chunk() const = 0;  // tokens that pass through the layers together
};

std::unique_ptr<DeviceSizes> cpu_sizes(int threads);  // 0: one per core
// Throws when the device does not answer.
std::unique_ptr<DeviceSizes> cuda_sizes(int device);

}  // namespace halftone
