// A GPU's memory.
#pragma once

#include "engine/backend/arena.h"

namespace halftone {

class DeviceArena final : public Arena {
 public:
  explicit DeviceArena(int device) : device_(device) {}
  void upload(std::byte* to, const std::byte* from, std::int64_t bytes) override;
  void copy(std::byte* to, const std::byte* from, std::int64_t bytes) override;
  bool is_host() const override { return false; }

 protected:
  std::byte* take(std::int64_t bytes, MemoryTag tag) override;
  void give_back(std::byte* data, std::int64_t bytes) noexcept override;

 private:
  int device_;
};

}  // namespace halftone
