#include "engine/load/gguf_tokenizer.h"

#include <algorithm>
#include <string_view>

#include "engine/base/refuse.h"
#include "engine/load/vocabulary.h"
#include "engine/tokenizer/named_pre_tokenizers.h"
#include "engine/tokenizer/sentencepiece_vocabulary.h"
#include "engine/tokenizer/turn_marks.h"

namespace halftone {

namespace {

constexpr char kRemedy[] = "The vocabulary is damaged: download or convert the model again.";

std::optional<TokenId> special_id(const Gguf& file, std::string_view key, std::size_t vocabulary) {
  const auto id = file.integer(key);
  if (!id) return std::nullopt;
  if (*id == -1 && file.find(key)->type != GgufType::u64) return std::nullopt;  // "none" of some converters
  if (*id < 0 || static_cast<std::uint64_t>(*id) >= vocabulary)
    refuse(ErrorKind::malformed, kRemedy, "key '{}' is {}, but the vocabulary has {} tokens", key, *id, vocabulary);
  return static_cast<TokenId>(*id);
}

std::vector<TokenizerData::PieceType> piece_types(const std::vector<std::int64_t>& numbers) {
  std::vector<TokenizerData::PieceType> types;
  types.reserve(numbers.size());
  for (const std::int64_t n : numbers) {
    if (n < 1 || n > 6)
      refuse(ErrorKind::malformed, kRemedy, "token {} of the vocabulary has the type {}; there are 1 to 6", types.size(), n);
    types.push_back(static_cast<TokenizerData::PieceType>(n));
  }
  return types;
}

// A vocabulary of bytes, or Gemma 4's of characters: tokens and merges are in the file, all else is known by name.
void read_pipeline(const Gguf& file, const std::string& model, TokenizerData& data) {
  using Type = TokenizerData::PieceType;
  const auto list = file.strings("tokenizer.ggml.merges");
  if (!list) refuse(ErrorKind::malformed, kRemedy, "there are no merges: key 'tokenizer.ggml.merges' is missing");
  BpeData bpe;
  bpe.tokens = std::move(data.pieces);
  data.pieces.clear();
  std::vector<std::pair<std::string, std::string>> merges;
  merges.reserve(list->size());
  for (std::size_t i = 0; i < list->size(); ++i) merges.push_back(split_merge((*list)[i], i, model == "gemma4"));
  add_merges(bpe, merges, data.notes);
  for (std::size_t id = 0; id < data.types.size(); ++id) {
    const bool special = data.types[id] == Type::control || data.types[id] == Type::unknown;
    if (!special && data.types[id] != Type::user_defined) continue;
    if (bpe.tokens[id].empty()) refuse(ErrorKind::malformed, kRemedy, "token {} of the vocabulary is empty", id);
    data.added_tokens.push_back({.id = static_cast<TokenId>(id), .text = bpe.tokens[id], .special = special});
  }
  data.types = {};
  data.scores = {};
  if (model == "gemma4") {
    data.source = Sentence(std::string("GGUF, gemma4"));
    bpe.byte_fallback = bpe.fuse_unknown = true;
    bpe.unknown = data.unknown;
    data.pipeline.normalizers = {normalizer::Replace{{" ", false}, "\u2581"}};
    data.pipeline.decoders = {decoder::Replace{{"\u2581", false}, " "}, decoder::ByteFallback{}, decoder::Fuse{}};
    data.pipeline.model = std::move(bpe);
    return;
  }
  data.pipeline.decoders = {decoder::ByteLevel{}};
  data.pipeline.model = std::move(bpe);
  const std::string name = file.text("tokenizer.ggml.pre").value_or("");
  data.source = name.empty() ? Sentence("GGUF, pre-tokenizer not named") : sentence("GGUF, pre-tokenizer {}", name);
  if (!use_pre_tokenizer(data, name.empty() ? "default" : name)) {
    (void)use_pre_tokenizer(data, "gpt-2");
    data.notes.push_back(sentence("how its tokenizer splits words is called '{}', which is not known here: split as GPT-2 does, so some words may "
                                  "be read in other tokens than the model learnt", name.substr(0, 60)));
  } else if (name.empty()) {
    data.notes.push_back(Sentence("the file does not say how its tokenizer splits words: split as old files mostly meant it"));
  }
}

}  // namespace

TokenizerData tokenizer_of(const Gguf& file) {
  using Type = TokenizerData::PieceType;
  TokenizerData data;
  const auto model = file.text("tokenizer.ggml.model");
  if (!model) {
    data.trouble = fail(ErrorKind::not_found,
                        "Choose a GGUF file that was converted with the model's tokenizer, or the folder with config.json, the .safetensors "
                        "files and tokenizer.json.",
                        "the GGUF file holds no tokenizer: key 'tokenizer.ggml.model' is missing").error();
    return data;
  }
  if (*model == "llama")
    data.kind = TokenizerData::Kind::sentencepiece_vocabulary;
  else if (*model == "gpt2" || *model == "gemma4")
    data.kind = TokenizerData::Kind::pipeline;
  else {
    data.trouble = fail(ErrorKind::unsupported, "Use the folder with the model's tokenizer.json.",
                        "the file's tokenizer is of the kind '{}'; known are llama, gpt2 and gemma4", model->substr(0, 60)).error();
    return data;
  }

  auto tokens = file.strings("tokenizer.ggml.tokens");
  if (!tokens) refuse(ErrorKind::malformed, kRemedy, "there is no vocabulary: key 'tokenizer.ggml.tokens' is missing");
  data.pieces = std::move(*tokens);
  const std::size_t count = data.pieces.size();
  if (auto scores = file.floats("tokenizer.ggml.scores")) data.scores = std::move(*scores);
  if (const auto types = file.integers("tokenizer.ggml.token_type")) data.types = piece_types(*types);
  if (data.kind == TokenizerData::Kind::sentencepiece_vocabulary && data.types.empty()) {
    data.types.assign(count, Type::normal);  // the first converters left it out
  }
  const bool scores_fit = data.scores.size() == count || (data.scores.empty() && data.kind == TokenizerData::Kind::pipeline);
  if (!scores_fit || (!data.types.empty() && data.types.size() != count))
    refuse(ErrorKind::malformed, kRemedy, "the vocabulary has {} tokens but {} scores and {} token types", count, data.scores.size(),
           data.types.size());

  data.bos = special_id(file, "tokenizer.ggml.bos_token_id", count);
  data.eos = special_id(file, "tokenizer.ggml.eos_token_id", count);
  data.unknown = special_id(file, "tokenizer.ggml.unknown_token_id", count);
  data.padding = special_id(file, "tokenizer.ggml.padding_token_id", count);
  const auto ends = [&](std::optional<TokenId> id) {
    if (id && !std::ranges::count(data.end_of_generation, *id)) data.end_of_generation.push_back(*id);
  };
  ends(data.eos);
  ends(special_id(file, "tokenizer.ggml.eot_token_id", count));
  ends(special_id(file, "tokenizer.ggml.eom_token_id", count));
  std::vector<AddedToken> found_whole;
  for (std::size_t id = 0; id < data.types.size(); ++id)
    if (data.types[id] == Type::control || data.types[id] == Type::user_defined)
      found_whole.push_back({.id = static_cast<TokenId>(id), .text = data.pieces[id], .special = data.types[id] == Type::control});
  for (const TokenId id : turn_ends(found_whole)) ends(id);
  for (const TokenId id : roles_that_end(found_whole)) ends(id);

  if (data.kind == TokenizerData::Kind::pipeline) read_pipeline(file, *model, data);
  else data.source = Sentence(std::string("GGUF, sentencepiece"));

  data.add_bos = file.flag("tokenizer.ggml.add_bos_token").value_or(data.kind == TokenizerData::Kind::sentencepiece_vocabulary || *model == "gemma4");
  data.add_space_prefix = file.flag("tokenizer.ggml.add_space_prefix").value_or(true);
  if (data.kind == TokenizerData::Kind::sentencepiece_vocabulary) data.notes = sentencepiece_notes(data);
  return data;
}

}  // namespace halftone
