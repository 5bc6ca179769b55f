#include "engine/tokenizer/sentencepiece_tokenizer.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "engine/tokenizer/added_tokens.h"
#include "engine/tokenizer/prompt_text.h"
#include "engine/tokenizer/sentencepiece_vocabulary.h"

namespace halftone {
namespace {

using Type = TokenizerData::PieceType;
constexpr const char* download_again = "Download the model again, or convert it again from its source.";
constexpr std::string_view space_mark = "\u2581";  // ▁ stands for a space

// What the file does not say, the trainer's own ids do, where those are control pieces.
void complete_special_ids(TokenizerData& data, const SentencepieceModel& model) {
  const auto complete = [&](std::optional<TokenId>& id, TokenId trained) {
    const bool usable = trained >= 0 && static_cast<std::size_t>(trained) < model.pieces.size();
    if (!id && usable && model.pieces[trained].type == Type::control) id = trained;
  };
  complete(data.bos, model.bos);
  complete(data.eos, model.eos);
  complete(data.padding, model.padding);
  const auto unknown = std::ranges::find(model.pieces, Type::unknown, &SentencepieceModel::Piece::type);
  data.unknown = static_cast<TokenId>(unknown - model.pieces.begin());
  if (data.eos && !std::ranges::count(data.end_of_generation, *data.eos)) data.end_of_generation.push_back(*data.eos);
}

Result<void> check_special_ids(const TokenizerData& data, std::size_t vocabulary_size) {
  const auto check = [&](std::string_view name, std::optional<TokenId> id) -> Result<void> {
    if (!id || (*id >= 0 && static_cast<std::size_t>(*id) < vocabulary_size)) return {};
    return fail(ErrorKind::malformed, download_again, "the {} token has the id {}, but the vocabulary has {} tokens", name, *id,
                vocabulary_size);
  };
  Result<void> result = check("bos", data.bos);
  if (result) result = check("eos", data.eos);
  if (result) result = check("unknown", data.unknown);
  if (result) result = check("padding", data.padding);
  for (const TokenId id : data.end_of_generation)
    if (result) result = check("end-of-generation", id);
  return result;
}

using Processor = sentencepiece::SentencePieceProcessor;

Result<std::unique_ptr<Processor>> make_processor(const SentencepieceModel& model) {
  auto processor = std::make_unique<Processor>();
  std::string cause;
  try {
    const auto status = processor->LoadFromSerializedProto(model.serialize());
    if (status.ok()) return processor;
    cause = status.ToString();
  } catch (const std::exception& error) {  // the library's tries throw on keys they cannot hold
    cause = error.what();
  }
  return fail(ErrorKind::malformed, download_again, "sentencepiece refuses the vocabulary: {}", cause);
}

class SentencepieceTokenizer final : public Tokenizer {
 public:
  SentencepieceTokenizer(TokenizerData data, SentencepieceVocabulary vocabulary, std::unique_ptr<Processor> at_start,
                         std::unique_ptr<Processor> inside)
      : at_start_(std::move(at_start)),
        inside_(std::move(inside)),
        added_(vocabulary.added),
        hidden_(std::move(vocabulary.hidden)),
        size_(vocabulary.size),
        drops_first_space_(vocabulary.model.add_dummy_prefix || vocabulary.model.remove_extra_whitespaces),
        unknown_surface_(vocabulary.model.unknown_surface.value_or(" \u2047 ")) {
    data_ = std::move(data);
    for (AddedToken& token : vocabulary.added) added_by_id_.emplace(token.id, std::move(token));
  }

  std::vector<TokenId> encode(std::string_view text) const override {
    const TextSpan span{std::string(text), false};
    return encode(std::span(&span, 1), {});
  }

  // Plain stretches are encoded whole, whatever spans they come from: pieces may join across the border of two spans.
  std::vector<TokenId> encode(std::span<const TextSpan> prompt, std::stop_token stop) const override {
    const PromptText whole(prompt);
    const std::string_view text = whole.text();
    const auto may_take = [&](std::size_t begin, std::size_t end, const AddedToken& token) {
      return !token.only_from_template() || whole.from_template(begin, end);
    };
    std::vector<TokenId> ids;
    std::size_t at = 0;
    for (const auto& match : added_.find(text, may_take)) {
      if (stop.stop_requested()) return ids;
      if (match.begin > at) append(text.substr(at, match.begin - at), ids);
      ids.push_back(match.id);
      at = match.end;
    }
    append(text.substr(at), ids);
    return ids;
  }

