// How large the buffers of a pass are: what holds them goes by it, and who says beforehand what a run will take.
#pragma once

#include <cstdint>

namespace halftone {

constexpr std::int64_t kBufferGranule = std::int64_t{64} << 10;  // so that a row more per token does not mean a mapping more per token

inline std::int64_t whole_granules(std::int64_t bytes) { return (bytes + kBufferGranule - 1) / kBufferGranule * kBufferGranule; }

// What a buffer of `held` bytes is after so many were asked for: it stays while it is large enough and not more than twice too large.
inline std::int64_t bytes_after(std::int64_t held, std::int64_t bytes) {
  const std::int64_t wanted = whole_granules(bytes);
  return held >= bytes && held <= 2 * wanted ? held : wanted;
}

}  // namespace halftone
