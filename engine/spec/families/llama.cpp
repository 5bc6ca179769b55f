// Llama 1 to 3 (Touvron et al. 2023, Llama team 2024): RMS norm before each half-layer, RoPE, grouped-query attention, SwiGLU.
#include <cmath>

#include "engine/base/refuse.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"
#include "kernels/formats/kv_format.h"

namespace halftone {

namespace {

// Bounds far above every published model: they only keep products of a hostile file's numbers in range.
constexpr std::int64_t kMaxWidth = 1 << 20, kMaxLayers = 4096, kMaxHeads = 1 << 16, kMaxMlp = 1 << 24, kMaxVocabulary = 1 << 24;
constexpr std::int64_t kMaxContext = std::int64_t{1} << 31;

Activation read_activation(const Config& config) {
  const std::string name = config.text({"hidden_act", ""}).value_or("silu");
  if (name == "silu" || name == "swish") return Activation::silu;
  if (name == "gelu") return Activation::gelu;
  if (name == "gelu_new" || name == "gelu_pytorch_tanh" || name == "gelu_fast") return Activation::gelu_tanh;
  if (name == "relu") return Activation::relu;
  refuse(ErrorKind::unsupported, "", "its activation is '{}'; known are silu, gelu, gelu_new, gelu_pytorch_tanh, relu", name);
}

}  // namespace

ModelSpec read_llama(const Config& config) {
  if (config.integer_or({"", "expert_count"}, 0, 0, kMaxMlp) > 0)
    refuse(ErrorKind::unsupported, "", "is a mixture of experts, which this program cannot run");

  ModelSpec spec;
  spec.family = "llama";
  spec.width = config.integer({"hidden_size", "embedding_length"}, 1, kMaxWidth);
  spec.vocabulary = config.integer({"vocab_size", "vocab_size"}, 1, kMaxVocabulary);
  spec.trained_context = config.integer_or({"max_position_embeddings", "context_length"}, 2048, 1, kMaxContext);
  spec.tied_embeddings =
      config.is_gguf() ? !config.flag_or({"", "tensor output.weight"}, false) : config.flag_or({"tie_word_embeddings", ""}, false);

  LayerSpec layer;
  layer.norm.kind = NormKind::rms;
  layer.norm.epsilon =
      config.is_gguf() ? config.positive({"", "attention.layer_norm_rms_epsilon"}) : config.positive_or({"rms_norm_eps", ""}, 1e-6f);

  AttentionSpec& attention = layer.attention;
  const ConfigKey heads{"num_attention_heads", "attention.head_count"}, kv_heads{"num_key_value_heads", "attention.head_count_kv"};
  attention.heads = config.integer(heads, 1, kMaxHeads);
  attention.kv_heads = config.integer_or(kv_heads, attention.heads, 1, attention.heads);
  if (attention.heads % attention.kv_heads != 0)
    refuse(ErrorKind::malformed, "", "{} is {}, which does not divide {} = {}", config.name(kv_heads), attention.kv_heads,
           config.name(heads), attention.heads);
  const ConfigKey head_width{"head_dim", "attention.key_length"};
  if (!config.has(head_width) && spec.width % attention.heads != 0)
    refuse(ErrorKind::malformed, "", "a width of {} cannot be cut into {} heads", spec.width, attention.heads);
  attention.head_width = config.integer_or(head_width, spec.width / attention.heads, 1, kMaxHeads);
  if (attention.head_width > kMaxKvHeadWidth)
    refuse(ErrorKind::unsupported, "", "a head of {} numbers; the cache holds heads of up to {}", attention.head_width, kMaxKvHeadWidth);
  if (const auto values = config.integer_or({"", "attention.value_length"}, attention.head_width, 1, kMaxHeads);
      values != attention.head_width)
    refuse(ErrorKind::unsupported, "", "its keys are {} wide and its values {}; both must be the same", attention.head_width, values);
  attention.position = read_rope(config, attention.head_width, spec.trained_context, 10000);
  attention.scale = 1 / std::sqrt(static_cast<float>(attention.head_width));
  attention.window = config.integer_or({"", "attention.sliding_window"}, 0, 0, kMaxContext);
  attention.qkv_bias = config.flag_or({"attention_bias", "tensor blk.0.attn_q.bias"}, false);
  attention.out_bias = config.flag_or({"attention_bias", "tensor blk.0.attn_output.bias"}, false);

  layer.mlp.width = config.integer({"intermediate_size", "feed_forward_length"}, 1, kMaxMlp);
  layer.mlp.activation = read_activation(config);
  layer.mlp.bias = config.flag_or({"mlp_bias", "tensor blk.0.ffn_down.bias"}, false);

  spec.final_norm = layer.norm;
  spec.layers.assign(config.integer({"num_hidden_layers", "block_count"}, 1, kMaxLayers), layer);
  return spec;
}

}  // namespace halftone
