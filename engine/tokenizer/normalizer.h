// Text before it is split: normal forms, case, accents, replacements.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/error.h"
#include "engine/tokenizer/charsmap.h"
#include "engine/tokenizer/pipeline.h"
#include "engine/tokenizer/regex.h"

namespace halftone {

class Normalizer {
 public:
  static Result<Normalizer> make(const std::vector<normalizer::Step>& steps);

  bool empty() const { return steps_.empty(); }

  struct Text {
    std::string text;
    bool at_start = false;  // its first character is the first of the whole input: nothing before it was removed
  };
  Text apply(std::string text, bool at_start) const;

 private:
  struct Replacement {
    Regex regex;
    std::string content;
  };
  using Step = std::variant<normalizer::Unicode, normalizer::Lowercase, normalizer::StripAccents, normalizer::Strip, normalizer::Prepend,
                            Replacement, Charsmap>;
  std::vector<Step> steps_;
};

}  // namespace halftone
