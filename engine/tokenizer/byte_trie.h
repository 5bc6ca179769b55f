// All texts of a set that begin at a place, by one hash look-up per byte.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace halftone {

class ByteTrie {
 public:
  ByteTrie();

  void set(std::string_view text, std::int32_t value);  // of equal texts the last counts; the empty text is never found

  // Calls visit(size, value) for each text of the set that `text` begins with, the shortest first.
  template <class Visit>
  void prefixes(std::string_view text, Visit&& visit) const {
    std::uint32_t node = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const Edge& edge = edges_[place_of(node, static_cast<unsigned char>(text[i]))];
      if (edge.key == kFree) return;
      node = edge.child;
      if (values_[node] >= 0) visit(i + 1, values_[node]);
    }
  }

 private:
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};
  struct Edge {
    std::uint64_t key = kFree;  // node ≪ 8 | byte
    std::uint32_t child = 0;
  };
  std::size_t place_of(std::uint32_t node, unsigned char byte) const;
  void grow();

  std::vector<Edge> edges_;  // open addressing, a power of two long
  int shift_;
  std::vector<std::int32_t> values_;  // by node; -1: no text ends here
};

}  // namespace halftone
