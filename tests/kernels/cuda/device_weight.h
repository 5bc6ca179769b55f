// A weight with random numbers, split on the device and decoded here.
#pragma once

#include "tests/kernels/cuda/device_buffer.h"
#include "tests/kernels/matmul_fixture.h"

namespace halftone {

struct DeviceWeight {
  SampleWeight sample;
  DeviceBuffer<std::byte> split;

  WeightView view() const { return {sample.format, WeightLayout::split, split.data(), sample.rows, sample.columns}; }
};

inline DeviceWeight device_weight(Format format, std::int64_t rows, std::int64_t columns, unsigned seed) {
  SampleWeight sample = sample_weight(format, rows, columns, random_numbers(rows * columns, seed));
  DeviceBuffer<std::byte> split(sample.packed(WeightLayout::split));
  return {std::move(sample), std::move(split)};
}

}  // namespace halftone
