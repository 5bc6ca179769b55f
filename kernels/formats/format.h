// Weight formats as rows of one table. A format stores a row of K numbers as ceil(K / group) blocks, the last one padded with zeros.
// A new format is one header with its block (struct, static_assert, scalar decode) and one row in format_table.h; what else it needs
// does not compile without: CONTRIBUTING.md names it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace halftone {

enum class Format : std::uint8_t {
  f32, f16, bf16,
  int8,      // group 32: symmetric, f16 scale                       8.5 bits per weight
  int4_g32,  // f16 scale and f16 minimum: w = scale·q + minimum
  int4_g64,
  int4_g128,
  nf4,       // group 64: 16 quantiles of the normal distribution × f16 absmax (QLoRA, Dettmers et al. 2023)
  int3,
  int2,
  q8_0, q4_0, q4_1,  // GGUF
  // What checkpoints hold that were quantised elsewhere; only read.
  q5_0, q5_1, q2_k, q3_k, q4_k, q5_k, q6_k, iq4_nl, iq4_xs,        // GGUF
  zero8_g32, zero8_g128, zero4_g32, zero4_g128,                    // GPTQ, AWQ: w = scale·(q - zero)
  zero3_g32, zero3_g128, zero2_g32, zero2_g128,
  bnb_int8, bnb_nf4, bnb_fp4,                                      // bitsandbytes
};
inline constexpr Format kLastFormat = Format::bnb_fp4;

struct FormatInfo {
  Format format;
  std::string_view name;   // "int4" in switches and reports; GGUF ones in their own spelling: "Q4_0"
  int group;               // weights per block (1 for floats)
  int block_bytes;         // bytes per block
  int header_fields;       // 16-bit fields of a block's header: scale, minimum (0 for floats)
  int header_floats;       // of these, the first so many are numbers in f16; the others are bits
  bool header_last;        // the header ends the block instead of beginning it
  bool float_header;       // its two fields are the halves of one float, lower one first
  bool signed_bytes;       // quants are signed bytes
  int aside_bytes;         // at the header's end of a block: header and what else the split layout keeps apart from the quants
  bool quantised;

  int header_offset() const { return header_last ? block_bytes - 2 * header_fields : 0; }

  // Scalar, the definition: decode `groups` blocks to groups·group floats; encode rounds to nearest (the better rounding is
  // kernels/cpu/quantise.h), and is null for formats that are only read. Both also run on unaligned memory.
  void (*decode)(const std::byte* blocks, float* values, std::int64_t groups);
  void (*encode)(const float* values, std::byte* blocks, std::int64_t groups);
  bool encodes;  // whether encode is there, for constant expressions: sanitizers make comparing its address none

  constexpr double bits_per_weight() const { return 8.0 * block_bytes / group; }
  constexpr std::int64_t row_bytes(std::int64_t columns) const { return (columns + group - 1) / group * block_bytes; }
};

const FormatInfo& info(Format format);
std::span<const FormatInfo> formats();                 // the whole table, in the order of the enum
const FormatInfo* find_format(std::string_view name);  // null when there is none of that name

}  // namespace halftone
