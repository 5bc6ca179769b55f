#include "engine/load/rank_vocabulary.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/base/base64.h"
#include "engine/base/refuse.h"
#include "engine/load/json.h"
#include "engine/load/vocabulary.h"
#include "engine/tokenizer/named_pre_tokenizers.h"

namespace halftone {

namespace {

using nlohmann::json;
constexpr char kRemedy[] = "Download the tokenizer's files again.";

void fill(TokenizerData& data, const std::vector<std::string>& bytes, TokenId first_id, std::vector<pre_tokenizer::Step> steps) {
  data.kind = TokenizerData::Kind::pipeline;
  data.pipeline.pre_tokenizers = std::move(steps);
  data.pipeline.decoders = {decoder::ByteLevel{}};
  data.pipeline.model = bpe_of_ranks(bytes, first_id);
}

void add_special(TokenizerData& data, TokenId id, std::string text) {
  data.added_tokens.push_back({.id = id, .text = std::move(text), .special = true});
}

struct Special {
  TokenId id;
  std::string_view text;
};
// Published encodings by their number of ranks. Sources: OpenAI's tiktoken and harmony, Meta's llama3 and Qwen's tokenization code.
struct Encoding {
  std::size_t ranks;
  std::string_view pre_tokenizer;
  std::vector<Special> special;
};
const std::array kEncodings = {
    Encoding{100'256, "dbrx", {{100'257, "<|endoftext|>"}, {100'258, "<|fim_prefix|>"}, {100'259, "<|fim_middle|>"},
                               {100'260, "<|fim_suffix|>"}, {100'276, "<|endofprompt|>"}}},
    Encoding{199'998, "gpt-4o", {{199'998, "<|startoftext|>"}, {199'999, "<|endoftext|>"}, {200'002, "<|return|>"}, {200'003, "<|constrain|>"},
                                 {200'005, "<|channel|>"}, {200'006, "<|start|>"}, {200'007, "<|end|>"}, {200'008, "<|message|>"},
                                 {200'012, "<|call|>"}, {200'018, "<|endofprompt|>"}}},
    Encoding{128'000, "llama-bpe", {{128'000, "<|begin_of_text|>"}, {128'001, "<|end_of_text|>"}, {128'006, "<|start_header_id|>"},
                                    {128'007, "<|end_header_id|>"}, {128'008, "<|eom_id|>"}, {128'009, "<|eot_id|>"}}},
    Encoding{151'643, "qwen2", {{151'643, "<|endoftext|>"}, {151'644, "<|im_start|>"}, {151'645, "<|im_end|>"}}},
};

}  // namespace

bool looks_like_tiktoken(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, std::min(bytes.find('\n'), bytes.size()));
  const std::size_t space = line.find(' ');
  return space != line.npos && space > 0 && space <= 2'000 && from_base64(line.substr(0, space)) && line.size() > space + 1 &&
         std::ranges::all_of(line.substr(space + 1), [](char c) { return (c >= '0' && c <= '9') || c == '\r'; });
}

void read_tiktoken(std::string_view text, std::string_view name, TokenizerData& data) {
  std::vector<std::string> bytes;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const std::size_t space = std::min(line.find(' '), line.size());
    auto token = from_base64(line.substr(0, space));
    std::size_t rank = 0;
    const std::string_view number = line.substr(std::min(space + 1, line.size()));
    const auto [stop, error] = std::from_chars(number.data(), number.data() + number.size(), rank);
    if (!token || token->empty() || error != std::errc{} || stop != number.data() + number.size() || rank != bytes.size())
      refuse(ErrorKind::malformed, kRemedy, "{}: line {} is no token in base64 with the rank {}", name, bytes.size() + 1, bytes.size());
    bytes.push_back(std::move(*token));
  }
  if (bytes.empty()) refuse(ErrorKind::malformed, kRemedy, "{}: holds no token", name);
  const auto known = std::ranges::find(kEncodings, bytes.size(), &Encoding::ranks);
  data.source = Sentence(fmt::format("{}, tiktoken", name));
  fill(data, bytes, 0, named_pre_tokenizer(known == kEncodings.end() ? "gpt-2" : known->pre_tokenizer)->steps);
  if (known != kEncodings.end())
    for (const Special& special : known->special) add_special(data, special.id, std::string(special.text));
  else
    data.notes.push_back(sentence("{} does not say how its tokenizer splits words, and its {} ranks are of no known encoding: split as GPT-2 does",
                                     name, bytes.size()));
}