  using Tokenizer::decode;
  std::string decode(TokenId token, DecodeState& state) const override {
    const AddedToken* added = added_token(token);
    if (!is_token(token) || (added && added->special)) return {};
    const bool first = std::exchange(state.first, false);
    if (added) return added->text;
    if (const auto hidden = hidden_.find(token); hidden != hidden_.end()) return with_spaces(hidden->second);
    if (!is_piece(token)) return {};
    if (at_start_->IsUnknown(token)) return unknown_surface_;
    std::string_view piece = at_start_->IdToPiece(token);
    if (at_start_->IsByte(token)) return {static_cast<char>(std::stoi(std::string(piece.substr(3, 2)), nullptr, 16))};
    if (first && drops_first_space_ && piece.starts_with(space_mark)) piece.remove_prefix(space_mark.size());
    return with_spaces(piece);
  }

  std::int64_t vocabulary_size() const override { return size_; }
  std::string piece(TokenId token) const override {
    if (const auto hidden = hidden_.find(token); hidden != hidden_.end()) return hidden->second;
    if (const AddedToken* added = added_token(token)) return added->text;
    return is_piece(token) ? at_start_->IdToPiece(token) : std::string();
  }
  bool is_control(TokenId token) const override {
    const AddedToken* added = added_token(token);
    return added && added->only_from_template();
  }

 private:
  bool is_token(TokenId token) const { return token >= 0 && token < size_; }
  bool is_piece(TokenId token) const { return token >= 0 && token < at_start_->GetPieceSize(); }
  const AddedToken* added_token(TokenId token) const {
    const auto place = added_by_id_.find(token);
    return place == added_by_id_.end() ? nullptr : &place->second;
  }

  static void check(const sentencepiece::util::Status& status) {
    if (!status.ok()) throw std::runtime_error("sentencepiece: " + status.ToString());  // every vocabulary was checked on loading
  }

  void append(std::string_view text, std::vector<TokenId>& ids) const {
    if (text.empty()) return;
    std::vector<int> more;
    check((ids.empty() || !inside_ ? at_start_ : inside_)->Encode(text, &more));
    ids.insert(ids.end(), more.begin(), more.end());
  }

  // The library puts its dummy space before whatever it is given. Where only a text's beginning wants one, a second processor
  // without it encodes the rest; null where every stretch has the space (TokenizerData::legacy) or none has.
  std::unique_ptr<Processor> at_start_, inside_;
  AddedTokens added_;
  std::unordered_map<TokenId, AddedToken> added_by_id_;  // those that are never found, too
  std::unordered_map<TokenId, std::string> hidden_;
  std::int64_t size_;
  bool drops_first_space_;
  std::string unknown_surface_;
};

}  // namespace

Result<std::unique_ptr<Tokenizer>> make_sentencepiece_tokenizer(TokenizerData data) {
  auto vocabulary = read_sentencepiece_vocabulary(data);
  if (!vocabulary) return pass_on(std::move(vocabulary));
  SentencepieceModel& model = vocabulary->model;
  if (vocabulary->size > std::numeric_limits<TokenId>::max())
    return fail(ErrorKind::malformed, download_again, "the vocabulary has {} tokens", vocabulary->size);
  if (auto checked = check_sentencepiece_model(model); !checked) return pass_on(std::move(checked));
  complete_special_ids(data, model);
  if (auto checked = check_special_ids(data, static_cast<std::size_t>(vocabulary->size)); !checked) return pass_on(std::move(checked));

  auto at_start = make_processor(model);
  if (!at_start) return pass_on(std::move(at_start));
  std::unique_ptr<Processor> inside;
  data.add_space_prefix = model.add_dummy_prefix;
  if (model.add_dummy_prefix && !data.legacy) {
    model.add_dummy_prefix = false;
    auto processor = make_processor(model);
    if (!processor) return pass_on(std::move(processor));
    inside = std::move(*processor);
    model.add_dummy_prefix = true;
  }
  data.sentencepiece_model.clear();
  data.sentencepiece_model.shrink_to_fit();
  data.pieces = {};
  data.scores = {};
  data.types = {};
  data.added_tokens = {};
  data.template_source = {};
  return std::make_unique<SentencepieceTokenizer>(std::move(data), *std::move(vocabulary), std::move(*at_start), std::move(inside));
}

}  // namespace halftone
