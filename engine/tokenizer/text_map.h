// From a text to a number, for vocabularies: open addressing over one pool of bytes, so that a look-up costs one hash and mostly one
// comparison, and a vocabulary of 260,000 tokens a few megabytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace halftone {

class TextMap {
 public:
  explicit TextMap(std::size_t expected = 0);

  void set(std::string_view text, std::int32_t value);  // of equal texts the last counts; text may be empty
  std::int32_t find(std::string_view text) const;       // -1: not there

 private:
  struct Slot {
    std::uint32_t hash = 0, begin = 0, size = 0;
    std::int32_t value = -1;  // -1: free
  };
  std::size_t place_of(std::string_view text, std::uint32_t hash) const;
  void grow();

  std::string pool_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

// Drawn once per process, so that no file can choose keys that all fall into one place.
std::uint64_t hash_seed();
std::uint64_t hash_of(std::string_view text);

}  // namespace halftone
