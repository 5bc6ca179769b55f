// The one table of weight formats. Rows stand in the order of the enum.
#pragma once

#include "kernels/formats/floats.h"
#include "kernels/formats/format.h"
#include "kernels/formats/int2.h"
#include "kernels/formats/int3.h"
#include "kernels/formats/int4.h"
#include "kernels/formats/int8.h"
#include "kernels/formats/nf4.h"

namespace halftone {

template <class Block>
constexpr FormatInfo format_row(Format format, std::string_view name) {
  return {.format = format,
          .name = name,
          .group = Block::kGroup,
          .block_bytes = sizeof(Block),
          .header_fields = Block::kHeaderFields,
          .quantised = Block::kHeaderFields > 0,
          .decode = decode_blocks<Block>,
          .encode = encode_blocks<Block>};
}

inline constexpr FormatInfo kFormatTable[] = {
    format_row<F32Block>(Format::f32, "f32"),
    format_row<F16Block>(Format::f16, "f16"),
    format_row<BF16Block>(Format::bf16, "bf16"),
    format_row<Int8Block>(Format::int8, "int8"),
    format_row<Int4Block<32>>(Format::int4_g32, "int4_g32"),
    format_row<Int4Block<64>>(Format::int4_g64, "int4"),
    format_row<Int4Block<128>>(Format::int4_g128, "int4_g128"),
    format_row<Nf4Block>(Format::nf4, "nf4"),
    format_row<Int3Block>(Format::int3, "int3"),
    format_row<Int2Block>(Format::int2, "int2"),
    format_row<Int8Block>(Format::q8_0, "Q8_0"),
    format_row<Q4_0Block>(Format::q4_0, "Q4_0"),
    format_row<Int4Block<32>>(Format::q4_1, "Q4_1"),
};

static_assert([] {
  int row = 0;
  for (const FormatInfo& info : kFormatTable)
    if (static_cast<int>(info.format) != row++) return false;
  return row == static_cast<int>(Format::q4_1) + 1;
}());

}  // namespace halftone
