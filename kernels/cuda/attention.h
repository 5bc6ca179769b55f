// Attention on the device (kernels/ops/attention.h). Every pointer is the device's; the first row's position is read there.
//   flash, T ≤ kDecodeTokens or what the tensor cores do not take: flash_decode, sums in float.
//   flash, else: flash_prefill, tensor cores: q, k, v and the softmax's numerators as bf16 (f16 with an f16 cache), sums in float.
//   naive: QKᵀ (H, T, S) stored in float, then its softmax, then the product with V.
#pragma once

#include <cstdint>

#include "kernels/cuda/context.h"
#include "kernels/ops/attention.h"

namespace halftone::cuda {

constexpr std::int64_t kDecodeTokens = 16;

// args.scratch: attention_scratch_bytes(...) of device memory, 256-byte aligned. args.start: the host's copy of *device_start, used for
// the size of launches of more than one token only.
void attention(AttentionKind kind, const AttentionArgs& args, const std::int32_t* device_start, const Context& context);
std::int64_t attention_scratch_bytes(AttentionKind kind, const AttentionShape& shape, std::int64_t kv_heads, KvFormat format,
                                     int multiprocessors);

// One by one, for tests and measurements. What each takes of scratch:
void flash_decode(const AttentionArgs& args, const std::int32_t* device_start, const Context& context);
std::int64_t flash_decode_scratch_bytes(const AttentionShape& shape, std::int64_t kv_heads, int multiprocessors);

bool can_flash_prefill(const AttentionArgs& args, const Context& context);
void flash_prefill(const AttentionArgs& args, const std::int32_t* device_start, const Context& context);
std::int64_t flash_prefill_scratch_bytes(const AttentionShape& shape, std::int64_t kv_heads, KvFormat format);

// The scores come first in scratch: H·T·S·4 bytes.
void naive_attention(const AttentionArgs& args, const std::int32_t* device_start, const Context& context);
std::int64_t naive_scratch_bytes(const AttentionShape& shape, std::int64_t kv_heads);

}  // namespace halftone::cuda
