// Where keys and values lie inside a page.
#pragma once

#include <cstdint>

#include "engine/spec/model_spec.h"
#include "kernels/layouts/kv_view.h"

namespace halftone {

// Tokens per page. Attention's tiles begin at its multiples, so it also fixes how sums are cut: the same for every chunking.
constexpr std::int64_t kKvPageTokens = 32;

// A page holds, for every layer, [key|value][Hkv][P][Dh]. All layers have the same heads.
struct KvLayout {
  KvFormat format = KvFormat::f16;
  std::int64_t layers = 0, kv_heads = 0, head_width = 0;

  static KvLayout of(const ModelSpec& spec, KvFormat format) {
    const AttentionSpec& attention = spec.layers.front().attention;
    return {format, static_cast<std::int64_t>(spec.layers.size()), attention.kv_heads, attention.head_width};
  }

  std::int64_t value_offset() const { return kv_heads * kKvPageTokens * info(format).row_bytes(head_width); }
  std::int64_t layer_bytes() const { return 2 * value_offset(); }
  std::int64_t page_bytes() const { return layers * layer_bytes(); }
  // Capacity for so many tokens (2 · tokens · layers · heads · head width numbers), in whole pages.
  std::int64_t bytes_for(std::int64_t tokens) const { return (tokens + kKvPageTokens - 1) / kKvPageTokens * page_bytes(); }
};

}  // namespace halftone
