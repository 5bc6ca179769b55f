// vocab.json and merges.txt: GPT-2's layout of a byte-level vocabulary.
#pragma once

#include <nlohmann/json.hpp>

#include <string_view>

#include "engine/tokenizer/tokenizer.h"

namespace halftone {

// The words are split as `tokenizer_class` of the settings has it: Qwen 2's way, or GPT-2's. Throws Refused.
void read_vocab_merges(std::string_view vocab, std::string_view merges, const nlohmann::json& settings, TokenizerData& data);

// {"token": id, …} as tokens by id. Throws Refused, naming the file.
std::vector<std::string> tokens_by_id(const nlohmann::json& vocab, std::string_view file);

}  // namespace halftone
