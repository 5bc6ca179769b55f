#include "engine/tokenizer/bpe.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <queue>

#include "engine/tokenizer/byte_alphabet.h"
#include "engine/tokenizer/unicode.h"

namespace halftone {

namespace {

constexpr std::size_t kShortWord = 48;       // symbols up to which searching all pairs beats a heap
constexpr std::size_t kLongestCached = 64;   // bytes; longer words seldom come twice
constexpr std::size_t kMostCached = 1 << 16; // words

std::uint64_t pair_of(TokenId left, TokenId right) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 | static_cast<std::uint32_t>(right);
}

std::uint64_t mixed(std::uint64_t pair) {
  static const std::uint64_t seed = hash_seed();
  pair ^= seed;
  pair ^= pair >> 32;
  return pair * 0x9E3779B97F4A7C15;
}

}  // namespace

struct Bpe::Cache::Words {
  struct Place { std::uint32_t begin, size; };
  TextMap map;                  // word -> index of places
  std::vector<Place> places;    // into ids
  std::vector<TokenId> ids;
};

Bpe::Cache::Cache() : words_(std::make_unique<Words>()) {}
Bpe::Cache::~Cache() = default;

Bpe::Bpe(BpeData data, bool raw_bytes)
    : tokens_(data.tokens.size()), unknown_(data.unknown), continuing_prefix_(std::move(data.continuing_prefix)),
      word_suffix_(std::move(data.word_suffix)), fuse_unknown_(data.fuse_unknown), byte_fallback_(data.byte_fallback),
      ignore_merges_(data.ignore_merges), raw_bytes_(raw_bytes) {
  for (std::size_t id = 0; id < data.tokens.size(); ++id) {
    if (data.tokens[id].empty()) continue;
    if (!raw_bytes_) {
      tokens_.set(data.tokens[id], static_cast<TokenId>(id));
    } else if (const auto bytes = from_byte_alphabet(data.tokens[id])) {  // others cannot come of a word
      tokens_.set(*bytes, static_cast<TokenId>(id));
    }
  }
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    byte_[byte] = raw_bytes_ ? tokens_.find({&c, 1}) : byte_fallback_ ? tokens_.find(fmt::format("<0x{:02X}>", byte)) : -1;
  }
  merges_.resize(std::bit_ceil(std::max<std::size_t>(2, data.merges.size() * 2)));
  merges_shift_ = 64 - std::countr_zero(merges_.size());
  for (const BpeData::Merge& merge : data.merges) {
    const std::uint64_t pair = pair_of(merge.left, merge.right);
    std::size_t place = mixed(pair) >> merges_shift_;
    while (merges_[place].pair != kNoPair && merges_[place].pair != pair) place = (place + 1) & (merges_.size() - 1);
    merges_[place] = {pair, merge.rank, merge.merged};
  }
}

const Bpe::Merge* Bpe::merge_of(TokenId left, TokenId right) const {
  const std::uint64_t pair = pair_of(left, right);
  for (std::size_t place = mixed(pair) >> merges_shift_;; place = (place + 1) & (merges_.size() - 1)) {
    if (merges_[place].pair == pair) return &merges_[place];
    if (merges_[place].pair == kNoPair) return nullptr;
  }
}

void Bpe::symbols_of(std::string_view word, std::vector<TokenId>& symbols) const {
  std::optional<TokenId> pending;  // an unknown that the next unknown may join
  const auto flush = [&] {
    if (pending) symbols.push_back(*pending);
    pending.reset();
  };
  const auto add_unknown = [&] {
    if (!unknown_) return;  // without an unknown token such a character is dropped
    if (!fuse_unknown_) flush();
    pending = unknown_;
  };
  if (raw_bytes_) {
    for (const char c : word) {
      const TokenId id = byte_[static_cast<unsigned char>(c)];
      if (id >= 0) flush(), symbols.push_back(id);
      else add_unknown();
    }
    return flush();
  }
  std::string decorated;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t from = at;
    unicode::next(word, at);
    std::string_view character = word.substr(from, at - from);
    const bool prefix = from > 0 && !continuing_prefix_.empty(), suffix = at == word.size() && !word_suffix_.empty();
    if (prefix || suffix) {
      decorated = prefix ? continuing_prefix_ : std::string();
      decorated += character;
      if (suffix) decorated += word_suffix_;
      character = decorated;
    }
    if (const TokenId id = tokens_.find(character); id >= 0) {
      flush();
      symbols.push_back(id);
      continue;
    }
    const auto has_byte = [&](char c) { return byte_[static_cast<unsigned char>(c)] >= 0; };
    if (byte_fallback_ && std::ranges::all_of(character, has_byte)) {
      for (const char c : character) symbols.push_back(byte_[static_cast<unsigned char>(c)]);
      continue;
    }
    add_unknown();
  }
  flush();
}

