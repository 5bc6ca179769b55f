#include "engine/load/name_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace halftone {

namespace {

using enum WeightRole;

constexpr NameMap::Row kHuggingFace[] = {
    {"model.embed_tokens.weight", token_embedding},
    {"model.layers.*.input_layernorm.weight", attention_norm},
    {"model.layers.*.self_attn.q_proj.weight", query},
    {"model.layers.*.self_attn.k_proj.weight", key},
    {"model.layers.*.self_attn.v_proj.weight", value},
    {"model.layers.*.self_attn.q_proj.bias", query_bias},
    {"model.layers.*.self_attn.k_proj.bias", key_bias},
    {"model.layers.*.self_attn.v_proj.bias", value_bias},
    {"model.layers.*.self_attn.o_proj.weight", attention_out},
    {"model.layers.*.self_attn.o_proj.bias", attention_out_bias},
    {"model.layers.*.post_attention_layernorm.weight", mlp_norm},
    {"model.layers.*.mlp.gate_proj.weight", gate},
    {"model.layers.*.mlp.up_proj.weight", up},
    {"model.layers.*.mlp.down_proj.weight", down},
    {"model.layers.*.mlp.gate_proj.bias", gate_bias},
    {"model.layers.*.mlp.up_proj.bias", up_bias},
    {"model.layers.*.mlp.down_proj.bias", down_bias},
    {"model.norm.weight", final_norm},
    {"lm_head.weight", lm_head},
};

constexpr NameMap::Row kGguf[] = {
    {"token_embd.weight", token_embedding},
    {"blk.*.attn_norm.weight", attention_norm},
    {"blk.*.attn_q.weight", query},
    {"blk.*.attn_k.weight", key},
    {"blk.*.attn_v.weight", value},
    {"blk.*.attn_q.bias", query_bias},
    {"blk.*.attn_k.bias", key_bias},
    {"blk.*.attn_v.bias", value_bias},
    {"blk.*.attn_output.weight", attention_out},
    {"blk.*.attn_output.bias", attention_out_bias},
    {"blk.*.ffn_norm.weight", mlp_norm},
    {"blk.*.ffn_gate.weight", gate},
    {"blk.*.ffn_up.weight", up},
    {"blk.*.ffn_down.weight", down},
    {"blk.*.ffn_gate.bias", gate_bias},
    {"blk.*.ffn_up.bias", up_bias},
    {"blk.*.ffn_down.bias", down_bias},
    {"output_norm.weight", final_norm},
    {"output.weight", lm_head},
};

// The layer's number as converters write it: no sign, no leading zero.
std::optional<int> layer_number(std::string_view digits) {
  int layer = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), layer);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  if (digits.front() == '-' || (digits.front() == '0' && digits.size() > 1)) return std::nullopt;
  return layer;
}

}  // namespace

std::optional<WeightKey> NameMap::find(std::string_view name) const {
  for (const Row& row : rows) {
    const std::size_t star = row.name.find('*');
    if (star == row.name.npos) {
      if (name == row.name) return WeightKey{row.role, kNoLayer};
      continue;
    }
    const std::string_view before = row.name.substr(0, star), after = row.name.substr(star + 1);
    if (name.size() <= before.size() + after.size() || !name.starts_with(before) || !name.ends_with(after)) continue;
    if (const auto layer = layer_number(name.substr(star, name.size() - before.size() - after.size()))) return WeightKey{row.role, *layer};
  }
  return std::nullopt;
}

const NameMap& hugging_face_names() {
  static constexpr NameMap names{kHuggingFace};
  return names;
}

const NameMap& gguf_names() {
  static constexpr NameMap names{kGguf};
  return names;
}

std::string file_name_of(const NameMap& names, const WeightKey& key) {
  const auto row = std::ranges::find(names.rows, key.role, &NameMap::Row::role);
  if (row == names.rows.end()) return to_string(key);
  const std::size_t star = row->name.find('*');
  if (star == row->name.npos) return std::string(row->name);
  return fmt::format("{}{}{}", row->name.substr(0, star), key.layer, row->name.substr(star + 1));
}

}  // namespace halftone
