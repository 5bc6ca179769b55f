// Names of a model's weights, one spelling for every checkpoint format. A name map (engine/load) leads from a file's own names here.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace halftone {

enum class WeightRole : std::uint8_t {
  token_embedding,     // (V, D)
  position_embedding,  // (positions, D)
  embedding_norm,
  embedding_norm_bias,
  attention_norm,
  attention_norm_bias,  // of attention: before it, or its only one (post norm); (D)
  attention_post_norm,
  attention_post_norm_bias,  // of what it adds to the residual (sandwich, after)
  query,
  key,
  value,  // (H·Dh, D), (Hkv·Dh, D), (Hkv·Dh, D)
  query_bias,
  key_bias,
  value_bias,
  query_norm,
  key_norm,  // (Dh); of all heads together (H·Dh), (Hkv·Dh)
  attention_out,
  attention_out_bias,  // (D, H·Dh)
  mlp_norm,
  mlp_norm_bias,
  mlp_post_norm,
  mlp_post_norm_bias,
  gate,
  up,
  down,  // (F, D), (F, D), (D, F)
  gate_bias,
  up_bias,
  down_bias,
  final_norm,
  final_norm_bias,
  lm_head,
  lm_head_bias,  // (V, D), (V)
};

constexpr int kNoLayer = -1;

struct WeightKey {
  WeightRole role = WeightRole::token_embedding;
  int layer = kNoLayer;
  auto operator<=>(const WeightKey&) const = default;
};

bool is_bias(WeightRole role);
WeightRole weight_of(WeightRole role);  // of a bias: the weight that it goes with; of a weight: itself
WeightRole bias_of(WeightRole weight);  // of one that can have a bias

std::string to_string(const WeightKey& key);  // "layer 3 attention_out"

}  // namespace halftone
