#include "engine/load/json_config.h"

#include <algorithm>
#include <utility>

#include "engine/base/refuse.h"

namespace halftone {

namespace {

using nlohmann::json;

// The value at a path of names with dots between them; null when a name is not there.
const json* at_path(const json& object, std::string_view path) {
  const json* value = &object;
  while (value) {
    const std::size_t dot = path.find('.');
    if (!value->is_object()) return nullptr;
    const auto place = value->find(path.substr(0, dot));
    value = place == value->end() || place->is_null() ? nullptr : &*place;
    if (dot == path.npos) return value;
    path.remove_prefix(dot + 1);
  }
  return nullptr;
}

const json* text_half(const json& config) { return at_path(config, "text_config"); }

}  // namespace

std::optional<ConfigValue> JsonConfig::find(const ConfigKey& key) const {
  if (key.hf.empty()) return std::nullopt;
  const json* text = text_half(config_);
  const json* value = text ? at_path(*text, key.hf) : nullptr;
  if (!value) value = at_path(config_, key.hf);
  if (!value) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  if (value->is_number_integer() && (!value->is_number_unsigned() || std::in_range<std::int64_t>(value->get<std::uint64_t>())))
    return value->get<std::int64_t>();
  if (value->is_number()) return value->get<double>();
  if (value->is_string()) return value->get<std::string>();
  if (!value->is_array()) refuse(ErrorKind::malformed, "", "{} is an object", name(key));
  if (std::ranges::all_of(*value, &json::is_number)) return value->get<std::vector<double>>();
  if (std::ranges::all_of(*value, &json::is_string)) return value->get<std::vector<std::string>>();
  refuse(ErrorKind::malformed, "", "{} is neither a list of numbers nor one of texts", name(key));
}

std::string JsonConfig::name(const ConfigKey& key) const {
  const json* text = text_half(config_);
  return text && at_path(*text, key.hf) ? fmt::format("'text_config.{}'", key.hf) : fmt::format("'{}'", key.hf);
}

}  // namespace halftone
