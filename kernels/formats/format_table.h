// The one table of weight formats. Rows stand in the order of the enum.
#pragma once

#include <string_view>

#include "kernels/formats/bitsandbytes.h"
#include "kernels/formats/floats.h"
#include "kernels/formats/format.h"
#include "kernels/formats/int2.h"
#include "kernels/formats/int3.h"
#include "kernels/formats/int4.h"
#include "kernels/formats/int8.h"
#include "kernels/formats/iq4.h"
#include "kernels/formats/k_quants.h"
#include "kernels/formats/nf4.h"
#include "kernels/formats/q5.h"
#include "kernels/formats/zero_point.h"

namespace halftone {

// What only some blocks say of themselves.
template <class Block>
concept HeaderLast = requires {
  Block::kHeaderLast;
};
template <class Block>
concept FloatHeader = requires {
  Block::kFloatHeader;
};
template <class Block>
concept SignedBytes = requires {
  Block::kSignedBytes;
};
template <class Block>
concept BitsInHeader = requires {
  Block::kHeaderFloats;
};
template <class Block>
concept MoreAside = requires {
  Block::kAsideBytes;
};
template <class Block>
concept Encodes = requires {
  &Block::encode;
};

// What a block does not say is usual: its header comes first, is of f16 fields, and is all that the split layout keeps apart.
template <class Block>
constexpr FormatInfo format_row(Format format, std::string_view name) {
  FormatInfo row{};
  row.format = format;
  row.name = name;
  row.group = Block::kGroup;
  row.block_bytes = sizeof(Block);
  row.header_fields = Block::kHeaderFields;
  row.header_floats = Block::kHeaderFields;
  if constexpr (BitsInHeader<Block>) row.header_floats = Block::kHeaderFloats;
  row.header_last = HeaderLast<Block>;
  row.float_header = FloatHeader<Block>;
  row.signed_bytes = SignedBytes<Block>;
  row.aside_bytes = 2 * Block::kHeaderFields;
  if constexpr (MoreAside<Block>) row.aside_bytes = Block::kAsideBytes;
  row.quantised = Block::kHeaderFields > 0;
  row.decode = decode_blocks<Block>;
  if constexpr (Encodes<Block>) row.encode = encode_blocks<Block>, row.encodes = true;
  return row;
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
    format_row<Q5_0Block>(Format::q5_0, "Q5_0"),
    format_row<Q5_1Block>(Format::q5_1, "Q5_1"),
    format_row<Q2KBlock>(Format::q2_k, "Q2_K"),
    format_row<Q3KBlock>(Format::q3_k, "Q3_K"),
    format_row<Q4KBlock>(Format::q4_k, "Q4_K"),
    format_row<Q5KBlock>(Format::q5_k, "Q5_K"),
    format_row<Q6KBlock>(Format::q6_k, "Q6_K"),
    format_row<Iq4NlBlock>(Format::iq4_nl, "IQ4_NL"),
    format_row<Iq4XsBlock>(Format::iq4_xs, "IQ4_XS"),
    format_row<ZeroPointBlock<8, 32>>(Format::zero8_g32, "uint8_g32"),
    format_row<ZeroPointBlock<8, 128>>(Format::zero8_g128, "uint8_g128"),
    format_row<ZeroPointBlock<4, 32>>(Format::zero4_g32, "uint4_g32"),
    format_row<ZeroPointBlock<4, 128>>(Format::zero4_g128, "uint4_g128"),
    format_row<ZeroPointBlock<3, 32>>(Format::zero3_g32, "uint3_g32"),
    format_row<ZeroPointBlock<3, 128>>(Format::zero3_g128, "uint3_g128"),
    format_row<ZeroPointBlock<2, 32>>(Format::zero2_g32, "uint2_g32"),
    format_row<ZeroPointBlock<2, 128>>(Format::zero2_g128, "uint2_g128"),
    format_row<BnbInt8Block>(Format::bnb_int8, "bnb_int8"),
    format_row<BnbNf4Block>(Format::bnb_nf4, "bnb_nf4"),
    format_row<BnbFp4Block>(Format::bnb_fp4, "bnb_fp4"),
};

static_assert([] {
  int row = 0;
  for (const FormatInfo& info : kFormatTable)
    if (static_cast<int>(info.format) != row++) return false;
  return row == static_cast<int>(kLastFormat) + 1;
}(), "one row for every format, in the order of the enum");

}  // namespace halftone
