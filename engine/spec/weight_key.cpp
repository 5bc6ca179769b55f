#include "engine/spec/weight_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <iterator>
#include <string_view>

namespace halftone {

namespace {

constexpr std::string_view kNames[] = {
    "token_embedding",
    "position_embedding",
    "embedding_norm",
    "embedding_norm_bias",
    "attention_norm",
    "attention_norm_bias",
    "attention_post_norm",
    "attention_post_norm_bias",
    "query",
    "key",
    "value",
    "query_bias",
    "key_bias",
    "value_bias",
    "query_norm",
    "key_norm",
    "attention_out",
    "attention_out_bias",
    "mlp_norm",
    "mlp_norm_bias",
    "mlp_post_norm",
    "mlp_post_norm_bias",
    "gate",
    "up",
    "down",
    "gate_bias",
    "up_bias",
    "down_bias",
    "final_norm",
    "final_norm_bias",
    "lm_head",
    "lm_head_bias",
};
static_assert(std::size(kNames) == static_cast<std::size_t>(WeightRole::lm_head_bias) + 1);

struct BiasOf {
  WeightRole bias, weight;
};
constexpr BiasOf kBiases[] = {
    {WeightRole::embedding_norm_bias, WeightRole::embedding_norm},
    {WeightRole::attention_norm_bias, WeightRole::attention_norm},
    {WeightRole::attention_post_norm_bias, WeightRole::attention_post_norm},
    {WeightRole::query_bias, WeightRole::query},
    {WeightRole::key_bias, WeightRole::key},
    {WeightRole::value_bias, WeightRole::value},
    {WeightRole::attention_out_bias, WeightRole::attention_out},
    {WeightRole::mlp_norm_bias, WeightRole::mlp_norm},
    {WeightRole::mlp_post_norm_bias, WeightRole::mlp_post_norm},
    {WeightRole::gate_bias, WeightRole::gate},
    {WeightRole::up_bias, WeightRole::up},
    {WeightRole::down_bias, WeightRole::down},
    {WeightRole::final_norm_bias, WeightRole::final_norm},
    {WeightRole::lm_head_bias, WeightRole::lm_head},
};

}  // namespace

bool is_bias(WeightRole role) { return std::ranges::find(kBiases, role, &BiasOf::bias) != std::end(kBiases); }

WeightRole weight_of(WeightRole role) {
  const auto row = std::ranges::find(kBiases, role, &BiasOf::bias);
  return row == std::end(kBiases) ? role : row->weight;
}

WeightRole bias_of(WeightRole weight) {
  const auto row = std::ranges::find(kBiases, weight, &BiasOf::weight);
  assert(row != std::end(kBiases));
  return row->bias;
}

std::string to_string(const WeightKey& key) {
  const std::string_view name = kNames[static_cast<std::size_t>(key.role)];
  return key.layer == kNoLayer ? std::string(name) : fmt::format("layer {} {}", key.layer, name);
}

}  // namespace halftone
