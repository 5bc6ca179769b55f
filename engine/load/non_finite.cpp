#include "engine/load/non_finite.h"

#include <cstring>

namespace halftone {

namespace {

// A float is not finite when its exponent bits are all set. `bytes` apart, of which the first sizeof(Bits) are looked at.
template <class Bits>
bool any_exponent_full(const std::byte* data, std::int64_t count, std::int64_t bytes, Bits exponent) {
  bool found = false;  // no early exit, so that the loop vectorises
  for (std::int64_t i = 0; i < count; ++i) {
    Bits bits;
    std::memcpy(&bits, data + i * bytes, sizeof bits);
    found |= (bits & exponent) == exponent;
  }
  return found;
}

}  // namespace

bool has_non_finite(Format format, const std::byte* data, std::int64_t blocks) {
  const FormatInfo& f = info(format);
  constexpr std::uint32_t kFloat = 0x7F800000u;
  constexpr std::uint16_t kHalf = 0x7C00u, kBf16 = 0x7F80u;
  if (format == Format::f32) return any_exponent_full(data, blocks, f.block_bytes, kFloat);
  if (!f.quantised) return any_exponent_full(data, blocks, f.block_bytes, format == Format::bf16 ? kBf16 : kHalf);
  data += f.header_offset();  // which holds the scale (and minimum)
  if (f.float_header) return any_exponent_full(data, blocks, f.block_bytes, kFloat);
  for (int field = 0; field < f.header_floats; ++field)
    if (any_exponent_full(data + field * sizeof(std::uint16_t), blocks, f.block_bytes, kHalf)) return true;
  return false;
}

}  // namespace halftone
