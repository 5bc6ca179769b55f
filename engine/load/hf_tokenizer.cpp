#include "engine/load/hf_tokenizer.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "engine/base/file.h"
#include "engine/base/refuse.h"
#include "engine/load/folder_vocabulary.h"
#include "engine/load/json.h"
#include "engine/tokenizer/sentencepiece_vocabulary.h"
#include "engine/tokenizer/turn_marks.h"

namespace halftone {

namespace {

using nlohmann::json;

constexpr char kRemedy[] = "The tokenizer's files are damaged or of different models: download them again.";

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
  void read_files() {
    out_.data = read_folder_vocabulary(folder_, settings_);
    if (out_.data.kind == TokenizerData::Kind::none) return;
    tokens_ = tokens_of(out_.data);
    if (vocabulary_ > 0 && static_cast<std::int64_t>(tokens_.size()) > vocabulary_)
      refuse(ErrorKind::malformed, kRemedy, "{} has {} tokens, but the model's vocabulary {}", out_.data.source, tokens_.size(), vocabulary_);
    if (out_.data.kind == TokenizerData::Kind::sentencepiece_model) read_dummy_space();
    std::vector<AddedToken> own;
    own.swap(out_.data.added_tokens);
    for (AddedToken& token : own) add_token(std::move(token));
  }

  // Before which stretches of a text sentencepiece's dummy space stands: none where "add_prefix_space" is false, else as "legacy" says.
  // Where that key is absent: true, as in transformers up to 4.x and in llama.cpp, and as the publishers of Llama 2 and Mistral encode
  // (bos, then sentencepiece of the rest). Transformers 5 takes it as false.
  void read_dummy_space() {
    const auto flag = [&](const char* key) {
      const auto place = settings_.find(key);
      return place == settings_.end() || !place->is_boolean() || place->get<bool>();
    };
    out_.data.legacy = flag("legacy");
    out_.data.add_space_prefix = flag("add_prefix_space");
  }

  // Ids beyond the model's vocabulary have no embedding: such a token is left out, its text stays plain text. What the vocabulary's own
  // file lists already stays as it is there, as in transformers.
  void add_token(AddedToken token) {
    if (vocabulary_ > 0 && token.id >= vocabulary_) {
      out_.notes.push_back(
          sentence("the added token '{}' is left out: its id {} is beyond the vocabulary of {}", token.text, token.id, vocabulary_));
      return;
    }
    if (token.text.empty()) refuse(ErrorKind::malformed, kRemedy, "the added token {} is empty", token.id);
    if (ids_.insert(token.id).second) out_.data.added_tokens.push_back(std::move(token));
  }
  void add_token(std::int64_t id, std::string text, bool special, const json& flags) {
    if (id < 0 || id > std::numeric_limits<TokenId>::max())
      refuse(ErrorKind::malformed, kRemedy, "the added token '{}' has the id {}", text, id);
    const auto flag = [&](const char* key, bool otherwise) {
      const auto place = flags.is_object() ? flags.find(key) : flags.end();
      return flags.is_object() && place != flags.end() && place->is_boolean() ? place->get<bool>() : otherwise;
    };
    add_token({.id = static_cast<TokenId>(id),
               .text = std::move(text),
               .special = special,
               .lstrip = flag("lstrip", false),
               .rstrip = flag("rstrip", false),
               .single_word = flag("single_word", false),
               .normalized = flag("normalized", !special)});
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
    const auto token = std::ranges::find(tokens_, text);
    if (token == tokens_.end()) return std::nullopt;
    return static_cast<TokenId>(token - tokens_.begin());
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

  // By text in the tokenizer's settings, where null means that there is none; else by number in the model's.
  std::optional<TokenId> special_id(const char* text_key, const char* id_key) const {
    for (const json* object : {&settings_, &special_map_})
      if (const auto place = object->find(text_key); place != object->end()) {
        if (place->is_null() && object == &settings_) return std::nullopt;
        if (const auto text = token_text(*place))
          if (const auto id = id_of_text(*text)) return id;
      }
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
    std::vector<AddedToken> known = data.added_tokens;
    for (AddedToken& mark : unlisted_turn_marks(tokens_, known)) known.push_back(std::move(mark));
    for (const TokenId id : turn_ends(known)) end(id);
    for (const TokenId id : ids_in(config_, "config.json", "eos_token_id")) end(id);
    const std::vector<TokenId> listed = ids_in(generation_, "generation_config.json", "eos_token_id");
    for (const TokenId id : listed) end(id);
    if (listed.empty())
      for (const TokenId id : roles_that_end(known)) end(id);
    read_add_bos();
  }

  // tokenizer.json says itself what stands around a text; only the classes that sentencepiece models had before it rewrite that.
  void read_add_bos() {
    TokenizerData& data = out_.data;
    const auto said = settings_.find("add_bos_token");
    const std::optional<bool> add_bos = said != settings_.end() && said->is_boolean() ? std::optional(said->get<bool>()) : std::nullopt;
    if (data.kind != TokenizerData::Kind::pipeline || data.source.english == "vocab.json and merges.txt") {
      data.add_bos = add_bos.value_or(data.kind != TokenizerData::Kind::none && data.kind != TokenizerData::Kind::pipeline);
      return;
    }
    const json name = settings_.value("tokenizer_class", json());
    const auto is = [&](std::string_view family) { return name.is_string() && name.get_ref<const std::string&>().starts_with(family); };
    if (!add_bos || !data.bos || !(is("Llama") || is("CodeLlama") || is("Gemma") || is("Cohere"))) return;
    data.add_bos = *add_bos;
    if (!*add_bos) std::erase(data.prefix, *data.bos);
  }

  void read_generation_defaults() {
    GenerationDefaults& defaults = out_.generation;
    const auto number = [&](const char* key, std::optional<float>& value, const std::function<bool(double)>& makes_sense) {
      const auto place = generation_.find(key);
      if (place == generation_.end() || place->is_null()) return;
      if (place->is_number() && makes_sense(place->get<double>()))
        value = place->get<float>();
      else
        out_.notes.push_back(sentence("generation_config.json: '{}' is {} and is not used", std::string_view(key), place->dump().substr(0, 40)));
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
  std::vector<std::string> tokens_;  // by id
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
