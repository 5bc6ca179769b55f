#include "kernels/layouts/panel.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace halftone {
namespace {

constexpr std::int64_t kLargestGroup = 256, kLargestBlock = 210;

// A block as two runs of units: 16-bit header fields, and the rest in units of 4 bytes. A float is a block without header whose unit
// is the number itself. Panels hold the same runs, the header's first, with the rows' units side by side.
struct Runs {
  std::int64_t header_bytes, header_offset, rest_offset, block_bytes, unit;
  std::uint32_t bias;  // signed bytes turn into unsigned ones, 128 more: what the byte dot product wants

  explicit Runs(const FormatInfo& f)
      : header_bytes(2 * f.header_fields),
        header_offset(f.header_offset()),
        rest_offset(f.header_last ? 0 : header_bytes),
        block_bytes(f.block_bytes),
        unit(f.quantised ? 4 : f.block_bytes),
        bias(f.signed_bytes ? 0x80808080u : 0u) {}
};

// `count` units, `from_step` bytes apart in `from` and `to_step` in `to`.
template <class Unit>
void copy_units(const std::byte* from, std::int64_t from_step, std::byte* to, std::int64_t to_step, std::int64_t count, Unit bias) {
  for (std::int64_t i = 0; i < count; ++i) {
    Unit unit;
    std::memcpy(&unit, from + i * from_step, sizeof unit);
    unit ^= bias;
    std::memcpy(to + i * to_step, &unit, sizeof unit);
  }
}

// `blocks` blocks of one row into a panel, or back.
void to_panel(const Runs& runs, const std::byte* row, std::int64_t blocks, std::int64_t r, std::byte* panel) {
  if (runs.header_bytes == 0) {
    if (runs.unit == 2) return copy_units<std::uint16_t>(row, 2, panel + r * 2, 2 * kPanelRows, blocks, 0);
    return copy_units<std::uint32_t>(row, 4, panel + r * 4, 4 * kPanelRows, blocks, 0);
  }
  for (std::int64_t b = 0; b < blocks; ++b, row += runs.block_bytes, panel += kPanelRows * runs.block_bytes) {
    copy_units<std::uint16_t>(row + runs.header_offset, 2, panel + r * 2, 2 * kPanelRows, runs.header_bytes / 2, 0);
    copy_units<std::uint32_t>(row + runs.rest_offset, 4, panel + kPanelRows * runs.header_bytes + r * 4, 4 * kPanelRows,
                              (runs.block_bytes - runs.header_bytes) / 4, runs.bias);
  }
}

void from_panel(const Runs& runs, const std::byte* panel, std::int64_t r, std::byte* block) {
  if (runs.header_bytes == 0) {
    std::memcpy(block, panel + r * runs.unit, runs.unit);
    return;
  }
  copy_units<std::uint16_t>(panel + r * 2, 2 * kPanelRows, block + runs.header_offset, 2, runs.header_bytes / 2, 0);
  copy_units<std::uint32_t>(panel + kPanelRows * runs.header_bytes + r * 4, 4 * kPanelRows, block + runs.rest_offset, 4,
                            (runs.block_bytes - runs.header_bytes) / 4, runs.bias);
}

}  // namespace

void pack_panel(Format format, const std::byte* row_major, std::int64_t rows, std::int64_t columns, std::byte* out) {
  assert(rows > 0 && rows <= kPanelRows);
  const Runs runs(info(format));
  const std::int64_t row_bytes = info(format).row_bytes(columns), blocks = row_bytes / runs.block_bytes;
  if (rows < kPanelRows) std::memset(out, 0, kPanelRows * row_bytes);
  // A stretch of all rows at a time, so that what the rows share stays in the cache.
  const std::int64_t stretch = std::max<std::int64_t>(1, 512 / runs.block_bytes);
  for (std::int64_t begin = 0; begin < blocks; begin += stretch) {
    const std::int64_t count = std::min(stretch, blocks - begin), offset = begin * runs.block_bytes;
    for (std::int64_t r = 0; r < rows; ++r) to_panel(runs, row_major + r * row_bytes + offset, count, r, out + kPanelRows * offset);
  }
}

void unpack_row(const WeightView& panels, std::int64_t row, float* values) {
  assert(panels.layout == WeightLayout::panels && row >= 0 && row < panels.rows);
  const FormatInfo& f = info(panels.format);
  assert(f.group <= kLargestGroup && f.block_bytes <= kLargestBlock);
  const Runs runs(f);
  const std::int64_t r = row % kPanelRows;
  const std::byte* panel = panels.data + (row - r) * panels.row_bytes();
  std::byte block[kLargestBlock];
  float decoded[kLargestGroup];
  for (std::int64_t k = 0; k < panels.columns; k += f.group, panel += kPanelRows * f.block_bytes) {
    from_panel(runs, panel, r, block);
    f.decode(block, decoded, 1);
    std::copy_n(decoded, std::min<std::int64_t>(f.group, panels.columns - k), values + k);
  }
}

}  // namespace halftone
