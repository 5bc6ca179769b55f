// Text to token ids and back.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace halftone {

using TokenId = std::int32_t;

// What a checkpoint says about its tokenizer, whichever file it came from. Filled by engine/load, read by make_tokenizer().
struct TokenizerData {
  enum class Kind { none, sentencepiece_model, sentencepiece_vocabulary, byte_level_bpe };
  enum class PieceType : std::uint8_t { normal = 1, unknown = 2, control = 3, user_defined = 4, unused = 5, byte = 6 };

  Kind kind = Kind::none;
  std::string sentencepiece_model;  // the bytes of tokenizer.model
  // A vocabulary as GGUF stores it; for sentencepiece_vocabulary all three have the same length.
  std::vector<std::string> pieces;
  std::vector<float> scores;
  std::vector<PieceType> types;
  std::vector<std::string> merges;  // byte-level BPE: "left right"
  std::string pre_tokenizer;        // byte-level BPE: which pattern (GGUF `tokenizer.ggml.pre`)
  std::string tokenizer_json;       // byte-level BPE: the text of tokenizer.json, where there is one

  struct AddedToken {
    TokenId id;
    std::string text;
    bool special;  // never produced from a user's text
  };
  std::vector<AddedToken> added_tokens;  // beyond or over the vocabulary (added_tokens_decoder of tokenizer_config.json)

  std::optional<TokenId> bos, eos, unknown, padding;
  std::vector<TokenId> end_of_generation;  // every id that ends a reply: eos, <|eot_id|>, <|im_end|>, generation_config's list
  bool add_bos = false;                    // encode() with add_bos puts bos first
  bool add_space_prefix = true;            // GGUF's add_space_prefix; a tokenizer.model says so itself
};

// A stretch of a prompt. Only text that the chat template itself wrote may become control tokens; what a user typed never does.
struct TextSpan {
  std::string text;
  bool may_hold_control_tokens = false;
};

class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  // Plain text, no token added: no bos, no control tokens.
  virtual std::vector<TokenId> encode(std::string_view text) const = 0;
  // A rendered prompt: control tokens are matched in the spans that may hold them. No bos is added: the template writes it.
  virtual std::vector<TokenId> encode(std::span<const TextSpan> prompt) const = 0;

  // The bytes a token adds to the text; may be a part of a UTF-8 sequence. `first`: at the start of a text, where
  // sentencepiece drops the space it had put before the first word. Control tokens give nothing.
  virtual std::string decode(TokenId token, bool first = false) const = 0;
  virtual std::string decode(std::span<const TokenId> tokens) const = 0;

  virtual std::int64_t vocabulary_size() const = 0;
  virtual std::string piece(TokenId token) const = 0;  // as the vocabulary spells it, for showing: "▁Hello", "<0x0A>"
  virtual bool is_control(TokenId token) const = 0;

  const TokenizerData& data() const { return data_; }  // special ids; the bulky fields are empty
  bool ends_generation(TokenId token) const;

 protected:
  TokenizerData data_;
};

// Refuses a malformed vocabulary with a named error.
Result<std::unique_ptr<Tokenizer>> make_tokenizer(TokenizerData data);

}  // namespace halftone
