#include "kernels/layouts/split_layout.h"

#include <cstring>

namespace halftone {

namespace {

std::int64_t round_up(std::int64_t value, std::int64_t multiple) { return (value + multiple - 1) / multiple * multiple; }

// Where in a block what goes to the two parts lies.
struct BlockParts {
  std::int64_t header, quants;
  explicit BlockParts(Format format) {
    const FormatInfo& f = info(format);
    header = f.header_last ? f.block_bytes - f.aside_bytes : 0;
    quants = f.header_last ? 0 : f.aside_bytes;
  }
};

}  // namespace

SplitLayout::SplitLayout(Format format, std::int64_t rows_, std::int64_t columns) : rows(rows_) {
  const FormatInfo& f = info(format);
  groups = (columns + f.group - 1) / f.group;
  header_bytes = f.aside_bytes;
  quant_bytes = f.block_bytes - header_bytes;
  quant_stride = round_up(groups * quant_bytes, 16);
  header_stride = round_up(groups * header_bytes, 16);
}

void split_blocks(Format format, const std::byte* row_major, std::int64_t count, std::int64_t columns, std::byte* quants,
                  std::byte* headers) {
  const SplitLayout layout(format, count, columns);
  const BlockParts parts(format);
  for (std::int64_t row = 0; row < count; ++row, quants += layout.quant_stride, headers += layout.header_stride) {
    for (std::int64_t g = 0; g < layout.groups; ++g) {
      std::memcpy(headers + g * layout.header_bytes, row_major + parts.header, static_cast<std::size_t>(layout.header_bytes));
      std::memcpy(quants + g * layout.quant_bytes, row_major + parts.quants, static_cast<std::size_t>(layout.quant_bytes));
      row_major += layout.header_bytes + layout.quant_bytes;
    }
    const auto clear = [](std::byte* begin, std::int64_t used, std::int64_t stride) {
      std::memset(begin + used, 0, static_cast<std::size_t>(stride - used));
    };
    clear(quants, layout.groups * layout.quant_bytes, layout.quant_stride);
    clear(headers, layout.groups * layout.header_bytes, layout.header_stride);
  }
}

}  // namespace halftone
