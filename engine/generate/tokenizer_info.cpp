#include "engine/generate/tokenizer_info.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/load/checkpoint.h"

namespace halftone {

namespace {

// As published models write them.
constexpr std::pair<const char*, const char*> kReasoning[] = {
    {"<think>", "</think>"},                        // DeepSeek R1, Qwen, GLM, SmolLM3, Nemotron
    {"[THINK]", "[/THINK]"},                        // Mistral
    {"<|channel>thought", "<channel|>"},            // Gemma 4
    {"<|channel|>analysis", "<|end|>"},             // gpt-oss
    {"<|START_THINKING|>", "<|END_THINKING|>"},     // Command A
    {"<seed:think>", "</seed:think>"},              // Seed-OSS
    {"<thinking>", "</thinking>"},
};

bool is_byte_level(const Pipeline& pipeline) {
  const auto has = [](const auto& steps, auto is) { return std::ranges::any_of(steps, is); };
  return has(pipeline.pre_tokenizers, [](const auto& s) { return std::holds_alternative<pre_tokenizer::ByteLevel>(s); }) ||
         (pipeline.decoders && has(*pipeline.decoders, [](const auto& s) { return std::holds_alternative<decoder::ByteLevel>(s); }));
}

Sentence kind_of(const TokenizerData& data) {
  switch (data.kind) {
    case TokenizerData::Kind::none: return {};
    case TokenizerData::Kind::sentencepiece_model:
    case TokenizerData::Kind::sentencepiece_vocabulary: return Sentence(std::string("sentencepiece"));
    case TokenizerData::Kind::pipeline: break;
  }
  const std::string model = std::holds_alternative<UnigramData>(data.pipeline.model) ? "unigram" : "BPE";
  return is_byte_level(data.pipeline) ? sentence("byte-level {}", model) : Sentence(model);
}

}  // namespace

TokenizerInfo describe_tokenizer(const Checkpoint& checkpoint, const Result<std::unique_ptr<Tokenizer>>& tokenizer) {
  TokenizerInfo info;
  info.kind = kind_of(checkpoint.tokenizer);
  info.source = checkpoint.tokenizer.source;
  std::set<std::string> vocabulary;  // of it, what could be a mark
  if (tokenizer) {
    const Tokenizer& known = **tokenizer;
    info.tokens = known.vocabulary_size();
    const auto special = [&](std::optional<TokenId> id) -> std::optional<TokenizerInfo::Special> {
      if (!id) return std::nullopt;
      return TokenizerInfo::Special{*id, known.piece(*id)};
    };
    info.bos = special(known.data().bos);
    info.eos = special(known.data().eos);
    info.unknown = special(known.data().unknown);
    info.padding = special(known.data().padding);
    for (const TokenId id : known.data().end_of_generation) info.ends.push_back(*special(id));
    for (TokenId id = 0; id < info.tokens; ++id)
      if (std::string piece = known.piece(id); piece.starts_with('<') || piece.starts_with('[')) vocabulary.insert(std::move(piece));
  } else {
    info.trouble = tokenizer.error();
  }
  const std::string source = checkpoint.chat_template.value_or("");
  for (const auto& [open, close] : kReasoning) {
    const bool in_template = source.find(open) != source.npos || (source.find(close) != source.npos && vocabulary.contains(open));
    if (!in_template && !(vocabulary.contains(open) && vocabulary.contains(close))) continue;
    info.reasoning_open = open;
    info.reasoning_close = close;
    break;
  }
  return info;
}

}  // namespace halftone
