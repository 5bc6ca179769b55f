#include "engine/model/kv_cache.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace halftone {

namespace {

// FNV-1a over the tokens, chained through the parent. Only finds candidates: tokens are compared before a page is used.
std::uint64_t hash_prefix(const KvPageRef& parent, std::span<const TokenId> tokens) {
  std::uint64_t hash = parent ? parent->prefix_hash : 0xcbf29ce484222325ull;
  for (TokenId token : tokens) hash = (hash ^ static_cast<std::uint32_t>(token)) * 0x100000001b3ull;
  return hash;
}

}  // namespace

KvPool::KvPool(Arena& arena, const KvLayout& layout, std::int64_t retained_tokens, MemoryTag tag)
    : arena_(arena), layout_(layout), tag_(tag), retained_pages_(static_cast<std::size_t>(retained_tokens / kKvPageTokens)) {}

KvPageRef KvPool::allocate() {
  auto page = std::make_shared<KvPage>();
  try {
    page->memory = arena_.allocate(layout_.page_bytes(), tag_);
  } catch (const OutOfMemory&) {
    recent_.clear();
    page->memory = arena_.allocate(layout_.page_bytes(), tag_);
  }
  return page;
}

KvPageRef KvPool::find(const KvPageRef& parent, std::span<const TokenId> tokens) {
  const auto [begin, end] = by_prefix_.equal_range(hash_prefix(parent, tokens));
  for (auto it = begin; it != end; ++it) {
    if (KvPageRef page = it->second.lock(); page && page->parent == parent && std::ranges::equal(page->tokens, tokens)) {
      retain(page);
      return page;
    }
  }
  return nullptr;
}

void KvPool::publish(const KvPageRef& page, const KvPageRef& parent, std::span<const TokenId> tokens) {
  page->parent = parent;
  page->tokens.assign(tokens.begin(), tokens.end());
  page->prefix_hash = hash_prefix(parent, tokens);
  by_prefix_.emplace(page->prefix_hash, page);
  retain(page);
}

void KvPool::retain(const KvPageRef& page) {
  if (const auto it = std::ranges::find(recent_, page); it != recent_.end()) {
    recent_.splice(recent_.begin(), recent_, it);
  } else {
    recent_.push_front(page);
    if (recent_.size() > retained_pages_) {
      recent_.pop_back();
      drop_dead_entries();
    }
  }
}

void KvPool::drop_dead_entries() {
  if (by_prefix_.size() > 2 * (recent_.size() + 64)) {
    std::erase_if(by_prefix_, [](const auto& entry) { return entry.second.expired(); });
  }
}

std::int64_t KvBranch::common_prefix(std::span<const TokenId> tokens) const {
  return std::ranges::mismatch(tokens_, tokens).in1 - tokens_.begin();
}

std::int64_t KvBranch::reusable_prefix(std::span<const TokenId> tokens) const {
  KvBranch probe = *this;
  return probe.reuse_prefix(tokens);
}

std::int64_t KvBranch::reuse_prefix(std::span<const TokenId> tokens) {
  truncate(common_prefix(tokens));

  // Other conversations' full pages, from the last full page of ours on. A page of theirs that holds more than our partial one replaces it.
  const std::int64_t total = static_cast<std::int64_t>(tokens.size());
  std::int64_t full = length() / kKvPageTokens;
  for (; (full + 1) * kKvPageTokens <= total; ++full) {
    const auto next = tokens.subspan(static_cast<std::size_t>(full * kKvPageTokens), kKvPageTokens);
    const KvPageRef parent = full > 0 ? pages_[static_cast<std::size_t>(full - 1)] : nullptr;
    KvPageRef page = pool_->find(parent, next);
    if (!page) break;
    truncate(full * kKvPageTokens);
    bases_.push_back(page->memory.data());
    pages_.push_back(std::move(page));
    tokens_.insert(tokens_.end(), next.begin(), next.end());
    published_ = full + 1;
  }
  return length();
}

void KvBranch::truncate(std::int64_t length) {
  assert(length >= 0);
  if (length >= this->length()) return;
  tokens_.resize(static_cast<std::size_t>(length));
  drop_unused_pages();
  published_ = std::min(published_, length / kKvPageTokens);
}

void KvBranch::drop_unused_pages() {
  const auto pages = static_cast<std::size_t>((length() + kKvPageTokens - 1) / kKvPageTokens);
  pages_.resize(pages);
  bases_.resize(pages);
}

void KvBranch::append(std::span<const TokenId> tokens) {
  const std::int64_t used = length() % kKvPageTokens;
  // A page is ours to write while it has no other owner and is not in the tree.
  if (used != 0 && (pages_.back().use_count() > 1 || !pages_.back()->tokens.empty())) {
    KvPageRef copy = pool_->allocate();
    std::memcpy(copy->memory.data(), pages_.back()->memory.data(), static_cast<std::size_t>(copy->memory.size()));
    bases_.back() = copy->memory.data();
    pages_.back() = std::move(copy);
  }

  const std::int64_t needed = (length() + static_cast<std::int64_t>(tokens.size()) + kKvPageTokens - 1) / kKvPageTokens;
  try {
    while (static_cast<std::int64_t>(pages_.size()) < needed) {
      KvPageRef page = pool_->allocate();
      bases_.push_back(page->memory.data());
      pages_.push_back(std::move(page));
    }
  } catch (...) {
    drop_unused_pages();
    throw;
  }
  tokens_.insert(tokens_.end(), tokens.begin(), tokens.end());
}

void KvBranch::commit() {
  for (; (published_ + 1) * kKvPageTokens <= length(); ++published_) {
    const auto i = static_cast<std::size_t>(published_);
    const auto tokens = std::span(tokens_).subspan(i * kKvPageTokens, kKvPageTokens);
    pool_->publish(pages_[i], i > 0 ? pages_[i - 1] : nullptr, tokens);
  }
}

KvView KvBranch::view(std::int64_t layer) const {
  const KvLayout& layout = pool_->layout();
  return {.format = layout.format, .page_tokens = kKvPageTokens, .kv_heads = layout.kv_heads, .head_width = layout.head_width,
          .length = length(), .pages = bases_, .layer_offset = layer * layout.layer_bytes(), .value_offset = layout.value_offset()};
}

}  // namespace halftone