void Bpe::merge_short(std::vector<TokenId>& symbols) const {
  const Merge* found[kShortWord];  // of each symbol with its right neighbour
  std::size_t count = symbols.size();
  for (std::size_t i = 0; i + 1 < count; ++i) found[i] = merge_of(symbols[i], symbols[i + 1]);
  while (count > 1) {
    std::size_t best = count;
    for (std::size_t i = 0; i + 1 < count; ++i)
      if (found[i] && (best == count || found[i]->rank < found[best]->rank)) best = i;
    if (best == count) break;
    symbols[best] = found[best]->merged;
    std::copy(symbols.begin() + best + 2, symbols.begin() + count, symbols.begin() + best + 1);
    if (best + 2 < count) std::copy(found + best + 2, found + count - 1, found + best + 1);
    --count;
    if (best > 0) found[best - 1] = merge_of(symbols[best - 1], symbols[best]);
    if (best + 1 < count) found[best] = merge_of(symbols[best], symbols[best + 1]);
  }
  symbols.resize(count);
}

void Bpe::merge_long(std::vector<TokenId>& symbols) const {
  struct Node { std::int32_t previous, next; };  // -1: none. A symbol that was merged away is -1.
  const auto count = static_cast<std::int32_t>(symbols.size());
  std::vector<Node> nodes(symbols.size());
  // Rank and place in one number: the lowest rank first, of equals the leftmost. Stale entries are known by their rank.
  std::vector<std::uint64_t> entries;
  const auto entry = [](std::int32_t rank, std::int32_t place) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(rank)) << 32 | static_cast<std::uint32_t>(place);
  };
  entries.reserve(symbols.size());
  for (std::int32_t i = 0; i < count; ++i) {
    nodes[i] = {i - 1, i + 1 < count ? i + 1 : -1};
    if (i + 1 < count)
      if (const Merge* merge = merge_of(symbols[i], symbols[i + 1])) entries.push_back(entry(merge->rank, i));
  }
  std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> queue(std::greater<>(), std::move(entries));
  while (!queue.empty()) {
    const std::uint64_t top = queue.top();
    queue.pop();
    const auto place = static_cast<std::int32_t>(top & 0xFFFFFFFF);
    if (symbols[place] < 0 || nodes[place].next < 0) continue;
    const std::int32_t right = nodes[place].next;
    const Merge* merge = merge_of(symbols[place], symbols[right]);
    if (!merge || static_cast<std::uint32_t>(merge->rank) != top >> 32) continue;
    symbols[place] = merge->merged;
    symbols[right] = -1;
    nodes[place].next = nodes[right].next;
    if (nodes[place].next >= 0) nodes[nodes[place].next].previous = place;
    if (const std::int32_t left = nodes[place].previous; left >= 0)
      if (const Merge* next = merge_of(symbols[left], symbols[place])) queue.push(entry(next->rank, left));
    if (const std::int32_t after = nodes[place].next; after >= 0)
      if (const Merge* next = merge_of(symbols[place], symbols[after])) queue.push(entry(next->rank, place));
  }
  std::erase(symbols, -1);
}

void Bpe::encode(std::string_view word, Cache& cache, std::vector<TokenId>& ids) const {
  Cache::Words& words = *cache.words_;
  const bool cached = word.size() <= kLongestCached;
  if (cached) {
    if (const std::int32_t place = words.map.find(word); place >= 0) {
      const auto [begin, size] = words.places[place];
      ids.insert(ids.end(), words.ids.begin() + begin, words.ids.begin() + begin + size);
      return;
    }
  }
  std::vector<TokenId>& symbols = cache.symbols_;
  symbols.clear();
  const TokenId whole = ignore_merges_ ? tokens_.find(word) : -1;
  if (whole >= 0) {
    symbols.push_back(whole);
  } else {
    symbols_of(word, symbols);
    symbols.size() <= kShortWord ? merge_short(symbols) : merge_long(symbols);
  }
  ids.insert(ids.end(), symbols.begin(), symbols.end());
  if (cached && words.places.size() < kMostCached) {
    words.map.set(word, static_cast<std::int32_t>(words.places.size()));
    words.places.push_back({static_cast<std::uint32_t>(words.ids.size()), static_cast<std::uint32_t>(symbols.size())});
    words.ids.insert(words.ids.end(), symbols.begin(), symbols.end());
  }
}

}  // namespace halftone
