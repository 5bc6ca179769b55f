// A model as its conversations see it, whatever device and precision: what it is, what is on disk, its words.
#pragma once

#include <memory>

#include "engine/generate/engine.h"
#include "engine/load/checkpoint.h"

namespace halftone {

struct OpenedModel {
  Checkpoint checkpoint;
  ModelInfo info;
  std::unique_ptr<Tokenizer> tokenizer;  // null: there is none that can be read; info.tokenizer.trouble says why
};

// With the marks that the template in use writes, the user's own as well as the model's.
Result<std::unique_ptr<Tokenizer>> tokenizer_for(const Checkpoint& checkpoint, const EngineSettings& settings);
ModelInfo describe(const Checkpoint& checkpoint, const Result<std::unique_ptr<Tokenizer>>& tokenizer);

// Engine::count_tokens.
Result<std::int64_t> count_tokens(const OpenedModel& model, std::string_view text, std::stop_token stop);

}  // namespace halftone
