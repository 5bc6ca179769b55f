#include "engine/generate/trace.h"

#include <array>

namespace halftone {

std::string_view to_string(Lane lane) {
  constexpr std::array<std::string_view, kLanes> kNames = {"tokenise", "restore", "prefill", "draft", "decode", "sample", "detokenise"};
  return kNames[static_cast<std::size_t>(lane)];
}

}  // namespace halftone
