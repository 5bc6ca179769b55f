// A reply whose tokens are known: what is shown of each, how sure the model was of it, and what all of them add up to.
#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "app/engine_worker/tokens_values.h"
#include "engine/generate/settings.h"

namespace halftone::app {

constexpr double kForkPoints = 0.1;  // of probability, between the two likeliest: closer, and it could have gone either way

struct DoubtedToken {
  qsizetype begin = 0, end = 0;  // of the text that is shown; one that ends within a character has all of it
  std::size_t bytes = 0;         // of the reply that stand before it
  float probability = 0;         // 0 to 1
  float entropy = 0;             // nats
  float ms = 0;                  // of ReadToken
  bool isLikeliest = true;       // else something else was likelier, and it was drawn
  bool isFork = false;           // the two likeliest were close
};

class ReadReply {
 public:
  ReadReply() = default;
  // Of so many bytes that the tokens begin with nothing is shown: they stand before the reply.
  ReadReply(std::shared_ptr<const ReadTokens> tokens, TokenTexts texts, std::size_t before);

  const QString& text() const { return text_; }  // lines broken by U+2028, after a sign for each
  const std::vector<DoubtedToken>& tokens() const { return tokens_; }
  int count() const { return static_cast<int>(tokens_.size()); }
  const Doubt& doubt(int token) const { return (*read_)[skipped_ + static_cast<std::size_t>(token)].doubt; }
  QString word(int token) const;  // as it is read in a list: without the spaces around it
  QString word(const Candidate& candidate) const;
  const std::string& bytesOf(TokenId candidate) const;  // empty: not known
  std::string until(int token) const;                   // the reply's text before it
  ReadTokens tokensUntil(int token) const;
  const TokenTexts& texts() const { return texts_; }
  const std::string& reply() const { return reply_; }  // UTF-8, of all tokens together

  double perplexity() const;      // exp of the mean −ln p; 0: of no tokens
  double likeliestShare() const;  // 0 to 1
  double meanEntropy() const;     // nats
  int forks() const;
  std::vector<int> turns(std::size_t most) const;  // tokens where it could have gone another way, the least sure first
  qint64 storedBytes() const;

 private:
  void show(std::size_t before);

  std::shared_ptr<const ReadTokens> read_;
  TokenTexts texts_;
  std::size_t skipped_ = 0;  // tokens that stand before the reply
  std::string reply_;
  QString text_;
  std::vector<DoubtedToken> tokens_;
};

// How many bytes the tokens of a reply have before its text: a space that the tokenizer puts there, an earlier part of the turn.
std::size_t bytesBefore(const ReadTokens& tokens, const std::string& reply);

// What else could have been said, the likeliest first: whichever it was not.
const Candidate* other(const Doubt& doubt);

// How many of the likeliest a sampler with these settings draws from, its penalty left out; −1: more than are known.
int drawnFrom(const Doubt& doubt, const GenerationParams& params);

}  // namespace halftone::app
