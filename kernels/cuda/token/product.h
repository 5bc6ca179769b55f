// What products of 16 rows have in common (products.cuh, integer_product.cuh).
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

// A row's sums of the two rows that a lane holds.
struct RowSums {
  float row = 0, row_8 = 0;
};

// Where a lane reads in its warp's 128 bytes of a row: half `h` of them, swapped in odd rows.
HALFTONE_HOST_DEVICE inline int half_of(int h, int g) { return (h ^ (g & 1)) * 64; }

}  // namespace halftone::cuda::token
