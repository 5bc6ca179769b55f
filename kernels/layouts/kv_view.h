// One layer of one conversation's KV cache, as attention reads it: pages of a fixed number of tokens, anywhere in memory.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/formats/kv_format.h"

namespace halftone {

struct KvView {
  KvFormat format = KvFormat::f16;
  std::int64_t page_tokens = 0;            // P, tokens per page
  std::int64_t kv_heads = 0;               // Hkv
  std::int64_t head_width = 0;             // Dh (keys and values alike)
  std::int64_t length = 0;                 // S, tokens that hold data (kv_store raises what it may write up to pages·P)
  std::span<std::byte* const> pages;       // ceil(capacity / P) page bases
  std::int64_t layer_offset = 0;           // bytes from a page's base to this layer's keys
  std::int64_t value_offset = 0;           // bytes from there to this layer's values

  std::int64_t row_bytes() const { return info(format).row_bytes(head_width); }

  // Within a page and layer: [key|value][Hkv][P] rows, so that a head's tokens of a page are contiguous.
  std::byte* key(std::int64_t token, std::int64_t head) const {
    assert(token >= 0 && token < static_cast<std::int64_t>(pages.size()) * page_tokens && head >= 0 && head < kv_heads);
    return pages[token / page_tokens] + layer_offset + (head * page_tokens + token % page_tokens) * row_bytes();
  }
  std::byte* value(std::int64_t token, std::int64_t head) const { return key(token, head) + value_offset; }
};

}  // namespace halftone
