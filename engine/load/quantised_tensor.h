// A weight matrix that a checkpoint stores quantised and spread over several tensors (numbers, scales, zero points), read as rows of
// blocks in one of this program's formats: the same numbers, in another order of bits.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/formats/format.h"

namespace halftone {

class QuantisedTensor {
 public:
  QuantisedTensor(Format format, std::int64_t rows, std::int64_t columns) : format_(format), rows_(rows), columns_(columns) {}
  virtual ~QuantisedTensor() = default;

  Format format() const { return format_; }
  std::int64_t rows() const { return rows_; }        // N: outputs
  std::int64_t columns() const { return columns_; }  // K: inputs

  // Rows [begin, end) as the format's row-major blocks. Safe from several threads. Throws Refused, for use inside guarded().
  virtual void read_blocks(std::int64_t begin, std::int64_t end, std::byte* blocks) const = 0;
  // The same as floats, dense. Exact where read_blocks has to round (numbers whose groups lie scattered, held as f16).
  virtual void read_values(std::int64_t begin, std::int64_t end, float* values) const;

 private:
  Format format_;
  std::int64_t rows_, columns_;
};

}  // namespace halftone
