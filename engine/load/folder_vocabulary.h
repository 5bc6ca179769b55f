// Which of a folder's files holds the vocabulary, and what is in it.
//
// tokenizer.json goes first, as transformers takes the fast tokenizer where there is one; then tokenizer.model (sentencepiece, or
// tiktoken's lines as Meta ships Llama 3), tekken.json (Mistral), vocab.json with merges.txt (GPT-2's layout), and *.tiktoken.
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>

#include "engine/tokenizer/tokenizer.h"

namespace halftone {

// `settings`: the object of tokenizer_config.json. Kind::none where the folder has no vocabulary. A tokenizer.json that uses what is not
// known here gives way to the next file, with a note. Throws Refused.
TokenizerData read_folder_vocabulary(const std::filesystem::path& folder, const nlohmann::json& settings);

// One file alone: tokenizer.json, tekken.json or a tiktoken file.
Result<TokenizerData> read_vocabulary_file(const std::filesystem::path& path);

// The tokens by id, of whichever kind.
std::vector<std::string> tokens_of(const TokenizerData& data);

}  // namespace halftone
