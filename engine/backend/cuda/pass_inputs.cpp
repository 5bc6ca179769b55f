#include "engine/backend/cuda/pass_inputs.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace halftone {

using cuda::check;

PassInputs::~PassInputs() { cudaFreeHost(host_); }

void PassInputs::set(const Pass& pass, const cuda::Context& context) {
  count_ = std::ssize(pass.tokens);
  const std::span<std::byte* const> pages = pass.cache.front().pages;  // the same of every layer
  pages_ = std::ssize(pages);
  context.synchronise();
  if (4 * count_ > token_bytes_ || pages_ > page_capacity_) {
    token_bytes_ = std::max<std::int64_t>(
        token_bytes_, static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(std::max<std::int64_t>(4 * count_, 256)))));
    page_capacity_ = std::max<std::int64_t>(
        page_capacity_, static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(std::max<std::int64_t>(2 * pages_, 512)))));
    const std::int64_t bytes = 2 * token_bytes_ + page_capacity_ * static_cast<std::int64_t>(sizeof(std::byte*));
    cudaFreeHost(std::exchange(host_, nullptr));
    check(cudaMallocHost(&host_, static_cast<std::size_t>(bytes)), "memory for a pass's inputs");
    device_ = Buffer();
    device_ = arena_.allocate(bytes, MemoryTag::workspace);
  }
  std::memcpy(host_, pass.tokens.data(), pass.tokens.size_bytes());
  std::memcpy(host_ + token_bytes_, pass.positions.data(), pass.positions.size_bytes());
  std::memcpy(host_ + 2 * token_bytes_, pages.data(), pages.size_bytes());
  const std::size_t used = static_cast<std::size_t>(2 * token_bytes_) + pages.size_bytes();
  check(cudaMemcpyAsync(device_.data(), host_, used, cudaMemcpyHostToDevice, context.stream()), "copying a pass's inputs");
}

}  // namespace halftone
