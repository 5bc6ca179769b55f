#include "engine/tokenizer/byte_trie.h"

#include <bit>

#include "engine/tokenizer/text_map.h"

namespace halftone {

ByteTrie::ByteTrie() : edges_(1024), shift_(64 - 10), values_{-1} {}

std::size_t ByteTrie::place_of(std::uint32_t node, unsigned char byte) const {
  static const std::uint64_t seed = hash_seed();
  const std::uint64_t key = static_cast<std::uint64_t>(node) << 8 | byte;
  std::uint64_t mixed = key ^ seed;
  mixed = (mixed ^ mixed >> 32) * 0x9E3779B97F4A7C15;
  for (std::size_t place = mixed >> shift_;; place = (place + 1) & (edges_.size() - 1))
    if (edges_[place].key == key || edges_[place].key == kFree) return place;
}

void ByteTrie::set(std::string_view text, std::int32_t value) {
  if (text.empty()) return;
  std::uint32_t node = 0;
  for (const char c : text) {
    Edge* edge = &edges_[place_of(node, static_cast<unsigned char>(c))];
    if (edge->key == kFree) {
      if (values_.size() * 2 > edges_.size()) {
        grow();
        edge = &edges_[place_of(node, static_cast<unsigned char>(c))];
      }
      *edge = {static_cast<std::uint64_t>(node) << 8 | static_cast<unsigned char>(c), static_cast<std::uint32_t>(values_.size())};
      values_.push_back(-1);
    }
    node = edge->child;
  }
  values_[node] = value;
}

void ByteTrie::grow() {
  std::vector<Edge> old(edges_.size() * 2);
  old.swap(edges_);
  --shift_;
  for (const Edge& edge : old)
    if (edge.key != kFree) edges_[place_of(static_cast<std::uint32_t>(edge.key >> 8), static_cast<unsigned char>(edge.key & 0xFF))] = edge;
}

}  // namespace halftone
