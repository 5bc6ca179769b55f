"""Writes small random llama-family checkpoints and the logits that transformers computes from them.

    python make.py        (torch, transformers, safetensors, gguf; the files beside this script are what it writes)

Each folder <case>/ holds config.json and model.safetensors; tokens.json, the ids; logits.npy, float32 (T, V), of one
forward pass over all ids, in float32 with eager attention; and model.gguf, the same weights in F32, where GGUF can say
the same. `check` computes the logits once more from the GGUF alone (interleaved RoPE, numpy) and compares.
Weights are large enough for logits to spread and attention to be uneven, so that an error shows.
"""
import json
import shutil
from pathlib import Path

import gguf
import numpy as np
import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

HERE = Path(__file__).parent
BASE = {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "vocab_size": 288, "hidden_size": 32, "intermediate_size": 32,
        "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1, "hidden_act": "silu", "max_position_embeddings": 256,
        "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "attention_bias": False, "mlp_bias": False, "tie_word_embeddings": True,
        "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float32"}
LLAMA3 = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 64}

# case: (changes to the config, T, GGUF too)
CASES = {
    "mha": ({"num_key_value_heads": 2}, 24, True),
    "gqa": ({"num_attention_heads": 4, "num_key_value_heads": 2, "tie_word_embeddings": False}, 48, True),
    "mqa": ({"num_attention_heads": 4, "num_key_value_heads": 1}, 24, True),
    "head_dim": ({"num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16}, 24, True),
    "rope_linear": ({"rope_scaling": {"type": "linear", "factor": 4.0}}, 40, True),
    # Over the original length θ grows with the length of the text: computed for T = 200 at once, not token by token.
    "rope_dynamic": ({"rope_scaling": {"type": "dynamic", "factor": 2.0}, "max_position_embeddings": 64, "vocab_size": 128}, 200, False),
    "rope_yarn": ({"rope_scaling": {"type": "yarn", "rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64}}, 40, True),
    "rope_llama3": ({"rope_scaling": LLAMA3, "max_position_embeddings": 512}, 40, True),
    "rope_parameters": ({"rope_theta": None, "rope_parameters": {"rope_theta": 5000.0, **LLAMA3, "factor": 4.0}, "torch_dtype": None,
                         "dtype": "float32"}, 24, False),  # the newer spelling
    "sliding_window": ({"model_type": "mistral", "architectures": ["MistralForCausalLM"], "num_attention_heads": 4, "num_key_value_heads": 2,
                        "head_dim": 8, "sliding_window": 8}, 32, False),
    "biases": ({"attention_bias": True, "mlp_bias": True}, 24, True),
    "odd": ({"hidden_size": 36, "intermediate_size": 50, "num_attention_heads": 3, "num_key_value_heads": 3, "vocab_size": 259},
            37, True),
    "sharded": ({"tie_word_embeddings": False}, 24, False),
    "bfloat16": ({"hidden_size": 64, "intermediate_size": 96, "num_attention_heads": 4, "num_key_value_heads": 2, "torch_dtype": "bfloat16"}, 48, False),
}


# --- weights ----------------------------------------------------------------------------------------------------------

def weights(c, rng):
    D, F, H, Hkv, V = (c[k] for k in ("hidden_size", "intermediate_size", "num_attention_heads", "num_key_value_heads", "vocab_size"))
    Dh = c.get("head_dim", D // H)

    def matrix(n, m, gain):
        return torch.from_numpy(rng.normal(0, gain / m**0.5, (n, m)).astype(np.float32))

    def vector(n, mean, std):
        return torch.from_numpy(rng.normal(mean, std, n).astype(np.float32))

    w = {"model.embed_tokens.weight": matrix(V, D, 2.0)}
    for i in range(c["num_hidden_layers"]):
        p = f"model.layers.{i}."
        w[p + "input_layernorm.weight"] = vector(D, 1, 0.2)
        w[p + "self_attn.q_proj.weight"] = matrix(H * Dh, D, 1.6)
        w[p + "self_attn.k_proj.weight"] = matrix(Hkv * Dh, D, 1.6)
        w[p + "self_attn.v_proj.weight"] = matrix(Hkv * Dh, D, 1.0)
        w[p + "self_attn.o_proj.weight"] = matrix(D, H * Dh, 1.0)
        w[p + "post_attention_layernorm.weight"] = vector(D, 1, 0.2)
        w[p + "mlp.gate_proj.weight"] = matrix(F, D, 1.0)
        w[p + "mlp.up_proj.weight"] = matrix(F, D, 1.0)
        w[p + "mlp.down_proj.weight"] = matrix(D, F, 1.0)
        if c["attention_bias"]:
            w |= {p + f"self_attn.{k}_proj.bias": vector(len(w[p + f"self_attn.{k}_proj.weight"]), 0, 0.5) for k in "qkvo"}
        if c["mlp_bias"]:
            w |= {p + f"mlp.{k}_proj.bias": vector(len(w[p + f"mlp.{k}_proj.weight"]), 0, 0.5) for k in ("gate", "up", "down")}
    w["model.norm.weight"] = vector(D, 1, 0.2)
    if not c["tie_word_embeddings"]:
        w["lm_head.weight"] = matrix(V, D, 2.0)
    if c.get("torch_dtype") == "bfloat16":
        w = {k: v.bfloat16() for k, v in w.items()}
    return w


def save(folder, w, shards):
    meta = {"format": "pt"}
    if shards == 1:
        return save_file(w, folder / "model.safetensors", meta)
    names = list(w)
    where = {n: f"model-{1 + i * shards // len(names):05}-of-{shards:05}.safetensors" for i, n in enumerate(names)}
    for file in sorted(set(where.values())):
        save_file({n: w[n] for n in names if where[n] == file}, folder / file, meta)
    index = {"metadata": {"total_size": sum(t.nbytes for t in w.values())}, "weight_map": dict(sorted(where.items()))}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")


# --- GGUF -------------------------------------------------------------------------------------------------------------

NAMES = {"input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
         "self_attn.o_proj": "attn_output", "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
         "mlp.down_proj": "ffn_down"}
PIECES = "▁ e t a o i n s h r l d c u m f g p w y b v k ▁t he ▁the in ▁a nd".split()


def gguf_name(name):
    if name.startswith("model.layers."):
        _, _, i, rest = name.split(".", 3)
        module, kind = rest.rsplit(".", 1)
        return f"blk.{i}.{NAMES[module]}.{kind}"
    return {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight", "lm_head.weight": "output.weight"}[name]


def interleave(t, heads):
    """Rows of q or k from halves (0..Dh/2, Dh/2..Dh) to pairs, as GGUF llama files have them."""
    return t.reshape(heads, 2, -1, *t.shape[1:]).swapaxes(1, 2).reshape(t.shape)


def llama3_factors(c):
    s, Dh = c["rope_scaling"], head_width(c)
    wave = 2 * np.pi * c["rope_theta"] ** (np.arange(0, Dh, 2) / Dh)
    low, high = (s["original_max_position_embeddings"] / s[k] for k in ("low_freq_factor", "high_freq_factor"))
    smooth = (s["original_max_position_embeddings"] / wave - s["low_freq_factor"]) / (s["high_freq_factor"] - s["low_freq_factor"])
    middle = 1 / ((1 - smooth) / s["factor"] + smooth)
    return np.where(wave < high, 1, np.where(wave > low, s["factor"], middle)).astype(np.float32)


def head_width(c):
    return c.get("head_dim", c["hidden_size"] // c["num_attention_heads"])


def save_gguf(path, name, c, w):
    g = gguf.GGUFWriter(path, "llama")
    g.add_name(f"golden {name}")
    g.add_file_type(gguf.LlamaFileType.ALL_F32)
    g.add_vocab_size(c["vocab_size"])
    g.add_context_length(c["max_position_embeddings"])
    g.add_embedding_length(c["hidden_size"])
    g.add_block_count(c["num_hidden_layers"])
    g.add_feed_forward_length(c["intermediate_size"])
    g.add_head_count(c["num_attention_heads"])
    g.add_head_count_kv(c["num_key_value_heads"])
    g.add_layer_norm_rms_eps(c["rms_norm_eps"])
    g.add_rope_freq_base(c["rope_theta"])
    g.add_rope_dimension_count(head_width(c))
    if "head_dim" in c:
        g.add_key_length(c["head_dim"])
        g.add_value_length(c["head_dim"])
    scaling = c.get("rope_scaling", {})
    kind = scaling.get("rope_type", scaling.get("type"))
    if kind in ("linear", "yarn"):
        g.add_rope_scaling_type(gguf.RopeScalingType(kind))
        g.add_rope_scaling_factor(scaling["factor"])
    if kind == "yarn":
        g.add_rope_scaling_orig_ctx_len(scaling["original_max_position_embeddings"])
    kinds = gguf.TokenType
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)] + PIECES
    types = [kinds.UNKNOWN, kinds.CONTROL, kinds.CONTROL] + [kinds.BYTE] * 256 + [kinds.NORMAL] * len(PIECES)
    scores = [0.0] * 259 + [-float(i) for i in range(len(PIECES))]
    V = c["vocab_size"]
    assert V <= len(tokens)
    g.add_tokenizer_model("llama")
    g.add_token_list(tokens[:V])
    g.add_token_scores(scores[:V])
    g.add_token_types(types[:V])
    g.add_bos_token_id(1)
    g.add_eos_token_id(2)
    g.add_unk_token_id(0)
    g.add_add_bos_token(True)
    g.add_add_eos_token(False)
    for key, t in w.items():
        t = t.numpy()
        if "q_proj" in key or "k_proj" in key:
            t = interleave(t, c["num_attention_heads" if "q_proj" in key else "num_key_value_heads"])
        g.add_tensor(gguf_name(key), np.ascontiguousarray(t))
    if kind == "llama3":
        g.add_tensor("rope_freqs.weight", llama3_factors(c))
    g.write_header_to_file()
    g.write_kv_data_to_file()
    g.write_tensors_to_file()
    g.close()


def check(path, ids):
    """Logits from the GGUF file alone."""
    r = gguf.GGUFReader(path)
    kv = {k: f.contents() for k, f in r.fields.items()}
    w = {t.name: t.data.reshape(tuple(t.shape)[::-1]).astype(np.float64) for t in r.tensors}
    H, Hkv, Dh = kv["llama.attention.head_count"], kv["llama.attention.head_count_kv"], kv["llama.rope.dimension_count"]
    T, eps = len(ids), kv["llama.attention.layer_norm_rms_epsilon"]
    theta = kv["llama.rope.freq_base"] ** (-np.arange(0, Dh, 2) / Dh) / w.get("rope_freqs.weight", 1)
    kind, factor, scale = kv.get("llama.rope.scaling.type"), kv.get("llama.rope.scaling.factor"), 1.0
    if kind == "linear":
        theta = theta / factor
    if kind == "yarn":  # beta_fast 32, beta_slow 1
        first, last = (Dh * np.log(kv["llama.rope.scaling.original_context_length"] / (b * 2 * np.pi)) / (2 * np.log(kv["llama.rope.freq_base"]))
                       for b in (32, 1))
        first, last = max(np.floor(first), 0), min(np.ceil(last), Dh - 1)
        slow = np.clip((np.arange(Dh // 2) - first) / max(last - first, 0.001), 0, 1)
        theta, scale = theta / factor * slow + theta * (1 - slow), 0.1 * np.log(factor) + 1
    angle = np.outer(np.arange(T), theta)
    turn = scale * np.exp(1j * angle)[:, None, :]

    def norm(x, g):
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * g

    def linear(x, name):
        return x @ w[name + ".weight"].T + w.get(name + ".bias", 0)

    def rope(x, heads):  # (T, H, Dh): pairs (2i, 2i+1) are complex numbers
        return (np.ascontiguousarray(x.reshape(T, heads, Dh)).view(complex) * turn).view(float)

    x = w["token_embd.weight"][ids]
    for i in range(kv["llama.block_count"]):
        p = f"blk.{i}."
        h = norm(x, w[p + "attn_norm.weight"])
        q, k = rope(linear(h, p + "attn_q"), H), rope(linear(h, p + "attn_k"), Hkv)
        v = linear(h, p + "attn_v").reshape(T, Hkv, Dh)
        k, v = (np.repeat(t, H // Hkv, 1) for t in (k, v))
        s = np.einsum("qhd,khd->hqk", q, k) / np.sqrt(Dh) + np.triu(np.full((T, T), -np.inf), 1)
        s = np.exp(s - s.max(-1, keepdims=True))
        x = x + linear(np.einsum("hqk,khd->qhd", s / s.sum(-1, keepdims=True), v).reshape(T, -1), p + "attn_output")
        h = norm(x, w[p + "ffn_norm.weight"])
        gate = linear(h, p + "ffn_gate")
        x = x + linear(gate / (1 + np.exp(-gate)) * linear(h, p + "ffn_up"), p + "ffn_down")
    return norm(x, w["output_norm.weight"]) @ w.get("output.weight", w["token_embd.weight"]).T


# --- all cases --------------------------------------------------------------------------------------------------------

def main():
    for number, (name, (changes, T, with_gguf)) in enumerate(CASES.items()):
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        rng = np.random.default_rng(number)
        c = {k: v for k, v in (BASE | changes).items() if v is not None}
        w = weights(c, rng)
        ids = [1] + rng.integers(3, c["vocab_size"], T - 1).tolist()
        if c["model_type"] == "mistral":
            config = {k: v for k, v in c.items() if k not in ("attention_bias", "mlp_bias")}
        else:
            config = c
        (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
        (folder / "tokens.json").write_text(json.dumps(ids) + "\n")
        save(folder, w, 2 if name == "sharded" else 1)

        model, info = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True)
        assert not info["missing_keys"] and not info["unexpected_keys"], info
        with torch.no_grad():
            out = model.eval()(torch.tensor([ids]), output_attentions=True, use_cache=False)
        logits = out.logits[0].numpy()
        np.save(folder / "logits.npy", logits)
        peak = max(a[0, :, -1].max().item() for a in out.attentions)
        line = f"{name:16} T {T:3}  V {logits.shape[1]}  logits std {logits.std():.2f}  strongest attention of the last token {peak:.2f}"
        if with_gguf:
            save_gguf(folder / "model.gguf", name, c, w)
            error = np.abs(check(folder / "model.gguf", ids) - logits).max()
            assert error < 2e-4, (name, error)
            line += f"  gguf differs by {error:.1e}"
        print(line, f" {sum(f.stat().st_size for f in folder.iterdir()) // 1000} kB")


if __name__ == "__main__":
    main()
