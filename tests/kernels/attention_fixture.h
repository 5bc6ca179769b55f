// A cache in memory, and one call for every attention: what the tests of attention and kv_store share.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "tests/kernels/device.h"
#include "tests/kernels/random_numbers.h"

namespace halftone {

// Two layers of which the second is used: offsets are not all zero. Unwritten memory is NaN in every format.
class CacheFixture {
 public:
  CacheFixture(KvFormat format, std::int64_t kv_heads, std::int64_t head_width, std::int64_t capacity, std::int64_t page_tokens) {
    view_.format = format;
    view_.page_tokens = page_tokens;
    view_.kv_heads = kv_heads;
    view_.head_width = head_width;
    const std::int64_t plane = kv_heads * page_tokens * view_.row_bytes();
    view_.value_offset = plane;
    view_.layer_offset = 2 * plane;
    const std::int64_t pages = (capacity + page_tokens - 1) / page_tokens;
    for (std::int64_t p = 0; p < pages; ++p) memory_.emplace_back(4 * plane, std::byte{0xFF});
    for (auto& page : memory_) bases_.push_back(page.data());
    view_.pages = bases_;
  }
  CacheFixture(const CacheFixture&) = delete;

  KvView& view() { return view_; }
  const std::vector<std::vector<std::byte>>& memory() const { return memory_; }

  // Tokens [start, start + T) from (T, Hkv, Dh) keys and values.
  void store(const std::vector<float>& keys, const std::vector<float>& values, std::int64_t start = 0) {
    const std::int64_t tokens = static_cast<std::int64_t>(keys.size()) / (view_.kv_heads * view_.head_width);
    const std::array<std::int64_t, 3> shape{tokens, view_.kv_heads, view_.head_width};
    reference::kv_store({{keys.data(), shape}, {values.data(), shape}, start, view_});
    view_.length = std::max(view_.length, start + tokens);
  }

 private:
  KvView view_;
  std::vector<std::vector<std::byte>> memory_;
  std::vector<std::byte*> bases_;
};

// q (T, H, Dh) at `start` → out (T, H, Dh).
inline std::vector<float> attend(Device& device, AttentionKind kind, const std::vector<float>& q, std::int64_t heads, std::int64_t start,
                                 const KvView& cache, const AttentionPolicy& policy) {
  const std::int64_t width = cache.head_width, tokens = std::ssize(q) / (heads * width);
  std::vector<float> out(q.size(), std::numeric_limits<float>::quiet_NaN());
  device.attention(kind, {{q.data(), {tokens, heads, width}}, start, cache, policy, {out.data(), {tokens, heads, width}}, {}, {}, 0});
  return out;
}

inline std::vector<float> attend_reference(const std::vector<float>& q, std::int64_t heads, std::int64_t start, const KvView& cache,
                                           const AttentionPolicy& policy) {
  const std::int64_t width = cache.head_width, tokens = static_cast<std::int64_t>(q.size()) / (heads * width);
  std::vector<float> out(q.size());
  reference::attention({{q.data(), {tokens, heads, width}}, start, cache, policy, {out.data(), {tokens, heads, width}}, {}, {}, 0});
  return out;
}

}  // namespace halftone
