// What every family's settings say, under the family's own names: a family reads this first and then says what it does otherwise.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/spec/config.h"
#include "engine/spec/model_spec.h"

namespace halftone {

// Which weights have biases. A GGUF file says so itself, by holding them.
struct Biases {
  bool norm = false, qkv = false, out = false, mlp = false, lm_head = false;
};

struct CommonConfig {
  // Names in config.json ('|' between spellings; empty: it has none). GGUF's are the same for all.
  std::string_view width = "hidden_size";
  std::string_view layers = "num_hidden_layers";
  std::string_view heads = "num_attention_heads";
  std::string_view kv_heads = "num_key_value_heads";
  std::string_view head_width = "head_dim";
  std::string_view mlp_width = "intermediate_size";
  std::string_view context = "max_position_embeddings";
  std::string_view activation = "hidden_act";
  std::string_view epsilon = "rms_norm_eps";

  // What holds where the config is silent.
  NormKind norm = NormKind::rms;
  float default_epsilon = 1e-6f;
  Activation default_activation = Activation::silu;
  std::int64_t default_heads = 0, default_vocabulary = 0;  // 0: they must be there
  std::int64_t default_kv_heads = 0;                       // 0: H
  std::int64_t default_head_width = 0;                     // 0: D / H
  std::int64_t default_mlp = 0;         // in widths: 4 is 4·D; 0: it must be there
  std::int64_t default_context = 2048;
  bool gated = true;
  bool tied = false;
  Biases biases = {};  // of a Hugging Face folder
};

// All layers alike, sequential, with pre norms and no position yet. Throws Refused.
ModelSpec read_common(const Config& config, const CommonConfig& names);

// `text` as config.json spells activations. Throws Refused.
Activation activation_of(std::string_view text);

// Upper bounds, far above every published model: they only keep products of a hostile file's numbers in range.
constexpr std::int64_t kMostTokens = std::int64_t{1} << 31, kMostHeads = 1 << 16, kMostLayers = 4096, kMostMlp = 1 << 24;

// The kinds of the layers, by `layer_types` where config.json lists them, else as `is_sliding(i)` says: those that slide get the window.
template <class IsSliding>
void set_windows(const Config& config, ModelSpec& spec, std::int64_t window, IsSliding is_sliding) {
  const std::vector<std::string> types = config.text_list({"layer_types", ""});
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    const bool sliding = i < types.size() ? types[i] == "sliding_attention" : is_sliding(i);
    spec.layers[i].attention.window = sliding ? window : 0;
  }
}

}  // namespace halftone
