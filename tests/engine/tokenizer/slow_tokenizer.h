// The definition of an encoding, to hold the fast one against: every search is a loop over all there is, texts are strings throughout, and
// nothing is remembered. Normalisers and pre-tokenizers are the engine's own; they are held against the `tokenizers` library elsewhere.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/tokenizer/normalizer.h"
#include "engine/tokenizer/pre_tokenizer.h"
#include "engine/tokenizer/tokenizer.h"
#include "engine/tokenizer/unicode.h"

namespace halftone::test {

class SlowTokenizer {
 public:
  explicit SlowTokenizer(const TokenizerData& data)
      : pipeline_(data.pipeline), normalizer_(*Normalizer::make(pipeline_.normalizers)),
        pre_tokenizer_(*PreTokenizer::make(pipeline_.pre_tokenizers, false)) {
    for (const AddedToken& token : data.added_tokens) {
      AddedToken found = token;
      if (token.normalized) found.text = normalizer_.apply(token.text, true).text;
      if (!found.text.empty()) (token.normalized ? normalized_ : raw_).push_back(found);
    }
    const auto& tokens = std::visit([](const auto& model) -> const std::vector<std::string>& { return model.tokens; }, pipeline_.model);
    for (std::size_t id = 0; id < tokens.size(); ++id)
      if (!tokens[id].empty()) ids_[tokens[id]] = static_cast<TokenId>(id);
    if (const auto* bpe = std::get_if<BpeData>(&pipeline_.model))
      for (const auto& merge : bpe->merges) merges_[{merge.left, merge.right}] = {merge.rank, merge.merged};
  }

  // As a text that the chat template wrote.
  std::vector<TokenId> encode(const std::string& bytes) const {
    std::vector<TokenId> ids;
    const std::string text = unicode::replace_invalid(bytes);
    cut(raw_, text, [&](const std::string& stretch, std::size_t begin) {
      const Normalizer::Text clean = normalizer_.apply(stretch, begin == 0);
      cut(normalized_, clean.text, [&](const std::string& part, std::size_t from) {
        const Words words = pre_tokenizer_.split(part, clean.at_start && from == 0);
        for (const auto& range : words.ranges) encode_word(words.text.substr(range.begin, range.end - range.begin), ids);
      }, ids);
    }, ids);
    return ids;
  }

 private:
  static bool joins(char32_t c) { return unicode::is_word(c) || unicode::is_join_control(c); }

  template <class Rest>
  static void cut(const std::vector<AddedToken>& tokens, const std::string& text, Rest&& rest, std::vector<TokenId>& ids) {
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size();) {
      const AddedToken* longest = nullptr;
      for (const AddedToken& token : tokens)
        if (text.compare(at, token.text.size(), token.text) == 0 && (!longest || token.text.size() > longest->text.size())) longest = &token;
      if (!longest) {
        ++at;
        continue;
      }
      std::size_t begin = at, end = at + longest->text.size();
      at = end;
      std::size_t left = begin, right = end;
      if (longest->single_word && ((begin > 0 && joins(unicode::previous(text, left))) || (end < text.size() && joins(unicode::next(text, right)))))
        continue;
      if (longest->lstrip)
        for (std::size_t i = begin; i > done && unicode::is_white_space(unicode::previous(text, i));) begin = std::max(i, done);
      if (longest->rstrip)
        for (std::size_t i = end; i < text.size() && unicode::is_white_space(unicode::next(text, i));) end = i;
      if (done < begin) rest(text.substr(done, begin - done), done);
      ids.push_back(longest->id);
      done = end;
    }
    if (done < text.size()) rest(text.substr(done), done);
  }

  void encode_word(const std::string& word, std::vector<TokenId>& ids) const {
    if (const auto* bpe = std::get_if<BpeData>(&pipeline_.model)) encode_bpe(*bpe, word, ids);
    else encode_unigram(std::get<UnigramData>(pipeline_.model), word, ids);
  }

  std::optional<TokenId> id_of(const std::string& text) const {
    const auto place = ids_.find(text);
    return place == ids_.end() ? std::nullopt : std::optional(place->second);
  }

