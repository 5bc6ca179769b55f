// What every family's settings say, under the family's own names: a family reads this first and then says what it does otherwise.
#pragma once

#include <cstdint>
#include <functional>
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
  std::int64_t default_mlp = 0;                            // in widths: 4 is 4·D; 0: it must be there
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

// One switch a layer: as the list of 0 and 1 under `key` has them, else as `otherwise` says.
std::vector<bool> read_switches(const Config& config, const ConfigKey& key, const ModelSpec& spec,
                                const std::function<bool(std::int64_t layer)>& otherwise);

// Gives the layers that slide a window: those that `layer_types` of config.json lists as such, else those that `is_sliding` says.
void set_windows(const Config& config, ModelSpec& spec, std::int64_t window, const std::function<bool(std::int64_t layer)>& is_sliding);

}  // namespace halftone
