// How sure the model is of each token of a reply: what is asked of the engine's thread, and what it says.
#pragma once

#include <QHash>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "app/engine_worker/values.h"

namespace halftone::app {

constexpr std::int64_t kCandidates = 20;                            // kept with each token
constexpr std::size_t kLogitsAtOnce = (256 << 20) / sizeof(float);  // of a vocabulary of 128,000 those of 500 tokens

struct ReadToken {
  std::string bytes;  // of it alone, maybe a part of a UTF-8 sequence
  Doubt doubt;
  float ms = 0;  // that it took to be written, from the token before it; of the first from the question; 0: not known
};
using ReadTokens = std::vector<ReadToken>;
using TokenTexts = QHash<TokenId, std::string>;  // of candidates

struct TokensRequest {
  int id = 0;
  std::vector<ChatMessage> messages = {};    // ends with the reply that is read
  std::size_t logitsAtOnce = kLogitsAtOnce;  // a long reply is read in parts
  std::stop_token stop = {};
};

struct TokensOutcome {
  int id = 0;
  EngineFailure failure = {};  // where there are no tokens
  std::shared_ptr<const ReadTokens> tokens = {};
  TokenTexts texts = {};
};

// What came since the last update of a reply that is written with candidates (GenerationParams::candidates): at most once a frame.
struct TokensUpdate {
  QString replyId;
  ReadTokens tokens = {};
  TokenTexts texts = {};
};

}  // namespace halftone::app