  // <0xE2><0x96><0x81>, where the vocabulary has all of them.
  std::vector<TokenId> spelled(const std::string& text) const {
    std::vector<TokenId> ids;
    for (const char c : text) {
      const auto id = id_of(fmt::format("<0x{:02X}>", static_cast<unsigned char>(c)));
      if (!id) return {};
      ids.push_back(*id);
    }
    return ids;
  }

  void encode_bpe(const BpeData& bpe, const std::string& word, std::vector<TokenId>& ids) const {
    if (const auto whole = id_of(word); whole && bpe.ignore_merges) return ids.push_back(*whole);
    std::vector<TokenId> symbols;
    std::optional<TokenId> pending;
    for (std::size_t at = 0; at < word.size();) {
      const std::size_t from = at;
      unicode::next(word, at);
      const std::string character =
          (from > 0 ? bpe.continuing_prefix : "") + word.substr(from, at - from) + (at == word.size() ? bpe.word_suffix : "");
      if (const auto id = id_of(character)) {
        if (pending) symbols.push_back(*pending);
        pending.reset();
        symbols.push_back(*id);
      } else if (const auto bytes = bpe.byte_fallback ? spelled(character) : std::vector<TokenId>(); !bytes.empty()) {
        symbols.insert(symbols.end(), bytes.begin(), bytes.end());
      } else if (bpe.unknown) {
        if (pending && !bpe.fuse_unknown) symbols.push_back(*pending);
        pending = bpe.unknown;
      }
    }
    if (pending) symbols.push_back(*pending);
    while (true) {
      std::optional<std::pair<std::int32_t, std::size_t>> best;
      for (std::size_t i = 0; i + 1 < symbols.size(); ++i)
        if (const auto merge = merges_.find({symbols[i], symbols[i + 1]}); merge != merges_.end())
          if (!best || merge->second.first < best->first) best = {merge->second.first, i};
      if (!best) break;
      const std::size_t i = best->second;
      symbols[i] = merges_.at({symbols[i], symbols[i + 1]}).second;
      symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    ids.insert(ids.end(), symbols.begin(), symbols.end());
  }

  void encode_unigram(const UnigramData& unigram, const std::string& word, std::vector<TokenId>& ids) const {
    struct End { double score = 0; std::size_t begin = 0; std::string text; bool reached = false, unknown = false; };
    const double unknown_score = *std::ranges::min_element(unigram.scores) - 10;
    std::vector<End> ends(word.size() + 1);
    ends[0].reached = true;
    for (std::size_t at = 0; at < word.size();) {
      std::size_t after = at;
      unicode::next(word, after);
      bool alone = false;
      const auto offer = [&](std::size_t size, double score, bool unknown) {
        End& end = ends[at + size];
        if (!end.reached || ends[at].score + score > end.score) end = {ends[at].score + score, at, word.substr(at, size), true, unknown};
      };
      for (std::size_t size = 1; at + size <= word.size(); ++size)
        if (const auto id = id_of(word.substr(at, size))) {
          offer(size, unigram.scores[static_cast<std::size_t>(*id)], unigram.unknown == id);
          alone |= at + size == after;
        }
      if (!alone) offer(after - at, unknown_score, true);
      at = after;
    }
    std::vector<End> pieces;
    for (std::size_t end = word.size(); end > 0; end = pieces.back().begin) {
      if (ends[end].unknown && !pieces.empty() && pieces.back().unknown) {
        pieces.back().text = ends[end].text + pieces.back().text;
        pieces.back().begin = ends[end].begin;
      } else {
        pieces.push_back(ends[end]);
      }
    }
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
      const auto bytes = unigram.byte_fallback ? spelled(piece->text) : std::vector<TokenId>();
      if (const auto id = id_of(piece->text)) ids.push_back(*id);
      else if (!bytes.empty()) ids.insert(ids.end(), bytes.begin(), bytes.end());
      else if (unigram.unknown) ids.push_back(*unigram.unknown);
    }
  }

  Pipeline pipeline_;
  Normalizer normalizer_;
  PreTokenizer pre_tokenizer_;
  std::vector<AddedToken> raw_, normalized_;
  std::map<std::string, TokenId> ids_;
  std::map<std::pair<TokenId, TokenId>, std::pair<std::int32_t, TokenId>> merges_;
};

}  // namespace halftone::test
