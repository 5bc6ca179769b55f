#include "engine/tokenizer/pre_tokenizer.h"

#include <algorithm>

#include "engine/tokenizer/byte_alphabet.h"
#include "engine/tokenizer/unicode.h"

namespace halftone {

using namespace pre_tokenizer;

const Pattern kGpt2Pattern = {R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)", true};

namespace {

using Range = Regex::Match;

// A stretch of a word that a delimiter matches, or the gap between two such.
struct Stretch {
  std::size_t begin, end;
  bool match;
};

// What becomes of the delimiters. The folds are the library's own: a run of matches is one delimiter only where it says so.
void keep(std::vector<Stretch>& stretches, Behavior behavior, std::size_t offset, std::vector<Range>& words) {
  const auto word = [&](std::size_t begin, std::size_t end) {
    if (begin < end) words.push_back({offset + begin, offset + end});
  };
  switch (behavior) {
    case Behavior::isolated:
      for (const Stretch& s : stretches) word(s.begin, s.end);
      return;
    case Behavior::removed:
      for (const Stretch& s : stretches)
        if (!s.match) word(s.begin, s.end);
      return;
    case Behavior::merged_with_next:
    case Behavior::merged_with_previous:
    case Behavior::contiguous: break;
  }
  const bool backwards = behavior == Behavior::merged_with_next;
  if (backwards) std::ranges::reverse(stretches);
  std::vector<Range> merged;
  bool previous = false;
  for (const Stretch& s : stretches) {
    const bool joins = behavior == Behavior::contiguous ? s.match == previous : s.match && !previous;
    if (!joins || merged.empty()) merged.push_back({s.begin, s.end});
    else if (backwards) merged.back().begin = s.begin;
    else merged.back().end = s.end;
    previous = s.match;
  }
  if (backwards) std::ranges::reverse(merged);
  for (const Range& range : merged) word(range.begin, range.end);
}

// Splits every word by what `find` says matches inside it.
template <class Find>
void split_words(Words& words, Behavior behavior, bool invert, Find&& find) {
  std::vector<Range> out, matches;
  std::vector<Stretch> stretches;
  out.reserve(words.ranges.size());
  for (const Range& range : words.ranges) {
    const std::string_view word = std::string_view(words.text).substr(range.begin, range.end - range.begin);
    matches.clear();
    find(word, matches);
    if (behavior == Behavior::isolated) {  // by far the most frequent: no stretch needs to be remembered
      std::size_t done = 0;
      for (const auto& [begin, end] : matches) {
        if (done < begin) out.push_back({range.begin + done, range.begin + begin});
        if (begin < end) out.push_back({range.begin + begin, range.begin + end});
        done = end;
      }
      if (done < word.size()) out.push_back({range.begin + done, range.end});
      continue;
    }
    stretches.clear();
    std::size_t done = 0;
    for (const auto& [begin, end] : matches) {
      if (done != begin) stretches.push_back({done, begin, invert});
      stretches.push_back({begin, end, !invert});
      done = end;
    }
    if (done != word.size()) stretches.push_back({done, word.size(), invert});
    keep(stretches, behavior, range.begin, out);
  }
  const bool same_start = !out.empty() && !words.ranges.empty() && out.front().begin == words.ranges.front().begin;
  words.at_start &= same_start;
  words.ranges = std::move(out);
}

// Every character for which `is` holds is a match of its own.
template <class Is>
auto characters(Is is) {
  return [is](std::string_view word, std::vector<Range>& matches) {
    for (std::size_t at = 0; at < word.size();) {
      const std::size_t from = at;
      if (is(unicode::next(word, at))) matches.push_back({from, at});
    }
  };
}

// \w+|[^\w\s]+
void words_and_symbols(std::string_view word, std::vector<Range>& matches) {
  enum Kind { space, letter, symbol };
  const auto kind_of = [](char32_t c) {
    return unicode::is_white_space(c) ? space : unicode::is_word(c) || unicode::is_join_control(c) ? letter : symbol;
  };
  Kind last = space;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t from = at;
    const Kind kind = kind_of(unicode::next(word, at));
    if (kind != space && kind == last) matches.back().end = at;
    else if (kind != space) matches.push_back({from, at});
    last = kind;
  }
}

// \d{1,3}(?=(?:\d{3})*\b): a run of digits that no other word character follows, cut into threes from its right end.
void digit_groups(std::string_view word, std::vector<Range>& matches) {
  std::vector<std::size_t> run;  // where each digit begins
  const auto run_ends = [&](std::size_t end, bool inside_word) {
    const std::size_t count = run.size();
    run.push_back(end);
    for (std::size_t i = 0; i < count && !inside_word;) {
      const std::size_t size = i == 0 && count % 3 != 0 ? count % 3 : 3;
      matches.push_back({run[i], run[i + size]});
      i += size;
    }
    run.clear();
  };
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t from = at;
    const char32_t c = unicode::next(word, at);
    if (unicode::is_decimal_digit(c)) run.push_back(from);
    else if (!run.empty()) run_ends(from, unicode::is_word(c) || (c < 0x100 && unicode::is_numeric(c)));  // Oniguruma's \b
  }
  run_ends(word.size(), false);
}

