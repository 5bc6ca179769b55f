// Oniguruma's regular expressions, which tokenizer.json is written in, run by PCRE2.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/tokenizer/pipeline.h"

namespace halftone {

// A pattern of a model's own took more steps than its text deserves. Thrown while encoding.
class PatternExploded : public std::exception, public Spoken {
 public:
  explicit PatternExploded(Sentence sentence) : sentence_(std::move(sentence)) {}
  const char* what() const noexcept override { return sentence_.english.c_str(); }
  const Sentence& sentence() const noexcept override { return sentence_; }

 private:
  Sentence sentence_;
};

// Where the two dialects differ (white space, word characters, \h, multi-line anchors, scripts, nested classes, repeated intervals), the
// pattern is rewritten so that PCRE2 reads it as Oniguruma would. Refuses by name what cannot be said there: class intersections.
Result<std::string> pcre2_of_oniguruma(std::string_view pattern);

class Regex {
 public:
  static Result<Regex> compile(const Pattern& pattern);

  struct Match {
    std::size_t begin, end;
  };
  // All matches from front to back, without overlap; an empty match right behind another match is none. The text must be UTF-8.
  // Safe from several threads. Throws PatternExploded.
  void find_all(std::string_view text, std::vector<Match>& matches) const;

 private:
  struct Code;
  std::shared_ptr<const Code> code_;
};

}  // namespace halftone
