// One row of a weight as floats, from blocks in rows or in panels: the CPU's two layouts.
#pragma once

#include <algorithm>

#include "kernels/layouts/panel.h"
#include "kernels/layouts/weight_view.h"

namespace halftone {

inline void decode_row(const WeightView& weight, std::int64_t row, float* values) {
  if (weight.layout == WeightLayout::panels) return unpack_row(weight, row, values);
  const FormatInfo& f = info(weight.format);
  const std::byte* data = weight.data + row * weight.row_bytes();
  const std::int64_t whole = weight.columns / f.group;
  f.decode(data, values, whole);
  if (const std::int64_t rest = weight.columns - whole * f.group; rest > 0) {
    float last[256];  // the largest group
    f.decode(data + whole * f.block_bytes, last, 1);
    std::copy_n(last, rest, values + whole * f.group);
  }
}

}  // namespace halftone
