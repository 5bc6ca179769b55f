// The KV cache: pages and a tree. A page holds the keys and values of a fixed number of tokens for all layers; it is counted by
// reference and found by the tokens that lead to it, so that conversations with a common beginning share its pages. A
// conversation is a path of pages, the last of them perhaps not full.
//
// Paged cache: vLLM, Kwon et al. 2023. Prefix tree: SGLang's RadixAttention, Zheng et al. 2024.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/backend/arena.h"
#include "engine/model/kv_key.h"
#include "engine/tokenizer/tokenizer.h"

namespace halftone {

// What pages have in common, and how many there are.
struct KvMaker {
  KvKey key;
  std::int64_t pages = 0;
};

struct KvPage {
  explicit KvPage(std::shared_ptr<KvMaker> by) : made_by(std::move(by)) { ++made_by->pages; }
  KvPage(const KvPage&) = delete;
  ~KvPage();  // page by page: a long conversation's chain of parents would be as deep a recursion

  std::vector<Buffer> memory;  // by part of the key
  const std::shared_ptr<KvMaker> made_by;
  // Of a full page: the tokens it holds, and the page before it (a page is its whole prefix, not its own tokens alone).
  std::vector<TokenId> tokens;
  std::shared_ptr<KvPage> parent;
  std::uint64_t prefix_hash = 0;
  // Its place among the pool's retained pages, if it has one.
  bool retained = false;
  std::list<std::shared_ptr<KvPage>>::iterator place;
};
using KvPageRef = std::shared_ptr<KvPage>;

// Owns the pages that one key made; another key has another pool, so no page is ever used under another.
class KvPool {
 public:
  // `arenas`: one for each part of the key. `retained_tokens`: pages that no conversation uses any more are kept up to so many tokens, for
  // the next one that begins alike.
  KvPool(std::vector<Arena*> arenas, const KvKey& key, std::int64_t retained_tokens, MemoryTag tag = MemoryTag::kv_cache);

  const KvKey& key() const { return maker_->key; }
  std::span<Arena* const> arenas() const { return arenas_; }
  std::int64_t bytes_in(const Arena& arena) const;  // of all its pages that there are
  // From here on its pages go by this key, those that it has already too: whoever calls knows that they may.
  void go_by(const KvKey& key);

  KvPageRef allocate();  // throws OutOfMemory, after giving up retained pages
  void copy(KvPage& to, const KvPage& from);
  KvPageRef find(const KvPageRef& parent, std::span<const TokenId> tokens) const;  // null if there is none
  void publish(const KvPageRef& page, const KvPageRef& parent, std::span<const TokenId> tokens);
  void retain(KvPageRef page);  // it is of use just now
  // Gives up the retained page that was of use longest ago; false when there is none. One that a conversation holds stays with it.
  bool drop_oldest();

 private:
  KvPageRef take();
  void drop_dead_entries();

  std::vector<Arena*> arenas_;
  std::shared_ptr<KvMaker> maker_;  // its pages hold it too
  MemoryTag tag_;
  std::size_t retained_pages_;
  std::list<KvPageRef> recent_;  // most recently used first, a page after those that lead to it: it alone would be of no use
  std::unordered_multimap<std::uint64_t, std::weak_ptr<KvPage>> by_prefix_;
};

// One conversation's path. Copying forks it: both share the pages, and whoever writes into a shared page copies it first.
class KvBranch {
 public:
  explicit KvBranch(std::shared_ptr<KvPool> pool) : pool_(std::move(pool)), bases_(pool_ ? pool_->arenas().size() : 0) {}

  std::span<const TokenId> tokens() const { return tokens_; }
  std::int64_t length() const { return static_cast<std::int64_t>(tokens_.size()); }

  // Keeps what `tokens` and this branch have in common, goes on with pages of other conversations, forgets the rest. Returns how many
  // tokens are now cached: a prefix of `tokens`.
  std::int64_t reuse_prefix(std::span<const TokenId> tokens);
  // How many that would be, changing nothing.
  std::int64_t reusable_prefix(std::span<const TokenId> tokens) const;

  void truncate(std::int64_t length);

  // Makes the pages for `tokens` writable and appends these; the caller computes their keys and values before anyone reads them
  // and calls commit(), or truncate()s back.
  void append(std::span<const TokenId> tokens);
  // Full pages become visible to other conversations.
  void commit();

  KvView view(std::int64_t layer) const;  // of the model

 private:
  std::int64_t common_prefix(std::span<const TokenId> tokens) const;
  std::vector<KvPageRef> pages_after(std::int64_t full, std::span<const TokenId> tokens) const;
  void add(KvPageRef page);
  void drop_unused_pages();

  std::shared_ptr<KvPool> pool_;
  std::vector<TokenId> tokens_;
  std::vector<KvPageRef> pages_;
  std::vector<std::vector<std::byte*>> bases_;  // [p][i]: pages_[i]->memory[p].data(), as KvView wants them
  std::int64_t published_ = 0;     // pages known to the pool
};

}  // namespace halftone
