#include "engine/tokenizer/sentencepiece_vocabulary.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "engine/tokenizer/turn_marks.h"

namespace halftone {
namespace {

using Type = TokenizerData::PieceType;
constexpr const char* download_again = "Download the model again, or convert it again from its source.";
// Ids without a token between the vocabulary and the last added token; published models pad their matrices by a few hundred rows.
constexpr std::int64_t most_unused = 65'536;
constexpr std::size_t most_notes = 4;

// A GGUF file keeps a vocabulary but neither its algorithm nor its normaliser. Those that call themselves "llama" are BPE and
// leave the text as it is.
Result<SentencepieceModel> model_of_vocabulary(TokenizerData& data) {
  const std::size_t size = data.pieces.size();
  if (data.scores.size() != size || data.types.size() != size)
    return fail(ErrorKind::malformed, download_again, "the vocabulary has {} tokens but {} scores and {} token types", size,
                data.scores.size(), data.types.size());
  SentencepieceModel model;
  model.algorithm = SentencepieceModel::Algorithm::bpe;
  model.remove_extra_whitespaces = false;
  model.bos = model.eos = -1;  // data says which, or there is none
  model.pieces.reserve(size);
  for (std::size_t id = 0; id < size; ++id) {
    const int type = static_cast<int>(data.types[id]);
    if (type < 1 || type > 6)
      return fail(ErrorKind::malformed, download_again, "token {} of the vocabulary has the type {}; there are 1 to 6", id, type);
    model.pieces.push_back({std::move(data.pieces[id]), data.scores[id], data.types[id]});
    model.byte_fallback |= data.types[id] == Type::byte;
  }
  return model;
}

class Builder {
 public:
  Builder(SentencepieceModel model, TokenizerData& data) : data_(data) { out_.model = std::move(model); }

  Result<SentencepieceVocabulary> build() {
    out_.model.add_dummy_prefix = out_.model.add_dummy_prefix && data_.add_space_prefix;
    keep_one_unknown();
    if (auto checked = take_added_tokens(); !checked) return pass_on(std::move(checked));
    take_pieces_found_whole();
    protect_turn_marks(out_.added, data_.template_source);
    // A tokenizer.model finds its own pieces, but for the marks: those must not be found in what a user wrote.
    std::erase_if(out_.added, [&](const AddedToken& token) { return library_finds_.contains(token.id) && !token.only_from_template(); });
    std::ranges::sort(out_.added, {}, &AddedToken::id);
    if (auto checked = check_nesting(); !checked) return pass_on(std::move(checked));
    hide_doubles();
    hide_from_library();
    out_.size = std::max(base(), out_.added.empty() ? 0 : std::int64_t{out_.added.back().id} + 1);
    for (const AddedToken& token : out_.added) out_.hidden.erase(token.id);
    if (unused_ > 0) out_.notes.push_back(sentence("{} ids between its added tokens have no token", unused_));
    return std::move(out_);
  }

 private:
  std::int64_t base() const { return static_cast<std::int64_t>(out_.model.pieces.size()); }
  bool is_piece(std::optional<TokenId> id) const { return id && *id >= 0 && *id < base(); }

  void note(std::size_t& count, Sentence text) {
    if (++count <= most_notes) out_.notes.push_back(std::move(text));
  }

  // Rows that pad a published vocabulary are of type unknown, too, and converters mark <unk> as a control token when the checkpoint
  // lists it among its special tokens. The library wants exactly one.
  void keep_one_unknown() {
    auto& pieces = out_.model.pieces;
    const auto unknown = [](const auto& piece) { return piece.type == Type::unknown; };
    const auto count = std::ranges::count_if(pieces, unknown);
    if (count == 1) return;
    const auto named = std::ranges::find(pieces, "<unk>", &SentencepieceModel::Piece::text);
    auto real = pieces.end();
    if (is_piece(data_.unknown) && (count == 0 || unknown(pieces[*data_.unknown])))
      real = pieces.begin() + *data_.unknown;
    else if (named != pieces.end() && (count == 0 || unknown(*named)))
      real = named;
    else
      real = std::ranges::find_if(pieces, unknown);
    if (real == pieces.end()) return;
    for (auto& piece : pieces)
      if (unknown(piece)) piece.type = Type::unused;
    real->type = Type::unknown;
    if (count > 1)
      out_.notes.push_back(
          sentence("{} tokens are marked as unknown: '{}' ({}) is, the others are not used", count, real->text, real - pieces.begin()));
  }

