// What changes from one token to the next, in device memory at fixed addresses: token ids, positions, the table of cache pages. So a
// recorded token can be replayed: only these are written anew.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/backend/arena.h"
#include "engine/backend/pass.h"
#include "kernels/cuda/context.h"

namespace halftone {

class PassInputs {
 public:
  explicit PassInputs(Arena& arena) : arena_(arena) {}
  ~PassInputs();

  // Copies the pass's inputs behind what `context` has been given to do. Waits for the copy before the last, whose memory on the host it
  // reuses.
  void set(const Pass& pass, const cuda::Context& context);
  // Replaces its only token by one that the host's memory will hold by then.
  void take_token(const std::int32_t* token, const cuda::Context& context);
  std::uint64_t passes() const { return passes_; }  // set so far

  std::span<const std::int32_t> tokens() const { return {at<std::int32_t>(0), static_cast<std::size_t>(count_)}; }
  std::span<const std::int32_t> positions() const { return {at<std::int32_t>(token_bytes_), static_cast<std::size_t>(count_)}; }
  const std::int32_t* start() const { return positions().data(); }
  std::span<std::byte* const> pages() const { return {at<std::byte*>(2 * token_bytes_), static_cast<std::size_t>(pages_)}; }
  const std::byte* address() const { return device_.data(); }  // moves only when there is more than ever before

 private:
  std::int64_t bytes() const { return 2 * token_bytes_ + page_capacity_ * static_cast<std::int64_t>(sizeof(std::byte*)); }
  void grow(const cuda::Context& context);
  template <class T>
  T* at(std::int64_t offset) const {
    return reinterpret_cast<T*>(device_.data() + offset);
  }

  Arena& arena_;
  Buffer device_;
  std::byte* host_ = nullptr;     // pinned: two passes' inputs, which take turns
  cudaEvent_t copied_[2] = {};  // from there
  std::int64_t token_bytes_ = 0, page_capacity_ = 0, count_ = 0, pages_ = 0;
  std::uint64_t passes_ = 0;
};

}  // namespace halftone