void read_tekken(std::string_view text, TokenizerData& data) {
  const json document = value_of(parse_json(text, kVocabularyLimits));
  const auto member = [](const json& object, const char* key) -> const json& {
    static const json null;
    const auto place = object.is_object() ? object.find(key) : object.end();
    return place == object.end() ? null : *place;
  };
  const json& config = member(document, "config");
  const auto count = [&](const char* key) {
    const json& value = member(config, key);
    if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > 10'000'000)
      refuse(ErrorKind::malformed, kRemedy, "tekken.json: config.{} is no count", std::string_view(key));
    return value.get<std::size_t>();
  };
  const std::size_t size = count("default_vocab_size"), specials = count("default_num_special_tokens");
  const json& vocab = member(document, "vocab");
  if (!vocab.is_array() || !member(config, "pattern").is_string() || size <= specials)
    refuse(ErrorKind::malformed, kRemedy, "tekken.json: has no vocabulary, no pattern, or fewer tokens ({}) than special ones ({})", size, specials);
  std::vector<std::string> bytes;
  for (const json& entry : vocab) {
    if (bytes.size() == size - specials) break;
    const json& token = member(entry, "token_bytes");
    auto decoded = token.is_string() ? from_base64(token.get_ref<const std::string&>()) : std::nullopt;
    if (!decoded || decoded->empty() || member(entry, "rank") != bytes.size())
      refuse(ErrorKind::malformed, kRemedy, "tekken.json: entry {} of the vocabulary is no token of that rank", bytes.size());
    bytes.push_back(std::move(*decoded));
  }
  if (bytes.empty()) refuse(ErrorKind::malformed, kRemedy, "tekken.json: holds no token");
  data.source = Sentence(std::string("tekken.json"));
  fill(data, bytes, static_cast<TokenId>(specials),
       {pre_tokenizer::Split{{member(config, "pattern").get<std::string>(), true}}, pre_tokenizer::ByteLevel{false, false}});
  // Older files leave the special tokens to the program that reads them.
  constexpr std::array<std::string_view, 20> kBuiltIn = {
      "<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]", "[/TOOL_RESULTS]", "[TOOL_CALLS]",
      "[IMG]", "<pad>", "[IMG_BREAK]", "[IMG_END]", "[PREFIX]", "[MIDDLE]", "[SUFFIX]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[TOOL_CONTENT]"};
  std::vector<std::string> names(specials);
  for (std::size_t id = 0; id < specials; ++id) names[id] = fmt::format("<SPECIAL_{}>", id);
  if (const json& list = member(document, "special_tokens"); list.is_array()) {
    for (const json& entry : list) {
      const json &rank = member(entry, "rank"), &name = member(entry, "token_str");
      if (!rank.is_number_unsigned() || rank.get<std::size_t>() >= specials || !name.is_string())
        refuse(ErrorKind::malformed, kRemedy, "tekken.json: the special token {} is malformed", entry.dump().substr(0, 80));
      names[rank.get<std::size_t>()] = name.get<std::string>();
    }
  } else {
    for (std::size_t id = 0; id < std::min(kBuiltIn.size(), specials); ++id) names[id] = kBuiltIn[id];
  }
  for (std::size_t id = 0; id < specials; ++id) add_special(data, static_cast<TokenId>(id), names[id]);
  if (specials > 2) {
    data.bos = 1;
    data.eos = 2;
    data.prefix = {1};
  }
}

}  // namespace halftone
