#include "engine/tokenizer/unigram.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/tokenizer/text_map.h"
#include "engine/tokenizer/unicode.h"

namespace halftone {

namespace {
constexpr double kUnknownPenalty = 10;  // below the least likely token, as sentencepiece has it
}

Unigram::Unigram(const UnigramData& data) : scores_(data.scores), unknown_(data.unknown) {
  TextMap bytes(512);
  for (std::size_t id = 0; id < data.tokens.size(); ++id) {
    trie_.set(data.tokens[id], static_cast<std::int32_t>(id));
    if (data.tokens[id].size() == 6 && data.tokens[id].starts_with("<0x")) bytes.set(data.tokens[id], static_cast<std::int32_t>(id));
  }
  for (int byte = 0; byte < 256; ++byte) byte_[byte] = data.byte_fallback ? bytes.find(fmt::format("<0x{:02X}>", byte)) : -1;
  const auto least = std::ranges::min_element(scores_);
  unknown_score_ = (least == scores_.end() ? 0 : *least) - kUnknownPenalty;
}

void Unigram::encode(std::string_view word, std::vector<TokenId>& ids) const {
  struct Best { double score = 0; std::int32_t begin = -1, id = -1; };  // of the cuts that end here; id -1: unknown
  std::vector<Best> best(word.size() + 1);
  for (std::size_t at = 0; at < word.size();) {
    std::size_t after = at;
    unicode::next(word, after);
    const std::size_t character = after - at;
    bool alone = false;  // the character is a token itself
    const auto offer = [&](std::size_t size, double score, std::int32_t id) {
      Best& end = best[at + size];
      if (end.begin < 0 || best[at].score + score > end.score) end = {best[at].score + score, static_cast<std::int32_t>(at), id};
    };
    trie_.prefixes(word.substr(at), [&](std::size_t size, std::int32_t id) {
      offer(size, scores_[id], id);
      alone |= size == character;
    });
    if (!alone) offer(character, unknown_score_, -1);
    at = after;
  }
  struct Piece { std::size_t begin, end; std::int32_t id; };
  std::vector<Piece> pieces;
  for (std::size_t end = word.size(); end > 0; end = pieces.back().begin) {
    const Best& last = best[end];
    const auto begin = static_cast<std::size_t>(last.begin);
    const bool unknown = last.id < 0 || (unknown_ && last.id == *unknown_);
    if (unknown && !pieces.empty() && pieces.back().id < 0) pieces.back().begin = begin;
    else pieces.push_back({begin, end, unknown ? -1 : last.id});
  }
  const auto has_byte = [&](char c) { return byte_[static_cast<unsigned char>(c)] >= 0; };
  for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
    if (piece->id >= 0) {
      ids.push_back(piece->id);
      continue;
    }
    const std::string_view text = word.substr(piece->begin, piece->end - piece->begin);
    TokenId spelled = -1;  // "<unk>" itself may stand in a text
    trie_.prefixes(text, [&](std::size_t size, std::int32_t id) { if (size == text.size()) spelled = id; });
    if (spelled >= 0)
      ids.push_back(spelled);
    else if (std::ranges::all_of(text, has_byte))
      for (const char c : text) ids.push_back(byte_[static_cast<unsigned char>(c)]);
    else if (unknown_)
      ids.push_back(*unknown_);
  }
}

}  // namespace halftone