  Result<void> take_added_tokens() {
    std::ranges::stable_sort(data_.added_tokens, {}, &AddedToken::id);
    const std::int64_t limit = base() + static_cast<std::int64_t>(data_.added_tokens.size()) + most_unused;
    std::int64_t next = base();
    for (AddedToken& token : data_.added_tokens) {
      if (token.id < 0 || token.id >= limit)
        return fail(ErrorKind::malformed, download_again, "the added token '{}' has the id {}, but the vocabulary ends at {}", token.text,
                    token.id, base());
      if (token.text.empty()) return fail(ErrorKind::malformed, download_again, "the added token {} is empty", token.id);
      if (!out_.added.empty() && out_.added.back().id == token.id)
        return fail(ErrorKind::malformed, download_again, "the added tokens '{}' and '{}' both have the id {}", out_.added.back().text,
                    token.text, token.id);
      unused_ += std::max<std::int64_t>(0, token.id - next);
      next = std::max(next, std::int64_t{token.id} + 1);
      if (token.id < base()) {
        const auto type = out_.model.pieces[token.id].type;
        if (type == Type::unknown || type == Type::byte) continue;
        token.mark |= type == Type::control;  // whatever the list says: no text of a user's becomes it
        out_.model.pieces[token.id].text = token.text;
      }
      listed_.insert(token.id);
      out_.added.push_back(std::move(token));
    }
    return {};
  }

  // Pieces that are tokens as a whole, wherever their text stands. llama.cpp looks for those of a GGUF vocabulary before it splits
  // the text; the library finds the user-defined ones of its own file while it splits.
  void take_pieces_found_whole() {
    const bool own_file = data_.kind == TokenizerData::Kind::sentencepiece_model;
    const auto& pieces = out_.model.pieces;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const auto id = static_cast<TokenId>(i);
      const auto& [text, score, type] = pieces[i];
      if (listed_.contains(id) || text.empty()) continue;
      if (type == Type::control)
        out_.added.push_back({.id = id, .text = text, .special = true});
      else if (type == Type::user_defined)
        out_.added.push_back({.id = id, .text = with_spaces(text)});
      else if (type == Type::normal && is_known_turn_mark(text))
        out_.added.push_back({.id = id, .text = text, .mark = true});
      else
        continue;
      if (type == Type::user_defined && own_file) library_finds_.insert(id);
    }
  }

  // The library keeps the prefixes of one text that are user-defined pieces in an array of 64 (kMaxTrieResultsSize of its
  // PrefixMatcher), unchecked. Where the pieces come from does not matter here, so that one model is refused from every kind of file.
  Result<void> check_nesting() const {
    constexpr std::size_t most = 64;
    std::vector<std::string_view> texts;
    for (const AddedToken& token : out_.added)
      if (!token.special) texts.push_back(token.text);
    std::vector<std::string> own;
    own.reserve(library_finds_.size());
    for (const TokenId id : library_finds_) own.push_back(with_spaces(out_.model.pieces[id].text));
    texts.insert(texts.end(), own.begin(), own.end());
    std::ranges::sort(texts);
    texts.erase(std::ranges::unique(texts).begin(), texts.end());
    std::vector<std::string_view> prefixes;  // of one another
    for (const std::string_view text : texts) {
      while (!prefixes.empty() && !text.starts_with(prefixes.back())) prefixes.pop_back();
      prefixes.push_back(text);
      if (prefixes.size() > most)
        return fail(ErrorKind::malformed, download_again,
                    "{} user-defined tokens are prefixes of one another, up to one of {} bytes; {} at most", prefixes.size(), text.size(),
                    most);
    }
    return {};
  }

