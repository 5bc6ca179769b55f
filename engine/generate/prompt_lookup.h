// Prompt lookup: what followed the last time that the conversation ended like this. Costs nothing, and pays where a reply repeats its
// prompt: code that is edited, text that is quoted or corrected.
#pragma once

#include "engine/generate/drafter.h"

namespace halftone {

class PromptLookup final : public Drafter {
 public:
  // The longest of the earlier stretches that equal the end of `tokens`, two tokens at least; of equals the latest.
  Draft propose(std::span<const TokenId> tokens, std::int64_t most, std::stop_token stop) override;
};

}  // namespace halftone
