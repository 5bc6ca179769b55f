#include "engine/tokenizer/text_map.h"

#include <bit>
#include <cassert>
#include <cstring>
#include <random>

namespace halftone {

std::uint64_t hash_seed() {
  static const std::uint64_t seed = [] {
    std::random_device device;
    return static_cast<std::uint64_t>(device()) << 32 | device();
  }();
  return seed;
}

// Eight bytes at a time, multiplied and folded.
std::uint64_t hash_of(std::string_view text) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;
  std::uint64_t hash = hash_seed() ^ text.size() * kFactor;
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    hash = (hash ^ word) * kFactor;
    hash ^= hash >> 32;
  }
  std::uint64_t word = 0;
  std::memcpy(&word, at, left);
  hash = (hash ^ word) * kFactor;
  return hash ^ hash >> 29;
}

TextMap::TextMap(std::size_t expected) { slots_.resize(std::bit_ceil(std::max<std::size_t>(16, expected * 2))); }

std::size_t TextMap::place_of(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t place = hash & mask;
  for (; slots_[place].value >= 0; place = (place + 1) & mask) {
    const Slot& slot = slots_[place];
    if (slot.hash == hash && slot.size == text.size() && std::memcmp(pool_.data() + slot.begin, text.data(), text.size()) == 0) break;
  }
  return place;
}

void TextMap::set(std::string_view text, std::int32_t value) {
  assert(value >= 0);
  if ((used_ + 1) * 2 > slots_.size()) grow();
  const auto hash = static_cast<std::uint32_t>(hash_of(text));
  Slot& slot = slots_[place_of(text, hash)];
  if (slot.value < 0) {
    slot = {hash, static_cast<std::uint32_t>(pool_.size()), static_cast<std::uint32_t>(text.size()), value};
    pool_ += text;
    ++used_;
  }
  slot.value = value;
}

std::int32_t TextMap::find(std::string_view text) const { return slots_[place_of(text, static_cast<std::uint32_t>(hash_of(text)))].value; }

void TextMap::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.value < 0) continue;
    std::size_t place = slot.hash & mask;
    while (slots_[place].value >= 0) place = (place + 1) & mask;
    slots_[place] = slot;
  }
}

}  // namespace halftone
