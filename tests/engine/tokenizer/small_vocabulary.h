// A vocabulary small enough to reason about, and its ids by their pieces.
#pragma once

#include <fmt/format.h>

#include <QtGlobal>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tokenizer/tokenizer.h"

namespace halftone {

// The bytes, and a few pieces with merges.
inline TokenizerData small_vocabulary() {
  TokenizerData data;
  data.kind = TokenizerData::Kind::sentencepiece_vocabulary;
  const auto add = [&](std::string piece, float score, TokenizerData::PieceType type) {
    data.pieces.push_back(std::move(piece));
    data.scores.push_back(score);
    data.types.push_back(type);
  };
  add("<unk>", 0, TokenizerData::PieceType::unknown);
  add("<s>", 0, TokenizerData::PieceType::control);
  add("</s>", 0, TokenizerData::PieceType::control);
  for (int byte = 0; byte < 256; ++byte) add(fmt::format("<0x{:02X}>", byte), 0, TokenizerData::PieceType::byte);
  for (const char* piece : {"ab", "▁ab", "<s", "▁▁", "▁", "a", "b", "<", "s", ">", "/"})
    add(piece, -static_cast<float>(data.pieces.size()), TokenizerData::PieceType::normal);
  data.bos = 1;
  data.eos = 2;
  return data;
}

inline std::unique_ptr<Tokenizer> make(TokenizerData data) {
  auto tokenizer = make_tokenizer(std::move(data));
  if (!tokenizer) qFatal("%s", tokenizer.error().message().c_str());
  return std::move(*tokenizer);
}

inline TokenId id_of(const Tokenizer& tokenizer, std::string_view piece) {
  for (TokenId id = 0; id < tokenizer.vocabulary_size(); ++id)
    if (tokenizer.piece(id) == piece) return id;
  return -1;
}

inline std::vector<TokenId> ids_of(const Tokenizer& tokenizer, std::initializer_list<std::string_view> pieces) {
  std::vector<TokenId> ids;
  for (const auto piece : pieces) ids.push_back(id_of(tokenizer, piece));
  return ids;
}

}  // namespace halftone