  // Of tokens with one text the first is the one that text becomes, though one that is found as a whole goes before ordinary pieces.
  // Official files hold such doubles; a token that is never found harms nobody.
  void hide_doubles() {
    std::unordered_map<std::string, TokenId> owners;
    std::size_t doubles = 0;
    const auto own = [&](const std::string& text, TokenId id) {
      const auto [owner, is_new] = owners.try_emplace(text, id);
      if (is_new || owner->second == id) return;
      note(doubles, sentence("tokens {} and {} of the vocabulary are both '{}': only the first is used", owner->second, id, text));
      out_.hidden.emplace(id, text);
    };
    for (const AddedToken& token : out_.added) own(token.text, token.id);
    auto& pieces = out_.model.pieces;
    for (std::size_t id = 0; id < pieces.size(); ++id)
      if (!pieces[id].text.empty() && !out_.hidden.contains(static_cast<TokenId>(id))) own(pieces[id].text, static_cast<TokenId>(id));
    if (doubles > most_notes) out_.notes.push_back(sentence("{} more tokens have the text of another", doubles - most_notes));
  }

  // What is found before the library sees the text must not be found by it again: control pieces are never found, but as one character,
  // where BPE begins: then the library fails. Such a one gets a text that nobody writes, and so does a double, whose text is taken.
  void hide_from_library() {
    auto& pieces = out_.model.pieces;
    std::vector<TokenId> renamed;
    for (const AddedToken& token : out_.added) {
      if (token.id >= base()) continue;
      Type& type = pieces[token.id].type;
      if (token.only_from_template() || type == Type::user_defined) type = Type::control;
      if (type == Type::control && is_one_character(token.text)) renamed.push_back(token.id);
    }
    for (const auto& [id, text] : out_.hidden) {
      if (id >= base()) continue;
      renamed.push_back(id);
      pieces[id].type = pieces[id].type == Type::byte ? Type::byte : Type::control;  // a byte twice is refused
    }
    if (renamed.empty()) return;
    std::unordered_set<std::string> taken;
    for (const auto& piece : pieces) taken.insert(piece.text);
    for (const TokenId id : renamed) {
      std::string name = fmt::format("<hidden {}>", id);
      while (taken.contains(name)) name += '>';
      pieces[id].text = std::move(name);
    }
  }

  static bool is_one_character(std::string_view text) {
    return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }) == 1;
  }

  TokenizerData& data_;
  SentencepieceVocabulary out_;
  std::unordered_set<TokenId> listed_, library_finds_;
  std::int64_t unused_ = 0;
};

}  // namespace

std::string with_spaces(std::string_view piece) {
  constexpr std::string_view space_mark = "\u2581";
  std::string text;
  for (std::size_t at = 0; at < piece.size();) {
    const bool space = piece.substr(at).starts_with(space_mark);
    text += space ? ' ' : piece[at];
    at += space ? space_mark.size() : 1;
  }
  return text;
}

Result<SentencepieceVocabulary> read_sentencepiece_vocabulary(TokenizerData& data) {
  auto model = data.kind == TokenizerData::Kind::sentencepiece_model ? read_sentencepiece_model(data.sentencepiece_model)
                                                                     : model_of_vocabulary(data);
  if (!model) return pass_on(std::move(model));
  return Builder(*std::move(model), data).build();
}

std::vector<Sentence> sentencepiece_notes(TokenizerData data) {
  auto vocabulary = read_sentencepiece_vocabulary(data);
  return vocabulary ? std::move(vocabulary->notes) : std::vector<Sentence>();
}

}  // namespace halftone
