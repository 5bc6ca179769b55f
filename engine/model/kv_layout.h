// Where keys and values lie inside a page.
#pragma once

#include <cassert>
#include <cstdint>

#include "engine/spec/layer_range.h"
#include "kernels/layouts/kv_view.h"

namespace halftone {

// Tokens per page. Attention's tiles begin at its multiples, so it also fixes how sums are cut: the same for every chunking.
constexpr std::int64_t kKvPageTokens = 32;

struct ByteRange { std::int64_t offset = 0, bytes = 0; };

// A page holds, for every one of its layers, [key|value][Hkv][P][Dh]. All layers have the same heads.
struct KvLayout {
  KvFormat format = KvFormat::f16;
  std::int64_t layers = 0, kv_heads = 0, head_width = 0;
  std::int64_t first_layer = 0;  // of the model; where layers lie on several devices, each has pages of its own layers
  bool operator==(const KvLayout&) const = default;

  static KvLayout of(const ModelSpec& spec, KvFormat format) { return of(spec, format, LayerRange::all(spec)); }
  static KvLayout of(const ModelSpec& spec, KvFormat format, LayerRange some) {
    const AttentionSpec& attention = spec.layers.front().attention;
    return {format, some.count(), attention.kv_heads, attention.head_width, some.begin};
  }

  std::int64_t value_offset() const { return kv_heads * kKvPageTokens * info(format).row_bytes(head_width); }
  std::int64_t layer_bytes() const { return 2 * value_offset(); }
  std::int64_t page_bytes() const { return layers * layer_bytes(); }
  LayerRange range() const { return {first_layer, first_layer + layers}; }
  // Where the layers [begin, end) of the model, some of this page's, lie in it: in one piece.
  ByteRange bytes_of(LayerRange some) const {
    assert(first_layer <= some.begin && some.begin <= some.end && some.end <= range().end);
    return {(some.begin - first_layer) * layer_bytes(), (some.end - some.begin) * layer_bytes()};
  }
  // Capacity for so many tokens (2 · tokens · layers · heads · head width numbers), in whole pages.
  std::int64_t bytes_for(std::int64_t tokens) const { return (tokens + kKvPageTokens - 1) / kKvPageTokens * page_bytes(); }
};

}  // namespace halftone
