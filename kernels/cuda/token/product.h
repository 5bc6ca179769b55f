// 16 rows of a matrix times x, from a stage of the ring: the rows lie as in the split layout, some quants of each and their headers
// behind. A warp multiplies an eighth of every row by tensor cores; weights are the operand of 16 rows, x is that of 8 columns. Columns
// that one vector would leave idle do work:
//  - even and odd rows are read at different places, so that no two lanes meet in a bank; x stands in columns of its own for each;
//  - bf16 (float_product.cuh): two more columns carry what rounding x to 16 bits left over, so that x counts as a float;
//  - integers (integer_product.cuh): every group of columns of W has a column of the product to itself, so that sums of several groups
//    stay apart in one accumulator, and a lane scales what it holds.
// Lane = 4g + t: rows g and g + 8, columns 2t and 2t + 1 of the product (PTX ISA, mma.m16n8k16 and m16n8k32).
#pragma once

#include <cstdint>

#include "kernels/cuda/token/plan.h"

namespace halftone::cuda::token {

// x in shared memory. `columns`: padded to the stages that read it.
struct StagedX {
  std::uint32_t at = 0;
  int columns = 0;
  bool rest = false;  // 16 bits: the second half is there
};

// Of the two rows that a lane holds. What a lane says of a tile in the end: lanes with t = 0 row g, lanes with t = 1 row g + 8.
struct RowSums {
  float row = 0, row_8 = 0;
};

// Where a lane reads in its warp's 128 bytes of a row: half `h` of them, swapped in odd rows.
HALFTONE_HOST_DEVICE inline int half_of(int h, int g) { return (h ^ (g & 1)) * 64; }

}  // namespace halftone::cuda::token
