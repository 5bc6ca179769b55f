// The split layout: how a GPU holds a weight matrix. The quants of all rows lie together, row after row, each row beginning at a multiple
// of 16 bytes; behind them the header fields (scale, or scale and minimum) of all rows, each row likewise. So a
// thread's 16-byte load holds nothing but quants, whatever a block's own size is. Where a block has more than quants and header
// (the K-quants' scales of parts) and its other bytes are no multiple of 16, what lies beside the header goes with it, in the block's
// order: FormatInfo::aside_bytes. Formats of plain numbers have no headers: their blocks lie as they are.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/core/host_device.h"
#include "kernels/layouts/weight_view.h"

namespace halftone {

struct SplitLayout {
  std::int64_t rows = 0, groups = 0;                 // N; blocks in a row
  std::int64_t quant_bytes = 0, header_bytes = 0;    // of one block, in each part
  std::int64_t quant_stride = 0, header_stride = 0;  // from row to row

  SplitLayout() = default;
  SplitLayout(Format format, std::int64_t rows, std::int64_t columns);
  explicit SplitLayout(const WeightView& weight) : SplitLayout(weight.format, weight.rows, weight.columns) {}

  HALFTONE_HOST_DEVICE std::int64_t headers_at() const { return rows * quant_stride; }  // offset in bytes
  HALFTONE_HOST_DEVICE std::int64_t bytes() const { return rows * (quant_stride + header_stride); }
};

// Rows [first, first + count) of row-major blocks (row_bytes(columns) apart) as they lie in the two parts: `quants` and `headers` are
// where row `first` begins in each. Padding is written as zeros.
void split_blocks(Format format, const std::byte* row_major, std::int64_t count, std::int64_t columns, std::byte* quants,
                  std::byte* headers);

}  // namespace halftone
