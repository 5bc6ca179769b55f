#include "engine/load/vocab_merges.h"

#include "engine/base/refuse.h"
#include "engine/load/json.h"
#include "engine/load/vocabulary.h"
#include "engine/tokenizer/named_pre_tokenizers.h"

namespace halftone {

namespace {
using nlohmann::json;
constexpr char kRemedy[] = "Download the tokenizer's files again.";
}  // namespace

std::vector<std::string> tokens_by_id(const json& vocab, std::string_view file) {
  if (!vocab.is_object()) refuse(ErrorKind::malformed, kRemedy, "{}: the vocabulary is no object", file);
  Vocabulary vocabulary(file, vocab.size());
  for (const auto& [text, id] : vocab.items()) {
    if (!id.is_number_integer()) refuse(ErrorKind::malformed, kRemedy, "{}: the id of '{}' is no whole number", file, text);
    vocabulary.add(id.get<std::int64_t>(), text);
  }
  return vocabulary.take();
}

void read_vocab_merges(std::string_view vocab, std::string_view merges, const json& settings, TokenizerData& data) {
  BpeData bpe;
  bpe.tokens = tokens_by_id(value_of(parse_json(vocab, kVocabularyLimits)), "vocab.json");
  std::vector<std::pair<std::string, std::string>> parts;
  for (std::size_t line_number = 0; !merges.empty(); ++line_number) {
    const std::size_t end = std::min(merges.find('\n'), merges.size());
    std::string_view line = merges.substr(0, end);
    merges.remove_prefix(std::min(end + 1, merges.size()));
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (line.empty() || (line_number == 0 && line.starts_with("#version"))) continue;
    parts.push_back(split_merge(line, parts.size()));
  }
  add_merges(bpe, parts, data.notes);
  const auto place = settings.find("tokenizer_class");
  const std::string name = place != settings.end() && place->is_string() ? place->get<std::string>() : "";
  const NamedPreTokenizer named = *named_pre_tokenizer(name.starts_with("Qwen2") ? "qwen2" : name.starts_with("GPTNeoX") ? "gpt-neox" : "gpt-2");
  data.kind = TokenizerData::Kind::pipeline;
  data.source = Sentence("vocab.json and merges.txt");
  data.pipeline.normalizers = named.normalizers;
  data.pipeline.pre_tokenizers = named.steps;
  const auto space = settings.find("add_prefix_space");
  if (auto* bytes = std::get_if<pre_tokenizer::ByteLevel>(&data.pipeline.pre_tokenizers.back()); bytes && space != settings.end() && space->is_boolean())
    bytes->add_prefix_space = space->get<bool>();
  data.pipeline.decoders = {decoder::ByteLevel{}};
  data.pipeline.model = std::move(bpe);
}

}  // namespace halftone
