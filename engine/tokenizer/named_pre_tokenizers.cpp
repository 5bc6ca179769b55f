#include "engine/tokenizer/named_pre_tokenizers.h"

#include <algorithm>
#include <array>

#include "engine/tokenizer/pre_tokenizer.h"

namespace halftone {

namespace {

using namespace pre_tokenizer;

// Contractions in any case, as the families after GPT-4 have them.
#define CONTRACTIONS R"((?i:'s|'t|'re|'ve|'m|'ll|'d))"
#define LINES_AND_SPACES R"(|\s*[\r\n]+|\s+(?!\S)|\s+)"

constexpr const char* kLlama3 = CONTRACTIONS R"(|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*)" LINES_AND_SPACES;
constexpr const char* kQwen2 = CONTRACTIONS R"(|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*)" LINES_AND_SPACES;
constexpr const char* kQwen35 =
    CONTRACTIONS R"(|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*)" LINES_AND_SPACES;

// Capitals, then small letters: words that differ in case share their tails.
#define CAPITALS R"([\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}])"
#define SMALL R"([\p{Ll}\p{Lm}\p{Lo}\p{M}])"
#define BEFORE_WORD R"([^\r\n\p{L}\p{N}]?)"
constexpr const char* kGpt4o = BEFORE_WORD CAPITALS "*" SMALL "+" CONTRACTIONS "?|" BEFORE_WORD CAPITALS "+" SMALL "*" CONTRACTIONS
    R"(?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*)" LINES_AND_SPACES;
constexpr const char* kTekken = BEFORE_WORD CAPITALS "*" SMALL "+|" BEFORE_WORD CAPITALS "+" SMALL "*" R"(|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*)"
    LINES_AND_SPACES;
// The same without Han, which kimi-k2 splits off first.
#define CAPITALS_NOT_HAN R"((?:(?!\p{Han})[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]))"
#define SMALL_NOT_HAN R"((?:(?!\p{Han})[\p{Ll}\p{Lm}\p{Lo}\p{M}]))"
constexpr const char* kKimi = R"(\p{Han}+|)" BEFORE_WORD CAPITALS_NOT_HAN "*" SMALL_NOT_HAN "+" CONTRACTIONS "?|" BEFORE_WORD CAPITALS_NOT_HAN "+"
    SMALL_NOT_HAN "*" CONTRACTIONS R"(?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*)" LINES_AND_SPACES;

constexpr const char* kDigits1To3 = R"(\p{N}{1,3})";
constexpr const char* kCjk = "[一-龥\u3040-\u309f\u30a0-\u30ff]+";
constexpr const char* kDeepSeek3 = R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*)"
    LINES_AND_SPACES;
constexpr const char* kBloom = " ?[^(\\s|.,!?…。，、।۔،)]+";
constexpr const char* kBailing =
    R"('(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+)";
constexpr const char* kLines = R"([^\n]+|\n+)";
constexpr const char* kOldCjk = "[一-龥ࠀ-一가-\\x{d7ff}]+";

Step split(const char* pattern) { return Split{{pattern, true}}; }
Step gpt2() { return ByteLevel{false, true}; }
Step bytes() { return ByteLevel{false, false}; }

enum Flags { none = 0, nfc = 1, ignores_merges = 2 };

struct Row {
  std::string_view names;  // between commas
  std::vector<Step> (*steps)();
  int flags = none;
};

// Who uses what: tokenizer.json files of the families named; NFC where theirs has it, though GGUF does not say so.
const std::array kRows = {
    Row{"gpt-2,gpt2,phi-2,mellum,exaone4,jais,codegen", [] { return std::vector<Step>{gpt2()}; }},
    Row{"mpt,olmo,gpt-neox", [] { return std::vector<Step>{gpt2()}; }, nfc},
    Row{"starcoder,refact,smollm,exaone,granite-code", [] { return std::vector<Step>{Digits{true}, gpt2()}; }},
    Row{"command-r", [] { return std::vector<Step>{Digits{true}, gpt2()}; }, nfc},
    Row{"llama-bpe,llama3,llama-v3,lfm2,falcon3,pixtral", [] { return std::vector<Step>{split(kLlama3), bytes()}; }, ignores_merges},
    Row{"smaug-bpe,dbrx,chatglm-bpe,olmo2", [] { return std::vector<Step>{split(kLlama3), bytes()}; }},
    Row{"glm4", [] { return std::vector<Step>{split(kLlama3), bytes()}; }, ignores_merges},
    Row{"minicpm5", [] { return std::vector<Step>{split(kDigits1To3), split(kLlama3), bytes()}; }, ignores_merges},
    Row{"qwen2", [] { return std::vector<Step>{split(kQwen2), bytes()}; }, nfc},
    Row{"deepseek-r1-qwen,megrez,stablelm2", [] { return std::vector<Step>{split(kQwen2), bytes()}; }},
    Row{"qwen35", [] { return std::vector<Step>{split(kQwen35), bytes()}; }, nfc},
    Row{"gpt-4o,llama4,kanana2", [] { return std::vector<Step>{split(kGpt4o), bytes()}; }},
    Row{"tekken", [] { return std::vector<Step>{split(kTekken), bytes()}; }, ignores_merges},
    Row{"deepseek-v3,hunyuan-dense", [] { return std::vector<Step>{split(kDigits1To3), split(kCjk), split(kDeepSeek3), bytes()}; }},
    // Letters with case stand in the file as a list of ranges; these are their categories.
    Row{"deepseek-llm", [] {
          return std::vector<Step>{split(R"([\r\n])"), split(R"(\s?[\p{Lu}\p{Ll}\p{Lt}]+)"), split("\\s?[!-/:-~！-／：-～‘-‟　-。]+"),
                                   split(R"(\s+$)"), split(kOldCjk), Digits{true}, bytes()};
        }},
    Row{"deepseek-coder", [] {
          return std::vector<Step>{split(R"([\r\n])"), split(R"(\s?\p{L}+)"), split(R"(\s?\p{P}+)"), split(kOldCjk), Digits{true}, bytes()};
        }},
    Row{"bailingmoe", [] { return std::vector<Step>{split(kBailing), bytes()}; }},
    Row{"laguna", [] { return std::vector<Step>{split(kLines), split(kQwen2), bytes()}; }},
    Row{"tiny_aya,cohere2moe", [] { return std::vector<Step>{DigitGroups{}, split(kGpt4o), bytes()}; }},
    Row{"kimi-k2", [] { return std::vector<Step>{split(kKimi), bytes()}; }},
    Row{"bloom,poro-chat,gpt3-finnish", [] { return std::vector<Step>{split(kBloom), bytes()}; }},
    Row{"viking", [] { return std::vector<Step>{split(kBloom), Digits{true}, bytes()}; }},
    Row{"falcon", [] {
          return std::vector<Step>{Punctuation{Behavior::contiguous}, gpt2(), Digits{false}, split("[0-9][0-9][0-9]")};
        }},
    Row{"default", [] {
          return std::vector<Step>{Punctuation{Behavior::contiguous}, gpt2(), Digits{false}, split("[0-9][0-9][0-9]")};
        }},
};

// The names of a row one by one.
template <class Visit>
void each_name(std::string_view names, Visit&& visit) {
  while (!names.empty()) {
    const std::size_t comma = std::min(names.find(','), names.size());
    visit(names.substr(0, comma));
    names.remove_prefix(std::min(comma + 1, names.size()));
  }
}

}  // namespace

