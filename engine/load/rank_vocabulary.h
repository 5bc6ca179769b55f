// Vocabularies that are a list of byte strings by rank, without merges: tiktoken's files and Mistral's tekken.json.
#pragma once

#include <string_view>

#include "engine/tokenizer/tokenizer.h"

namespace halftone {

// Whether a file begins with "base64 rank" rather than with a protobuf field.
bool looks_like_tiktoken(std::string_view bytes);

// Pattern and special tokens are not in the file: they are known by the number of ranks. Throws Refused.
void read_tiktoken(std::string_view text, std::string_view name, TokenizerData& data);

// Ids are ranks + the number of special tokens; of the ranks only as many count as the vocabulary has room for. Throws Refused.
void read_tekken(std::string_view text, TokenizerData& data);

}  // namespace halftone
