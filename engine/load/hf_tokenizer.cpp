#include "engine/load/hf_tokenizer.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "engine/base/file.h"
#include "engine/base/refuse.h"
#include "engine/load/json.h"
#include "engine/load/tokenizer_json.h"
#include "engine/load/tokenizer_steps.h"
#include "engine/tokenizer/sentencepiece_vocabulary.h"
#include "engine/tokenizer/turn_marks.h"

namespace halftone {

namespace {

using nlohmann::json;

constexpr char kRemedy[] = "The tokenizer's files are damaged or of different models: download them again.";
constexpr std::uint64_t kMaxTokenizer = 64 << 20;

std::optional<std::string> optional_text(const std::filesystem::path& folder, std::string_view name, std::uint64_t limit) {
  auto path = file_in_folder(folder, name);
  if (!path && path.error().kind == ErrorKind::not_found) return std::nullopt;
  return value_of(read_text_file(value_of(std::move(path)), limit));
}

// A token is written as text or as {"content": text, …}.
std::optional<std::string> token_text(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object() && value.contains("content") && value["content"].is_string()) return value["content"].get<std::string>();
  return std::nullopt;
}

class Reader {
 public:
  Reader(const std::filesystem::path& folder, const json& config, std::int64_t vocabulary)
      : folder_(folder),
        config_(config),
        vocabulary_(vocabulary),
        settings_(optional_json(folder, "tokenizer_config.json")),
        special_map_(optional_json(folder, "special_tokens_map.json")),
        generation_(optional_json(folder, "generation_config.json")) {}

  HfTokenizer read() {
    read_files();
    read_added_tokens();
    read_special_ids();
    read_generation_defaults();
    if (out_.data.kind == TokenizerData::Kind::sentencepiece_model) std::ranges::move(sentencepiece_notes(out_.data), std::back_inserter(out_.data.notes));
    return std::move(out_);
  }

 private:
  // Where a folder holds both files, tokenizer.model is read: it is the source that the other was made from, and opens faster. Not
  // where the settings name a class that reads tokenizer.json alone; a tokenizer.model beside it is left over from another model.
  void read_files() {
    TokenizerData& data = out_.data;
    const bool wants_json = reads_json_alone(settings_.value("tokenizer_class", json())) && file_in_folder(folder_, "tokenizer.json").has_value();
    auto model = wants_json ? std::nullopt : optional_text(folder_, "tokenizer.model", kMaxTokenizer);
    if (model) {
      data.kind = TokenizerData::Kind::sentencepiece_model;
      data.sentencepiece_model = std::move(*model);
      SentencepieceModel parsed = value_of(read_sentencepiece_model(data.sentencepiece_model));
      pieces_ = std::move(parsed.pieces);
      if (vocabulary_ > 0 && static_cast<std::int64_t>(pieces_.size()) > vocabulary_)
        refuse(ErrorKind::malformed, kRemedy, "tokenizer.model has {} tokens, but the model's vocabulary {}", pieces_.size(), vocabulary_);
      if (parsed.add_dummy_prefix) read_dummy_space();
    } else if (auto text = optional_text(folder_, "tokenizer.json", kMaxTokenizer)) {
      read_tokenizer_json(*text, data);
    }
  }

  static bool reads_json_alone(const json& tokenizer_class) {
    static constexpr std::string_view kClasses[] = {"PreTrainedTokenizer", "TokenizersBackend", "GPT2Tokenizer",  "GPTNeoXTokenizer",
                                                    "Qwen2Tokenizer",      "CohereTokenizer",   "BloomTokenizer", "CodeGenTokenizer"};
    if (!tokenizer_class.is_string()) return false;
    std::string_view name = tokenizer_class.get_ref<const std::string&>();
    if (name.ends_with("Fast")) name.remove_suffix(4);
    return std::ranges::find(kClasses, name) != std::end(kClasses);
  }

