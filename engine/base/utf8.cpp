#include "engine/base/utf8.h"

#include <cstddef>

namespace halftone {

bool is_utf8(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  for (std::size_t i = 0; i < bytes.size();) {
    const unsigned char lead = at(i);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || length > bytes.size() - i) return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((at(i + k) & 0xC0) != 0x80) return false;
    // The second byte rules out overlong forms (E0, F0), surrogates (ED) and code points above U+10FFFF (F4).
    if (lead == 0xE0 && at(i + 1) < 0xA0) return false;
    if (lead == 0xED && at(i + 1) > 0x9F) return false;
    if (lead == 0xF0 && at(i + 1) < 0x90) return false;
    if (lead == 0xF4 && at(i + 1) > 0x8F) return false;
    i += length;
  }
  return true;
}

}  // namespace halftone
