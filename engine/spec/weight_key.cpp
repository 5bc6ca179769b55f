#include "engine/spec/weight_key.h"

#include <fmt/format.h>

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

}  // namespace

std::string to_string(const WeightKey& key) {
  const std::string_view name = kNames[static_cast<std::size_t>(key.role)];
  return key.layer == kNoLayer ? std::string(name) : fmt::format("layer {} {}", key.layer, name);
}

}  // namespace halftone
