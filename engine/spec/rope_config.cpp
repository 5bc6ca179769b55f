#include "engine/spec/rope_config.h"

#include <fmt/format.h>

#include <cmath>
#include <initializer_list>
#include <string>

#include "engine/base/refuse.h"

namespace halftone {

namespace {

constexpr std::int64_t kMaxContext = std::int64_t{1} << 31;

// A setting of the scaling, under whichever of the two objects config.json uses.
class Scaling {
 public:
  Scaling(const Config& config, std::string_view parameters) : config_(config), object_(parameters) {
    if (!has("rope_type") && !has("rope_theta")) object_ = "rope_scaling";
  }

  std::string path(std::string_view key) const { return fmt::format("{}.{}", object_, key); }
  bool has(std::string_view hf, std::string_view gguf = "") const { return config_.has({path(hf), gguf}); }
  float positive_or(std::string_view hf, std::string_view gguf, float fallback) const {
    return config_.positive_or({path(hf), gguf}, fallback);
  }
  float positive(std::string_view hf, std::string_view gguf) const { return config_.positive({path(hf), gguf}); }
  std::vector<float> positive_list(std::string_view hf) const { return config_.positive_list({path(hf), ""}); }
  std::optional<std::string> text(std::string_view hf, std::string_view gguf = "") const { return config_.text({path(hf), gguf}); }
  bool flag_or(std::string_view hf, bool fallback) const { return config_.flag_or({path(hf), ""}, fallback); }

  std::int64_t original_context(std::int64_t fallback) const {
    const ConfigKey key{"original_max_position_embeddings", ""};  // Phi-3 writes it beside the object
    fallback = config_.integer_or(key, fallback, 1, kMaxContext);
    return config_.integer_or({path("original_max_position_embeddings"), "rope.scaling.original_context_length"}, fallback, 1, kMaxContext);
  }

 private:
  const Config& config_;
  std::string_view object_;
};

std::vector<float> factors(const Scaling& scaling, std::string_view key, std::int64_t dim) {
  std::vector<float> list = scaling.positive_list(key);
  if (static_cast<std::int64_t>(list.size()) != dim / 2)
    refuse(ErrorKind::malformed, "", "'{}' has {} numbers; {} frequencies need one each", scaling.path(key), list.size(), dim / 2);
  return list;
}

RopeScaling read_scaling(const Config& config, const Scaling& scaling, std::int64_t dim, std::int64_t trained) {
  auto type = scaling.text("rope_type", "rope.scaling.type");
  if (!type) type = scaling.text("type");
  if (!type || *type == "default" || *type == "none") {
    if (!type && scaling.has("factor")) refuse(ErrorKind::malformed, "", "'{}' has a factor but no type", scaling.path("rope_type"));
    if (!type && config.has({"", "rope.scale_linear"})) return LinearScaling{config.positive({"", "rope.scale_linear"})};
    return {};
  }
  const float factor = scaling.positive_or("factor", "rope.scaling.factor", 1);
  if (*type == "linear") return LinearScaling{scaling.positive("factor", "rope.scaling.factor")};
  if (*type == "dynamic") return NtkScaling{scaling.positive("factor", ""), scaling.original_context(trained)};
  if (*type == "yarn") {
    YarnScaling yarn;
    yarn.original_context = scaling.original_context(trained);
    yarn.factor = scaling.has("factor", "rope.scaling.factor")
                      ? factor
                      : static_cast<float>(static_cast<double>(trained) / static_cast<double>(yarn.original_context));
    yarn.beta_fast = scaling.positive_or("beta_fast", "rope.scaling.yarn_beta_fast", 32);
    yarn.beta_slow = scaling.positive_or("beta_slow", "rope.scaling.yarn_beta_slow", 1);
    yarn.attention_factor = scaling.positive_or("attention_factor", "", 0);
    if (const ConfigKey key{"", "rope.scaling.attn_factor"}; config.has(key))  // GGUF's stands beside the usual factor
      yarn.attention_factor = config.positive(key) * (0.1f * std::log(yarn.factor) + 1);
    // GGUF keeps one of the two, for models in which both are the same.
    yarn.mscale = scaling.positive_or("mscale", "rope.scaling.yarn_log_multiplier", 0);
    yarn.mscale_all_dim = scaling.positive_or("mscale_all_dim", "rope.scaling.yarn_log_multiplier", 0);
    yarn.truncate = scaling.flag_or("truncate", true);
    return yarn;
  }
  if (*type == "llama3") {
    Llama3Scaling llama3;
    llama3.factor = scaling.positive("factor", "");
    llama3.low_freq_factor = scaling.positive("low_freq_factor", "");
    llama3.high_freq_factor = scaling.positive("high_freq_factor", "");
    if (!(llama3.high_freq_factor > llama3.low_freq_factor))
      refuse(ErrorKind::malformed, "", "'{}' is {}, not above low_freq_factor, which is {}", scaling.path("high_freq_factor"),
             llama3.high_freq_factor, llama3.low_freq_factor);
    llama3.original_context = scaling.original_context(trained);
    return llama3;
  }
  if (*type == "longrope" || *type == "su") {
    if (config.is_gguf()) return {};  // read_gguf_longrope
    LongRopeScaling longrope;
    longrope.short_factor = factors(scaling, "short_factor", dim);
    longrope.long_factor = factors(scaling, "long_factor", dim);
    longrope.original_context = scaling.original_context(trained);
    longrope.attention_factor = scaling.positive_or("attention_factor", "", 0);
    return longrope;
  }
  refuse(ErrorKind::unsupported, "", "the RoPE scaling '{}' is unknown; known are linear, dynamic, yarn, llama3 and longrope", *type);
}

}  // namespace

RopeParams read_rope(const Config& config, std::int64_t head_width, std::int64_t trained, const RopeStyle& style) {
  const Scaling scaling(config, style.parameters);
  RopeParams rope;
  rope.theta = config.positive_or({style.theta_key, "rope.freq_base"}, style.theta);
  rope.theta = scaling.positive_or("rope_theta", "", rope.theta);
  const float share = scaling.positive_or("partial_rotary_factor", "", config.positive_or({style.share_key, ""}, style.share));
  if (share > 1) refuse(ErrorKind::malformed, "", "'{}' is {}, more than 1", style.share_key, share);
  rope.dim =
      config.integer_or({"", "rope.dimension_count"}, static_cast<std::int64_t>(static_cast<float>(head_width) * share), 0, head_width);
  if (rope.dim < 2 || rope.dim % 2 != 0)
    refuse(ErrorKind::malformed, "", "RoPE would rotate {} of the {} numbers of a head; it needs an even number from 2 on", rope.dim,
           head_width);
  rope.pairing = config.is_gguf() ? style.gguf_pairing : style.pairing;
  rope.scaling = read_scaling(config, scaling, rope.dim, trained);
  return rope;
}

LongRopeScaling read_gguf_longrope(const Config& config, std::int64_t trained) {
  LongRopeScaling longrope;
  longrope.original_context = config.integer_or({"", "rope.scaling.original_context_length"}, trained, 1, kMaxContext);
  longrope.attention_factor = config.positive_or({"", "rope.scaling.attn_factor"}, 0);
  return longrope;
}

}  // namespace halftone
