#include "engine/backend/cuda/pass_inputs.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace halftone {

using cuda::check;

PassInputs::~PassInputs() {
  cudaFreeHost(host_);
  for (const cudaEvent_t event : copied_)
    if (event) cudaEventDestroy(event);
}

// For the pass of count_ tokens and pages_ pages.
void PassInputs::grow(const cuda::Context& context) {
  context.synchronise();
  const auto room_for = [](std::int64_t needed, std::int64_t least) {
    return static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(std::max(needed, least))));
  };
  token_bytes_ = std::max(token_bytes_, room_for(4 * count_, 256));
  page_capacity_ = std::max(page_capacity_, room_for(2 * pages_, 512));
  cudaFreeHost(std::exchange(host_, nullptr));
  check(cudaMallocHost(&host_, static_cast<std::size_t>(2 * bytes())), "memory for a pass's inputs");
  for (cudaEvent_t& event : copied_)
    if (!event) check(cudaEventCreateWithFlags(&event, cudaEventDisableTiming), "an event for a pass's inputs");
  device_ = Buffer();
  device_ = arena_.allocate(bytes(), MemoryTag::workspace);
}

void PassInputs::set(const Pass& pass, const cuda::Context& context) {
  count_ = std::ssize(pass.tokens);
  const std::span<std::byte* const> pages = pass.cache.front().pages;  // the same of every layer
  pages_ = std::ssize(pages);
  if (4 * count_ > token_bytes_ || pages_ > page_capacity_) grow(context);
  const std::uint64_t turn = ++passes_ % 2;
  check(cudaEventSynchronize(copied_[turn]), "waiting for a pass's inputs");
  std::byte* const host = host_ + static_cast<std::int64_t>(turn) * bytes();
  std::memcpy(host, pass.tokens.data(), pass.tokens.size_bytes());
  std::memcpy(host + token_bytes_, pass.positions.data(), pass.positions.size_bytes());
  std::memcpy(host + 2 * token_bytes_, pages.data(), pages.size_bytes());
  const std::size_t used = static_cast<std::size_t>(2 * token_bytes_) + pages.size_bytes();
  check(cudaMemcpyAsync(device_.data(), host, used, cudaMemcpyHostToDevice, context.stream()), "copying a pass's inputs");
  check(cudaEventRecord(copied_[turn], context.stream()), "copying a pass's inputs");
}

void PassInputs::take_token(const std::int32_t* token, const cuda::Context& context) {
  check(cudaMemcpyAsync(device_.data(), token, sizeof(std::int32_t), cudaMemcpyHostToDevice, context.stream()), "copying a chosen token");
}

}  // namespace halftone
