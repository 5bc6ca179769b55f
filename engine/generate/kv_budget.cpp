#include "engine/generate/kv_budget.h"

#include <algorithm>

namespace halftone {

// And one page that is copied before it is written.
std::int64_t KvLane::promised_bytes() const { return cached ? key.layout.bytes_for(context) + key.layout.page_bytes() : 0; }

void KvBudget::add(KvLane& lane, const std::vector<KvHolder*>& holders) {
  lanes_.push_back(&lane);
  row_.insert(row_.end(), holders.begin(), holders.end());
}

std::vector<KvHolder*> KvBudget::remove(KvLane& lane) {
  drop(lane);
  std::erase(lanes_, &lane);
  std::vector<KvHolder*> holders;
  std::ranges::copy_if(row_, std::back_inserter(holders), [&](const KvHolder* holder) { return &holder->lane() == &lane; });
  std::erase_if(row_, [&](const KvHolder* holder) { return &holder->lane() == &lane; });
  return holders;
}

void KvBudget::use(KvHolder& holder) {
  leave(holder);
  join(holder);
}

std::shared_ptr<KvPool> KvBudget::pool(KvLane& lane, std::int64_t rope_length) {
  std::shared_ptr<KvPool>& pool = lane.pools[rope_length];
  if (pool) return pool;
  KvKey key = lane.key;
  key.rope_length = rope_length;
  if (!lane.cached) return pool = std::make_shared<KvPool>(arena_, key, 0, MemoryTag::activations);
  for (auto& other : pools())
    if (other->key() == key) return pool = std::move(other);
  pool = std::make_shared<KvPool>(arena_, key, lane.context);
  std::erase_if(pools_, [](const auto& held) { return held.expired(); });
  pools_.push_back(pool);
  return pool;
}

std::vector<std::shared_ptr<KvPool>> KvBudget::pools() const {
  std::vector<std::shared_ptr<KvPool>> held;
  for (const auto& pool : pools_)
    if (auto one = pool.lock()) held.push_back(std::move(one));
  return held;
}

void KvBudget::make_room(const KvHolder& holder, std::int64_t bytes, std::int64_t apart) {
  if (!holder.lane().cached) return;
  const std::int64_t limit = promised(nullptr, nullptr);
  const auto short_of_room = [&] { return arena_.report().of(MemoryTag::kv_cache) - apart + bytes > limit; };
  for (const auto& pool : pools()) {
    while (short_of_room() && pool->drop_oldest()) {
    }
  }
  for (KvHolder* other : row_) {
    if (!short_of_room()) return;
    if (other != &holder) other->forget();
  }
}

void KvBudget::drop(KvLane& lane) {
  for (KvHolder* holder : row_)
    if (&holder->lane() == &lane) holder->forget();
  lane.pools.clear();
}

void KvBudget::change_attention(KvLane& lane, AttentionKind attention) {
  if (lane.key.attention == pages_from(attention)) return;
  const auto reads_them = [&](const KvLane* other) {
    return other != &lane && std::ranges::any_of(lane.pools, [&](const auto& ours) {
      return std::ranges::any_of(other->pools, [&](const auto& theirs) { return theirs.second == ours.second; });
    });
  };
  if (std::ranges::any_of(lanes_, reads_them)) drop(lane);
  lane.key.attention = lane.pools.empty() ? pages_from(attention) : PagesFrom::both;
  for (const auto& [rope_length, pool] : lane.pools) {
    KvKey key = pool->key();
    key.attention = PagesFrom::both;
    pool->go_by(key);
  }
}

std::int64_t KvBudget::promised_beside(const KvLane& lane, const KvKey& next) const { return promised(&lane, &next); }

// Lanes whose pages are made in the same way share one promise, the longest.
std::int64_t KvBudget::promised(const KvLane* without, const KvKey* next) const {
  std::vector<const KvLane*> different;
  for (const KvLane* lane : lanes_) {
    if (lane == without || !lane->cached) continue;
    const auto alike = std::ranges::find(different, lane->key, &KvLane::key);
    if (alike == different.end()) different.push_back(lane);
    else if (lane->context > (*alike)->context) *alike = lane;
  }
  std::int64_t bytes = 0;
  for (const KvLane* lane : different)
    if (!next || lane->key != *next) bytes += lane->promised_bytes();
  return bytes;
}

}  // namespace halftone