// Rewrites every word; `rewrite(word, first, out)` appends the new one.
template <class Rewrite>
void rewrite_words(Words& words, Rewrite&& rewrite) {
  std::string text;
  text.reserve(words.text.size() + words.text.size() / 4);
  bool first = words.at_start;
  for (Range& range : words.ranges) {
    const std::size_t begin = text.size();
    rewrite(std::string_view(words.text).substr(range.begin, range.end - range.begin), first, text);
    range = {begin, text.size()};
    first = false;
  }
  words.text = std::move(text);
}

}  // namespace

struct PreTokenizer::Apply {
  Words& words;

  void operator()(const Splitter& step) {
    split_words(words, step.behavior, step.invert, [&](std::string_view word, std::vector<Range>& matches) { step.regex.find_all(word, matches); });
  }
  void operator()(const AddSpace&) {
    rewrite_words(words, [](std::string_view word, bool, std::string& out) {
      if (!word.starts_with(' ')) out += ' ';
      out += word;
    });
  }
  void operator()(const ToAlphabet&) {
    rewrite_words(words, [](std::string_view word, bool, std::string& out) {
      for (const char c : word) append_byte_as_character(out, static_cast<unsigned char>(c));
    });
  }
  void operator()(const Digits& step) {
    split_words(words, step.individual ? Behavior::isolated : Behavior::contiguous, false, characters(unicode::is_numeric));
  }
  void operator()(const DigitGroups&) { split_words(words, Behavior::isolated, false, digit_groups); }
  void operator()(const Punctuation& step) {
    split_words(words, step.behavior, false, characters([](char32_t c) {
      if (c < 0x80) return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
      return unicode::is_punctuation(c);
    }));
  }
  void operator()(const Whitespace&) { split_words(words, Behavior::removed, true, words_and_symbols); }
  void operator()(const WhitespaceSplit&) { split_words(words, Behavior::removed, false, characters(unicode::is_white_space)); }
  void operator()(const Metaspace& step) {
    rewrite_words(words, [&](std::string_view word, bool first, std::string& out) {
      const bool marked = word.starts_with(' ') || word.starts_with(step.replacement);
      if (!marked && (step.prepend == PrependScheme::always || (step.prepend == PrependScheme::first && first))) out += step.replacement;
      for (const char c : word) c == ' ' ? out += step.replacement : out += c;
    });
    if (!step.split) return;
    split_words(words, Behavior::merged_with_next, false, [&](std::string_view word, std::vector<Range>& matches) {
      for (std::size_t at = word.find(step.replacement); at != word.npos; at = word.find(step.replacement, at + step.replacement.size()))
        matches.push_back({at, at + step.replacement.size()});
    });
  }
};

Result<PreTokenizer> PreTokenizer::make(const std::vector<pre_tokenizer::Step>& steps, bool raw_bytes) {
  PreTokenizer out;
  const auto splitter = [&](const Pattern& pattern, Behavior behavior, bool invert) -> Result<void> {
    auto regex = Regex::compile(pattern);
    if (!regex) return pass_on(std::move(regex));
    out.steps_.push_back(Splitter{*std::move(regex), behavior, invert});
    return {};
  };
  for (const pre_tokenizer::Step& step : steps) {
    Result<void> added;
    if (const auto* bytes = std::get_if<ByteLevel>(&step)) {
      if (bytes->add_prefix_space) out.steps_.push_back(AddSpace{});
      if (bytes->use_regex) added = splitter(kGpt2Pattern, Behavior::isolated, false);
      if (!raw_bytes || &step != &steps.back()) out.steps_.push_back(ToAlphabet{});
    } else if (const auto* split = std::get_if<Split>(&step)) {
      added = splitter(split->pattern, split->behavior, split->invert);
    } else {
      std::visit([&]<class T>(const T& plain) {
        if constexpr (!std::is_same_v<T, ByteLevel> && !std::is_same_v<T, Split>) out.steps_.push_back(plain);
      }, step);
    }
    if (!added) return pass_on(std::move(added));
  }
  return out;
}

Words PreTokenizer::split(std::string text, bool at_start) const {
  Words words{std::move(text), {}, at_start};
  if (!words.text.empty()) words.ranges.push_back({0, words.text.size()});
  for (const Step& step : steps_) std::visit(Apply{words}, step);
  return words;
}

}  // namespace halftone
