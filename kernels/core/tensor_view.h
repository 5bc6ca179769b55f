// A borrowed, strided block of numbers that knows its shape. The last dimension is contiguous (stride 1).
#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <type_traits>

#include "kernels/core/host_device.h"

namespace halftone {

template <class T, int Rank>
struct TensorView {
  T* data = nullptr;
  std::array<std::int64_t, Rank> shape{};
  std::array<std::int64_t, Rank> stride{};  // in elements

  TensorView() = default;

  // Dense, row-major.
  TensorView(T* data_, std::array<std::int64_t, Rank> shape_) : data(data_), shape(shape_) {
    std::int64_t step = 1;
    for (int d = Rank - 1; d >= 0; --d) {
      stride[d] = step;
      step *= shape[d];
    }
  }

  TensorView(T* data_, std::array<std::int64_t, Rank> shape_, std::array<std::int64_t, Rank> stride_)
      : data(data_), shape(shape_), stride(stride_) {
    assert(stride[Rank - 1] == 1);
  }

  // A view of mutable numbers reads as a view of constant ones.
  operator TensorView<const T, Rank>() const
    requires(!std::is_const_v<T>)
  {
    return {data, shape, stride};
  }

  template <class... Index>
    requires(sizeof...(Index) == Rank)
  T& operator()(Index... index) const {
    std::int64_t offset = 0;
    int d = 0;
    ((assert(index >= 0 && index < shape[d]), offset += index * stride[d], ++d), ...);
    return data[offset];
  }

  // The sub-view at `index` of the first dimension.
  TensorView<T, Rank - 1> operator[](std::int64_t index) const
    requires(Rank > 1)
  {
    assert(index >= 0 && index < shape[0]);
    TensorView<T, Rank - 1> view;
    view.data = data + index * stride[0];
    for (int d = 1; d < Rank; ++d) view.shape[d - 1] = shape[d], view.stride[d - 1] = stride[d];
    return view;
  }

  // Rows [begin, end) of the first dimension.
  TensorView rows(std::int64_t begin, std::int64_t end) const {
    assert(0 <= begin && begin <= end && end <= shape[0]);
    TensorView view = *this;
    view.data += begin * stride[0];
    view.shape[0] = end - begin;
    return view;
  }

  std::int64_t size() const {
    std::int64_t n = 1;
    for (auto s : shape) n *= s;
    return n;
  }
};

template <class T>
using VectorView = TensorView<T, 1>;
template <class T>
using MatrixView = TensorView<T, 2>;

}  // namespace halftone
