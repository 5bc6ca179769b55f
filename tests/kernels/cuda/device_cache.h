// The tests' cache on the device: the same bytes, page by page, and a table of where they lie there.
#pragma once

#include <vector>

#include "tests/kernels/attention_fixture.h"
#include "tests/kernels/cuda/device_buffer.h"

namespace halftone {

class DeviceCache {
 public:
  explicit DeviceCache(CacheFixture& host)
      : view_(host.view()),
        page_bytes_(host.memory()[0].size()),
        stride_((page_bytes_ + 255) / 256 * 256),
        pages_(host.memory().size()),
        memory_(pages_ * stride_),
        table_(bases()) {
    for (std::size_t p = 0; p < pages_; ++p)
      copy_to_device(memory_.data() + p * stride_, host.memory()[p].data(), static_cast<std::size_t>(page_bytes_));
    view_.pages = {table_.data(), pages_};
  }

  const KvView& view() const { return view_; }
  // As CacheFixture::memory().
  std::vector<std::vector<std::byte>> memory(const cuda::Context& context) const {
    const std::vector<std::byte> all = memory_.host(context);
    std::vector<std::vector<std::byte>> pages;
    for (std::size_t p = 0; p < pages_; ++p) {
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(p * stride_);
      pages.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(page_bytes_));
    }
    return pages;
  }

 private:
  std::vector<std::byte*> bases() const {
    std::vector<std::byte*> bases;
    for (std::size_t p = 0; p < pages_; ++p) bases.push_back(memory_.data() + p * stride_);
    return bases;
  }

  KvView view_;
  std::size_t page_bytes_, stride_, pages_;
  DeviceBuffer<std::byte> memory_;
  DeviceBuffer<std::byte*> table_;
};

}  // namespace halftone
