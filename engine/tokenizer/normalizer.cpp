#include "engine/tokenizer/normalizer.h"

#include "engine/base/refuse.h"
#include "engine/tokenizer/unicode.h"

namespace halftone {

namespace {

using Text = Normalizer::Text;

std::string lowercase(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) unicode::append_lowercase(out, unicode::next(text, at));
  return out;
}

void strip(Text& text, const normalizer::Strip& sides) {
  std::size_t begin = 0, end = text.text.size();
  for (std::size_t at = 0; sides.left && at < end && unicode::is_white_space(unicode::next(text.text, at));) begin = at;
  for (std::size_t at = end; sides.right && at > begin && unicode::is_white_space(unicode::previous(text.text, at));) end = at;
  text.at_start &= begin == 0;
  text.text = text.text.substr(begin, end - begin);
}

void strip_accents(Text& text) {
  std::string out;
  for (std::size_t at = 0; at < text.text.size();) {
    const std::size_t from = at;
    if (unicode::is_mark(unicode::next(text.text, at)))
      text.at_start &= from != 0;
    else
      out.append(text.text, from, at - from);
  }
  text.text = std::move(out);
}

void replace(Text& text, const Regex& regex, const std::string& content) {
  std::vector<Regex::Match> matches;
  regex.find_all(text.text, matches);
  if (matches.empty()) return;
  if (content.empty() && matches.front().begin == 0 && matches.front().end > 0) text.at_start = false;
  std::string out;
  std::size_t done = 0;
  for (const auto& [begin, end] : matches) {
    out.append(text.text, done, begin - done) += content;
    done = end;
  }
  out.append(text.text, done);
  text.text = std::move(out);
}

}  // namespace

Result<Normalizer> Normalizer::make(const std::vector<normalizer::Step>& steps) {
  Normalizer out;
  for (const normalizer::Step& step : steps) {
    if (const auto* rule = std::get_if<normalizer::Replace>(&step)) {
      auto regex = Regex::compile(rule->pattern);
      if (!regex) return pass_on(std::move(regex));
      out.steps_.push_back(Replacement{*std::move(regex), rule->content});
    } else if (const auto* rules = std::get_if<normalizer::Precompiled>(&step)) {
      if (rules->charsmap.empty()) continue;
      auto charsmap = Charsmap::read(rules->charsmap);
      if (!charsmap) return pass_on(std::move(charsmap));
      out.steps_.push_back(*std::move(charsmap));
    } else {
      std::visit([&]<class T>(const T& plain) {
        if constexpr (!std::is_same_v<T, normalizer::Replace> && !std::is_same_v<T, normalizer::Precompiled>) out.steps_.push_back(plain);
      }, step);
    }
  }
  return out;
}

Normalizer::Text Normalizer::apply(std::string input, bool at_start) const {
  Text text{std::move(input), at_start};
  struct Apply {
    Text& text;
    void operator()(const normalizer::Unicode& step) { text.text = unicode::normal_form(text.text, step.form); }
    void operator()(const normalizer::Lowercase&) { text.text = lowercase(text.text); }
    void operator()(const normalizer::StripAccents&) { strip_accents(text); }
    void operator()(const normalizer::Strip& step) { strip(text, step); }
    void operator()(const normalizer::Prepend& step) { if (!text.text.empty()) text.text.insert(0, step.text); }
    void operator()(const Replacement& step) { replace(text, step.regex, step.content); }
    void operator()(const Charsmap& step) { text.text = step.apply(text.text); }
  };
  for (const Step& step : steps_) std::visit(Apply{text}, step);
  return text;
}

}  // namespace halftone
