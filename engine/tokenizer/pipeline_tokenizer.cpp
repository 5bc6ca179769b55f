#include "engine/tokenizer/pipeline_tokenizer.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "engine/tokenizer/added_tokens.h"
#include "engine/tokenizer/bpe.h"
#include "engine/tokenizer/decoder.h"
#include "engine/tokenizer/normalizer.h"
#include "engine/tokenizer/pre_tokenizer.h"
#include "engine/tokenizer/prompt_text.h"
#include "engine/tokenizer/text_map.h"
#include "engine/tokenizer/turn_marks.h"
#include "engine/tokenizer/turn_marks.h"
#include "engine/tokenizer/unicode.h"
#include "engine/tokenizer/unigram.h"

namespace halftone {

namespace {

constexpr const char* kRemedy = "The tokenizer's files are damaged or of different models: download them again.";

class PipelineTokenizer final : public Tokenizer {
 public:
  using Model = std::variant<Bpe, Unigram>;

  PipelineTokenizer(TokenizerData data, std::vector<std::string> pieces, std::vector<bool> control, std::vector<bool> hidden, Normalizer normalizer,
                    PreTokenizer pre_tokenizer, Model model, Decoder decoder, AddedTokens raw, AddedTokens raw_with_control, AddedTokens normalized)
      : pieces_(std::move(pieces)), control_(std::move(control)), hidden_(std::move(hidden)), normalizer_(std::move(normalizer)),
        pre_tokenizer_(std::move(pre_tokenizer)), model_(std::move(model)), decoder_(std::move(decoder)), raw_(std::move(raw)),
        raw_with_control_(std::move(raw_with_control)), normalized_(std::move(normalized)) {
    data_ = std::move(data);
  }

  std::vector<TokenId> encode(std::string_view text) const override {
    const TextSpan span{std::string(text), false};
    return encode(std::span(&span, 1), {});
  }

  // Added tokens are found first: those before the normaliser in the text as it stands, the others in what the normaliser makes of each
  // stretch between. A control token that is found only behind the normaliser has no provenance there: where a text is not all the
  // template's, it is looked for in the text as it stands instead.
  std::vector<TokenId> encode(std::span<const TextSpan> prompt, std::stop_token stop) const override {
    std::vector<TextSpan> spans(prompt.begin(), prompt.end());
    for (TextSpan& span : spans) span.text = unicode::replace_invalid(span.text);
    const PromptText whole(spans);
    const std::string_view text = whole.text();
    const bool pure = whole.from_template(0, text.size());
    const auto may_take = [&](std::size_t begin, std::size_t end, const AddedToken& token) {
      return !token.only_from_template() || whole.from_template(begin, end);
    };
    std::vector<TokenId> ids;
    Bpe::Cache cache;
    std::size_t done = 0;
    for (const auto& match : (pure ? raw_ : raw_with_control_).find(text, may_take)) {
      if (stop.stop_requested()) return ids;
      if (done < match.begin) encode_normalized(text.substr(done, match.begin - done), done == 0, pure, cache, ids, stop);
      ids.push_back(match.id);
      done = match.end;
    }
    if (done < text.size()) encode_normalized(text.substr(done), done == 0, pure, cache, ids, stop);
    return ids;
  }

  using Tokenizer::decode;
  std::string decode(TokenId token, DecodeState& state) const override {
    if (!is_token(token) || hidden_[token] || pieces_[token].empty()) return {};
    return decoder_.decode(pieces_[token], state);
  }
  std::string finish(DecodeState& state) const override { return decoder_.finish(state); }

  std::int64_t vocabulary_size() const override { return static_cast<std::int64_t>(pieces_.size()); }
  std::string piece(TokenId token) const override { return is_token(token) ? pieces_[token] : std::string(); }
  bool is_control(TokenId token) const override { return is_token(token) && control_[token]; }

 private:
  bool is_token(TokenId token) const { return token >= 0 && static_cast<std::size_t>(token) < pieces_.size(); }

  void encode_normalized(std::string_view stretch, bool at_start, bool pure, Bpe::Cache& cache, std::vector<TokenId>& ids,
                         const std::stop_token& stop) const {
    const Normalizer::Text text = normalizer_.apply(std::string(stretch), at_start);
    const auto may_take = [&](std::size_t, std::size_t, const AddedToken& token) { return pure || !token.only_from_template(); };
    std::size_t done = 0;
    for (const auto& match : normalized_.find(text.text, may_take)) {
      if (done < match.begin) encode_words(text.text.substr(done, match.begin - done), text.at_start && done == 0, cache, ids, stop);
      ids.push_back(match.id);
      done = match.end;
    }
    if (done < text.text.size()) encode_words(text.text.substr(done), text.at_start && done == 0, cache, ids, stop);
  }

  void encode_words(std::string text, bool at_start, Bpe::Cache& cache, std::vector<TokenId>& ids, const std::stop_token& stop) const {
    const Words words = pre_tokenizer_.split(std::move(text), at_start);
    for (const auto& [begin, end] : words.ranges) {
      if (stop.stop_requested()) return;
      const std::string_view word = std::string_view(words.text).substr(begin, end - begin);
      if (const auto* bpe = std::get_if<Bpe>(&model_)) bpe->encode(word, cache, ids);
      else std::get<Unigram>(model_).encode(word, ids);
    }
  }

