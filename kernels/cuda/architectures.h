// Which code a card runs of what a build holds. `architectures`: the words of CMake's CUDA_ARCHITECTURES, "90a-real,80-virtual": real
// code for a card, code that a driver compiles for later ones (virtual), or both. Words without a number ("native") may be any. Source: CUDA programming guide, binary and PTX
// compatibility.
#pragma once

#include <string_view>

namespace halftone::cuda {

// The architecture that the code was made for, 90 for 9.0; 0: there is none for this card. `capability`: 90 for 9.0.
constexpr int code_for(std::string_view architectures, int capability) {
  int real = 0, ahead = 0;
  while (!architectures.empty()) {
    const std::string_view one = architectures.substr(0, architectures.find(','));
    architectures.remove_prefix(one.size() < architectures.size() ? one.size() + 1 : one.size());
    int architecture = 0;
    std::size_t digits = 0;
    for (; digits < one.size() && one[digits] >= '0' && one[digits] <= '9'; ++digits) architecture = architecture * 10 + (one[digits] - '0');
    if (digits == 0) return capability;
    const bool one_card = digits < one.size() && one[digits] == 'a';  // of an architecture alone: no other runs it
    const bool is_real = !one.ends_with("-virtual"), is_virtual = !one.ends_with("-real");
    const bool fits = one_card ? architecture == capability : architecture <= capability;
    if (!fits) continue;
    if (is_real && architecture / 10 == capability / 10 && architecture > real) real = architecture;
    if (is_virtual && architecture > ahead) ahead = architecture;
  }
  return real > 0 ? real : ahead;
}

// The lowest capability that some code is for, for people; 0: none.
constexpr int lowest_capability(std::string_view architectures) {
  for (int capability = 10; capability < 1000; ++capability)
    if (code_for(architectures, capability) > 0) return capability;
  return 0;
}

}  // namespace halftone::cuda
