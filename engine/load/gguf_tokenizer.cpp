#include "engine/load/gguf_tokenizer.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/base/refuse.h"

namespace halftone {

namespace {

constexpr char kRemedy[] = "The vocabulary is damaged: download or convert the model again.";

// Control tokens that end a turn in the chat formats of known models; older files do not name them by a key.
constexpr std::array<std::string_view, 6> kTurnEnds = {"<|eot_id|>",    "<|im_end|>",    "<|end|>",
                                                       "<end_of_turn>", "<|endoftext|>", "<|eom_id|>"};

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

// "left right": byte-level pieces hold no space themselves.
void check_merges(const std::vector<std::string>& merges) {
  for (std::size_t i = 0; i < merges.size(); ++i) {
    const std::size_t space = merges[i].find(' ');
    if (space == 0 || space == std::string::npos || space + 1 == merges[i].size() || merges[i].find(' ', space + 1) != std::string::npos)
      refuse(ErrorKind::malformed, kRemedy, "merge {} of the vocabulary is '{}' instead of two pieces with a space between", i, merges[i]);
  }
}

}  // namespace

TokenizerData tokenizer_of(const Gguf& file) {
  using Type = TokenizerData::PieceType;
  TokenizerData data;
  const auto model = file.text("tokenizer.ggml.model");
  if (!model) return data;
  if (*model == "llama")
    data.kind = TokenizerData::Kind::sentencepiece_vocabulary;
  else if (*model == "gpt2")
    data.kind = TokenizerData::Kind::pipeline;
  else
    return data;

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
  if (auto merges = file.strings("tokenizer.ggml.merges")) check_merges(*merges);

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
  for (std::size_t id = 0; id < data.types.size(); ++id)
    if (data.types[id] == Type::control && std::ranges::count(kTurnEnds, data.pieces[id])) ends(static_cast<TokenId>(id));

  data.add_bos = file.flag("tokenizer.ggml.add_bos_token").value_or(data.kind == TokenizerData::Kind::sentencepiece_vocabulary);
  data.add_space_prefix = file.flag("tokenizer.ggml.add_space_prefix").value_or(true);
  return data;
}

}  // namespace halftone
