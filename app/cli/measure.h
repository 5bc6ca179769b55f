// What commands that measure have in common.
#pragma once

#include <chrono>
#include <vector>

#include "engine/tokenizer/tokenizer.h"

namespace halftone::cli {

template <class Body>
double seconds(const Body& body) {
  const auto began = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

// So many tokens of the vocabulary, always the same.
inline std::vector<TokenId> some_tokens(std::int64_t count, std::int64_t vocabulary) {
  std::vector<TokenId> ids(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<TokenId>((i * 7919 + 1) % static_cast<std::size_t>(vocabulary));
  return ids;
}

}  // namespace halftone::cli
