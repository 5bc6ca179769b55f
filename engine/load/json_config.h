// The settings of a config.json.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

#include "engine/spec/config.h"

namespace halftone {

// A model with other senses than text keeps its text half's settings under "text_config"; they go before those outside.
class JsonConfig final : public ConfigSource {
 public:
  explicit JsonConfig(const nlohmann::json& config) : config_(config) {}  // which outlives it

  std::optional<ConfigValue> find(const ConfigKey& key) const override;
  std::string name(const ConfigKey& key) const override;
  bool is_gguf() const override { return false; }

 private:
  const nlohmann::json& config_;
};

}  // namespace halftone
