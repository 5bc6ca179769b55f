// How sure the model was of each token of a reply, as text and as JSON.
#pragma once

#include "app/cli/command.h"
#include "engine/generate/doubt.h"

namespace halftone::cli {

Json doubts_json(const std::vector<Doubt>& doubts, const Tokenizer& tokenizer);
std::string doubts_table(const std::vector<Doubt>& doubts, const Tokenizer& tokenizer);

}  // namespace halftone::cli
