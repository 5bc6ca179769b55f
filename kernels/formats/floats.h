// Formats that are plain numbers: a "block" is one of them.
#pragma once

#include "kernels/core/dtype.h"
#include "kernels/core/host_device.h"

namespace halftone {

struct F32Block {
  static constexpr int kGroup = 1, kHeaderFields = 0;
  float number;
  HALFTONE_HOST_DEVICE float value(int) const { return number; }
  static F32Block encode(const float* values) { return {*values}; }
};
static_assert(sizeof(F32Block) == 4);

struct F16Block {
  static constexpr int kGroup = 1, kHeaderFields = 0;
  F16 number;
  HALFTONE_HOST_DEVICE float value(int) const { return number.to_float(); }
  static F16Block encode(const float* values) { return {F16::from_float(*values)}; }
};
static_assert(sizeof(F16Block) == 2);

struct BF16Block {
  static constexpr int kGroup = 1, kHeaderFields = 0;
  BF16 number;
  HALFTONE_HOST_DEVICE float value(int) const { return number.to_float(); }
  static BF16Block encode(const float* values) { return {BF16::from_float(*values)}; }
};
static_assert(sizeof(BF16Block) == 2);

}  // namespace halftone
