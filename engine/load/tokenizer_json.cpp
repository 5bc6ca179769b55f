#include "engine/load/tokenizer_json.h"

#include <algorithm>
#include <limits>

#include "engine/base/refuse.h"
#include "engine/load/json.h"
#include "engine/load/tokenizer_steps.h"
#include "engine/load/vocab_merges.h"
#include "engine/load/vocabulary.h"

namespace halftone {

namespace {

using nlohmann::json;

constexpr char kRemedy[] = "Download tokenizer.json again.";

const json& member(const json& object, const char* key) {
  static const json null;
  const auto place = object.find(key);
  return place == object.end() ? null : *place;
}

// "left right", or ["left", "right"], which may hold spaces.
std::pair<std::string, std::string> merge_parts(const json& merge, std::size_t index) {
  if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string())
    return {merge[0].get<std::string>(), merge[1].get<std::string>()};
  if (merge.is_string()) return split_merge(merge.get_ref<const std::string&>(), index);
  refuse(ErrorKind::malformed, kRemedy, "merge {} of tokenizer.json is neither a text nor a pair of texts", index);
}

BpeData read_bpe(const json& model, std::vector<Sentence>& notes) {
  BpeData bpe;
  bpe.tokens = tokens_by_id(member(model, "vocab"), "tokenizer.json");
  bpe.continuing_prefix = text_of(model, "continuing_subword_prefix");
  bpe.word_suffix = text_of(model, "end_of_word_suffix");
  bpe.fuse_unknown = flag_of(model, "fuse_unk", false);
  bpe.byte_fallback = flag_of(model, "byte_fallback", false);
  bpe.ignore_merges = flag_of(model, "ignore_merges", false);
  if (const json& dropout = member(model, "dropout"); dropout.is_number() && dropout.get<double>() > 0)
    notes.push_back(Sentence("its tokenizer leaves out merges at random (dropout), for training: not here"));
  const json& merges = member(model, "merges");
  if (!merges.is_array()) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: the BPE model has no list of merges");
  std::vector<std::pair<std::string, std::string>> parts;
  parts.reserve(merges.size());
  for (std::size_t i = 0; i < merges.size(); ++i) parts.push_back(merge_parts(merges[i], i));
  add_merges(bpe, parts, notes);
  if (const std::string unknown = text_of(model, "unk_token"); !unknown.empty()) {
    const auto place = std::ranges::find(bpe.tokens, unknown);
    if (place == bpe.tokens.end()) notes.push_back(sentence("its tokenizer's unknown token '{}' is not in the vocabulary", unknown));
    else bpe.unknown = static_cast<TokenId>(place - bpe.tokens.begin());
  }
  return bpe;
}

UnigramData read_unigram(const json& model) {
  UnigramData unigram;
  const json& vocab = member(model, "vocab");
  if (!vocab.is_array() || vocab.empty()) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: the Unigram model's vocab is no list");
  for (const json& entry : vocab) {
    if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() || !entry[1].is_number())
      refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: entry {} of the Unigram model's vocab is no pair of text and score", unigram.tokens.size());
    unigram.tokens.push_back(entry[0].get<std::string>());
    unigram.scores.push_back(entry[1].get<double>());
  }
  const json& unknown = member(model, "unk_id");
  if (!unknown.is_null()) {
    if (!unknown.is_number_integer() || unknown.get<std::int64_t>() < 0 || unknown.get<std::uint64_t>() >= unigram.tokens.size())
      refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: unk_id is {}, but the vocabulary has {} tokens", unknown.dump().substr(0, 40), unigram.tokens.size());
    unigram.unknown = unknown.get<TokenId>();
  }
  unigram.byte_fallback = flag_of(model, "byte_fallback", false);
  return unigram;
}

std::variant<BpeData, UnigramData> read_model(const json& model, std::vector<Sentence>& notes) {
  if (!model.is_object()) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: there is no model");
  std::string type = text_of(model, "type");
  if (type.empty()) type = model.contains("merges") ? "BPE" : member(model, "vocab").is_array() ? "Unigram" : "WordPiece";  // files before 2022
  if (type == "BPE") return read_bpe(model, notes);
  if (type == "Unigram") return read_unigram(model);
  refuse_component(noun("model"), model, "BPE, Unigram");
}

