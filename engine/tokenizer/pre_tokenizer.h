// Normalised text into words. No token reaches across the border of two words.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/error.h"
#include "engine/tokenizer/pipeline.h"
#include "engine/tokenizer/regex.h"

namespace halftone {

// Words as stretches of one text, which steps may also rewrite.
struct Words {
  std::string text;
  std::vector<Regex::Match> ranges;  // in order, none empty
  bool at_start = false;             // the first word begins where the whole input does
};

class PreTokenizer {
 public:
  // `raw_bytes`: words stay bytes where a last ByteLevel step would spell them in its alphabet; for models whose tokens are bytes too.
  static Result<PreTokenizer> make(const std::vector<pre_tokenizer::Step>& steps, bool raw_bytes);

  // Throws PatternExploded.
  Words split(std::string text, bool at_start) const;

 private:
  struct Splitter {  // a regular expression and what becomes of its matches
    Regex regex;
    pre_tokenizer::Behavior behavior = pre_tokenizer::Behavior::isolated;
    bool invert = false;
  };
  struct AddSpace {};  // ByteLevel's add_prefix_space
  struct ToAlphabet {};
  using Step = std::variant<Splitter, AddSpace, ToAlphabet, pre_tokenizer::Digits, pre_tokenizer::DigitGroups, pre_tokenizer::Punctuation,
                            pre_tokenizer::Whitespace, pre_tokenizer::WhitespaceSplit, pre_tokenizer::Metaspace>;
  struct Apply;
  std::vector<Step> steps_;
};

// GPT-2's pattern, which ByteLevel splits by.
extern const Pattern kGpt2Pattern;

}  // namespace halftone
