// A sentencepiece model as data, and its file format. The library's package brings no header for its ModelProto message, and
// a GGUF vocabulary has to become one, so the dozen protobuf fields that matter are read and written here by hand
// (sentencepiece_model.proto of google/sentencepiece names them; developers.google.com/protocol-buffers/docs/encoding).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/tokenizer/tokenizer.h"

namespace halftone {

struct SentencepieceModel {
  using Type = TokenizerData::PieceType;
  enum class Algorithm { unigram = 1, bpe = 2, word = 3, character = 4 };

  struct Piece {
    std::string text;
    float score = 0;
    Type type = Type::normal;
  };
  std::vector<Piece> pieces;

  Algorithm algorithm = Algorithm::unigram;
  bool byte_fallback = false;
  bool treat_whitespace_as_suffix = false;
  std::optional<std::string> unknown_surface;  // what an unknown piece decodes to; the library's default is " ⁇ "
  TokenId bos = 1, eos = 2, padding = -1;      // -1: has none

  std::string charsmap;  // compiled normalisation rules; empty: the text stays as it is
  bool add_dummy_prefix = true;
  bool remove_extra_whitespaces = true;
  bool escape_whitespaces = true;

  std::string serialize() const;
};

// Reads the bytes of a tokenizer.model. Bounded by the bytes given; fields that only training needs are skipped.
Result<SentencepieceModel> read_sentencepiece_model(std::string_view bytes);

// The library trusts its vocabulary and its normalisation trie: whatever could make it read out of bounds or abort is refused
// here. Empty or duplicate pieces, malformed or missing byte pieces, not exactly one unknown piece, scores that are not
// numbers, a trie that points outside itself.
Result<void> check_sentencepiece_model(const SentencepieceModel& model);

}  // namespace halftone
