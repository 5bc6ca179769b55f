#pragma once

#include "engine/tokenizer/tokenizer.h"

namespace halftone {

// From the bytes of a tokenizer.model, or from a GGUF vocabulary (data.kind says which).
Result<std::unique_ptr<Tokenizer>> make_sentencepiece_tokenizer(TokenizerData data);

}  // namespace halftone
