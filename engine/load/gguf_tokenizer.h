// The keys `tokenizer.ggml.*` as TokenizerData.
#pragma once

#include "engine/load/gguf.h"
#include "engine/tokenizer/tokenizer.h"

namespace halftone {

// A file without a vocabulary, or with one of an unknown model, gives Kind::none. Throws Refused.
TokenizerData tokenizer_of(const Gguf& file);

// Has a byte-level vocabulary split words as the pre-tokenizer of that name does; false where the name is not known.
bool use_pre_tokenizer(TokenizerData& data, std::string_view name);

}  // namespace halftone