  // Before which stretches of a text sentencepiece's dummy space stands. In this order:
  // 1. "add_prefix_space": false, or true and then as "legacy" says (transformers makes the fast tokenizer anew from both).
  // 2. tokenizer.json, which is what AutoTokenizer reads where there is one: Prepend puts the space before every stretch, Metaspace as
  //    its prepend_scheme says. So a model whose slow tokenizer would differ is read as its fast one.
  // 3. "legacy". Where the key is absent: true, as in transformers up to 4.x and in llama.cpp, and as the publishers of Llama 2 and
  //    Mistral encode (bos, then sentencepiece of the rest). Transformers 5 takes it as false.
  void read_dummy_space() {
    TokenizerData& data = out_.data;
    const auto flag = [&](const char* key) -> std::optional<bool> {
      const auto place = settings_.find(key);
      return place != settings_.end() && place->is_boolean() ? std::optional(place->get<bool>()) : std::nullopt;
    };
    data.legacy = flag("legacy").value_or(true);
    if (const auto prefix = flag("add_prefix_space")) {
      data.add_space_prefix = *prefix;
      return;
    }
    const auto text = optional_text(folder_, "tokenizer.json", kMaxTokenizer);
    if (!text) return;
    const auto steps = guarded("", [&] {
      const json document = value_of(parse_json(*text, {.depth = 64, .members = 2'000'000, .values = 4'000'000}));
      const json none;
      const auto part = [&](const char* key) { return document.is_object() && document.contains(key) ? document[key] : none; };
      return std::pair(read_normalizer(part("normalizer")), read_pre_tokenizer(part("pre_tokenizer")));
    });
    if (!steps) return;  // what cannot be read is not needed
    data.add_space_prefix = false;
    for (const auto& step : steps->first)
      if (std::holds_alternative<normalizer::Prepend>(step)) data.add_space_prefix = data.legacy = true;
    for (const auto& step : steps->second)
      if (const auto* metaspace = std::get_if<pre_tokenizer::Metaspace>(&step); metaspace && !data.add_space_prefix) {
        data.add_space_prefix = metaspace->prepend != pre_tokenizer::PrependScheme::never;
        data.legacy = metaspace->prepend == pre_tokenizer::PrependScheme::always;
      }
  }

  // Ids beyond the model's vocabulary have no embedding: such a token is left out, its text stays plain text. What tokenizer.json
  // lists already stays as it is there, as in transformers.
  void add_token(std::int64_t id, std::string text, bool special, const json& flags) {
    if (id < 0 || id > std::numeric_limits<TokenId>::max())
      refuse(ErrorKind::malformed, kRemedy, "the added token '{}' has the id {}", text, id);
    if (vocabulary_ > 0 && id >= vocabulary_) {
      out_.notes.push_back(
          fmt::format("the added token '{}' is left out: its id {} is beyond the vocabulary of {}", text, id, vocabulary_));
      return;
    }
    if (text.empty()) refuse(ErrorKind::malformed, kRemedy, "the added token {} is empty", id);
    if (!ids_.insert(static_cast<TokenId>(id)).second) return;
    const auto flag = [&](const char* key) { return flags.is_object() && flags.value(key, json(false)) == json(true); };
    out_.data.added_tokens.push_back({.id = static_cast<TokenId>(id),
                                      .text = std::move(text),
                                      .special = special,
                                      .lstrip = flag("lstrip"),
                                      .rstrip = flag("rstrip"),
                                      .single_word = flag("single_word"),
                                      .normalized = flag("normalized")});
  }

  void read_added_tokens() {
    for (const AddedToken& token : out_.data.added_tokens) ids_.insert(token.id);
    if (const auto decoder = settings_.find("added_tokens_decoder"); decoder != settings_.end()) {
      if (!decoder->is_object()) refuse(ErrorKind::malformed, kRemedy, "tokenizer_config.json: 'added_tokens_decoder' is no object");
      for (const auto& [key, value] : decoder->items()) {
        std::int64_t id = 0;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
        const auto text = token_text(value);
        if (error != std::errc{} || end != key.data() + key.size() || !text)
          refuse(ErrorKind::malformed, kRemedy, "tokenizer_config.json: the added token '{}' is malformed", key);
        add_token(id, *text, value.is_object() && value.value("special", json(false)) == json(true), value);
      }
    } else {
      const json older = optional_json(folder_, "added_tokens.json");
      const auto special = special_map_by_text();
      for (const auto& [text, id] : older.items()) {
        if (!id.is_number_integer()) refuse(ErrorKind::malformed, kRemedy, "added_tokens.json: the id of '{}' is no whole number", text);
        const auto entry = special.find(text);
        add_token(id.get<std::int64_t>(), text, entry != special.end(), entry != special.end() ? *entry->second : json());
      }
    }
    std::ranges::stable_sort(out_.data.added_tokens, {}, &AddedToken::id);
  }

  // A token's text to what special_tokens_map.json says about it: the text again, or an object with its flags.
  std::unordered_map<std::string, const json*> special_map_by_text() const {
    std::unordered_map<std::string, const json*> entries;
    const auto add = [&](const json& value) {
      if (auto text = token_text(value)) entries.emplace(std::move(*text), &value);
    };
    for (const json& value : special_map_) {
      add(value);
      if (value.is_array()) std::ranges::for_each(value, add);
    }
    return entries;
  }

  std::optional<TokenId> id_of_text(const std::string& text) const {
    for (const auto& added : out_.data.added_tokens)
      if (added.text == text) return added.id;
    const auto piece = std::ranges::find(pieces_, text, &SentencepieceModel::Piece::text);
    if (piece == pieces_.end()) return std::nullopt;
    return static_cast<TokenId>(piece - pieces_.begin());
  }

