#include "engine/spec/config.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "engine/base/refuse.h"

namespace halftone {

namespace {

constexpr char kRemedy[] = "The model's settings are damaged or of a kind this program does not know.";

float checked_positive(double value, const std::string& name) {
  const float narrowed = static_cast<float>(value);
  if (!(narrowed > 0) || !std::isfinite(narrowed))
    refuse(ErrorKind::malformed, kRemedy, "{} is {}; it must be a number above 0", name, value);
  return narrowed;
}

double number(const ConfigValue& value, const std::string& name) {
  if (const auto* d = std::get_if<double>(&value)) return *d;
  if (const auto* i = std::get_if<std::int64_t>(&value)) return static_cast<double>(*i);
  refuse(ErrorKind::malformed, kRemedy, "{} is not a number", name);
}

std::optional<std::int64_t> whole(double number) {
  if (number != std::floor(number) || !(std::abs(number) <= 0x1p53)) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

// In GGUF also a list of the same number for every layer, as some converters write it.
std::optional<std::int64_t> whole_number(const ConfigValue& value, bool may_be_by_layer, const std::string& name) {
  if (const auto* i = std::get_if<std::int64_t>(&value)) return *i;
  if (const auto* d = std::get_if<double>(&value)) return whole(*d);  // 4096.0, as programs write it that know one kind of number
  const auto* list = std::get_if<std::vector<double>>(&value);
  if (!may_be_by_layer || !list || list->empty()) return std::nullopt;
  const double first = list->front();
  if (std::ranges::any_of(*list, [&](double other) { return other != first; }))
    refuse(ErrorKind::unsupported, "", "{} differs from layer to layer, which this program cannot run", name);
  return whole(first);
}

// For an error: what stands there, where that is a number.
Sentence shown(const ConfigValue& value) {
  const auto* d = std::get_if<double>(&value);
  return d ? sentence("{}, not a whole number", *d) : Sentence("not a whole number");
}

}  // namespace

ConfigKey Config::spelling(const ConfigKey& key) const {
  const ConfigKey first{key.hf.substr(0, key.hf.find('|')), key.gguf};
  if (first.hf.size() == key.hf.size()) return first;
  for (std::string_view rest = key.hf; !rest.empty();) {
    const ConfigKey one{rest.substr(0, rest.find('|')), key.gguf};
    if (source_.find(one)) return one;
    rest.remove_prefix(std::min(one.hf.size() + 1, rest.size()));
  }
  return first;
}

std::int64_t Config::integer(const ConfigKey& key, std::int64_t least, std::int64_t most) const {
  const auto value = find(key);
  if (!value) refuse(ErrorKind::malformed, kRemedy, "{} is missing", name(key));
  const auto i = whole_number(*value, is_gguf(), name(key));
  if (!i) refuse(ErrorKind::malformed, kRemedy, "{} is {}", name(key), shown(*value));
  if (*i < least || *i > most) refuse(ErrorKind::malformed, kRemedy, "{} is {}; {} to {} make sense", name(key), *i, least, most);
  return *i;
}

std::int64_t Config::integer_or(const ConfigKey& key, std::int64_t fallback, std::int64_t least, std::int64_t most) const {
  return has(key) ? integer(key, least, most) : fallback;
}

float Config::positive(const ConfigKey& key) const {
  const auto value = find(key);
  if (!value) refuse(ErrorKind::malformed, kRemedy, "{} is missing", name(key));
  return checked_positive(number(*value, name(key)), name(key));
}

float Config::positive_or(const ConfigKey& key, float fallback) const { return has(key) ? positive(key) : fallback; }

float Config::positive_or_off(const ConfigKey& key) const {
  const auto value = find(key);
  return !value || number(*value, name(key)) == 0 ? 0.0f : positive(key);
}

bool Config::flag_or(const ConfigKey& key, bool fallback) const {
  const auto value = find(key);
  if (!value) return fallback;
  if (const auto* b = std::get_if<bool>(&*value)) return *b;
  refuse(ErrorKind::malformed, kRemedy, "{} is neither true nor false", name(key));
}

bool Config::is_text(const ConfigKey& key) const {
  const auto value = find(key);
  return value && std::holds_alternative<std::string>(*value);
}

std::optional<std::string> Config::text(const ConfigKey& key) const {
  const auto value = find(key);
  if (!value) return std::nullopt;
  if (const auto* s = std::get_if<std::string>(&*value)) return *s;
  refuse(ErrorKind::malformed, kRemedy, "{} is not text", name(key));
}

std::vector<float> Config::positive_list(const ConfigKey& key) const {
  const auto value = find(key);
  if (!value) return {};
  const auto* list = std::get_if<std::vector<double>>(&*value);
  if (!list) refuse(ErrorKind::malformed, kRemedy, "{} is not a list of numbers", name(key));
  std::vector<float> out;
  for (const double number : *list) out.push_back(checked_positive(number, name(key)));
  return out;
}

std::vector<std::int64_t> Config::integer_list(const ConfigKey& key, std::int64_t least, std::int64_t most) const {
  const auto value = find(key);
  if (!value) return {};
  const auto* list = std::get_if<std::vector<double>>(&*value);
  if (!list) refuse(ErrorKind::malformed, kRemedy, "{} is not a list of numbers", name(key));
  std::vector<std::int64_t> out;
  for (const double number : *list) {
    const auto i = whole(number);
    if (!i || *i < least || *i > most)
      refuse(ErrorKind::malformed, kRemedy, "{} holds {}; whole numbers from {} to {} make sense", name(key), number, least, most);
    out.push_back(*i);
  }
  return out;
}

std::vector<std::string> Config::text_list(const ConfigKey& key) const {
  const auto value = find(key);
  if (!value) return {};
  const auto* list = std::get_if<std::vector<std::string>>(&*value);
  if (!list) refuse(ErrorKind::malformed, kRemedy, "{} is not a list of texts", name(key));
  return *list;
}

}  // namespace halftone
