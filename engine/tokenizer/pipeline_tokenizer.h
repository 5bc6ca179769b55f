#pragma once

#include "engine/tokenizer/tokenizer.h"

namespace halftone {

// From data.pipeline. Refuses patterns that do not compile and ids beyond the vocabulary.
Result<std::unique_ptr<Tokenizer>> make_pipeline_tokenizer(TokenizerData data);

}  // namespace halftone
