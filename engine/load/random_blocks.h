// Random blocks of a quantised format whose weights have a wanted deviation around 0: so that formats that are only read can be measured
// and tested without a file.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/formats/format.h"

namespace halftone {

class RandomBlocks {
 public:
  static bool can_make(Format format);  // quantised, with a header of 16-bit fields
  static const RandomBlocks& of(Format format);  // one of these
  // Row-major blocks, the same for the same stream.
  void fill(std::uint64_t stream, std::int64_t count, float deviation, std::byte* blocks) const;

 private:
  explicit RandomBlocks(Format format);
  void fill_with_header(std::uint64_t stream, std::int64_t count, float scale, float second, std::byte* blocks) const;

  FormatInfo format_;
  float scale_ = 1, second_ = 0;  // header of deviation 1 and mean 0
  bool second_scales_ = true;     // a minimum does, a zero point does not
};

}  // namespace halftone
