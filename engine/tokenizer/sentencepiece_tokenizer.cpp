#include "engine/tokenizer/sentencepiece_tokenizer.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "engine/tokenizer/control_tokens.h"
#include "engine/tokenizer/sentencepiece_model.h"

namespace halftone {
namespace {

using Type = TokenizerData::PieceType;
constexpr const char* download_again = "Download the model again, or convert it again from its source.";
constexpr std::string_view space_mark = "\u2581";  // ▁ stands for a space

std::string with_spaces(std::string_view piece) {
  std::string text;
  for (std::size_t at = 0; at < piece.size();) {
    const bool space = piece.substr(at).starts_with(space_mark);
    text += space ? ' ' : piece[at];
    at += space ? space_mark.size() : 1;
  }
  return text;
}

std::string with_space_marks(std::string_view text) {
  std::string piece;
  for (const char c : text) c == ' ' ? piece += space_mark : piece += c;
  return piece;
}

// A GGUF file keeps a vocabulary but neither its algorithm nor its normaliser. Those that call themselves "llama" are BPE and
// leave the text as it is.
Result<SentencepieceModel> model_of_vocabulary(TokenizerData& data) {
  const std::size_t size = data.pieces.size();
  if (data.scores.size() != size || data.types.size() != size)
    return fail(ErrorKind::malformed, download_again, "the vocabulary has {} tokens but {} scores and {} token types", size,
                data.scores.size(), data.types.size());
  SentencepieceModel model;
  model.algorithm = SentencepieceModel::Algorithm::bpe;
  model.add_dummy_prefix = data.add_space_prefix;
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
  // Converters mark <unk> as a control token when the checkpoint lists it among its special tokens.
  if (std::ranges::count(model.pieces, Type::unknown, &SentencepieceModel::Piece::type) > 0) return model;
  if (data.unknown && *data.unknown >= 0 && static_cast<std::size_t>(*data.unknown) < size)
    model.pieces[*data.unknown].type = Type::unknown;
  else if (const auto unknown = std::ranges::find(model.pieces, "<unk>", &SentencepieceModel::Piece::text); unknown != model.pieces.end())
    unknown->type = Type::unknown;
  return model;
}

// Special tokens become control pieces, which the library never finds in a text; the others are found everywhere.
Result<void> add_tokens(SentencepieceModel& model, std::vector<AddedToken> added) {
  std::ranges::sort(added, {}, &AddedToken::id);
  for (const AddedToken& token : added) {
    const auto& [id, text, special] = std::tie(token.id, token.text, token.special);
    if (id < 0 || static_cast<std::size_t>(id) > model.pieces.size())
      return fail(ErrorKind::malformed, download_again, "the added token '{}' has the id {}, but the vocabulary ends at {}", text, id,
                  model.pieces.size());
    if (text.empty()) return fail(ErrorKind::malformed, download_again, "the added token {} is empty", id);
    if (static_cast<std::size_t>(id) == model.pieces.size()) model.pieces.emplace_back();
    auto& piece = model.pieces[id];
    if (piece.type == Type::unknown || piece.type == Type::byte) continue;
    piece.type = special ? Type::control : Type::user_defined;
    piece.text = special ? text : with_space_marks(text);
  }
  return {};
}

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
  SentencepieceTokenizer(TokenizerData data, const SentencepieceModel& model, std::unique_ptr<Processor> at_start,
                         std::unique_ptr<Processor> inside)
      : at_start_(std::move(at_start)), inside_(std::move(inside)),
        drops_first_space_(model.add_dummy_prefix || model.remove_extra_whitespaces),
        unknown_surface_(model.unknown_surface.value_or(" \u2047 ")) {
    data_ = std::move(data);
    for (std::size_t id = 0; id < model.pieces.size(); ++id)
      if (model.pieces[id].type == Type::control) control_.add(model.pieces[id].text, static_cast<TokenId>(id));
  }

  std::vector<TokenId> encode(std::string_view text) const override {
    std::vector<TokenId> ids;
    append(text, ids);
    return ids;
  }

