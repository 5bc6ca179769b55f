// Text to token ids and back.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/tokenizer/pipeline.h"
#include "engine/tokenizer/token_id.h"

namespace halftone {

// What a checkpoint says about its tokenizer, whichever file it came from. Filled by engine/load, read by make_tokenizer().
struct TokenizerData {
  enum class Kind { none, sentencepiece_model, sentencepiece_vocabulary, pipeline };
  enum class PieceType : std::uint8_t { normal = 1, unknown = 2, control = 3, user_defined = 4, unused = 5, byte = 6 };

  Kind kind = Kind::none;
  Sentence source;                     // for people: "tokenizer.json", "GGUF, pre-tokenizer llama-bpe"
  std::optional<Error> trouble;        // with Kind::none: there is a tokenizer, but it cannot be read
  std::vector<Sentence> notes;         // what is odd but harmless: "merge 12 names no token"

  std::string sentencepiece_model;     // the bytes of tokenizer.model
  // A vocabulary as GGUF stores it; for sentencepiece_vocabulary all three have the same length.
  std::vector<std::string> pieces;
  std::vector<float> scores;
  std::vector<PieceType> types;

  Pipeline pipeline;                   // everything that is no sentencepiece model

  std::vector<AddedToken> added_tokens;  // beyond or over the vocabulary
  std::string template_source;           // the chat template: marks that it writes are never found in a user's text

  std::optional<TokenId> bos, eos, unknown, padding;
  std::vector<TokenId> end_of_generation;  // every id that ends a reply: eos, <|eot_id|>, <|im_end|>, generation_config's list
  std::vector<TokenId> prefix, suffix;     // what encode_whole() puts around a text: bos, mostly. Beside it, add_bos:
  bool add_bos = false;                    // bos goes first there, too, when the prefix does not hold it
  bool add_space_prefix = true;            // sentencepiece: false takes away the dummy space that the model wants before a text
  bool legacy = true;                      // sentencepiece: the dummy space stands before every stretch behind a token found whole
};

// A stretch of a prompt. Only text that the chat template itself wrote may become control tokens; what a user typed never does.
struct TextSpan {
  std::string text;
  bool may_hold_control_tokens = false;
};

// What decoding one token leaves for the next.
struct DecodeState {
  bool first = true;  // nothing was decoded yet: here sentencepiece drops the space it had put before the first word
  std::string held;   // what may still change with the next token
  std::int64_t stripped = 0;  // characters taken off the beginning so far
};

class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  // Plain text, no token added: no bos, no control tokens.
  virtual std::vector<TokenId> encode(std::string_view text) const = 0;
  // A rendered prompt: control tokens are matched in the spans that may hold them. No bos is added: the template writes it. After a stop
  // it holds the beginning at most.
  virtual std::vector<TokenId> encode(std::span<const TextSpan> prompt, std::stop_token stop = {}) const = 0;
  // A text by itself, as for perplexity: with the tokens that the model expects around it.
  std::vector<TokenId> encode_whole(std::string_view text) const;

  // The bytes a token adds to the text, as far as they are certain; may be a part of a UTF-8 sequence. Control tokens give nothing.
  virtual std::string decode(TokenId token, DecodeState& state) const = 0;
  // What the end of the text makes certain.
  virtual std::string finish(DecodeState& state) const;
  std::string decode(TokenId token, bool first = false) const;     // one token alone
  std::string decode(std::span<const TokenId> tokens) const;       // all of it, bytes that are no UTF-8 as U+FFFD

  virtual std::int64_t vocabulary_size() const = 0;
  virtual std::string piece(TokenId token) const = 0;  // as the vocabulary spells it, for showing: "▁Hello", "<0x0A>"
  virtual bool is_control(TokenId token) const = 0;    // found only in what a template wrote, and a seam that no encoding crosses

  const TokenizerData& data() const { return data_; }  // special ids; the bulky fields are empty
  bool ends_generation(TokenId token) const;

 protected:
  TokenizerData data_;
};

// Refuses a malformed vocabulary with a named error.
Result<std::unique_ptr<Tokenizer>> make_tokenizer(TokenizerData data);

}  // namespace halftone
