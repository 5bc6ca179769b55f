// The keys `tokenizer.ggml.*` as TokenizerData.
#pragma once

#include "engine/load/gguf.h"
#include "engine/tokenizer/tokenizer.h"

namespace halftone {

// A file without a vocabulary, or with one of an unknown model, gives Kind::none. Throws Refused.
TokenizerData tokenizer_of(const Gguf& file);

}  // namespace halftone
