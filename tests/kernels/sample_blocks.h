// Row-major blocks of any format to compute with: rounded from the numbers where the format can be written, else random quants and
// scales of parts under a header of the size that weights have.
#pragma once

#include <cstring>
#include <random>

#include "kernels/core/dtype.h"
#include "kernels/cpu/quantise.h"
#include "kernels/formats/format.h"

namespace halftone {

inline void fill_sample_blocks(Format format, const float* values, std::int64_t rows, std::int64_t columns, std::byte* row_major) {
  const FormatInfo& f = info(format);
  if (f.encode) return cpu::quantise(format, values, rows, columns, row_major);
  std::mt19937 random(static_cast<unsigned>(rows * 31 + columns));
  std::normal_distribution<float> normal(0.0f, 0.02f);
  const std::int64_t blocks = rows * f.row_bytes(columns) / f.block_bytes;
  const bool has_zero_point = f.name.starts_with("uint");
  for (std::int64_t b = 0; b < blocks; ++b, row_major += f.block_bytes) {
    for (int i = 0; i < f.block_bytes; ++i) row_major[i] = static_cast<std::byte>(random());
    std::byte* header = row_major + f.header_offset();
    if (f.float_header) {
      const float scale = normal(random);
      std::memcpy(header, &scale, sizeof scale);
      continue;
    }
    for (int field = 0; field < f.header_floats; ++field) {
      const F16 value = F16::from_float(has_zero_point && field == 1 ? static_cast<float>(random() % 4) : normal(random));
      std::memcpy(header + 2 * field, &value, sizeof value);
    }
  }
}

}  // namespace halftone
