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
  switch (format) {
    case Format::f32: return any_exponent_full<std::uint32_t>(data, blocks, sizeof(std::uint32_t), 0x7F800000u);
    case Format::bf16: return any_exponent_full<std::uint16_t>(data, blocks, sizeof(std::uint16_t), 0x7F80u);
    case Format::f16: return any_exponent_full<std::uint16_t>(data, blocks, sizeof(std::uint16_t), 0x7C00u);
    default:  // quantised: the header holds the scale (and minimum)
      data += f.header_offset();
      if (f.float_header) return any_exponent_full<std::uint32_t>(data, blocks, f.block_bytes, 0x7F800000u);
      for (int field = 0; field < f.header_fields; ++field)
        if (any_exponent_full<std::uint16_t>(data + field * sizeof(std::uint16_t), blocks, f.block_bytes, 0x7C00u)) return true;
      return false;
  }
}

}  // namespace halftone
