"""Writes small random checkpoints of every family but llama's plain ones (../llama), and the logits that transformers computes from them.

    python make.py [case ...]        (torch, transformers, safetensors, gguf; the folders beside this script are what it writes)

Each folder <case>/ holds config.json, as published models of the family have it, and model.safetensors; tokens.json, the ids; logits.npy,
float32 (T, V), of one forward pass over all ids, in float32 with eager attention; and model.gguf, the same weights in F32 with the changes
that converters make, where GGUF knows the family and the layout. Names in GGUF are the gguf package's own. attention.py beside this script
then adds what some of them attend to: a case that is made anew loses it.
"""
import json
import shutil
import sys
import zlib
from pathlib import Path

import gguf
import numpy as np
import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForImageTextToText

HERE = Path(__file__).parent

LLAMA_LIKE = {"vocab_size": 96, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
              "hidden_act": "silu", "max_position_embeddings": 256, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": True,
              "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float32"}
LLAMA = LLAMA_LIKE | {"model_type": "llama", "attention_bias": False, "mlp_bias": False, "max_position_embeddings": 32, "num_attention_heads": 2}
GEMMA = LLAMA_LIKE | {"head_dim": 12, "hidden_activation": "gelu_pytorch_tanh", "hidden_act": "gelu_pytorch_tanh", "attention_bias": False}
GEMMA2 = GEMMA | {"model_type": "gemma2", "query_pre_attn_scalar": 12, "sliding_window": 9, "attn_logit_softcapping": 4.0,
                  "final_logit_softcapping": 3.0}
GEMMA3 = GEMMA | {"model_type": "gemma3_text", "query_pre_attn_scalar": 8, "sliding_window": 9, "rope_local_base_freq": 500.0, "rope_theta": 1000000.0,
                  "num_hidden_layers": 7, "hidden_size": 16, "intermediate_size": 24, "head_dim": 8, "num_attention_heads": 2,
                  "num_key_value_heads": 1, "rope_scaling": {"rope_type": "linear", "factor": 8.0}}
LONG = {"type": "longrope", "short_factor": [1.0, 1.1, 1.3, 2.0], "long_factor": [1.5, 2.5, 5.0, 9.0]}
PHI3 = LLAMA_LIKE | {"model_type": "phi3", "tie_word_embeddings": False, "pad_token_id": 0, "sliding_window": None,
                     "max_position_embeddings": 256, "original_max_position_embeddings": 64}
FALCON = {"model_type": "falcon", "vocab_size": 96, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "layer_norm_epsilon": 1e-5,
          "alibi": False, "bias": False, "multi_query": True, "parallel_attn": True, "new_decoder_architecture": False, "bos_token_id": 1,
          "eos_token_id": 2, "torch_dtype": "float32"}
GPT = {"vocab_size": 96, "n_positions": 64, "n_embd": 32, "n_layer": 2, "n_head": 4, "layer_norm_epsilon": 1e-5, "bos_token_id": 1,
       "eos_token_id": 2, "torch_dtype": "float32"}
MPT = {"model_type": "mpt", "vocab_size": 96, "d_model": 36, "n_heads": 6, "n_layers": 2, "expansion_ratio": 4, "max_seq_len": 32, "no_bias": True,
       "tie_word_embeddings": True, "attn_config": {"alibi": True, "alibi_bias_max": 8, "clip_qkv": 1.0, "attn_type": "multihead_attention"},
       "torch_dtype": "float32"}
NEOX = {"model_type": "gpt_neox", "vocab_size": 96, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64,
        "hidden_act": "gelu", "rotary_pct": 0.25, "rotary_emb_base": 5000, "max_position_embeddings": 64, "layer_norm_eps": 1e-5,
        "use_parallel_residual": True, "tie_word_embeddings": False, "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float32"}

