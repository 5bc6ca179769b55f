// A cache in memory, adversarial numbers, and one call for every attention: what the tests of attention and kv_store share.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "kernels/core/thread_pool.h"
#include "kernels/ops/attention.h"
#include "kernels/ops/kv_store.h"

namespace halftone {

inline std::vector<float> random_numbers(std::int64_t count, std::uint32_t seed, float spread = 1) {
  std::mt19937 generator(seed);
  std::normal_distribution<float> normal(0, spread);
  std::vector<float> numbers(static_cast<std::size_t>(count));
  for (float& x : numbers) x = normal(generator);
  return numbers;
}

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

class AlignedBytes {
 public:
  explicit AlignedBytes(std::int64_t size) : lines_(static_cast<std::size_t>((size + 63) / 64)), size_(size) {}
  std::span<std::byte> span() { return {reinterpret_cast<std::byte*>(lines_.data()), static_cast<std::size_t>(size_)}; }

 private:
  struct alignas(64) Line {
    std::byte bytes[64];
  };
  std::vector<Line> lines_;
  std::int64_t size_;
};

// q (T, H, Dh) at `start` → out (T, H, Dh), with scratch of exactly the promised size.
inline std::vector<float> attend(AttentionKind kind, const std::vector<float>& q, std::int64_t heads, std::int64_t start, const KvView& cache,
                                 const AttentionPolicy& policy, ThreadPool& pool) {
  const std::int64_t width = cache.head_width, tokens = static_cast<std::int64_t>(q.size()) / (heads * width);
  std::vector<float> out(q.size());
  AlignedBytes scratch(attention_scratch_bytes(kind, {tokens, cache.length, heads, width, cache.page_tokens, pool.threads()}));
  cpu::attention(kind, {{q.data(), {tokens, heads, width}}, start, cache, policy, {out.data(), {tokens, heads, width}}, scratch.span(), {}, 0}, pool);
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
