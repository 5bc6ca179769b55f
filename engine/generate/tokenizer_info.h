// A model's tokenizer in the words that inspect and the window show before anything is loaded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/tokenizer/tokenizer.h"

namespace halftone {

struct Checkpoint;

struct TokenizerInfo {
  struct Special {
    TokenId id = 0;
    std::string text;
  };
  Sentence kind;                     // "byte-level BPE", "sentencepiece"; empty: the model comes without a tokenizer
  Sentence source;                   // "tokenizer.json"
  std::int64_t tokens = 0;
  std::optional<Special> bos, eos, unknown, padding;
  std::vector<Special> ends;         // every token that ends a reply
  std::string reasoning_open, reasoning_close;  // what stands around a thought, where template or vocabulary have it
  std::optional<Error> trouble;      // the model cannot read or write text, and why
};

TokenizerInfo describe_tokenizer(const Checkpoint& checkpoint, const Result<std::unique_ptr<Tokenizer>>& tokenizer);

}  // namespace halftone
