// JSON from a model folder: parsed with limits, so that a hostile file costs neither the stack nor the memory.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "engine/base/error.h"

namespace halftone {

struct JsonLimits {
  std::size_t depth = 64;
  std::size_t members = 99'999;    // of one object: the largest sharded models list about 90,000 tensors
  std::size_t values = 2'000'000;  // in all
};

// For vocabularies: the largest known has 262,144 tokens and half a million merges as pairs.
inline constexpr JsonLimits kVocabularyLimits = {.depth = 64, .members = 2'000'000, .values = 4'000'000};

// UTF-8 text of exactly one value. Duplicate keys are refused: two readers could take different ones.
Result<nlohmann::json> parse_json(std::string_view text, const JsonLimits& limits = {});

// The object in a small file. Infinity, -Infinity and NaN are numbers there, as for the Python programs that
// write such files, and 2.0 is 2.
Result<nlohmann::json> read_json_file(const std::filesystem::path& path);

}  // namespace halftone
