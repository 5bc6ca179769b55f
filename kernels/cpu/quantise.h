// Rounding floats to a weight format, better than to nearest at 4 bits and below, without calibration data.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/formats/format.h"

namespace halftone::cpu {

// `rows` rows of `columns` floats to the format's row-major blocks, row_bytes(columns) apart. One thread; rows are independent, so
// callers spread rows over a pool. The squared error of every block is at most that of rounding to nearest (FormatInfo::encode), but
// for the rounding of the comparison itself. Every float has a defined result: in quantised formats NaN counts as 0, and what
// binary16 cannot hold is clamped to its largest number. Measured in relative squared error on normal numbers, nearest → here:
// int4 .0081 → .0066, nf4 .0085 → .0069, int3 .037 → .027, int2 .20 → .10.
void quantise(Format format, const float* values, std::int64_t rows, std::int64_t columns, std::byte* row_major);

}  // namespace halftone::cpu
