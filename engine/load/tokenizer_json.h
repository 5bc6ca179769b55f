// tokenizer.json, as the `tokenizers` library writes it, as TokenizerData: pipeline, added tokens, prefix and suffix.
#pragma once

#include <string_view>

#include "engine/tokenizer/tokenizer.h"

namespace halftone {

// Fills what the file says and leaves the rest of `data`. Throws Refused; a component that is not known is refused by name.
void read_tokenizer_json(std::string_view text, TokenizerData& data);

}  // namespace halftone