  std::vector<std::string> pieces_;       // by id
  std::vector<bool> control_, hidden_;    // by id
  Normalizer normalizer_;
  PreTokenizer pre_tokenizer_;
  Model model_;
  Decoder decoder_;
  AddedTokens raw_, raw_with_control_, normalized_;
};

// Whether words can stay bytes: byte-level last, and nothing that looks at the letters of the alphabet.
bool stays_bytes(const Pipeline& pipeline) {
  const auto* bpe = std::get_if<BpeData>(&pipeline.model);
  return bpe && bpe->continuing_prefix.empty() && bpe->word_suffix.empty() && !bpe->byte_fallback && !pipeline.pre_tokenizers.empty() &&
         std::holds_alternative<pre_tokenizer::ByteLevel>(pipeline.pre_tokenizers.back()) &&
         std::ranges::count_if(pipeline.pre_tokenizers, [](const pre_tokenizer::Step& step) {
           return std::holds_alternative<pre_tokenizer::ByteLevel>(step);
         }) == 1;
}

Result<void> check_ids(const TokenizerData& data, std::size_t size) {
  const auto check = [&](std::string_view name, TokenId id) -> Result<void> {
    if (id >= 0 && static_cast<std::size_t>(id) < size) return {};
    return fail(ErrorKind::malformed, kRemedy, "the {} token has the id {}, but the vocabulary has {} tokens", name, id, size);
  };
  Result<void> result;
  const auto all = [&](std::string_view name, const auto& ids) {
    for (const TokenId id : ids)
      if (result) result = check(name, id);
  };
  const auto one = [&](std::string_view name, std::optional<TokenId> id) {
    if (result && id) result = check(name, *id);
  };
  one("bos", data.bos), one("eos", data.eos), one("unknown", data.unknown), one("padding", data.padding);
  all("end-of-generation", data.end_of_generation), all("first", data.prefix), all("last", data.suffix);
  return result;
}

}  // namespace

Result<std::unique_ptr<Tokenizer>> make_pipeline_tokenizer(TokenizerData data) {
  Pipeline pipeline = std::move(data.pipeline);
  data.pipeline = {};
  std::vector<std::string> pieces = std::visit([](const auto& model) { return model.tokens; }, pipeline.model);
  if (pieces.empty()) return fail(ErrorKind::malformed, kRemedy, "the tokenizer's vocabulary is empty");

  std::ranges::move(unlisted_turn_marks(pieces, data.added_tokens), std::back_inserter(data.added_tokens));
  protect_turn_marks(data.added_tokens, data.template_source);
  data.template_source = {};

  // A token that is spelled like an older one can never be found: the older keeps the text, the newer its id.
  std::vector<AddedToken> added;
  TextMap texts;
  std::unordered_map<std::string, TokenId> ids;
  for (AddedToken& token : data.added_tokens) {
    if (token.text.empty()) return fail(ErrorKind::malformed, kRemedy, "the added token {} is empty", token.id);
    if (token.id < 0 || static_cast<std::size_t>(token.id) > 2 * pieces.size() + 65'536)
      return fail(ErrorKind::malformed, kRemedy, "the added token '{}' has the id {}, but the vocabulary has {} tokens", token.text, token.id, pieces.size());
    token.text = unicode::replace_invalid(token.text);
    const auto [older, is_new] = ids.try_emplace(token.text, token.id);
    if (!is_new) data.notes.push_back(sentence("the added tokens {} and {} are both '{}': the first is used", older->second, token.id, token.text));
    if (static_cast<std::size_t>(token.id) >= pieces.size()) pieces.resize(static_cast<std::size_t>(token.id) + 1);
    pieces[token.id] = token.text;
    if (is_new) added.push_back(token);
  }
  data.added_tokens.clear();
  if (auto checked = check_ids(data, pieces.size()); !checked) return pass_on(std::move(checked));
  if (data.eos && !std::ranges::count(data.end_of_generation, *data.eos)) data.end_of_generation.push_back(*data.eos);

  auto normalizer = Normalizer::make(pipeline.normalizers);
  if (!normalizer) return pass_on(std::move(normalizer));
  const bool raw_bytes = stays_bytes(pipeline);
  auto pre_tokenizer = PreTokenizer::make(pipeline.pre_tokenizers, raw_bytes);
  if (!pre_tokenizer) return pass_on(std::move(pre_tokenizer));
  auto decoder = Decoder::make(pipeline.decoders);
  if (!decoder) return pass_on(std::move(decoder));

  std::vector<bool> control(pieces.size()), hidden(pieces.size());
  std::vector<AddedToken> raw, raw_with_control, normalized;
  for (const AddedToken& token : added) {
    control[token.id] = token.only_from_template();
    hidden[token.id] = token.special;
    if (!token.normalized || token.only_from_template()) raw_with_control.push_back(token);
    if (!token.normalized) {
      raw.push_back(token);
    } else {
      normalized.push_back(token);
      normalized.back().text = normalizer->apply(token.text, true).text;
      if (normalized.back().text.empty()) normalized.pop_back();
    }
  }
  auto model = [&]() -> PipelineTokenizer::Model {
    if (auto* bpe = std::get_if<BpeData>(&pipeline.model)) return Bpe(std::move(*bpe), raw_bytes);
    return Unigram(std::get<UnigramData>(pipeline.model));
  }();
  return std::make_unique<PipelineTokenizer>(std::move(data), std::move(pieces), std::move(control), std::move(hidden), *std::move(normalizer),
                                             *std::move(pre_tokenizer), std::move(model), *std::move(decoder), AddedTokens(std::move(raw)),
                                             AddedTokens(std::move(raw_with_control)), AddedTokens(std::move(normalized)));
}

}  // namespace halftone
