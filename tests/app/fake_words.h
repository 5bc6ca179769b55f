// The language of the engine that does as it is told: a token is a word with the space before it, and what comes next is a staircase.
#pragma once

#include <array>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "engine/generate/engine.h"

namespace halftone::app {

// Words that a vocabulary of a few consists of.
constexpr std::array<const char*, 12> kFakeWords = {" makes", " needs", " requires", " means", " has", " the", " is", " will", " of", " a", " and", " to"};

inline std::int64_t words_of(const std::string& text) {
  std::istringstream words(text);
  return std::distance(std::istream_iterator<std::string>(words), {});
}

inline std::vector<PromptToken> fake_tokens(const std::vector<ChatMessage>& messages) {
  std::vector<PromptToken> tokens;
  for (const ChatMessage& message : messages) {
    const std::string& text = message.content;
    const auto space = [&](std::size_t at) { return std::isspace(static_cast<unsigned char>(text[at])) != 0; };
    for (std::size_t at = 0, end = 0; at < text.size(); at = end) {
      while (end < text.size() && space(end)) ++end;
      while (end < text.size() && !space(end)) ++end;
      tokens.push_back({static_cast<TokenId>(tokens.size() % kFakeWords.size()), text.substr(at, end - at)});
    }
  }
  return tokens;
}

// The word itself first, each other one a step further down; the next one is `nearer`, and with a step below 0 before the word itself.
inline std::vector<float> fake_logits(TokenId word, float step, float nearer) {
  const std::int64_t vocabulary = std::ssize(kFakeWords);
  std::vector<float> logits;
  for (std::int64_t v = 0; v < vocabulary; ++v) logits.push_back(-std::abs(step) * static_cast<float>((v + vocabulary - word) % vocabulary));
  logits[static_cast<std::size_t>((word + 1) % vocabulary)] += nearer + (step < 0 ? -2 * step : 0);
  return logits;
}

}  // namespace halftone::app
