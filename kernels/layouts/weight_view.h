// A weight matrix as an op sees it: W (N rows = outputs, K columns = inputs), y = W·x. Not a TensorView: a quantised block cannot
// be read as floats by mistake.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/formats/format.h"

namespace halftone {

enum class WeightLayout : std::uint8_t {
  row_major,  // row n at n · row_bytes(K): as the formats define it, and as checkpoints hold it
  panels,     // 16 rows interleaved, so that a vector's lanes are rows; see kernels/layouts/panel.h. N is padded to a multiple of 16.
  split,      // quants of all rows, then scales of all rows, so that a GPU's 16-byte loads are aligned; see kernels/layouts/split_layout.h
};

struct WeightView {
  Format format = Format::f32;
  WeightLayout layout = WeightLayout::row_major;
  const std::byte* data = nullptr;
  std::int64_t rows = 0;     // N
  std::int64_t columns = 0;  // K

  explicit operator bool() const { return data != nullptr; }
  std::int64_t row_bytes() const { return info(format).row_bytes(columns); }
};

constexpr std::int64_t kPanelRows = 16;

// Bytes that a weight of this shape takes.
std::int64_t weight_bytes(Format format, WeightLayout layout, std::int64_t rows, std::int64_t columns);

}  // namespace halftone
