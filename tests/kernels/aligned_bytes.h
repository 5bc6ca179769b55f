// Memory as the ops want their scratch: 64-byte aligned, of exactly the promised size, so that a sanitizer sees a byte too many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace halftone {

class AlignedBytes {
 public:
  explicit AlignedBytes(std::int64_t size) : lines_(static_cast<std::size_t>((size + 63) / 64)), size_(size) {}
  std::span<std::byte> span() { return {reinterpret_cast<std::byte*>(lines_.data()), static_cast<std::size_t>(size_)}; }

 private:
  struct alignas(64) Line {
    std::byte bytes[64];
  };
  std::vector<Line> lines_;
  std::int64_t size_;
};

}  // namespace halftone