COHERE = LLAMA_LIKE | {"layer_norm_eps": 1e-5, "logit_scale": 0.25, "pad_token_id": 0}
OLMO = LLAMA_LIKE | {"attention_bias": False, "tie_word_embeddings": False, "pad_token_id": 0}
LLLG = ["sliding_attention"] * 3 + ["full_attention"]
YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64, "beta_fast": 32.0, "beta_slow": 1.0}
QWEN3_VL = LLAMA_LIKE | {"model_type": "qwen3_vl_text", "head_dim": 16, "attention_bias": False, "rope_theta": 5000000.0,
                         "rope_scaling": {"rope_type": "default", "mrope_interleaved": True, "mrope_section": [4, 2, 2]}}
TOWER = {"depth": 1, "hidden_size": 8, "intermediate_size": 8, "num_heads": 1, "patch_size": 2, "temporal_patch_size": 1, "out_hidden_size": 32,
         "num_position_embeddings": 4, "deepstack_visual_indexes": [0]}
PHI = LLAMA_LIKE | {"model_type": "phi", "hidden_act": "gelu_new", "layer_norm_eps": 1e-5, "partial_rotary_factor": 0.5, "qk_layernorm": False,
                    "num_key_value_heads": 4, "tie_word_embeddings": False}
STABLELM = LLAMA_LIKE | {"model_type": "stablelm", "layer_norm_eps": 1e-5, "partial_rotary_factor": 0.25, "use_qkv_bias": False,
                         "use_parallel_residual": False, "tie_word_embeddings": False}
for config in (PHI, STABLELM):
    del config["rms_norm_eps"]

