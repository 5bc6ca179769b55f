#include "engine/load/folder_vocabulary.h"

#include <algorithm>

#include "engine/base/file.h"
#include "engine/base/refuse.h"
#include "engine/load/rank_vocabulary.h"
#include "engine/load/tokenizer_json.h"
#include "engine/load/vocab_merges.h"
#include "engine/tokenizer/sentencepiece_model.h"

namespace halftone {

namespace {

constexpr std::uint64_t kMaxVocabulary = 64 << 20;

std::optional<std::string> optional_text(const std::filesystem::path& folder, std::string_view name) {
  auto path = file_in_folder(folder, name);
  if (!path && path.error().kind == ErrorKind::not_found) return std::nullopt;
  return value_of(read_text_file(value_of(std::move(path)), kMaxVocabulary));
}

// The only *.tiktoken of the folder.
std::optional<std::string> tiktoken_file(const std::filesystem::path& folder) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (entry->path().extension() == ".tiktoken") return entry->path().filename().string();
  return std::nullopt;
}

std::optional<TokenizerData> read_other_file(const std::filesystem::path& folder, const nlohmann::json& settings) {
  TokenizerData data;
  if (auto model = optional_text(folder, "tokenizer.model")) {
    if (looks_like_tiktoken(*model)) {
      read_tiktoken(*model, "tokenizer.model", data);
    } else {
      data.kind = TokenizerData::Kind::sentencepiece_model;
      data.source = Sentence(std::string("tokenizer.model"));
      data.sentencepiece_model = std::move(*model);
    }
    return data;
  }
  if (const auto text = optional_text(folder, "tekken.json")) return read_tekken(*text, data), data;
  if (const auto vocab = optional_text(folder, "vocab.json"))
    if (const auto merges = optional_text(folder, "merges.txt")) return read_vocab_merges(*vocab, *merges, settings, data), data;
  if (const auto name = tiktoken_file(folder)) return read_tiktoken(*optional_text(folder, *name), *name, data), data;
  return std::nullopt;
}

}  // namespace

TokenizerData read_folder_vocabulary(const std::filesystem::path& folder, const nlohmann::json& settings) {
  const auto text = optional_text(folder, "tokenizer.json");
  if (!text) return read_other_file(folder, settings).value_or(TokenizerData());
  TokenizerData data;
  const auto read = guarded("tokenizer.json", [&] { read_tokenizer_json(*text, data); });
  if (read) return data;
  if (read.error().kind == ErrorKind::unsupported) {
    if (auto other = read_other_file(folder, settings)) {
      other->notes.push_back(sentence("{}: {} is read instead", read.error().cause, other->source));
      return *std::move(other);
    }
  }
  throw Refused{read.error()};
}

Result<TokenizerData> read_vocabulary_file(const std::filesystem::path& path) {
  return guarded(path.filename().string(), [&] {
    const std::string text = value_of(read_text_file(path, kMaxVocabulary));
    TokenizerData data;
    if (path.filename() == "tekken.json") read_tekken(text, data);
    else if (path.extension() == ".json") read_tokenizer_json(text, data);
    else read_tiktoken(text, path.filename().string(), data);
    return data;
  });
}

std::vector<std::string> tokens_of(const TokenizerData& data) {
  if (data.kind == TokenizerData::Kind::pipeline) return std::visit([](const auto& model) { return model.tokens; }, data.pipeline.model);
  if (data.kind != TokenizerData::Kind::sentencepiece_model) return data.pieces;
  std::vector<std::string> tokens;
  for (auto& piece : value_of(read_sentencepiece_model(data.sentencepiece_model)).pieces) tokens.push_back(std::move(piece.text));
  return tokens;
}

}  // namespace halftone
