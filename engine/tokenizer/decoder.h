// Tokens back to text, one at a time. The steps run on each token's own text; what a later token may still change is held back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/tokenizer/pipeline.h"
#include "engine/tokenizer/regex.h"
#include "engine/tokenizer/tokenizer.h"

namespace halftone {

class Decoder {
 public:
  // Without steps tokens are joined with spaces. Refuses what would need the whole text before the first word of it is certain.
  static Result<Decoder> make(const std::optional<std::vector<decoder::Step>>& steps);

  // The bytes that a token adds. Several bytes spelled <0xXX> make up characters; where they do not, Utf8Stream replaces each broken
  // stretch, while the `tokenizers` library replaces every byte of the whole run: it can wait for the run's end, a conversation cannot.
  std::string decode(std::string_view token, DecodeState& state) const;
  std::string finish(DecodeState& state) const;

 private:
  struct Replacement {
    Regex regex;
    std::string content;
  };
  using Step = std::variant<decoder::ByteLevel, decoder::ByteFallback, decoder::Strip, decoder::Metaspace, decoder::WordSuffix, Replacement>;
  struct Apply;
  std::vector<Step> steps_;          // on each token
  std::optional<decoder::Strip> whole_;  // on the joined text: behind Fuse
  bool joins_with_spaces_ = false;
};

}  // namespace halftone
