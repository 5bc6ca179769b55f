// The parts of tokenizer.json that are lists of steps: normalizer, pre_tokenizer, decoder.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/sentence.h"
#include "engine/tokenizer/pipeline.h"

namespace halftone {

// Each takes one component, or null for none; a Sequence becomes its parts. Throw Refused: a component that is not known by its name,
// with the names of those that are.
std::vector<normalizer::Step> read_normalizer(const nlohmann::json& component);
std::vector<pre_tokenizer::Step> read_pre_tokenizer(const nlohmann::json& component);
std::optional<std::vector<decoder::Step>> read_decoder(const nlohmann::json& component);

// A member of a component, or `otherwise` where it is absent or null. Throw Refused for a value of another kind.
bool flag_of(const nlohmann::json& object, const char* key, bool otherwise);
std::string text_of(const nlohmann::json& object, const char* key, std::string_view otherwise = {});

[[noreturn]] void refuse_component(Label what, const nlohmann::json& component, std::string_view known);

}  // namespace halftone
