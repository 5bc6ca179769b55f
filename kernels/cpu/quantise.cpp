#include "kernels/cpu/quantise.h"

#include <algorithm>
#include <cstring>

namespace halftone::cpu {

void quantise(Format format, const float* values, std::int64_t rows, std::int64_t columns, std::byte* row_major) {
  const FormatInfo& f = info(format);
  const std::int64_t whole = columns / f.group;
  for (std::int64_t r = 0; r < rows; ++r, values += columns, row_major += f.row_bytes(columns)) {
    f.encode(values, row_major, whole);
    if (whole * f.group < columns) {
      float padded[128] = {};
      std::copy(values + whole * f.group, values + columns, padded);
      f.encode(padded, row_major + whole * f.block_bytes, 1);
    }
  }
}

}  // namespace halftone::cpu
