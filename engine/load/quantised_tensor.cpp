#include "engine/load/quantised_tensor.h"

#include <algorithm>
#include <vector>

namespace halftone {

void QuantisedTensor::read_values(std::int64_t begin, std::int64_t end, float* values) const {
  const FormatInfo& f = info(format_);
  const std::int64_t row_bytes = f.row_bytes(columns_), groups = row_bytes / f.block_bytes;
  std::vector<std::byte> blocks(static_cast<std::size_t>((end - begin) * row_bytes));
  read_blocks(begin, end, blocks.data());
  std::vector<float> padded(static_cast<std::size_t>(groups * f.group));  // the last block may reach beyond the row
  for (std::int64_t r = 0; r < end - begin; ++r) {
    f.decode(blocks.data() + r * row_bytes, padded.data(), groups);
    std::copy_n(padded.begin(), columns_, values + r * columns_);
  }
}

}  // namespace halftone
