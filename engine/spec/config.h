// The hyperparameters of a checkpoint, wherever they are written: a family reads config.json and GGUF keys through the same eyes.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace halftone {

// One setting under its two names. Empty: that container has no such setting.
struct ConfigKey {
  std::string_view hf;    // path in config.json, dots between levels: "rope_scaling.factor"; '|' between spellings: "n_head|num_heads"
  std::string_view gguf;  // without the architecture's prefix: "rope.scaling.factor"; "tensor NAME": whether there is that tensor
};

using ConfigValue = std::variant<bool, std::int64_t, double, std::string, std::vector<double>, std::vector<std::string>>;

class ConfigSource {
 public:
  virtual ~ConfigSource() = default;
  virtual std::optional<ConfigValue> find(const ConfigKey& key) const = 0;  // one spelling; null counts as absent
  virtual std::string name(const ConfigKey& key) const = 0;                 // for messages: "'hidden_size'"
  virtual bool is_gguf() const = 0;
};

// Typed access with bounds. For use inside guarded(): a missing, mistyped or senseless value throws Refused.
class Config {
 public:
  explicit Config(const ConfigSource& source) : source_(source) {}

  bool is_gguf() const { return source_.is_gguf(); }
  bool has(const ConfigKey& key) const { return find(key).has_value(); }
  std::string name(const ConfigKey& key) const { return source_.name(spelling(key)); }

  // A whole number in [least, most].
  std::int64_t integer(const ConfigKey& key, std::int64_t least, std::int64_t most) const;
  std::int64_t integer_or(const ConfigKey& key, std::int64_t fallback, std::int64_t least, std::int64_t most) const;
  // A finite number above zero: every one that a model has (ε, θ, factors) is.
  float positive(const ConfigKey& key) const;
  float positive_or(const ConfigKey& key, float fallback) const;
  // The same for what 0 switches off (caps, clips).
  float positive_or_off(const ConfigKey& key) const;
  bool flag_or(const ConfigKey& key, bool fallback) const;
  bool is_text(const ConfigKey& key) const;  // one that is there
  std::optional<std::string> text(const ConfigKey& key) const;
  std::vector<float> positive_list(const ConfigKey& key) const;
  std::vector<std::int64_t> integer_list(const ConfigKey& key, std::int64_t least, std::int64_t most) const;  // each in [least, most]
  std::vector<std::string> text_list(const ConfigKey& key) const;

 private:
  ConfigKey spelling(const ConfigKey& key) const;  // the one that is there; the first when none is
  std::optional<ConfigValue> find(const ConfigKey& key) const { return source_.find(spelling(key)); }

  const ConfigSource& source_;
};

}  // namespace halftone