  TokenId checked_id(const json& value, std::string_view file, std::string_view key) const {
    if (!value.is_number_integer()) refuse(ErrorKind::malformed, kRemedy, "{}: '{}' is no whole number", file, key);
    const auto id = value.get<std::int64_t>();
    if (id < 0 || id > std::numeric_limits<TokenId>::max() || (vocabulary_ > 0 && id >= vocabulary_))
      refuse(ErrorKind::malformed, kRemedy, "{}: '{}' is {}, but the vocabulary has {} tokens", file, key, id, vocabulary_);
    return static_cast<TokenId>(id);
  }

  // One id or a list of ids; null and absent are none.
  std::vector<TokenId> ids_in(const json& object, std::string_view file, const char* key) const {
    std::vector<TokenId> ids;
    const auto place = object.find(key);
    if (place == object.end() || place->is_null()) return ids;
    if (!place->is_array()) return {checked_id(*place, file, key)};
    for (const json& value : *place) ids.push_back(checked_id(value, file, key));
    return ids;
  }

  // By text in the tokenizer's settings, else by number in the model's.
  std::optional<TokenId> special_id(const char* text_key, const char* id_key) const {
    for (const json* object : {&settings_, &special_map_})
      if (const auto place = object->find(text_key); place != object->end())
        if (const auto text = token_text(*place))
          if (const auto id = id_of_text(*text)) return id;
    if (const auto ids = ids_in(config_, "config.json", id_key); !ids.empty()) return ids.front();
    return std::nullopt;
  }

  void read_special_ids() {
    TokenizerData& data = out_.data;
    data.bos = special_id("bos_token", "bos_token_id");
    data.eos = special_id("eos_token", "eos_token_id");
    data.unknown = special_id("unk_token", "unk_token_id");
    if (const auto pad = config_.find("pad_token_id"); pad != config_.end() && pad->is_number_integer()) {
      const auto id = pad->get<std::int64_t>();  // -1 in old configs, V in others: nothing here pads, so neither matters
      if (id >= 0 && vocabulary_ > 0 && id < vocabulary_) data.padding = static_cast<TokenId>(id);
    }
    const auto end = [&](TokenId id) {
      if (!std::ranges::count(data.end_of_generation, id)) data.end_of_generation.push_back(id);
    };
    if (data.eos) end(*data.eos);
    for (const TokenId id : turn_ends(data.added_tokens)) end(id);
    for (std::size_t id = 0; id < pieces_.size(); ++id)
      if (pieces_[id].type == SentencepieceModel::Type::control && is_known_turn_end(pieces_[id].text)) end(static_cast<TokenId>(id));
    for (const TokenId id : ids_in(config_, "config.json", "eos_token_id")) end(id);
    for (const TokenId id : ids_in(generation_, "generation_config.json", "eos_token_id")) end(id);

    const auto add_bos = settings_.find("add_bos_token");
    data.add_bos = add_bos != settings_.end() && add_bos->is_boolean() ? add_bos->get<bool>() : data.kind != TokenizerData::Kind::none;
  }

  void read_generation_defaults() {
    GenerationDefaults& defaults = out_.generation;
    const auto number = [&](const char* key, std::optional<float>& value, const std::function<bool(double)>& makes_sense) {
      const auto place = generation_.find(key);
      if (place == generation_.end() || place->is_null()) return;
      if (place->is_number() && makes_sense(place->get<double>()))
        value = place->get<float>();
      else
        out_.notes.push_back(fmt::format("generation_config.json: '{}' is {} and is not used", key, place->dump().substr(0, 40)));
    };
    number("temperature", defaults.temperature, [](double t) { return t >= 0 && t <= 100; });
    number("top_p", defaults.top_p, [](double p) { return p > 0 && p <= 1; });
    number("min_p", defaults.min_p, [](double p) { return p >= 0 && p < 1; });
    number("repetition_penalty", defaults.repeat_penalty, [](double p) { return p > 0 && p <= 100; });
    std::optional<float> top_k;
    number("top_k", top_k, [](double k) { return k >= 0 && k <= 1e6; });
    if (top_k) defaults.top_k = static_cast<std::int64_t>(*top_k);
    if (const auto sample = generation_.find("do_sample"); sample != generation_.end() && sample->is_boolean())
      defaults.sample = sample->get<bool>();
  }

  const std::filesystem::path& folder_;
  const json& config_;
  std::int64_t vocabulary_;
  json settings_, special_map_, generation_;
  std::vector<SentencepieceModel::Piece> pieces_;
  std::unordered_set<TokenId> ids_;  // of the added tokens
  HfTokenizer out_;
};

}  // namespace

json optional_json(const std::filesystem::path& folder, std::string_view name) {
  auto path = file_in_folder(folder, name);
  if (!path && path.error().kind == ErrorKind::not_found) return json::object();
  return value_of(read_json_file(value_of(std::move(path))));
}

HfTokenizer read_hf_tokenizer(const std::filesystem::path& folder, const json& config, std::int64_t vocabulary) {
  return Reader(folder, config, vocabulary).read();
}

}  // namespace halftone
