#include "engine/generate/prompt_lookup.h"

#include <algorithm>

namespace halftone {

namespace {

constexpr std::int64_t kShortest = 2;  // one token alone says too little
constexpr std::int64_t kLongest = 16;  // longer matches say no more

// How many tokens before `end` equal those before the end of all.
std::int64_t match_before(std::span<const TokenId> tokens, std::int64_t end) {
  std::int64_t length = 0;
  for (const TokenId* last = tokens.data() + tokens.size(); length < std::min(end, kLongest); ++length) {
    if (tokens[static_cast<std::size_t>(end - 1 - length)] != *(last - 1 - length)) break;
  }
  return length;
}

}  // namespace

Draft PromptLookup::propose(std::span<const TokenId> tokens, std::int64_t most, std::stop_token) {
  std::int64_t best = kShortest - 1, from = -1;
  for (std::int64_t end = static_cast<std::int64_t>(tokens.size()) - 1; end >= kShortest && best < kLongest; --end) {
    if (const std::int64_t length = match_before(tokens, end); length > best) {
      best = length;
      from = end;
    }
  }
  Draft draft;
  if (from < 0) return draft;
  // Beyond the end it goes on with its own guesses: a text that repeats itself.
  for (std::int64_t i = 0; i < most; ++i) {
    const auto at = static_cast<std::size_t>(from + i);
    draft.tokens.push_back(at < tokens.size() ? tokens[at] : draft.tokens[at - tokens.size()]);
  }
  return draft;
}

}  // namespace halftone
