#include "engine/tokenizer/decoder.h"

#include <algorithm>
#include <utility>

#include "engine/tokenizer/byte_alphabet.h"
#include "engine/tokenizer/unicode.h"

namespace halftone {

namespace {

int hex_digit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// <0xE2>
std::optional<char> spelled_byte(std::string_view token) {
  if (token.size() != 6 || !token.starts_with("<0x") || token[5] != '>') return std::nullopt;
  const int high = hex_digit(token[3]), low = hex_digit(token[4]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<char>(high << 4 | low);
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  if (from.empty()) return;
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

}  // namespace

struct Decoder::Apply {
  std::string& text;
  DecodeState& state;
  bool first;

  void operator()(const decoder::ByteLevel&) const {
    if (auto bytes = from_byte_alphabet(text)) text = *std::move(bytes);
  }
  void operator()(const decoder::ByteFallback&) const {
    if (const auto byte = spelled_byte(text)) text.assign(1, *byte);
  }
  void operator()(const decoder::Strip& step) const {
    for (std::int64_t i = 0; i < step.start && text.starts_with(step.content); ++i) text.erase(0, step.content.size());
    for (std::int64_t i = 0; i < step.stop && text.ends_with(step.content); ++i) text.resize(text.size() - step.content.size());
  }
  void operator()(const decoder::Metaspace& step) const { replace_all(text, step.replacement, first && step.drops_first ? "" : " "); }
  // The suffix of the last word is no space: it is held until another token comes.
  void operator()(const decoder::WordSuffix& step) const {
    const bool ends = !step.suffix.empty() && text.ends_with(step.suffix);
    if (ends) text.resize(text.size() - step.suffix.size());
    replace_all(text, step.suffix, " ");
    if (ends) state.held = " ";
  }
  void operator()(const Replacement& step) const {
    std::vector<Regex::Match> matches;
    step.regex.find_all(text, matches);
    for (auto match = matches.rbegin(); match != matches.rend(); ++match) text.replace(match->begin, match->end - match->begin, step.content);
  }
};

Result<Decoder> Decoder::make(const std::optional<std::vector<decoder::Step>>& steps) {
  Decoder out;
  out.joins_with_spaces_ = !steps;
  bool fused = false;
  const auto streams = [&](Label name) -> Result<void> {
    if (!fused) return {};
    return fail(ErrorKind::unsupported, "Use another tokenizer of this model.",
                "the tokenizer's decoder runs {} over the whole text, which cannot be shown while it is written", name);
  };
  for (const decoder::Step& step : steps.value_or(std::vector<decoder::Step>())) {
    Result<void> ok;
    if (std::holds_alternative<decoder::Fuse>(step)) {
      fused = true;
    } else if (const auto* strip = std::get_if<decoder::Strip>(&step)) {
      if (!fused) out.steps_.push_back(*strip);
      else if (!out.whole_) out.whole_ = *strip;
      else ok = streams(noun("Strip twice"));
    } else if (const auto* rule = std::get_if<decoder::Replace>(&step)) {
      ok = streams(std::string_view("Replace"));
      auto regex = Regex::compile(rule->pattern);
      if (!regex) return pass_on(std::move(regex));
      out.steps_.push_back(Replacement{*std::move(regex), rule->content});
    } else if (std::holds_alternative<decoder::ByteLevel>(step)) {
      ok = streams(std::string_view("ByteLevel"));
      out.steps_.push_back(decoder::ByteLevel{});
      fused = true;  // it joins all tokens too
    } else if (std::holds_alternative<decoder::ByteFallback>(step)) {
      ok = streams(std::string_view("ByteFallback"));
      out.steps_.push_back(decoder::ByteFallback{});
    } else if (const auto* space = std::get_if<decoder::Metaspace>(&step)) {
      ok = streams(std::string_view("Metaspace"));
      out.steps_.push_back(*space);
    } else if (const auto* suffix = std::get_if<decoder::WordSuffix>(&step)) {
      ok = streams(std::string_view("BPEDecoder"));
      out.steps_.push_back(*suffix);
    }
    if (!ok) return pass_on(std::move(ok));
  }
  return out;
}

std::string Decoder::decode(std::string_view token, DecodeState& state) const {
  const bool first = std::exchange(state.first, false);
  std::string before = std::exchange(state.held, {});
  std::string text(token);
  for (const Step& step : steps_) std::visit(Apply{text, state, first}, step);
  if (joins_with_spaces_ && !first) text.insert(0, " ");
  text.insert(0, before);
  if (!whole_) return text;
  // Behind Fuse: the text's beginning, and an end that more text may follow.
  for (; state.stripped < whole_->start && text.starts_with(whole_->content); ++state.stripped) text.erase(0, whole_->content.size());
  if (!text.empty()) state.stripped = whole_->start;
  std::size_t keep = text.size();
  for (std::int64_t i = 0; i < whole_->stop && std::string_view(text).substr(0, keep).ends_with(whole_->content); ++i) keep -= whole_->content.size();
  state.held = text.substr(keep) + state.held;
  text.resize(keep);
  return text;
}

std::string Decoder::finish(DecodeState& state) const {
  std::string rest = std::exchange(state.held, {});
  const bool word_suffix = std::ranges::any_of(steps_, [](const Step& step) { return std::holds_alternative<decoder::WordSuffix>(step); });
  return whole_ || word_suffix ? std::string() : rest;
}

}  // namespace halftone
