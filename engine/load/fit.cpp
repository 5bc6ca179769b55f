#include "engine/load/fit.h"

namespace halftone {

std::int64_t weight_bytes(const Checkpoint& checkpoint, Precision precision, WeightLayout matrix_layout) {
  return plan_weights(checkpoint, precision, matrix_layout).bytes();
}

std::int64_t kv_bytes_per_token(const ModelSpec& spec, KvFormat format) {
  std::int64_t bytes = 0;
  for (const LayerSpec& layer : spec.layers) bytes += 2 * layer.attention.kv_heads * info(format).row_bytes(layer.attention.head_width);
  return bytes;
}

}  // namespace halftone
