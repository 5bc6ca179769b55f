#include "engine/load/tokenizer_steps.h"

#include <array>

#include "engine/base/base64.h"
#include "engine/base/refuse.h"

namespace halftone {

namespace {

using nlohmann::json;

constexpr char kRemedy[] = "Download tokenizer.json again.";

std::string type_of(const json& component, Label what) {
  if (!component.is_object() || !component.contains("type") || !component["type"].is_string())
    refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: a {} without a type", what);
  return component["type"].get<std::string>();
}

Pattern pattern_of(const json& component, Label what) {
  const auto place = component.find("pattern");
  if (place != component.end() && place->is_string()) return {place->get<std::string>(), false};
  if (place != component.end() && place->is_object() && place->size() == 1 && place->begin()->is_string()) {
    if (place->begin().key() == "String") return {place->begin()->get<std::string>(), false};
    if (place->begin().key() == "Regex") return {place->begin()->get<std::string>(), true};
  }
  refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: {} has no pattern", what);
}

std::int64_t count_of(const json& component, const char* key) {
  const auto place = component.find(key);
  if (place == component.end() || !place->is_number_integer() || place->get<std::int64_t>() < 0 || place->get<std::int64_t>() > 1'000)
    refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: '{}' is no count", std::string_view(key));
  return place->get<std::int64_t>();
}

pre_tokenizer::Behavior behavior_of(const json& component) {
  using enum pre_tokenizer::Behavior;
  const std::string name = text_of(component, "behavior", "Isolated");
  if (name == "Removed") return removed;
  if (name == "Isolated") return isolated;
  if (name == "MergedWithPrevious") return merged_with_previous;
  if (name == "MergedWithNext") return merged_with_next;
  if (name == "Contiguous") return contiguous;
  refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: a delimiter's behavior is '{}'", name);
}

pre_tokenizer::PrependScheme prepend_scheme_of(const json& component) {
  using enum pre_tokenizer::PrependScheme;
  const std::string name = text_of(component, "prepend_scheme", flag_of(component, "add_prefix_space", true) ? "always" : "never");
  if (name == "always") return always;
  if (name == "first") return first;
  if (name == "never") return never;
  refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: Metaspace's prepend_scheme is '{}'", name);
}

// Calls read(part) for the component, or for each part of a Sequence of them.
template <class Read>
void each_part(const json& component, Label what, const char* list, Read&& read) {
  if (component.is_null()) return;
  if (type_of(component, what) != "Sequence") return read(component, type_of(component, what));
  const auto parts = component.find(list);
  if (parts == component.end() || !parts->is_array()) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: a Sequence without '{}'", std::string_view(list));
  for (const json& part : *parts) each_part(part, what, list, read);
}

}  // namespace

bool flag_of(const json& object, const char* key, bool otherwise) {
  const auto place = object.find(key);
  if (place == object.end() || place->is_null()) return otherwise;
  if (!place->is_boolean()) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: '{}' is neither true nor false", std::string_view(key));
  return place->get<bool>();
}

std::string text_of(const json& object, const char* key, std::string_view otherwise) {
  const auto place = object.find(key);
  if (place == object.end() || place->is_null()) return std::string(otherwise);
  if (!place->is_string()) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: '{}' is no text", std::string_view(key));
  return place->get<std::string>();
}

void refuse_component(Label what, const json& component, std::string_view known) {
  refuse(ErrorKind::unsupported, "Use another tokenizer of this model: its tokenizer.model, or a GGUF file.",
         "tokenizer.json: the {} '{}' is not known here; known are {}", what, text_of(component, "type", "?"), known);
}

std::vector<normalizer::Step> read_normalizer(const json& component) {
  std::vector<normalizer::Step> steps;
  each_part(component, noun("normalizer"), "normalizers", [&](const json& part, const std::string& type) {
    using namespace normalizer;
    if (type == "NFC") steps.push_back(Unicode{Form::nfc});
    else if (type == "NFD") steps.push_back(Unicode{Form::nfd});
    else if (type == "NFKC") steps.push_back(Unicode{Form::nfkc});
    else if (type == "NFKD") steps.push_back(Unicode{Form::nfkd});
    else if (type == "Lowercase") steps.push_back(Lowercase{});
    else if (type == "StripAccents") steps.push_back(StripAccents{});
    else if (type == "Strip") steps.push_back(Strip{flag_of(part, "strip_left", true), flag_of(part, "strip_right", true)});
    else if (type == "Replace") steps.push_back(Replace{pattern_of(part, std::string_view("Replace")), text_of(part, "content")});
    else if (type == "Prepend") steps.push_back(Prepend{text_of(part, "prepend")});
    else if (type == "Precompiled") {
      const auto bytes = from_base64(text_of(part, "precompiled_charsmap"));
      if (!bytes) refuse(ErrorKind::malformed, kRemedy, "tokenizer.json: the Precompiled rules are not base64");
      steps.push_back(Precompiled{*bytes});
    } else {
      refuse_component(noun("normalizer"), part, "NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, Replace, Prepend, Precompiled, Sequence");
    }
  });
  return steps;
}

std::vector<pre_tokenizer::Step> read_pre_tokenizer(const json& component) {
  std::vector<pre_tokenizer::Step> steps;
  each_part(component, noun("pre-tokenizer"), "pretokenizers", [&](const json& part, const std::string& type) {
    using namespace pre_tokenizer;
    if (type == "ByteLevel") steps.push_back(ByteLevel{flag_of(part, "add_prefix_space", true), flag_of(part, "use_regex", true)});
    else if (type == "Split") {
      const Split split{pattern_of(part, std::string_view("Split")), behavior_of(part), flag_of(part, "invert", false)};
      const bool groups = split.pattern.regex && split.pattern.text == kDigitGroupsPattern && split.behavior == Behavior::isolated && !split.invert;
      groups ? steps.push_back(DigitGroups{}) : steps.push_back(split);
    } else if (type == "Digits") steps.push_back(Digits{flag_of(part, "individual_digits", false)});
    else if (type == "Punctuation") steps.push_back(Punctuation{behavior_of(part)});
    else if (type == "Whitespace") steps.push_back(Whitespace{});
    else if (type == "WhitespaceSplit") steps.push_back(WhitespaceSplit{});
    else if (type == "Metaspace")
      steps.push_back(Metaspace{text_of(part, "replacement", "\u2581"), prepend_scheme_of(part), flag_of(part, "split", true)});
    else
      refuse_component(noun("pre-tokenizer"), part, "ByteLevel, Split, Digits, Punctuation, Whitespace, WhitespaceSplit, Metaspace, Sequence");
  });
  return steps;
}

std::optional<std::vector<decoder::Step>> read_decoder(const json& component) {
  if (component.is_null()) return std::nullopt;
  std::vector<decoder::Step> steps;
  each_part(component, noun("decoder"), "decoders", [&](const json& part, const std::string& type) {
    using namespace decoder;
    if (type == "ByteLevel") steps.push_back(ByteLevel{});
    else if (type == "ByteFallback") steps.push_back(ByteFallback{});
    else if (type == "Fuse") steps.push_back(Fuse{});
    else if (type == "Replace") steps.push_back(Replace{pattern_of(part, std::string_view("Replace")), text_of(part, "content")});
    else if (type == "Strip") steps.push_back(Strip{text_of(part, "content", " "), count_of(part, "start"), count_of(part, "stop")});
    else if (type == "Metaspace")
      steps.push_back(Metaspace{text_of(part, "replacement", "\u2581"), prepend_scheme_of(part) != pre_tokenizer::PrependScheme::never});
    else if (type == "BPEDecoder") steps.push_back(WordSuffix{text_of(part, "suffix", "</w>")});
    else refuse_component(noun("decoder"), part, "ByteLevel, ByteFallback, Fuse, Replace, Strip, Metaspace, BPEDecoder, Sequence");
  });
  return steps;
}

}  // namespace halftone