  // Plain stretches are encoded whole, whatever spans they come from: pieces may join across the border of two spans.
  std::vector<TokenId> encode(std::span<const TextSpan> prompt) const override {
    std::vector<TokenId> ids;
    std::string plain;
    for (const auto& [text, may_hold_control_tokens] : prompt) {
      std::size_t at = 0;
      while (may_hold_control_tokens) {
        const auto match = control_.find(text, at);
        if (!match) break;
        plain.append(text, at, match->begin - at);
        append(plain, ids);
        plain.clear();
        ids.push_back(match->id);
        at = match->begin + match->size;
      }
      plain.append(text, at);
    }
    append(plain, ids);
    return ids;
  }

  using Tokenizer::decode;
  std::string decode(TokenId token, DecodeState& state) const override {
    if (!is_token(token) || at_start_->IsControl(token)) return {};
    const bool first = std::exchange(state.first, false);
    if (at_start_->IsUnknown(token)) return unknown_surface_;
    std::string_view piece = at_start_->IdToPiece(token);
    if (at_start_->IsByte(token)) return {static_cast<char>(std::stoi(std::string(piece.substr(3, 2)), nullptr, 16))};
    if (first && drops_first_space_ && piece.starts_with(space_mark)) piece.remove_prefix(space_mark.size());
    return with_spaces(piece);
  }

  std::int64_t vocabulary_size() const override { return at_start_->GetPieceSize(); }
  std::string piece(TokenId token) const override { return is_token(token) ? at_start_->IdToPiece(token) : std::string(); }
  bool is_control(TokenId token) const override { return is_token(token) && at_start_->IsControl(token); }

 private:
  bool is_token(TokenId token) const { return token >= 0 && token < at_start_->GetPieceSize(); }

  static void check(const sentencepiece::util::Status& status) {
    if (!status.ok()) throw std::runtime_error("sentencepiece: " + status.ToString());  // every vocabulary was checked on loading
  }

  void append(std::string_view text, std::vector<TokenId>& ids) const {
    if (text.empty()) return;
    std::vector<int> more;
    check((ids.empty() || !inside_ ? at_start_ : inside_)->Encode(text, &more));
    ids.insert(ids.end(), more.begin(), more.end());
  }

  // The library puts its dummy space before whatever it is given, but only a text's beginning wants one. So models with a
  // dummy space have a second processor without it; inside_ is null for the others.
  std::unique_ptr<Processor> at_start_, inside_;
  ControlTokens control_;
  bool drops_first_space_;
  std::string unknown_surface_;
};

}  // namespace

Result<std::unique_ptr<Tokenizer>> make_sentencepiece_tokenizer(TokenizerData data) {
  auto model = data.kind == TokenizerData::Kind::sentencepiece_model ? read_sentencepiece_model(data.sentencepiece_model)
                                                                      : model_of_vocabulary(data);
  if (!model) return pass_on(std::move(model));
  if (model->pieces.size() + data.added_tokens.size() > static_cast<std::size_t>(std::numeric_limits<TokenId>::max()))
    return fail(ErrorKind::malformed, download_again, "the vocabulary has {} tokens", model->pieces.size());
  if (auto added = add_tokens(*model, std::move(data.added_tokens)); !added) return pass_on(std::move(added));
  if (auto checked = check_sentencepiece_model(*model); !checked) return pass_on(std::move(checked));
  complete_special_ids(data, *model);
  if (auto checked = check_special_ids(data, model->pieces.size()); !checked) return pass_on(std::move(checked));

  auto at_start = make_processor(*model);
  if (!at_start) return pass_on(std::move(at_start));
  std::unique_ptr<Processor> inside;
  data.add_space_prefix = model->add_dummy_prefix;
  if (model->add_dummy_prefix) {
    SentencepieceModel without_prefix = *model;
    without_prefix.add_dummy_prefix = false;
    auto processor = make_processor(without_prefix);
    if (!processor) return pass_on(std::move(processor));
    inside = std::move(*processor);
  }
  data.sentencepiece_model.clear();
  data.sentencepiece_model.shrink_to_fit();
  data.pieces = {};
  data.scores = {};
  data.types = {};
  data.added_tokens = {};
  return std::make_unique<SentencepieceTokenizer>(std::move(data), *model, std::move(*at_start), std::move(inside));
}

}  // namespace halftone
