// tokenizer.model, tokenizer.json, tokenizer_config.json, special_tokens_map.json, added_tokens.json and generation_config.json of a
// Hugging Face folder.
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/load/checkpoint.h"

namespace halftone {

struct HfTokenizer {
  TokenizerData data;  // Kind::none where the folder has no tokenizer
  GenerationDefaults generation;
  std::vector<Sentence> notes;
};

// `config`: the object of config.json, or an empty one. `vocabulary` V, or 0 where it is not known: ids are checked against it.
// Throws Refused.
HfTokenizer read_hf_tokenizer(const std::filesystem::path& folder, const nlohmann::json& config, std::int64_t vocabulary);

// The object in a file of the folder, or an empty one where there is no such file. Throws Refused.
nlohmann::json optional_json(const std::filesystem::path& folder, std::string_view name);

}  // namespace halftone
