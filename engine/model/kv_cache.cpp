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

KvPage::~KvPage() {
  --made_by->pages;
  for (KvPageRef page = std::move(parent); page && page.use_count() == 1;) {
    KvPageRef next = std::move(page->parent);
    page = std::move(next);
  }
}

KvPool::KvPool(std::vector<Arena*> arenas, const KvKey& key, std::int64_t retained_tokens, MemoryTag tag)
    : arenas_(std::move(arenas)),
      maker_(std::make_shared<KvMaker>(key)),
      tag_(tag),
      retained_pages_(static_cast<std::size_t>(retained_tokens / kKvPageTokens)) {
  assert(arenas_.size() == key.parts.size());
}

void KvPool::go_by(const KvKey& key) {
  assert(key.parts == this->key().parts);
  maker_->key = key;
}

std::int64_t KvPool::bytes_in(const Arena& arena) const {
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i < arenas_.size(); ++i)
    if (arenas_[i] == &arena) bytes += maker_->pages * key().parts[i].layout.page_bytes();
  return bytes;
}

KvPageRef KvPool::take() {
  auto page = std::make_shared<KvPage>(maker_);
  for (std::size_t i = 0; i < arenas_.size(); ++i) page->memory.push_back(arenas_[i]->allocate(key().parts[i].layout.page_bytes(), tag_));
  return page;
}

KvPageRef KvPool::allocate() {
  try {
    return take();
  } catch (const OutOfMemory&) {
    while (drop_oldest()) {
    }
    return take();
  }
}

void KvPool::copy(KvPage& to, const KvPage& from) {
  for (std::size_t i = 0; i < arenas_.size(); ++i) arenas_[i]->copy(to.memory[i].data(), from.memory[i].data(), to.memory[i].size());
}

KvPageRef KvPool::find(const KvPageRef& parent, std::span<const TokenId> tokens) const {
  const auto [begin, end] = by_prefix_.equal_range(hash_prefix(parent, tokens));
  for (auto it = begin; it != end; ++it) {
    if (KvPageRef page = it->second.lock(); page && page->parent == parent && std::ranges::equal(page->tokens, tokens)) return page;
  }
  return nullptr;
}

void KvPool::publish(const KvPageRef& page, const KvPageRef& parent, std::span<const TokenId> tokens) {
  assert(page->made_by == maker_ && (!parent || parent->made_by == maker_));
  page->parent = parent;
  page->tokens.assign(tokens.begin(), tokens.end());
  page->prefix_hash = hash_prefix(parent, tokens);
  by_prefix_.emplace(page->prefix_hash, page);
  retain(page);
}

void KvPool::retain(KvPageRef page) {
  for (; page; page = page->parent) {
    if (page->retained) {
      recent_.splice(recent_.begin(), recent_, page->place);
    } else {
      recent_.push_front(page);
      page->retained = true;
    }
    page->place = recent_.begin();
  }
  while (recent_.size() > retained_pages_) drop_oldest();
}

bool KvPool::drop_oldest() {
  if (recent_.empty()) return false;
  recent_.back()->retained = false;
  recent_.pop_back();
  drop_dead_entries();
  return true;
}

void KvPool::drop_dead_entries() {
  if (by_prefix_.size() > 2 * (recent_.size() + 64)) {
    std::erase_if(by_prefix_, [](const auto& entry) { return entry.second.expired(); });
  }
}

std::int64_t KvBranch::common_prefix(std::span<const TokenId> tokens) const {
  return std::ranges::mismatch(tokens_, tokens).in1 - tokens_.begin();
}

// Other conversations' pages that go on with `tokens` after our first `full` pages.
std::vector<KvPageRef> KvBranch::pages_after(std::int64_t full, std::span<const TokenId> tokens) const {
  std::vector<KvPageRef> found;
  KvPageRef parent = full > 0 ? pages_[static_cast<std::size_t>(full - 1)] : nullptr;
  for (auto rest = tokens.subspan(static_cast<std::size_t>(full * kKvPageTokens)); rest.size() >= kKvPageTokens;
       rest = rest.subspan(kKvPageTokens)) {
    parent = pool_->find(parent, rest.first(kKvPageTokens));
    if (!parent) break;
    found.push_back(parent);
  }
  return found;
}

std::int64_t KvBranch::reusable_prefix(std::span<const TokenId> tokens) const {
  const std::int64_t common = common_prefix(tokens), full = common / kKvPageTokens;
  return std::max(common, (full + std::ssize(pages_after(full, tokens))) * kKvPageTokens);
}

std::int64_t KvBranch::reuse_prefix(std::span<const TokenId> tokens) {
  truncate(common_prefix(tokens));
  const std::int64_t full = length() / kKvPageTokens;
  // A page of theirs that holds more than our partial one replaces it.
  if (const auto pages = pages_after(full, tokens); !pages.empty()) {
    truncate(full * kKvPageTokens);
    for (const KvPageRef& page : pages) add(page);
    published_ = std::ssize(pages_);
    tokens_.assign(tokens.begin(), tokens.begin() + published_ * kKvPageTokens);
    pool_->retain(pages_.back());
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

void KvBranch::add(KvPageRef page) {
  for (std::size_t part = 0; part < bases_.size(); ++part) bases_[part].push_back(page->memory[part].data());
  pages_.push_back(std::move(page));
}

void KvBranch::drop_unused_pages() {
  const auto pages = static_cast<std::size_t>((length() + kKvPageTokens - 1) / kKvPageTokens);
  pages_.resize(pages);
  for (std::vector<std::byte*>& bases : bases_) bases.resize(pages);
}

void KvBranch::append(std::span<const TokenId> tokens) {
  const std::int64_t used = length() % kKvPageTokens;
  // A page is ours to write while it has no other owner and is not in the tree.
  if (used != 0 && (pages_.back().use_count() > 1 || !pages_.back()->tokens.empty())) {
    KvPageRef copy = pool_->allocate();
    pool_->copy(*copy, *pages_.back());
    for (std::size_t part = 0; part < bases_.size(); ++part) bases_[part].back() = copy->memory[part].data();
    pages_.back() = std::move(copy);
  }

  const std::int64_t needed = (length() + static_cast<std::int64_t>(tokens.size()) + kKvPageTokens - 1) / kKvPageTokens;
  try {
    while (static_cast<std::int64_t>(pages_.size()) < needed) add(pool_->allocate());
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
  const std::vector<KvPart>& parts = pool_->key().parts;
  const auto part = std::ranges::find_if(parts, [&](const KvPart& p) { return p.layout.range().holds(layer); });
  assert(part != parts.end());
  const KvLayout& layout = part->layout;
  return {.format = layout.format,
          .page_tokens = kKvPageTokens,
          .kv_heads = layout.kv_heads,
          .head_width = layout.head_width,
          .length = length(),
          .pages = bases_[static_cast<std::size_t>(part - parts.begin())],
          .layer_offset = layout.bytes_of({layer, layer + 1}).offset,
          .value_offset = layout.value_offset()};
}

}  // namespace halftone
