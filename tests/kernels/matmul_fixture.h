// A weight in blocks and as the numbers that they mean, and sums in double to hold products of it against.
#pragma once

#include <QString>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "tests/kernels/device.h"
#include "tests/kernels/random_numbers.h"
#include "tests/kernels/sample_blocks.h"

namespace halftone {

struct SampleWeight {
  Format format;
  std::int64_t rows, columns;
  std::vector<std::byte> row_major;  // one byte in: nothing may rely on alignment of a file's bytes
  std::vector<float> values;         // decoded, (rows, columns)
  std::vector<float> extremes;       // per row: largest of what a block's scale, quants and minimum can come to

  const std::byte* blocks() const { return row_major.data() + 1; }
  std::vector<std::byte> packed(WeightLayout layout) const { return halftone::packed(format, layout, blocks(), rows, columns); }
};

inline SampleWeight sample_weight(Format format, std::int64_t rows, std::int64_t columns, const std::vector<float>& values) {
  const FormatInfo& f = info(format);
  const std::int64_t row_bytes = f.row_bytes(columns), groups = (columns + f.group - 1) / f.group;
  SampleWeight w{format, rows, columns, std::vector<std::byte>(static_cast<std::size_t>(1 + rows * row_bytes)), {}, {}};
  fill_sample_blocks(format, values.data(), rows, columns, w.row_major.data() + 1);
  std::vector<float> padded(static_cast<std::size_t>(groups * f.group));
  for (std::int64_t n = 0; n < rows; ++n) {
    f.decode(w.blocks() + n * row_bytes, padded.data(), groups);
    w.values.insert(w.values.end(), padded.begin(), padded.begin() + columns);
    float largest = 0;
    for (const float v : padded) largest = std::max(largest, std::abs(v));
    w.extremes.push_back(largest);
  }
  return w;
}

// x̂: groups of 32 to int8, as the contract of matmul says, and each number's step (zeros where it is kept).
struct SeenX {
  std::vector<float> numbers, steps;
};

inline SeenX seen_x(const float* x, std::int64_t columns, bool rounds_to_int8) {
  SeenX seen{{x, x + columns}, std::vector<float>(static_cast<std::size_t>(columns))};
  for (std::int64_t begin = 0; rounds_to_int8 && begin < columns; begin += 32) {
    const std::int64_t end = std::min(begin + 32, columns);
    float largest = 0;
    for (auto k = begin; k < end; ++k) largest = std::max(largest, std::abs(x[k]));
    const bool counts = !(largest < 1e-30f);
    for (auto k = begin; k < end; ++k) {
      const auto i = static_cast<std::size_t>(k);
      seen.numbers[i] = counts ? std::nearbyint(x[k] * (127.0f / largest)) * (largest / 127.0f) : 0.0f;
      seen.steps[i] = counts ? largest / 127.0f : 0.0f;
    }
  }
  return seen;
}

struct Product {
  double of_seen = 0, exact = 0;  // Σ W·x̂ and Σ W·x
  double tolerance = 0;           // of the first: float products and sums, 16-bit numbers
  double rounding = 0;            // what lies between the two at most
};

inline Product product(const SampleWeight& w, std::int64_t n, const float* x, const SeenX& seen, const MatmulPrecision& precision) {
  constexpr double epsilon = std::numeric_limits<float>::epsilon();
  Product p;
  double apart = 0, whole = 0;
  for (std::int64_t k = 0; k < w.columns; ++k) {
    const double weight = w.values[static_cast<std::size_t>(n * w.columns + k)], size = std::abs(static_cast<double>(x[k]));
    p.exact += weight * x[k];
    p.of_seen += weight * seen.numbers[static_cast<std::size_t>(k)];
    p.rounding += std::abs(weight) * seen.steps[static_cast<std::size_t>(k)] / 2;
    // scale·q and minimum are each at most twice the largest weight that a block can hold
    apart += 4.0 * std::max<double>(w.extremes[static_cast<std::size_t>(n)], std::abs(weight)) * size;
    whole += std::abs(weight) * size;
  }
  // A chain of K additions and as many products, each off by at most half an epsilon of what it adds up to.
  p.tolerance = epsilon * static_cast<double>(w.columns + 8) * (precision.decodes_first ? whole : apart) + 2.01 * precision.unit * whole +
                precision.smallest;
  return p;
}

}  // namespace halftone