std::optional<NamedPreTokenizer> named_pre_tokenizer(std::string_view name) {
  for (const Row& row : kRows) {
    bool found = false;
    each_name(row.names, [&](std::string_view one) { found |= one == name; });
    if (!found) continue;
    NamedPreTokenizer out{.steps = row.steps(), .ignore_merges = (row.flags & ignores_merges) != 0};
    if (row.flags & nfc) out.normalizers.push_back(normalizer::Unicode{normalizer::Form::nfc});
    return out;
  }
  return std::nullopt;
}

std::vector<std::string_view> known_pre_tokenizers() {
  std::vector<std::string_view> names;
  for (const Row& row : kRows) each_name(row.names, [&](std::string_view name) { names.push_back(name); });
  std::ranges::sort(names);
  return names;
}

Result<void> use_pre_tokenizer(TokenizerData& data, std::string_view name) {
  auto named = named_pre_tokenizer(name);
  if (!named)
    return fail(ErrorKind::invalid_argument, sentence("Known are {}.", fmt::join(known_pre_tokenizers(), ", ")),
                "no pre-tokenizer is called '{}'", name.substr(0, 60));
  auto* bpe = std::get_if<BpeData>(&data.pipeline.model);
  const bool byte_level = data.kind == TokenizerData::Kind::pipeline && bpe && !bpe->byte_fallback;
  if (!byte_level)
    return fail(ErrorKind::invalid_argument, "Leave the pre-tokenizer as it is.", "the model's vocabulary is not byte-level: it does not split words by a pattern of that kind");
  data.pipeline.normalizers = std::move(named->normalizers);
  data.pipeline.pre_tokenizers = std::move(named->steps);
  bpe->ignore_merges = named->ignore_merges;
  return {};
}

}  // namespace halftone