std::vector<AddedToken> read_added_tokens(const json& list) {
  std::vector<AddedToken> tokens;
  if (list.is_null()) return tokens;
  if (!list.is_array()) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: added_tokens is no list");
  for (const json& entry : list) {
    if (!entry.is_object() || !member(entry, "id").is_number_integer() || !member(entry, "content").is_string())
      refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: added token {} has no id or no content", tokens.size());
    const auto id = entry["id"].get<std::int64_t>();
    if (id < 0 || id > std::numeric_limits<TokenId>::max())
      refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: the added token '{}' has the id {}", entry["content"].get<std::string>(), id);
    const bool special = flag_of(entry, "special", false);
    tokens.push_back({.id = static_cast<TokenId>(id),
                      .text = entry["content"].get<std::string>(),
                      .special = special,
                      .lstrip = flag_of(entry, "lstrip", false),
                      .rstrip = flag_of(entry, "rstrip", false),
                      .single_word = flag_of(entry, "single_word", false),
                      .normalized = flag_of(entry, "normalized", !special)});
  }
  return tokens;
}

// What a post-processor puts around a text.
class Surroundings {
 public:
  std::vector<TokenId> prefix, suffix;

  void read(const json& processor) {
    if (processor.is_null()) return;
    const std::string type = processor.is_object() ? text_of(processor, "type") : "";
    if (type == "Sequence") {
      for (const json& part : member(processor, "processors")) read(part);
    } else if (type == "TemplateProcessing") {
      read_template(processor);
    } else if (type == "RobertaProcessing" || type == "BertProcessing") {
      prefix.insert(prefix.begin(), pair_id(processor, "cls"));
      suffix.push_back(pair_id(processor, "sep"));
    } else if (type != "ByteLevel") {  // which changes offsets only
      refuse_component(noun("post-processor"), processor.is_object() ? processor : json::object(),
                       "TemplateProcessing, ByteLevel, RobertaProcessing, BertProcessing, Sequence");
    }
  }

 private:
  static TokenId checked(const json& id) {
    if (!id.is_number_integer() || id.get<std::int64_t>() < 0 || id.get<std::int64_t>() > std::numeric_limits<TokenId>::max())
      refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: the post-processor names the token {}", id.dump().substr(0, 40));
    return id.get<TokenId>();
  }
  static TokenId pair_id(const json& processor, const char* key) {
    const json& pair = member(processor, key);
    if (!pair.is_array() || pair.size() != 2) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: the post-processor's '{}' is no pair", std::string_view(key));
    return checked(pair[1]);
  }
  void read_template(const json& processor) {
    std::vector<TokenId> before, after;
    bool behind_text = false;
    for (const json& piece : member(processor, "single")) {
      if (!piece.is_object()) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: the post-processor's template is malformed");
      if (piece.contains("Sequence")) behind_text = true;
      if (!piece.contains("SpecialToken")) continue;
      const json& name = member(piece["SpecialToken"], "id");
      const json& token = name.is_string() ? member(member(processor, "special_tokens"), name.get_ref<const std::string&>().c_str()) : name;
      if (!member(token, "ids").is_array()) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: the post-processor's token {} is not defined", name.dump().substr(0, 60));
      for (const json& id : token["ids"]) (behind_text ? after : before).push_back(checked(id));
    }
    prefix.insert(prefix.begin(), before.begin(), before.end());
    suffix.insert(suffix.end(), after.begin(), after.end());
  }
};

}  // namespace

void read_tokenizer_json(std::string_view text, TokenizerData& data) {
  const json document = value_of(parse_json(text, kVocabularyLimits));
  if (!document.is_object()) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json is no JSON object");
  data.kind = TokenizerData::Kind::pipeline;
  data.source = Sentence(std::string("tokenizer.json"));
  data.pipeline.normalizers = read_normalizer(member(document, "normalizer"));
  data.pipeline.pre_tokenizers = read_pre_tokenizer(member(document, "pre_tokenizer"));
  data.pipeline.decoders = read_decoder(member(document, "decoder"));
  data.pipeline.model = read_model(member(document, "model"), data.notes);
  data.added_tokens = read_added_tokens(member(document, "added_tokens"));
  Surroundings around;
  around.read(member(document, "post_processor"));
  data.prefix = std::move(around.prefix);
  data.suffix = std::move(around.suffix);
}

}  // namespace halftone
