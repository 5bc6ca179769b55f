#include "engine/generate/kv_budget.h"

#include <algorithm>
#include <ranges>

namespace halftone {

// And one page that is copied before it is written.
std::int64_t KvLane::promised_bytes(const Arena& arena) const {
  std::int64_t bytes = 0;
  for (std::size_t i = 0; cached && i < arenas.size(); ++i)
    if (arenas[i] == &arena) bytes += key.parts[i].layout.bytes_for(context) + key.parts[i].layout.page_bytes();
  return bytes;
}

void KvBudget::remove(KvLane& lane) {
  drop(lane);
  std::erase(lanes_, &lane);
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
  if (!lane.cached) return pool = std::make_shared<KvPool>(lane.arenas, key, 0, MemoryTag::activations);
  for (auto& other : pools())
    if (other->key() == key && std::ranges::equal(other->arenas(), lane.arenas)) return pool = std::move(other);
  pool = std::make_shared<KvPool>(lane.arenas, key, lane.context);
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

std::int64_t KvBudget::held(const Arena& arena) const {
  std::int64_t bytes = 0;
  for (const auto& pool : pools()) bytes += pool->bytes_in(arena);
  return bytes;
}

void KvBudget::make_room(const KvHolder& holder, std::int64_t held_tokens, std::int64_t tokens) {
  const KvLane& lane = holder.lane();
  if (!lane.cached) return;
  const auto is_short = [&](std::size_t part) {
    const KvLayout& layout = lane.key.parts[part].layout;
    const Arena& arena = *lane.arenas[part];
    return held(arena) + layout.bytes_for(tokens) - layout.bytes_for(held_tokens) > promised(arena, nullptr, nullptr);
  };
  const auto short_of_room = [&] { return std::ranges::any_of(std::views::iota(std::size_t{0}, lane.arenas.size()), is_short); };
  for (const auto& pool : pools()) {
    while (lane.is_beside(pool->arenas()) && short_of_room() && pool->drop_oldest()) {
    }
  }
  for (KvHolder* other : row_) {
    if (!short_of_room()) return;
    if (other != &holder && lane.is_beside(other->lane().arenas)) other->forget();
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

std::int64_t KvBudget::promised_beside(const Arena& arena, const KvLane& lane, const KvKey& next) const {
  const KvLane then{.key = next, .arenas = lane.arenas};
  return promised(arena, &lane, &then);
}

// Lanes whose pages are made in the same way share one promise, the longest.
std::int64_t KvBudget::promised(const Arena& arena, const KvLane* without, const KvLane* next) const {
  std::vector<const KvLane*> different;
  for (const KvLane* lane : lanes_) {
    if (lane == without || !lane->cached) continue;
    const auto alike = std::ranges::find_if(different, [&](const KvLane* other) { return lane->shares_pages_with(*other); });
    if (alike == different.end()) different.push_back(lane);
    else if (lane->context > (*alike)->context) *alike = lane;
  }
  std::int64_t bytes = 0;
  for (const KvLane* lane : different)
    if (!next || !lane->shares_pages_with(*next)) bytes += lane->promised_bytes(arena);
  return bytes;
}

}  // namespace halftone
