// The rotation of the rotated cache formats: row ← H·row, H the Sylvester Hadamard matrix of order n over √n, n the largest power
// of two that divides the width; beyond n, block-diagonal. Orthonormal and symmetric, so it is its own inverse.
// Why: a key with one outlier has, rotated, all its numbers of about the same size, and four bits suffice (QuaRot, Ashkboos et al. 2024).
#pragma once

#include <cstdint>

#include "kernels/core/host_device.h"

namespace halftone {

HALFTONE_HOST_DEVICE inline std::int64_t hadamard_order(std::int64_t width) { return width & -width; }

// The normalisation is one multiplication at the end, so that the butterflies are the same additions on every device.
HALFTONE_HOST_DEVICE inline float hadamard_scale(std::int64_t order) {
  float scale = 1;
  for (; order >= 4; order /= 4) scale *= 0.5f;
  return order == 2 ? scale * 0.70710678118654752f : scale;
}

HALFTONE_HOST_DEVICE inline void hadamard_row(float* row, std::int64_t width) {
  if (width <= 0) return;
  const std::int64_t order = hadamard_order(width);
  const float scale = hadamard_scale(order);
  for (float* block = row; block < row + width; block += order) {
    for (std::int64_t half = 1; half < order; half *= 2) {
      for (std::int64_t first = 0; first < order; first += 2 * half) {
        for (std::int64_t i = first; i < first + half; ++i) {
          const float a = block[i], b = block[i + half];
          block[i] = a + b;
          block[i + half] = a - b;
        }
      }
    }
    for (std::int64_t i = 0; i < order; ++i) block[i] *= scale;
  }
}

}  // namespace halftone
