// Small host tables (RoPE's frequencies, ALiBi's slopes) in device memory: copied once, found again by what they say.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "engine/backend/arena.h"

namespace halftone {

class Constants {
 public:
  explicit Constants(Arena& arena) : arena_(arena) {}

  std::span<const float> on_device(std::span<const float> table) {
    if (table.empty()) return {};
    std::vector<float> key(table.begin(), table.end());
    auto found = tables_.find(key);
    if (found == tables_.end()) {
      Buffer buffer = arena_.allocate(static_cast<std::int64_t>(table.size_bytes()), MemoryTag::workspace);
      arena_.upload(buffer.data(), reinterpret_cast<const std::byte*>(table.data()), buffer.size());
      found = tables_.emplace(std::move(key), std::move(buffer)).first;
    }
    return {reinterpret_cast<const float*>(found->second.data()), table.size()};
  }

 private:
  Arena& arena_;
  std::map<std::vector<float>, Buffer> tables_;
};

}  // namespace halftone
