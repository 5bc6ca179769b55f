// The one owner of what conversations keep in the cache: who there is, in which pools their pages lie, and who gives up what when there is
// no room. For every set of switches in use one full context was promised, no more: that is the budget, on every device.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "engine/model/kv_cache.h"

namespace halftone {

// The pages of all that run under one set of switches.
struct KvLane {
  KvKey key;                 // without the length of the RoPE: a pool for each
  std::vector<Arena*> arenas = {};  // one for each part of the key
  bool cached = true;        // false: pages are passed through, and nothing is kept
  std::int64_t context = 0;  // tokens
  std::map<std::int64_t, std::shared_ptr<KvPool>> pools = {};

  std::int64_t promised_bytes(const Arena& arena) const;
  bool shares_pages_with(const KvLane& other) const { return key == other.key && arenas == other.arenas; }
  bool is_beside(std::span<Arena* const> others) const { return std::ranges::find_first_of(arenas, others) != arenas.end(); }
};

// A conversation, seen from here.
class KvHolder {
 public:
  virtual ~KvHolder() = default;
  virtual const KvLane& lane() const = 0;
  virtual void forget() = 0;  // all its pages
};

class KvBudget {
 public:
  void add(KvLane& lane) { lanes_.push_back(&lane); }
  void remove(KvLane& lane);  // that nobody is in any more

  void join(KvHolder& holder) { row_.push_back(&holder); }
  void leave(KvHolder& holder) { std::erase(row_, &holder); }
  void use(KvHolder& holder);  // it is the last to give up its pages

  // Shared with every lane whose pages are made in the same way.
  std::shared_ptr<KvPool> pool(KvLane& lane, std::int64_t rope_length);
  // Before `holder` has pages for so many tokens in place of so many: pages that nobody uses go first, then those of the conversations that
  // have rested longest.
  void make_room(const KvHolder& holder, std::int64_t held_tokens, std::int64_t tokens);
  // The lane's conversations forget their pages, and so does the lane.
  void drop(KvLane& lane);
  // From now on its pages are made by this kernel too. It keeps them, under a key that says so, unless another lane reads them as well.
  void change_attention(KvLane& lane, AttentionKind attention);

  // What stays promised to others in this arena, in bytes, when the lane's pages go by `next`: who has the same key shares one promise.
  std::int64_t promised_beside(const Arena& arena, const KvLane& lane, const KvKey& next) const;

 private:
  std::vector<std::shared_ptr<KvPool>> pools() const;
  std::int64_t held(const Arena& arena) const;
  std::int64_t promised(const Arena& arena, const KvLane* without, const KvLane* next) const;

  std::vector<KvLane*> lanes_;
  std::vector<KvHolder*> row_;  // the last used last
  std::vector<std::weak_ptr<KvPool>> pools_;  // gone with the last lane that has them
};

}  // namespace halftone
