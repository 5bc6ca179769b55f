// Names in GGUF files: nearly the same for every architecture. Source: the GGUF specification, "Standardized tensor names".
#include "engine/load/name_map.h"

namespace halftone {

namespace {

using enum WeightRole;

constexpr NameMap::Row kGguf[] = {
    {"token_embd", token_embedding},
    {"token_embd_norm", embedding_norm},
    {"position_embd", position_embedding},
    {"blk.*.attn_norm_2", attention_norm},  // Falcon 40B, whose attn_norm is the MLP's
    {"blk.*.attn_norm", attention_norm},
    {"blk.*.attn_q", query},
    {"blk.*.attn_k", key},
    {"blk.*.attn_v", value},
    {"blk.*.attn_qkv", {query, key, value}},  // converters have undone every other packing
    {"blk.*.attn_q_norm", query_norm},
    {"blk.*.attn_k_norm", key_norm},
    {"blk.*.attn_output", attention_out},
    {"blk.*.post_attention_norm", attention_post_norm},
    {"blk.*.ffn_norm", mlp_norm},
    {"blk.*.attn_norm", mlp_norm},
    {"blk.*.ffn_gate", gate},
    {"blk.*.ffn_up", up},
    {"blk.*.ffn_down", down},
    {"blk.*.post_ffw_norm", mlp_post_norm},
    {"output_norm", final_norm},
    {"output", lm_head},
};

// Phi-3 and GLM-4 keep gate and up in one tensor under the second's name.
constexpr NameMap::Row kFusedMlp[] = {{"blk.*.ffn_up", {gate, up}}};

constexpr NameMap kNames{kGguf}, kFusedMlpNames{kFusedMlp, {}, kGguf};

}  // namespace

const NameMap& gguf_names(std::string_view architecture) {
  return architecture == "phi3" || architecture == "glm4" ? kFusedMlpNames : kNames;
}

}  // namespace halftone
