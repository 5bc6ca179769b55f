#include "engine/load/random_blocks.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <vector>

#include "engine/base/split_mix.h"
#include "kernels/core/dtype.h"

namespace halftone {

namespace {

struct Moments {
  double mean = 0, size = 0;  // of a number: the root of its mean square
};
Moments moments(const std::vector<float>& values) {
  double sum = 0, squares = 0;
  for (const float v : values) sum += v, squares += static_cast<double>(v) * v;
  const auto count = static_cast<double>(values.size());
  return {sum / count, std::sqrt(squares / count)};
}

}  // namespace

bool RandomBlocks::can_make(Format format) { return info(format).quantised && !info(format).float_header; }

const RandomBlocks& RandomBlocks::of(Format format) {
  static const auto all = [] {
    std::map<Format, RandomBlocks> made;
    for (const FormatInfo& f : formats())
      if (can_make(f.format)) made.emplace(f.format, RandomBlocks(f.format));
    return made;
  }();
  return all.at(format);
}

// w = scale · a + second · b, or scale · (a - second · b): samples of the same bits tell which, and how large they come out.
RandomBlocks::RandomBlocks(Format format) : format_(info(format)) {
  constexpr std::int64_t kBlocks = 512;
  const auto sample = [&](float scale, float second) {
    std::vector<std::byte> blocks(static_cast<std::size_t>(kBlocks * format_.block_bytes));
    std::vector<float> values(static_cast<std::size_t>(kBlocks * format_.group));
    fill_with_header(1, kBlocks, scale, second, blocks.data());
    format_.decode(blocks.data(), values.data(), kBlocks);
    return moments(values);
  };
  const double alone = sample(1, 0).mean, both = sample(1, 1).mean;
  if (format_.header_floats > 1) {
    second_ = static_cast<float>(-alone / (both - alone));
    second_scales_ = std::abs(sample(2, 1).mean - sample(2, 0).mean - (both - alone)) < 0.01 * std::abs(both - alone);
    if (!second_scales_) second_ = std::round(second_);
  }
  scale_ = static_cast<float>(1 / sample(1, second_).size);
}

// Quants from -8 to 7, and what a rounded zero point leaves, lie to one side of 0: half of the blocks are turned round.
void RandomBlocks::fill(std::uint64_t stream, std::int64_t count, float deviation, std::byte* blocks) const {
  for (std::int64_t b = 0; b < count; ++b, blocks += format_.block_bytes) {
    const std::uint64_t bits = split_mix(stream + static_cast<std::uint64_t>(b));
    const float scale = bits >> 63 ? -scale_ * deviation : scale_ * deviation;
    fill_with_header(bits, 1, scale, second_scales_ ? second_ * scale : second_, blocks);
  }
}

void RandomBlocks::fill_with_header(std::uint64_t stream, std::int64_t count, float scale, float second, std::byte* blocks) const {
  const std::int64_t bytes = count * format_.block_bytes;
  for (std::int64_t at = 0; at < bytes; at += 8) {
    const std::uint64_t bits = split_mix(stream + static_cast<std::uint64_t>(at));
    std::memcpy(blocks + at, &bits, static_cast<std::size_t>(std::min<std::int64_t>(8, bytes - at)));
  }
  const F16 fields[] = {F16::from_float(scale), F16::from_float(second)};
  for (std::int64_t b = 0; b < count; ++b)
    std::memcpy(blocks + b * format_.block_bytes + format_.header_offset(), fields, 2 * static_cast<std::size_t>(format_.header_floats));
}

}  // namespace halftone
