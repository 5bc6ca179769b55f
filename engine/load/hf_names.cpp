// Names in Hugging Face folders, by the code that models were written from.
#include <algorithm>
#include <cassert>

#include "engine/load/name_map.h"

namespace halftone {

namespace {

using enum WeightRole;
constexpr NameMap::Roles kQkv = {query, key, value};

// Llama and all that began as a copy of it. Gemma 2 has four norms a layer and calls the second of them as others call the MLP's.
constexpr NameMap::Row kLlama[] = {
    {"model.embed_tokens", token_embedding},
    {"model.layers.*.input_layernorm", attention_norm},
    {"model.layers.*.self_attn.q_proj", query},
    {"model.layers.*.self_attn.k_proj", key},
    {"model.layers.*.self_attn.v_proj", value},
    {"model.layers.*.self_attn.qkv_proj", kQkv},
    {"model.layers.*.self_attn.q_norm", query_norm},
    {"model.layers.*.self_attn.k_norm", key_norm},
    {"model.layers.*.self_attn.o_proj", attention_out},
    {"model.layers.*.post_attention_layernorm", attention_post_norm},
    {"model.layers.*.pre_feedforward_layernorm", mlp_norm},
    {"model.layers.*.post_attention_layernorm", mlp_norm},
    {"model.layers.*.mlp.gate_proj", gate},
    {"model.layers.*.mlp.up_proj", up},
    {"model.layers.*.mlp.down_proj", down},
    {"model.layers.*.mlp.gate_up_proj", {gate, up}},
    {"model.layers.*.self_attn.dense", attention_out},  // Phi
    {"model.layers.*.mlp.fc1", up},                     // Phi
    {"model.layers.*.mlp.fc2", down},                   // Phi
    {"model.final_layernorm", final_norm},              // Phi
    {"model.layers.*.mlp.c_fc", up},                    // StarCoder 2
    {"model.layers.*.mlp.c_proj", down},                // StarCoder 2
    {"model.layers.*.post_feedforward_layernorm", mlp_post_norm},
    {"model.norm", final_norm},
    {"lm_head", lm_head},
};

// GLM-4 has Gemma 2's four norms, and calls the third as others call their second.
constexpr NameMap::Row kGlm4Norms[] = {
    {"model.layers.*.post_self_attn_layernorm", attention_post_norm},
    {"model.layers.*.post_attention_layernorm", mlp_norm},
    {"model.layers.*.post_mlp_layernorm", mlp_post_norm},
};

constexpr NameMap::Row kBloom[] = {
    {"transformer.word_embeddings", token_embedding},
    {"transformer.word_embeddings_layernorm", embedding_norm},
    {"transformer.h.*.ln_attn", attention_norm},  // Falcon 40B
    {"transformer.h.*.input_layernorm", attention_norm},
    {"transformer.h.*.self_attention.query_key_value", kQkv, Packing::grouped},
    {"transformer.h.*.self_attention.dense", attention_out},
    {"transformer.h.*.ln_mlp", mlp_norm},  // Falcon 40B
    {"transformer.h.*.post_attention_layernorm", mlp_norm},
    {"transformer.h.*.mlp.dense_h_to_4h", up},
    {"transformer.h.*.mlp.dense_4h_to_h", down},
    {"transformer.ln_f", final_norm},
    {"lm_head", lm_head},
};

constexpr NameMap::Row kMpt[] = {
    {"transformer.wte", token_embedding},
    {"transformer.blocks.*.norm_1", attention_norm},
    {"transformer.blocks.*.attn.Wqkv", kQkv},
    {"transformer.blocks.*.attn.out_proj", attention_out},
    {"transformer.blocks.*.norm_2", mlp_norm},
    {"transformer.blocks.*.ffn.up_proj", up},
    {"transformer.blocks.*.ffn.down_proj", down},
    {"transformer.norm_f", final_norm},
    {"lm_head", lm_head},
};

constexpr NameMap::Row kGpt2[] = {
    {"transformer.wte", token_embedding},
    {"transformer.wpe", position_embedding},
    {"transformer.h.*.ln_1", attention_norm},
    {"transformer.h.*.attn.c_attn", kQkv, Packing::concatenated, true},
    {"transformer.h.*.attn.c_proj", attention_out, Packing::concatenated, true},
    {"transformer.h.*.ln_2", mlp_norm},
    {"transformer.h.*.mlp.c_fc", up, Packing::concatenated, true},
    {"transformer.h.*.mlp.c_proj", down, Packing::concatenated, true},
    {"transformer.ln_f", final_norm},
    {"lm_head", lm_head},
};

// GPT-1, whose norms stand behind the half-layers.
constexpr NameMap::Row kGpt1[] = {
    {"transformer.tokens_embed", token_embedding},
    {"transformer.positions_embed", position_embedding},
    {"transformer.h.*.attn.c_attn", kQkv, Packing::concatenated, true},
    {"transformer.h.*.attn.c_proj", attention_out, Packing::concatenated, true},
    {"transformer.h.*.ln_1", attention_norm},
    {"transformer.h.*.mlp.c_fc", up, Packing::concatenated, true},
    {"transformer.h.*.mlp.c_proj", down, Packing::concatenated, true},
    {"transformer.h.*.ln_2", mlp_norm},
    {"lm_head", lm_head},
};

// One kv head for all (its rows follow those of the queries), or q, k and v of head after head: both are grouped by kv head.
constexpr NameMap::Row kGptBigCode[] = {
    {"transformer.wte", token_embedding},
    {"transformer.wpe", position_embedding},
    {"transformer.h.*.ln_1", attention_norm},
    {"transformer.h.*.attn.c_attn", kQkv, Packing::grouped},
    {"transformer.h.*.attn.c_proj", attention_out},
    {"transformer.h.*.ln_2", mlp_norm},
    {"transformer.h.*.mlp.c_fc", up},
    {"transformer.h.*.mlp.c_proj", down},
    {"transformer.ln_f", final_norm},
    {"lm_head", lm_head},
};

constexpr NameMap::Row kGptJ[] = {
    {"transformer.wte", token_embedding},   {"transformer.h.*.ln_1", attention_norm},
    {"transformer.h.*.attn.q_proj", query}, {"transformer.h.*.attn.k_proj", key},
    {"transformer.h.*.attn.v_proj", value}, {"transformer.h.*.attn.out_proj", attention_out},
    {"transformer.h.*.mlp.fc_in", up},      {"transformer.h.*.mlp.fc_out", down},
    {"transformer.ln_f", final_norm},       {"lm_head", lm_head},
};

constexpr NameMap::Row kOpt[] = {
    {"model.decoder.embed_tokens", token_embedding},
    {"model.decoder.embed_positions", position_embedding},
    {"model.decoder.layers.*.self_attn_layer_norm", attention_norm},
    {"model.decoder.layers.*.self_attn.q_proj", query},
    {"model.decoder.layers.*.self_attn.k_proj", key},
    {"model.decoder.layers.*.self_attn.v_proj", value},
    {"model.decoder.layers.*.self_attn.out_proj", attention_out},
    {"model.decoder.layers.*.final_layer_norm", mlp_norm},
    {"model.decoder.layers.*.fc1", up},
    {"model.decoder.layers.*.fc2", down},
    {"model.decoder.final_layer_norm", final_norm},
    {"lm_head", lm_head},
};

constexpr NameMap::Row kGptNeoX[] = {
    {"gpt_neox.embed_in", token_embedding},
    {"gpt_neox.layers.*.input_layernorm", attention_norm},
    {"gpt_neox.layers.*.attention.query_key_value", kQkv, Packing::grouped},
    {"gpt_neox.layers.*.attention.dense", attention_out},
    {"gpt_neox.layers.*.post_attention_layernorm", mlp_norm},
    {"gpt_neox.layers.*.mlp.dense_h_to_4h", up},
    {"gpt_neox.layers.*.mlp.dense_4h_to_h", down},
    {"gpt_neox.final_layer_norm", final_norm},
    {"embed_out", lm_head},
    {"lm_head", lm_head},  // as transformers 5 writes it
};

struct FamilyNames {
  std::string_view family;
  NameMap names;
};

// Families that are not here are llamas.
constexpr FamilyNames kFamilies[] = {
    {"falcon", {kBloom, "transformer."}},     {"bloom", {kBloom, "transformer."}},
    {"mpt", {kMpt, "transformer."}},          {"gpt2", {kGpt2, "transformer."}},
    {"openai-gpt", {kGpt1, "transformer."}},  {"gpt_bigcode", {kGptBigCode, "transformer."}},
    {"glm4", {kGlm4Norms, "model.", kLlama}}, {"gptj", {kGptJ, "transformer."}},
    {"gpt_neox", {kGptNeoX, "gpt_neox."}},    {"opt", {kOpt, "model."}},
};

constexpr NameMap kLlamaNames{kLlama, "model."};

}  // namespace

const NameMap& hugging_face_names(std::string_view family) {
  const auto row = std::ranges::find(kFamilies, family, &FamilyNames::family);
  return row == std::end(kFamilies) ? kLlamaNames : row->names;
}

}  // namespace halftone
