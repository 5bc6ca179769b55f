// What an op's arguments point to, copied to the device for one call and back: the same strides, the same alignment, numbers between
// rows included, and in place where two arguments share memory. Around each copy lie bytes that nobody may write.
#pragma once

#include <algorithm>
#include <deque>
#include <span>
#include <type_traits>
#include <vector>

#include "kernels/core/tensor_view.h"
#include "kernels/layouts/kv_view.h"
#include "kernels/layouts/weight_view.h"
#include "tests/kernels/cuda/device_buffer.h"

namespace halftone {

class Mirror {
 public:
  explicit Mirror(const cuda::Context& context) : context_(context) {}

  template <class T>
  T* there(T* host, std::int64_t count) {
    if (!host || count <= 0) return nullptr;
    auto* const begin = const_cast<std::byte*>(reinterpret_cast<const std::byte*>(host));
    const auto bytes = static_cast<std::size_t>(count) * sizeof(T);
    for (Copy& copy : copies_) {
      if (begin < copy.host || begin + bytes > copy.host + copy.bytes) continue;
      copy.written |= !std::is_const_v<T>;
      return reinterpret_cast<T*>(copy.device.data() + copy.offset + (begin - copy.host));
    }
    const std::size_t offset = kGuard + reinterpret_cast<std::uintptr_t>(begin) % 16;
    std::vector<std::byte> guarded(offset + bytes + kGuard, std::byte{0xFF});
    std::copy_n(begin, bytes, guarded.begin() + static_cast<std::ptrdiff_t>(offset));
    copies_.push_back({begin, bytes, offset, !std::is_const_v<T>, DeviceBuffer<std::byte>(guarded)});
    return reinterpret_cast<T*>(copies_.back().device.data() + offset);
  }

  template <class T, int Rank>
  TensorView<T, Rank> there(TensorView<T, Rank> view) {
    std::int64_t extent = view.data && view.size() > 0 ? 1 : 0;
    for (int d = 0; d < Rank; ++d) extent += extent ? (view.shape[d] - 1) * view.stride[d] : 0;
    view.data = there(view.data, extent);
    return view;
  }
  template <class T>
  std::span<T> there(std::span<T> span) {
    return {there(span.data(), std::ssize(span)), span.size()};
  }
  WeightView there(WeightView weight) {
    weight.data = there(weight.data, weight_bytes(weight.format, weight.layout, weight.rows, weight.columns));
    return weight;
  }
  // Pages as far as this layer's values; `written` ones come back.
  KvView there(KvView cache, bool written) {
    const std::int64_t bytes = cache.layer_offset + cache.value_offset + cache.kv_heads * cache.page_tokens * cache.row_bytes();
    std::vector<std::byte*>& bases = tables_.emplace_back();
    for (std::byte* page : cache.pages)
      bases.push_back(written ? there(page, bytes) : const_cast<std::byte*>(there(const_cast<const std::byte*>(page), bytes)));
    cache.pages = there(std::span<std::byte* const>(bases));
    return cache;
  }
  std::span<std::byte> scratch(std::int64_t bytes) {
    scratch_.emplace_back(static_cast<std::size_t>(bytes));
    cuda::check(cudaMemset(scratch_.back().data(), 0xFF, static_cast<std::size_t>(bytes)), "test memory");
    return scratch_.back().span();
  }

  void back() {
    for (Copy& copy : copies_) {
      const std::vector<std::byte> after = copy.device.host(context_);
      const auto data = after.begin() + static_cast<std::ptrdiff_t>(copy.offset), end = data + static_cast<std::ptrdiff_t>(copy.bytes);
      const auto untouched = [](std::byte byte) { return byte == std::byte{0xFF}; };
      QVERIFY2(std::all_of(after.begin(), data, untouched) && std::all_of(end, after.end(), untouched), "wrote beside an argument");
      if (copy.written)
        std::copy(data, end, copy.host);
      else
        QVERIFY2(std::equal(data, end, copy.host), "wrote to what is only read");
    }
  }

 private:
  static constexpr std::size_t kGuard = 256;
  struct Copy {
    std::byte* host;
    std::size_t bytes, offset;
    bool written;
    DeviceBuffer<std::byte> device;
  };

  const cuda::Context& context_;
  std::deque<Copy> copies_;
  std::deque<std::vector<std::byte*>> tables_;
  std::deque<DeviceBuffer<std::byte>> scratch_;
};

}  // namespace halftone
