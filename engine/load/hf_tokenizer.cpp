#include "engine/load/hf_tokenizer.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>

#include "engine/base/file.h"
#include "engine/base/refuse.h"
#include "engine/load/json.h"
#include "engine/load/tokenizer_json.h"
#include "engine/tokenizer/sentencepiece_model.h"
#include "engine/tokenizer/turn_ends.h"

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
    read_add_bos();
    read_generation_defaults();
    return std::move(out_);
  }

 private:
  void read_files() {
    TokenizerData& data = out_.data;
    if (auto model = optional_text(folder_, "tokenizer.model", kMaxTokenizer)) {
      data.kind = TokenizerData::Kind::sentencepiece_model;
      data.sentencepiece_model = std::move(*model);
      pieces_ = value_of(read_sentencepiece_model(data.sentencepiece_model)).pieces;
      if (vocabulary_ > 0 && static_cast<std::int64_t>(pieces_.size()) > vocabulary_)
        refuse(ErrorKind::malformed, kRemedy, "tokenizer.model has {} tokens, but the model's vocabulary {}", pieces_.size(), vocabulary_);
    } else if (auto text = optional_text(folder_, "tokenizer.json", kMaxTokenizer)) {
      read_tokenizer_json(*text, data);
    }
  }

  // Ids beyond the model's vocabulary have no embedding: such a token is left out, its text stays plain text.
  void add_token(std::int64_t id, std::string text, bool special) {
    if (id < 0 || id > std::numeric_limits<TokenId>::max())
      refuse(ErrorKind::malformed, kRemedy, "the added token '{}' has the id {}", text, id);
    if (vocabulary_ > 0 && id >= vocabulary_) {
      out_.notes.push_back(
          fmt::format("the added token '{}' is left out: its id {} is beyond the vocabulary of {}", text, id, vocabulary_));
      return;
    }
    if (text.empty()) refuse(ErrorKind::malformed, kRemedy, "the added token {} is empty", id);
    out_.data.added_tokens.push_back({.id = static_cast<TokenId>(id), .text = std::move(text), .special = special});
  }

  void read_added_tokens() {
    if (const auto decoder = settings_.find("added_tokens_decoder"); decoder != settings_.end()) {
      if (!decoder->is_object()) refuse(ErrorKind::malformed, kRemedy, "tokenizer_config.json: 'added_tokens_decoder' is no object");
      for (const auto& [key, value] : decoder->items()) {
        std::int64_t id = 0;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
        const auto text = token_text(value);
        if (error != std::errc{} || end != key.data() + key.size() || !text)
          refuse(ErrorKind::malformed, kRemedy, "tokenizer_config.json: the added token '{}' is malformed", key);
        add_token(id, *text, value.is_object() && value.value("special", json(false)) == json(true));
      }
    } else {
      const json older = optional_json(folder_, "added_tokens.json");
      const std::vector<std::string> special = texts_of_special_map();
      for (const auto& [text, id] : older.items()) {
        if (!id.is_number_integer()) refuse(ErrorKind::malformed, kRemedy, "added_tokens.json: the id of '{}' is no whole number", text);
        add_token(id.get<std::int64_t>(), text, std::ranges::count(special, text) > 0);
      }
    }
    std::ranges::sort(out_.data.added_tokens, {}, &AddedToken::id);
  }

  std::vector<std::string> texts_of_special_map() const {
    std::vector<std::string> texts;
    const auto add = [&](const json& value) {
      if (auto text = token_text(value)) texts.push_back(std::move(*text));
    };
    for (const json& value : special_map_) {
      add(value);
      if (value.is_array()) std::ranges::for_each(value, add);
    }
    return texts;
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
    for (const TokenId id : ids_in(config_, "config.json", "eos_token_id")) end(id);
    const std::vector<TokenId> listed = ids_in(generation_, "generation_config.json", "eos_token_id");
    for (const TokenId id : listed) end(id);
    if (!listed.empty()) return;  // the publisher's word: what is a mark of turns elsewhere may be a mere word here
    std::vector<Mark> marks;
    for (std::size_t id = 0; id < pieces_.size(); ++id)
      if (pieces_[id].type == SentencepieceModel::Type::control) marks.push_back({static_cast<TokenId>(id), pieces_[id].text, true});
    for (const AddedToken& token : data.added_tokens) marks.push_back({token.id, token.text, token.special});
    for (const TokenId id : turn_ends(marks)) end(id);
  }

  void read_add_bos() {
    TokenizerData& data = out_.data;

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