# case: (config, T, GGUF architecture or None)
CASES = {
    "mistral": (LLAMA_LIKE | {"model_type": "mistral", "sliding_window": 7, "tie_word_embeddings": False}, 40, "llama"),
    "qwen2": (LLAMA_LIKE | {"model_type": "qwen2", "sliding_window": 4096, "use_sliding_window": False}, 40, "qwen2"),
    "qwen2_windows": (LLAMA_LIKE | {"model_type": "qwen2", "sliding_window": 6, "use_sliding_window": True, "max_window_layers": 1}, 40, None),
    "qwen3": (LLAMA_LIKE | {"model_type": "qwen3", "head_dim": 16, "attention_bias": False}, 40, "qwen3"),
    "gemma": (GEMMA | {"model_type": "gemma", "num_key_value_heads": 1}, 40, "gemma"),
    "gemma2": (GEMMA2, 40, "gemma2"),
    "gemma3": (GEMMA3 | {"rope_local_base_freq": 10000.0}, 40, "gemma3"),
    "gemma3_layer_types": ({k: v for k, v in GEMMA3.items() if k not in ("rope_theta", "rope_local_base_freq", "rope_scaling")} |
                           {"num_hidden_layers": 3, "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
                            "rope_parameters": {"full_attention": {"rope_type": "linear", "factor": 4.0, "rope_theta": 100000.0},
                                                "sliding_attention": {"rope_type": "default", "rope_theta": 300.0}}}, 40, None),
    "phi3": (PHI3 | {"original_max_position_embeddings": 256, "sliding_window": 11}, 40, "phi3"),
    "phi3_q8_0": (PHI3 | {"original_max_position_embeddings": 256, "intermediate_size": 64}, 40, "phi3"),  # fused tensors whose rows are blocks
    "phi3_longrope_short": (PHI3 | {"rope_scaling": LONG}, 60, "phi3"),
    "phi3_longrope_long": (PHI3 | {"rope_scaling": LONG}, 150, "phi3"),
    "phi3_partial": (PHI3 | {"partial_rotary_factor": 0.75, "rope_scaling": {k: v[:3] if "factor" in k else v for k, v in LONG.items()}}, 100, "phi3"),
    "falcon_7b": (FALCON, 40, "falcon"),
    "falcon_40b": (FALCON | {"new_decoder_architecture": True, "num_kv_heads": 2, "num_attention_heads": 8}, 40, "falcon"),
    "falcon_11b": (FALCON | {"new_decoder_architecture": True, "num_kv_heads": 2, "num_ln_in_parallel_attn": 1, "ffn_hidden_size": 80,
                             "tie_word_embeddings": False}, 40, "falcon"),
    # With a vision tower beside it.
    "gemma3_vision": ({"model_type": "gemma3", "text_config": GEMMA3 | {"num_hidden_layers": 2}, "vision_config": {"num_hidden_layers": 1},
                       "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float32"}, 30, None),
    # Its ALiBi is rounded to bfloat16: exact where slopes are powers of two and positions have eight bits.
    "falcon_rw": (FALCON | {"alibi": True, "bias": True, "multi_query": False, "parallel_attn": False}, 200, None),
    "falcon_alibi": (FALCON | {"alibi": True}, 200, None),
    "mpt": (MPT, 120, "mpt"),  # far past its max_seq_len
    "bloom": ({"model_type": "bloom", "vocab_size": 96, "hidden_size": 36, "n_layer": 2, "n_head": 6, "layer_norm_epsilon": 1e-5, "seq_length": 32,
               "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float32"}, 120, "bloom"),
    "gpt_bigcode": (GPT | {"model_type": "gpt_bigcode", "multi_query": True, "activation_function": "gelu_pytorch_tanh"}, 60, "starcoder"),
    "gpt_bigcode_mha": (GPT | {"model_type": "gpt_bigcode", "multi_query": False, "n_inner": 80, "activation_function": "gelu"}, 40, None),
    "starcoder2": (LLAMA_LIKE | {"model_type": "starcoder2", "hidden_act": "gelu_pytorch_tanh", "norm_epsilon": 1e-5, "use_bias": True,
                                 "sliding_window": 13}, 40, "starcoder2"),
    "gpt2": (GPT | {"model_type": "gpt2", "activation_function": "gelu_new"}, 60, "gpt2"),
    "gpt2_layer_scale": (GPT | {"model_type": "gpt2", "scale_attn_by_inverse_layer_idx": True, "n_inner": 50, "n_layer": 3}, 40, None),
    # The original Transformer's sinusoids in place of what GPT-2 learned.
    "sinusoidal": (GPT | {"model_type": "gpt2", "n_positions": 300, "n_layer": 1}, 300, None),
    "openai-gpt": (GPT | {"model_type": "openai-gpt", "afn": "gelu"}, 60, None),
    "gpt_neox": (NEOX, 40, "gptneox"),
    "gpt_neox_sequential": (NEOX | {"use_parallel_residual": False, "rotary_pct": 1.0, "attention_bias": False, "hidden_act": "gelu_fast"}, 40, None),
    "gptj": (GPT | {"model_type": "gptj", "rotary_dim": 4, "activation_function": "gelu_new", "tie_word_embeddings": False}, 60, "gptj"),
    "opt": ({"model_type": "opt", "vocab_size": 96, "hidden_size": 32, "num_hidden_layers": 2, "ffn_dim": 64, "max_position_embeddings": 64,
             "num_attention_heads": 4, "word_embed_proj_dim": 32, "activation_function": "relu", "do_layer_norm_before": True, "pad_token_id": 1,
             "bos_token_id": 2, "eos_token_id": 2, "torch_dtype": "float32"}, 60, None),
    "phi": (PHI, 40, "phi2"),
    "stablelm": (STABLELM, 40, "stablelm"),
    "stablelm_parallel": (STABLELM | {"use_parallel_residual": True, "use_qkv_bias": True}, 40, "stablelm"),
    "cohere": (COHERE | {"model_type": "cohere", "use_qk_norm": False}, 40, "command-r"),
    "granite": (LLAMA_LIKE | {"model_type": "granite", "attention_bias": True, "attention_multiplier": 0.2, "embedding_multiplier": 3.0,
                              "logits_scaling": 2.0, "residual_multiplier": 0.3}, 40, "granite"),
    "smollm3": (LLAMA_LIKE | {"model_type": "smollm3", "num_hidden_layers": 4, "use_sliding_window": False, "pad_token_id": 0}, 40, "smollm3"),
    "smollm3_windows": (LLAMA_LIKE | {"model_type": "smollm3", "num_hidden_layers": 3, "no_rope_layers": [0, 1, 0], "use_sliding_window": True,
                                      "sliding_window": 9, "pad_token_id": 0}, 40, None),
    "olmo2": (OLMO | {"model_type": "olmo2"}, 40, "olmo2"),
    "olmo3": (OLMO | {"model_type": "olmo3", "rope_theta": 500000.0, "num_hidden_layers": 4, "sliding_window": 8, "layer_types": LLLG, "rope_scaling": YARN}, 80, "olmo2"),
    "exaone4": (LLAMA_LIKE | {"model_type": "exaone4", "sliding_window": None}, 40, "exaone4"),
    "exaone4_windows": (LLAMA_LIKE | {"model_type": "exaone4", "num_hidden_layers": 4, "sliding_window": 8, "sliding_window_pattern": "LLLG",
                                      "layer_types": LLLG}, 40, "exaone4"),
    "cohere2": (COHERE | {"model_type": "cohere2", "num_hidden_layers": 4, "sliding_window": 8, "sliding_window_pattern": 4}, 40, "cohere2"),
    "glm4": (LLAMA_LIKE | {"model_type": "glm4", "head_dim": 16, "attention_bias": True, "partial_rotary_factor": 0.5, "rms_norm_eps": 1.5625e-7,
                           "tie_word_embeddings": False, "pad_token_id": 0}, 40, "glm4"),
    "qwen3_vl": ({"model_type": "qwen3_vl", "text_config": QWEN3_VL, "vision_config": TOWER, "tie_word_embeddings": True, "bos_token_id": 1, "eos_token_id": 2,
                  "torch_dtype": "float32"}, 40, "qwen3vl"),
    "mistral3": ({"model_type": "mistral3", "text_config": LLAMA_LIKE | {"model_type": "mistral", "head_dim": 16, "sliding_window": None,
                                                                         "tie_word_embeddings": False},
                  "vision_config": {"model_type": "pixtral"}, "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float32"}, 40, None),
    "ministral3": (LLAMA_LIKE | {"model_type": "ministral3", "head_dim": 16, "tie_word_embeddings": False, "rope_parameters": YARN | {
        "rope_theta": 10000.0, "original_max_position_embeddings": 16, "mscale": 1.0, "mscale_all_dim": 1.0, "llama_4_scaling_beta": 0.5}}, 60, "mistral3"),
    # Past the trained length, all with the same weights: 32 tokens were trained.
    "long_linear": (LLAMA | {"rope_scaling": {"rope_type": "linear", "factor": 4.0}}, 128, "llama"),
    "long_dynamic": (LLAMA | {"rope_scaling": {"rope_type": "dynamic", "factor": 2.0}}, 128, None),
    "long_yarn": (LLAMA | {"rope_scaling": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32}}, 128, "llama"),
    "long_llama3": (LLAMA | {"rope_scaling": {"rope_type": "llama3", "factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                                              "original_max_position_embeddings": 32}}, 128, "llama"),
}
WHOLE = {"qwen3_vl"}  # whose text half transformers makes with its vision tower only
BARE_NAMES = {"gpt2", "bloom"}  # as these were published: without the prefix "transformer."


# --- weights ----------------------------------------------------------------------------------------------------------

def randomise(model, kind, rng):
    """Large enough for logits to spread and attention to be uneven, so that an error shows."""
    def numbers(shape, mean, std):
        return torch.from_numpy(rng.normal(mean, std, tuple(shape)).astype(np.float32))

    for name, p in model.named_parameters():
        is_norm = any(part in name for part in ("norm", "ln_"))
        if name.endswith("bias"):
            p.data = numbers(p.shape, 0, 0.3)
        elif is_norm:
            p.data = numbers(p.shape, 0 if kind.startswith("gemma") else 1, 0.2)
        elif p.dim() == 2:
            embedding = any(part in name for part in ("embed", "wte", "wpe"))
            fan_in = p.shape[0] if kind in ("gpt2", "openai-gpt") and not embedding and "lm_head" not in name else p.shape[1]
            sharp = any(part in name for part in ("q_proj", "k_proj", "c_attn", "qkv", "query_key_value"))
            p.data = numbers(p.shape, 0, (1.0 if embedding and kind.startswith("gemma") else 2.0 if embedding else 1.5 if sharp else 1.0) / fan_in**0.5)
    model.tie_weights()


def round_to_blocks(model):
    """Every matrix to what Q8_0 can hold."""
    for p in model.parameters():
        if p.dim() == 2:
            blocks = gguf.quants.quantize(p.data.numpy(), gguf.GGMLQuantizationType.Q8_0)
            p.data = torch.from_numpy(gguf.quants.dequantize(blocks, gguf.GGMLQuantizationType.Q8_0).copy())


def sinusoids(count, width):
    """Vaswani et al. 2017, 3.5."""
    position, pair = np.arange(count)[:, None], np.arange(width // 2)[None, :]
    angle = position / 10000 ** (2 * pair / width)
    return np.stack([np.sin(angle), np.cos(angle)], -1).reshape(count, width).astype(np.float32)


# --- GGUF -------------------------------------------------------------------------------------------------------------

def apart(t, kv_heads, head_width):
    """Query, key and value of kv head after kv head, to all queries, all keys, all values."""
    t = t.reshape(kv_heads, -1, head_width, *t.shape[1:])
    q, k, v = t[:, :-2], t[:, -2], t[:, -1]
    return np.concatenate([part.reshape(-1, *t.shape[3:]) for part in (q, k, v)])


def interleave(t, heads):
    """Rows of q or k from halves (0..Dh/2, Dh/2..Dh) to pairs, as GGUF llama files have them."""
    return t.reshape(heads, 2, -1, *t.shape[1:]).swapaxes(1, 2).reshape(t.shape)


def converted(name, t, c, kind, heads, kv_heads, head_width):
    if kind.startswith("gemma") and name.endswith("norm.weight"):
        return t + 1
    if kind in ("bloom", "falcon", "gpt_neox") and "query_key_value" in name:
        return apart(t, kv_heads, head_width)
    if kind == "gpt2" and t.ndim == 2 and any(part in name for part in ("c_attn", "c_proj", "c_fc")):
        return t.T
    if kind in ("llama", "mistral", "granite", "smollm3", "ministral3") and ("q_proj" in name or "k_proj" in name):
        return interleave(t, heads if "q_proj" in name else kv_heads)
    return t


def llama3_factors(c, head_width):
    s = c["rope_scaling"]
    wave = 2 * np.pi * c["rope_theta"] ** (np.arange(0, head_width, 2) / head_width)
    low, high = (s["original_max_position_embeddings"] / s[k] for k in ("low_freq_factor", "high_freq_factor"))
    smooth = (s["original_max_position_embeddings"] / wave - s["low_freq_factor"]) / (s["high_freq_factor"] - s["low_freq_factor"])
    middle = 1 / ((1 - smooth) / s["factor"] + smooth)
    return np.where(wave < high, 1, np.where(wave > low, s["factor"], middle)).astype(np.float32)


def save_gguf(path, name, arch, c, model):
    full, kind = model.config.get_text_config(), c["model_type"]
    layers, width = full.num_hidden_layers, full.hidden_size
    heads = full.num_attention_heads
    kv_heads = {"falcon": 1 if c.get("multi_query") and not c.get("new_decoder_architecture") else c.get("num_kv_heads", heads),
                "gpt_bigcode": 1}.get(kind, c.get("num_key_value_heads", heads))
    head_width = c.get("head_dim", width // heads)
    weights = {k.replace("language_model.", ""): v for k, v in model.state_dict().items()
               if not (k == "lm_head.weight" and model.config.tie_word_embeddings) and "visual" not in k}

    g = gguf.GGUFWriter(path, arch)
    g.add_name(f"golden {name}")
    g.add_file_type(gguf.LlamaFileType.ALL_F32)
    g.add_context_length(c.get("max_position_embeddings") or c.get("n_positions") or c.get("max_seq_len") or c.get("seq_length") or 2048)
    g.add_embedding_length(width)
    g.add_block_count(layers)
    mlp = next(v.shape for k, v in weights.items() if any(part in k for part in ("down_proj", "4h_to_h", "fc_out", "fc2", "mlp.c_proj")) and v.dim() == 2)
    g.add_feed_forward_length(mlp[0] if kind == "gpt2" else mlp[1])
    g.add_head_count(heads)
    g.add_head_count_kv(kv_heads)
    if "head_dim" in c:
        g.add_key_length(head_width)
        g.add_value_length(head_width)
    if "rms_norm_eps" in c and kind not in ("starcoder2", "cohere", "cohere2"):
        g.add_layer_norm_rms_eps(c["rms_norm_eps"])
    else:
        g.add_layer_norm_eps(1e-5)
    if c.get("sliding_window") and c.get("use_sliding_window", True):
        g.add_sliding_window(c["sliding_window"])
    if kind in ("gemma2",):
        g.add_attn_logit_softcapping(c["attn_logit_softcapping"])
        g.add_final_logit_softcapping(c["final_logit_softcapping"])
    if kind == "mpt":
        g.add_clamp_kqv(c["attn_config"]["clip_qkv"])
        g.add_max_alibi_bias(c["attn_config"]["alibi_bias_max"])
    if "use_parallel_residual" in c:
        g.add_parallel_residual(c["use_parallel_residual"])
    if kind == "gpt_neox":
        g.add_rope_dimension_count(int(head_width * c["rotary_pct"]))
        g.add_rope_freq_base(c["rotary_emb_base"])
    if "logit_scale" in c:
        g.add_logit_scale(c["logit_scale"])
    if kind == "granite":
        g.add_embedding_scale(c["embedding_multiplier"])
        g.add_residual_scale(c["residual_multiplier"])
        g.add_attention_scale(c["attention_multiplier"])
        g.add_logit_scale(c["logits_scaling"])
    if kind == "gptj":
        g.add_rope_dimension_count(c["rotary_dim"])
    if "rope_theta" in c:
        g.add_rope_freq_base(c["rope_theta"])
        g.add_rope_dimension_count(int(head_width * c.get("partial_rotary_factor", 1)))
    scaling = c.get("rope_scaling") or c.get("rope_parameters") or {}
    if "llama_4_scaling_beta" in scaling:
        g.add_attn_temperature_scale(scaling["llama_4_scaling_beta"])
        g.add_rope_scaling_yarn_log_mul(scaling["mscale_all_dim"])
    scaling_type = scaling.get("rope_type", scaling.get("type"))
    if scaling_type in ("linear", "yarn"):
        g.add_rope_scaling_type(gguf.RopeScalingType(scaling_type))
        g.add_rope_scaling_factor(scaling["factor"])
    if scaling_type == "yarn":
        g.add_rope_scaling_orig_ctx_len(scaling["original_max_position_embeddings"])
    if scaling_type == "longrope":
        original = c["original_max_position_embeddings"]
        g.add_rope_scaling_orig_ctx_len(original)
        g.add_rope_scaling_attn_factors(float(np.sqrt(1 + np.log(c["max_position_embeddings"] / original) / np.log(original))))

    names = gguf.get_tensor_name_map(next(a for a, n in gguf.MODEL_ARCH_NAMES.items() if n == arch), layers)
    for key, t in weights.items():
        suffixes = (".weight", ".bias")
        new = names.get_name(key, suffixes) or names.get_name(key.removeprefix("transformer."), suffixes)
        assert new, key
        t = np.ascontiguousarray(converted(key, t.numpy(), c, kind, heads, kv_heads, head_width))
        if name.endswith("q8_0") and t.ndim == 2:
            q8_0 = gguf.GGMLQuantizationType.Q8_0
            g.add_tensor(new, gguf.quants.quantize(t, q8_0), raw_dtype=q8_0)
        else:
            g.add_tensor(new, t)
    if scaling_type == "llama3":
        g.add_tensor("rope_freqs.weight", llama3_factors(c, head_width))
    if scaling_type == "longrope":
        g.add_tensor("rope_factors_long.weight", np.array(scaling["long_factor"], np.float32))
        g.add_tensor("rope_factors_short.weight", np.array(scaling["short_factor"], np.float32))
    g.write_header_to_file()
    g.write_kv_data_to_file()
    g.write_tensors_to_file()
    g.close()


# --- all cases --------------------------------------------------------------------------------------------------------

def model_class(config):
    return AutoModelForImageTextToText if "vision_config" in config else AutoModelForCausalLM


def reference(folder, config, ids):
    """Logits of one pass over all ids, by the model as loaded from the folder."""
    c = AutoConfig.from_pretrained(folder)
    if config["model_type"] == "mpt":
        c.max_seq_len = len(ids)  # transformers makes its table of biases for so many tokens; the biases themselves are relative
    # Falcon's eager attention of this transformers adds ALiBi twice, in the mask and beside it; its usual one adds it once.
    attention = "sdpa" if config.get("alibi") else "eager"
    model, info = model_class(config).from_pretrained(folder, config=c, dtype=torch.float32, attn_implementation=attention, output_loading_info=True)
    assert not info["missing_keys"] and not info["unexpected_keys"], info
    with torch.no_grad():
        out = model.eval()(torch.tensor([ids]), output_attentions=attention == "eager", use_cache=False)
    return out, model


def main():
    for name, (c, T, arch) in CASES.items():
        if len(sys.argv) > 1 and name not in sys.argv[1:]:
            continue
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        rng = np.random.default_rng(zlib.crc32(b"long" if name.startswith("long_") else name.encode()))
        c = {k: v for k, v in c.items() if v is not None}
        whole = c
        c = c if name in WHOLE else c.get("text_config", c)
        (folder / "config.json").write_text(json.dumps(c, indent=2) + "\n")
        model = model_class(c).from_config(AutoConfig.from_pretrained(folder), dtype=torch.float32)
        randomise(model, c["model_type"], rng)
        if name.endswith("q8_0"):
            round_to_blocks(model)
        if name == "sinusoidal":
            model.transformer.wpe.weight.data = torch.from_numpy(sinusoids(T, c["n_embd"]))
        ids = rng.integers(3, c.get("text_config", c)["vocab_size"], T).tolist()
        (folder / "tokens.json").write_text(json.dumps(ids) + "\n")
        weights = {k: v.contiguous() for k, v in model.state_dict().items() if not (k == "lm_head.weight" and model.config.tie_word_embeddings)}
        if name in BARE_NAMES:
            weights = {k.removeprefix("transformer."): v for k, v in weights.items()}
        if name == "gpt_neox":  # as they were published; newer files have lm_head
            weights["embed_out.weight"] = weights.pop("lm_head.weight")
        save_file(weights, folder / "model.safetensors", {"format": "pt"})

        out, loaded = reference(folder, c, ids)
        logits = out.logits[0].float().numpy()
        np.save(folder / "logits.npy", logits)
        peak = max((a[0, :, -1].max().item() for a in out.attentions or ()), default=float("nan"))
        if arch:
            save_gguf(folder / "model.gguf", name, arch, c.get("text_config", c), loaded)
        if whole is not c:  # now as part of the larger model
            weights = {f"language_model.{k}": v for k, v in weights.items()} | {"vision_tower.vision_model.post_layernorm.weight": torch.ones(4)}
            save_file(weights, folder / "model.safetensors", {"format": "pt"})
            (folder / "config.json").write_text(json.dumps(whole, indent=2) + "\n")
        if name == "sinusoidal":  # the engine is to compute them
            weights.pop("transformer.wpe.weight")
            weights["transformer.wpe.weight"] = torch.zeros(T, c["n_embd"])
            save_file(weights, folder / "model.safetensors", {"format": "pt"})
        print(f"{name:20} T {T:3}  logits std {logits.std():.2f}  strongest attention of the last token {peak:.2f}"
              f"  {sum(f.stat().st_size for f in folder.iterdir()) // 1000} kB", flush=True)


if __name__ == "__main__":
    main()
