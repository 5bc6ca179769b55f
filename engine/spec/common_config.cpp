#include "engine/spec/common_config.h"

#include <cmath>
#include <string>

#include "engine/base/refuse.h"

namespace halftone {

namespace {

constexpr std::int64_t kMostWidth = 1 << 20, kMostVocabulary = 1 << 24;

Biases stored_biases(const Config& config) {
  const auto has = [&](std::string_view tensor) { return config.flag_or({"", tensor}, false); };
  return {.norm = has("tensor blk.0.attn_norm.bias"),
          .qkv = has("tensor blk.0.attn_q.bias") || has("tensor blk.0.attn_qkv.bias"),
          .out = has("tensor blk.0.attn_output.bias"),
          .mlp = has("tensor blk.0.ffn_down.bias"),
          .lm_head = has("tensor output.bias")};
}

NormSpec read_norm(const Config& config, const CommonConfig& names) {
  NormSpec norm;
  norm.kind = names.norm;
  if (config.is_gguf())
    norm.epsilon = config.positive({"", norm.kind == NormKind::rms ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon"});
  else
    norm.epsilon = config.positive_or({names.epsilon, ""}, names.default_epsilon);
  return norm;
}

// A whole number from 1 on, with or without one to fall back on.
std::int64_t integer(const Config& config, const ConfigKey& key, std::int64_t fallback, std::int64_t most) {
  return fallback > 0 ? config.integer_or(key, fallback, 1, most) : config.integer(key, 1, most);
}

AttentionSpec read_attention(const Config& config, const CommonConfig& names, std::int64_t width) {
  AttentionSpec attention;
  const ConfigKey heads{names.heads, "attention.head_count"}, kv_heads{names.kv_heads, "attention.head_count_kv"};
  const bool defaults = !config.is_gguf();
  attention.heads = integer(config, heads, defaults ? names.default_heads : 0, kMostHeads);
  const std::int64_t own_kv_heads = defaults && names.default_kv_heads > 0 ? names.default_kv_heads : attention.heads;
  attention.kv_heads = config.integer_or(kv_heads, own_kv_heads, 1, attention.heads);
  if (attention.heads % attention.kv_heads != 0)
    refuse(ErrorKind::malformed, "", "{} is {}, which does not divide {} = {}", config.name(kv_heads), attention.kv_heads,
           config.name(heads), attention.heads);
  const ConfigKey head_width{names.head_width, "attention.key_length"};
  const std::int64_t fallback = names.default_head_width > 0 && defaults ? names.default_head_width : width / attention.heads;
  if (!config.has(head_width) && fallback == width / attention.heads && width % attention.heads != 0)
    refuse(ErrorKind::malformed, "", "a width of {} cannot be cut into {} heads", width, attention.heads);
  attention.head_width = config.integer_or(head_width, fallback, 1, kMostHeads);
  if (const auto values = config.integer_or({"", "attention.value_length"}, attention.head_width, 1, kMostHeads);
      values != attention.head_width)
    refuse(ErrorKind::unsupported, "", "its keys are {} wide and its values {}; both must be the same", attention.head_width, values);
  attention.scale = config.positive_or({"", "attention.scale"}, 1 / std::sqrt(static_cast<float>(attention.head_width)));
  return attention;
}

}  // namespace

Activation activation_of(std::string_view text) {
  if (text == "silu" || text == "swish") return Activation::silu;
  if (text == "gelu") return Activation::gelu;
  if (text == "gelu_new" || text == "gelu_pytorch_tanh" || text == "gelu_fast") return Activation::gelu_tanh;
  if (text == "relu") return Activation::relu;
  refuse(ErrorKind::unsupported, "", "its activation is '{}'; known are silu, gelu, gelu_new, gelu_pytorch_tanh, relu", text);
}

void set_windows(const Config& config, ModelSpec& spec, std::int64_t window, const std::function<bool(std::int64_t layer)>& is_sliding) {
  const std::vector<std::string> types = config.text_list({"layer_types", ""});
  if (!types.empty() && types.size() != spec.layers.size())
    refuse(ErrorKind::malformed, "", "'layer_types' names {} layers of {}", types.size(), spec.layers.size());
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    if (!types.empty() && types[i] != "sliding_attention" && types[i] != "full_attention")
      refuse(ErrorKind::unsupported, "", "layer {} is of the kind '{}'; known are full_attention and sliding_attention", i, types[i]);
    const bool sliding = types.empty() ? is_sliding(static_cast<std::int64_t>(i)) : types[i] == "sliding_attention";
    spec.layers[i].attention.window = sliding ? window : 0;
  }
}

std::vector<bool> read_switches(const Config& config, const ConfigKey& key, const ModelSpec& spec,
                                const std::function<bool(std::int64_t layer)>& otherwise) {
  const std::vector<std::int64_t> list = config.integer_list(key, 0, 1);
  if (!list.empty() && list.size() != spec.layers.size())
    refuse(ErrorKind::malformed, "", "{} has {} switches for {} layers", config.name(key), list.size(), spec.layers.size());
  std::vector<bool> switches;
  for (std::size_t i = 0; i < spec.layers.size(); ++i)
    switches.push_back(list.empty() ? otherwise(static_cast<std::int64_t>(i)) : list[i] == 1);
  return switches;
}

ModelSpec read_common(const Config& config, const CommonConfig& names) {
  if (config.integer_or({"num_local_experts|num_experts", "expert_count"}, 0, 0, kMostMlp) > 0)
    refuse(ErrorKind::unsupported, "", "is a mixture of experts, which this program cannot run");

  ModelSpec spec;
  spec.width = config.integer({names.width, "embedding_length"}, 1, kMostWidth);
  spec.vocabulary = integer(config, {"vocab_size", "vocab_size"}, names.default_vocabulary, kMostVocabulary);
  spec.trained_context = config.integer_or({names.context, "context_length"}, names.default_context, 1, kMostTokens);
  spec.tied_embeddings =
      config.is_gguf() ? !config.flag_or({"", "tensor output.weight"}, false) : config.flag_or({"tie_word_embeddings", ""}, names.tied);

  const Biases biases = config.is_gguf() ? stored_biases(config) : names.biases;
  LayerSpec layer;
  layer.norm = read_norm(config, names);
  layer.norm.bias = biases.norm;
  layer.attention = read_attention(config, names, spec.width);
  layer.attention.qkv_bias = biases.qkv;
  layer.attention.out_bias = biases.out;

  const ConfigKey mlp_width{names.mlp_width, "feed_forward_length"};
  layer.mlp.width = integer(config, mlp_width, names.default_mlp * spec.width, kMostMlp);
  const auto activation = config.text({names.activation, ""});
  layer.mlp.activation = activation ? activation_of(*activation) : names.default_activation;
  layer.mlp.gated = names.gated;
  layer.mlp.bias = biases.mlp;

  spec.lm_head_bias = biases.lm_head;
  spec.final_norm = layer.norm;
  spec.layers.assign(static_cast<std::size_t>(config.integer({names.layers, "block_count"}, 1, kMostLayers)), layer);
  return spec;
}

}  // namespace halftone
