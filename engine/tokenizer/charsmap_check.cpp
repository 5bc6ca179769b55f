#include "engine/tokenizer/charsmap_check.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

namespace halftone {
namespace {

constexpr const char* download_again = "Download the model again, or convert it again from its source.";
constexpr std::size_t most_bytes = 8 << 20;  // published ones have 240 kB
constexpr int most_nested = 32;

class Trie {
 public:
  // Nothing where the trie, or one of its values, points outside.
  static std::optional<Trie> read(std::string_view charsmap) {
    std::uint32_t trie_bytes = 0;
    if (charsmap.size() < sizeof trie_bytes) return std::nullopt;
    std::memcpy(&trie_bytes, charsmap.data(), sizeof trie_bytes);
    const std::string_view rest = charsmap.substr(sizeof trie_bytes);
    if (trie_bytes == 0 || trie_bytes >= rest.size() || trie_bytes % sizeof(std::uint32_t) != 0 || rest.back() != '\0') return std::nullopt;
    Trie trie;
    trie.units_.resize(trie_bytes / sizeof(std::uint32_t));
    std::memcpy(trie.units_.data(), rest.data(), trie_bytes);
    if (!trie.stays_inside(rest.size() - trie_bytes)) return std::nullopt;
    return trie;
  }

  // The most values on one way down, or more than the limit where a way has no end. Which block of children a unit leads to is all
  // that matters for what may follow, so blocks are the nodes here; depths are filled in from below.
  int nested() const {
    constexpr int unknown = -1, open = -2;
    std::vector<int> depth(units_.size(), unknown);
    struct Visit {
      std::size_t block;
      unsigned next = 0;  // the label to follow
      int best = 0;
    };
    std::vector<Visit> path = {{children(0)}};
    depth[path.back().block] = open;
    while (true) {
      Visit& visit = path.back();
      if (visit.next == 256) {
        const int best = visit.best;
        depth[visit.block] = best;
        path.pop_back();
        if (path.empty()) return best;
        Visit& parent = path.back();
        parent.best = std::max(parent.best, best + value_of(parent.block ^ (parent.next - 1)));
        continue;
      }
      const std::size_t unit = visit.block ^ visit.next;
      const bool follows = (units_[unit] & 0x800000FF) == visit.next;
      ++visit.next;
      if (!follows) continue;
      const std::size_t block = children(unit);
      if (depth[block] == open) {  // back to where the way came from; an empty unit leads a NUL back to its own block, harmlessly
        if (block == visit.block && value_of(unit) == 0) continue;
        return most_nested + 1;
      }
      if (depth[block] == unknown) {
        depth[block] = open;
        path.push_back({block});
      } else {
        visit.best = std::max(visit.best, depth[block] + value_of(unit));
      }
    }
  }

 private:
  std::size_t children(std::size_t unit) const {
    const std::uint32_t u = units_[unit];
    return unit ^ (static_cast<std::size_t>(u >> 10) << ((u & (1U << 9)) >> 6));
  }
  int value_of(std::size_t unit) const { return static_cast<int>(units_[unit] >> 8 & 1); }

  bool stays_inside(std::size_t replacements) const {
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (units_[i] >> 31 && i != 0) continue;  // a value, reached only through its parent
      if ((children(i) | 0xFF) >= units_.size()) return false;
      if (value_of(i) && (units_[children(i)] & 0x7FFFFFFF) >= replacements) return false;
    }
    return true;
  }

  std::vector<std::uint32_t> units_;
};

}  // namespace

Result<void> check_charsmap(std::string_view charsmap) {
  if (charsmap.size() > most_bytes)
    return fail(ErrorKind::malformed, download_again, "the normalisation rules have {} bytes; {} at most", charsmap.size(), most_bytes);
  const auto trie = Trie::read(charsmap);
  if (!trie)
    return fail(ErrorKind::malformed, download_again, "the normalisation rules of the tokenizer ({} bytes) point outside themselves",
                charsmap.size());
  if (const int nested = trie->nested(); nested > most_nested)
    return fail(ErrorKind::malformed, download_again, "the normalisation rules nest {} prefixes; {} at most", nested, most_nested);
  return {};
}

}  // namespace halftone
