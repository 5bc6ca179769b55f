// Which attention a pass takes.
#include "kernels/cuda/attention.h"

#include <algorithm>

namespace halftone::cuda {

void attention(AttentionKind kind, const AttentionArgs& args, const std::int32_t* device_start, const Context& context) {
  if (kind == AttentionKind::naive) return naive_attention(args, device_start, context);
  if (args.q.shape[0] > kDecodeTokens && can_flash_prefill(args, context)) return flash_prefill(args, device_start, context);
  flash_decode(args, device_start, context);
}

std::int64_t attention_scratch_bytes(AttentionKind kind, const AttentionShape& shape, std::int64_t kv_heads, KvFormat format,
                                     int multiprocessors) {
  const std::int64_t decode = flash_decode_scratch_bytes(shape, kv_heads, multiprocessors);
  return kind == AttentionKind::naive ? naive_scratch_bytes(shape, kv_heads)
                                      : std::max(decode, flash_prefill_scratch_bytes(shape, kv_heads, format));
}

}  // namespace halftone::cuda
