// How the byte-level vocabularies of known model families split a text, by the names that GGUF files give (`tokenizer.ggml.pre`). A GGUF
// file stores vocabulary and merges only; the rest is known by this name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/tokenizer/pipeline.h"
#include "engine/tokenizer/tokenizer.h"

namespace halftone {

struct NamedPreTokenizer {
  std::vector<normalizer::Step> normalizers;
  std::vector<pre_tokenizer::Step> steps;
  bool ignore_merges = false;
};

// Nothing for a name that is not known.
std::optional<NamedPreTokenizer> named_pre_tokenizer(std::string_view name);
std::vector<std::string_view> known_pre_tokenizers();

// Has a byte-level vocabulary split words as the pre-tokenizer of that name does, whatever its file says. Fails for another vocabulary and
// for a name that is not known.
Result<void> use_pre_tokenizer(TokenizerData& data, std::string_view name);

}  // namespace halftone
