"""Writes small random llamas whose weights are quantised as others quantise them, and the logits that transformers computes from the
dequantised weights in float32.

    python make.py [case ...]        (torch, transformers, safetensors, gguf; the folders beside this script are what it writes)

Each folder <case>/ holds the checkpoint as it is published (model.gguf, or config.json and model.safetensors), tokens.json and
logits.npy, float32 (T, V). GGUF's blocks are dequantised by the gguf package; GPTQ, AWQ and bitsandbytes by the definitions below.
"""
import json
import shutil
import sys
import zlib
from functools import partial
from pathlib import Path

import gguf
import numpy as np
import torch
from safetensors.numpy import save_file
from transformers import LlamaConfig, LlamaForCausalLM

from blocks import FP4, NF4

HERE = Path(__file__).parent
TOKENS = 24
CONFIG = {"model_type": "llama", "vocab_size": 64, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 32,
          "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "hidden_act": "silu", "tie_word_embeddings": False,
          "attention_bias": False, "mlp_bias": False, "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float16"}


def shapes(width, mlp):
    p = "model.layers.0."
    return {p + "self_attn.q_proj": (64, width), p + "self_attn.k_proj": (32, width), p + "self_attn.v_proj": (32, width),
            p + "self_attn.o_proj": (width, 64), p + "mlp.gate_proj": (mlp, width), p + "mlp.up_proj": (mlp, width),
            p + "mlp.down_proj": (width, mlp)}


# --- GGUF -------------------------------------------------------------------------------------------------------------

HEADERS = {"Q2_K": (80, 82), "Q3_K": (108,), "Q4_K": (0, 2), "Q5_K": (0, 2), "Q6_K": (208,), "Q5_0": (0,), "Q5_1": (0, 2),
           "IQ4_NL": (0,), "IQ4_XS": (0,)}
K_QUANTS = {"q_proj": "Q2_K", "k_proj": "Q3_K", "v_proj": "Q5_K", "o_proj": "Q5_0", "gate_proj": "Q4_K", "up_proj": "Q6_K", "down_proj": "Q3_K",
            "embed_tokens": "Q6_K", "lm_head": "Q5_1"}
IQ4 = dict.fromkeys(K_QUANTS, "IQ4_XS") | {"k_proj": "Q5_K", "o_proj": "IQ4_NL", "down_proj": "IQ4_NL", "embed_tokens": "IQ4_NL"}


def random_gguf(rng, kind, shape, std):
    """Random blocks whose numbers have about this standard deviation."""
    values, size = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[kind]]
    blocks = rng.integers(0, 256, (shape[0] * shape[1] // values, size)).astype(np.uint8)

    def set_header(scale):
        for i, offset in enumerate(HEADERS[kind]):
            sign = -1 if kind == "Q5_1" and i == 1 else 1
            field = scale * sign * (1 if i == 0 or kind != "Q5_1" else 16)
            blocks[:, offset:offset + 2] = np.broadcast_to(np.asarray(field, np.float16).reshape(-1, 1), (len(blocks), 1)).copy().view(np.uint8)

    def decoded():
        return gguf.quants.dequantize(blocks, gguf.GGMLQuantizationType[kind])

    set_header(np.float32(1 / 64))
    set_header(std / 64 / decoded().std() * rng.uniform(0.5, 1.5, len(blocks)))
    return blocks.reshape(shape[0], -1), decoded().reshape(shape).copy()


def blocks_of_gguf(folder, rng, kinds):
    config = CONFIG | {"hidden_size": 256, "intermediate_size": 256}
    names = {"q_proj": "attn_q", "k_proj": "attn_k", "v_proj": "attn_v", "o_proj": "attn_output", "gate_proj": "ffn_gate", "up_proj": "ffn_up",
             "down_proj": "ffn_down"}
    g = gguf.GGUFWriter(folder / "model.gguf", "llama")
    g.add_name(f"golden {folder.name}")
    g.add_vocab_size(64)
    g.add_context_length(64)
    g.add_embedding_length(256)
    g.add_block_count(1)
    g.add_feed_forward_length(256)
    g.add_head_count(2)
    g.add_head_count_kv(1)
    g.add_key_length(32)
    g.add_value_length(32)
    g.add_rope_dimension_count(32)
    g.add_rope_freq_base(10000.0)
    g.add_layer_norm_rms_eps(1e-5)
    weights = {}

    def add(name, module, kind, shape, std, heads=0):
        blocks, values = random_gguf(rng, kind, shape, std)
        g.add_tensor(name, blocks, raw_dtype=gguf.GGMLQuantizationType[kind])
        if heads:  # GGUF has a head's rows in pairs, transformers in halves
            values = values.reshape(heads, -1, 2, shape[1]).swapaxes(1, 2).reshape(shape)
        weights[module + ".weight"] = values

    def norm(name, module):
        weights[module + ".weight"] = rng.normal(1, 0.2, 256).astype(np.float32)
        g.add_tensor(name, weights[module + ".weight"])

    add("token_embd.weight", "model.embed_tokens", kinds["embed_tokens"], (64, 256), 1.0)
    norm("blk.0.attn_norm.weight", "model.layers.0.input_layernorm")
    norm("blk.0.ffn_norm.weight", "model.layers.0.post_attention_layernorm")
    norm("output_norm.weight", "model.norm")
    for module, shape in shapes(256, 256).items():
        part = module.rsplit(".", 1)[1]
        add(f"blk.0.{names[part]}.weight", module, kinds[part], shape, 1.5 / shape[1] ** 0.5, {"q_proj": 2, "k_proj": 1}.get(part, 0))
    add("output.weight", "lm_head", kinds["lm_head"], (64, 256), 1 / 16)
    g.write_header_to_file()
    g.write_kv_data_to_file()
    g.write_tensors_to_file()
    g.close()
    return config, weights


# --- GPTQ and AWQ -----------------------------------------------------------------------------------------------------

def packed(numbers, bits):
    """Numbers (n, m) of `bits` bits into int32 words along the first axis, lowest bit first, without gaps."""
    n, m = numbers.shape
    ones = (numbers[:, None, :] >> np.arange(bits)[None, :, None] & 1).reshape(n * bits // 32, 32, m).astype(np.uint64)
    return (ones << np.arange(32, dtype=np.uint64)[None, :, None]).sum(axis=1).astype(np.uint32).view(np.int32)


def integer_weights(rng, rows, columns, bits, group):
    """q (K, N), zeros (G, N), scales (G, N) in f16, group of every column k."""
    q = rng.integers(0, 2**bits, (columns, rows))
    groups = columns // group
    zeros = rng.integers(2**bits // 2 - (bits > 2), 2**bits // 2 + 1 + (bits > 2), (groups, rows))
    scales = (1.5 / columns**0.5 / 2**bits * 3.4 * rng.uniform(0.5, 1.5, (groups, rows))).astype(np.float16)
    return q, zeros, scales, np.arange(columns) // group


def gptq(bits, group, v2=False, act_order=False, sequential=False):
    def make(folder, rng):
        tensors, weights = {}, {}
        for module, (rows, columns) in shapes(128, 128).items():
            size = columns if group == -1 else min(group, columns)
            q, zeros, scales, g_idx = integer_weights(rng, rows, columns, bits, size)
            if act_order:
                g_idx = rng.permutation(g_idx)
            tensors[module + ".qweight"] = packed(q, bits)
            tensors[module + ".qzeros"] = np.ascontiguousarray(packed((zeros - (0 if v2 else 1)).T, bits).T)
            tensors[module + ".scales"] = scales
            if not sequential:
                tensors[module + ".g_idx"] = g_idx.astype(np.int32)
            weights[module + ".weight"] = (scales[g_idx].astype(np.float32) * (q - zeros[g_idx]).astype(np.float32)).T
        settings = {"quant_method": "gptq", "bits": bits, "group_size": group, "desc_act": act_order, "sym": False,
                    "checkpoint_format": "gptq_v2" if v2 else "gptq"}
        return save(folder, rng, tensors, weights, settings)
    return make


def awq(group):
    def make(folder, rng):
        order = np.array([0, 2, 4, 6, 1, 3, 5, 7])
        tensors, weights = {}, {}
        for module, (rows, columns) in shapes(128, 128).items():
            q, zeros, scales, g_idx = integer_weights(rng, rows, columns, 4, min(group, columns))

            def interleaved(numbers):
                words = numbers.reshape(len(numbers), -1, 8)[:, :, order].astype(np.uint64)
                return (words << (4 * np.arange(8, dtype=np.uint64))).sum(axis=2).astype(np.uint32).view(np.int32)

            tensors[module + ".qweight"] = interleaved(q)
            tensors[module + ".qzeros"] = interleaved(zeros)
            tensors[module + ".scales"] = scales
            weights[module + ".weight"] = ((q - zeros[g_idx]).astype(np.float32) * scales[g_idx].astype(np.float32)).T
        return save(folder, rng, tensors, weights, {"quant_method": "awq", "bits": 4, "group_size": group, "zero_point": True, "version": "gemm"})
    return make


# --- bitsandbytes -----------------------------------------------------------------------------------------------------

def bnb_int8(folder, rng):
    tensors, weights = {}, {}
    for module, (rows, columns) in shapes(128, 128).items():
        q = rng.integers(-127, 128, (rows, columns)).astype(np.int8)
        scb = (1.5 / columns**0.5 * 1.7 * rng.uniform(0.5, 1.5, rows)).astype(np.float32)
        tensors |= {module + ".weight": q, module + ".SCB": scb, module + ".weight_format": np.array(0, np.uint8)}
        weights[module + ".weight"] = q.astype(np.float32) * scb[:, None] * np.float32(1 / 127)
    return save(folder, rng, tensors, weights, {"quant_method": "bitsandbytes", "load_in_8bit": True, "load_in_4bit": False,
                                                "llm_int8_threshold": 6.0, "llm_int8_skip_modules": None})


def bnb4(kind, codes, block, nested):
    def make(folder, rng):
        tensors, weights = {}, {}
        for module, (rows, columns) in shapes(128, 128).items():
            q = rng.integers(0, 16, rows * columns)
            name = module + ".weight"
            state = {"quant_type": kind, "blocksize": block, "dtype": "float16", "shape": [rows, columns]}
            blocks = rows * columns // block
            absmax = (1.5 / columns**0.5 * 1.8 * rng.uniform(0.5, 1.5, blocks)).astype(np.float32)
            tensors[name] = (q[0::2] << 4 | q[1::2]).astype(np.uint8).reshape(-1, 1)
            tensors[name + ".quant_map"] = codes
            if nested:
                offset = absmax.mean(dtype=np.float32)
                nested_map = np.sort(np.concatenate([-np.logspace(-3, 0, 128)[::-1], [0], np.logspace(-3, 0, 127)])).astype(np.float32)
                per = 256
                largest = np.array([np.abs(absmax[i:i + per] - offset).max() for i in range(0, blocks, per)], np.float32)
                ratio = (absmax - offset) / np.repeat(largest, per)[:blocks]
                index = np.abs(ratio[:, None] - nested_map[None, :]).argmin(axis=1).astype(np.uint8)
                absmax = nested_map[index] * np.repeat(largest, per)[:blocks] + offset
                state |= {"nested_blocksize": per, "nested_dtype": "float32", "nested_offset": float(offset)}
                tensors |= {name + ".absmax": index, name + ".nested_absmax": largest, name + ".nested_quant_map": nested_map}
            else:
                tensors[name + ".absmax"] = absmax
            tensors[f"{name}.quant_state.bitsandbytes__{kind}"] = np.frombuffer(json.dumps(state).encode(), np.uint8)
            weights[name] = (codes[q] * np.repeat(absmax, block)).reshape(rows, columns)
        return save(folder, rng, tensors, weights, {
            "quant_method": "bitsandbytes", "load_in_8bit": False, "load_in_4bit": True, "bnb_4bit_quant_type": kind,
            "bnb_4bit_use_double_quant": nested, "bnb_4bit_compute_dtype": "float16", "bnb_4bit_quant_storage": "uint8"})
    return make


def save(folder, rng, tensors, weights, settings):
    """What is not quantised, config.json and model.safetensors."""
    config = CONFIG | {"hidden_size": 128, "intermediate_size": 128}
    plain = {"model.embed_tokens.weight": rng.normal(0, 1, (64, 128)), "lm_head.weight": rng.normal(0, 1 / 8, (64, 128))}
    plain |= {f"model.{n}.weight": rng.normal(1, 0.2, 128) for n in ("layers.0.input_layernorm", "layers.0.post_attention_layernorm", "norm")}
    plain = {k: v.astype(np.float16) for k, v in plain.items()}
    save_file(tensors | plain, folder / "model.safetensors", {"format": "pt"})
    (folder / "config.json").write_text(json.dumps(config | {"quantization_config": settings}, indent=1) + "\n")
    return config, weights | {k: v.astype(np.float32) for k, v in plain.items()}


CASES = {"k_quants": partial(blocks_of_gguf, kinds=K_QUANTS), "iq4": partial(blocks_of_gguf, kinds=IQ4),
         "gptq4_g128": gptq(4, 128), "gptq4_g32_act_order": gptq(4, 32, act_order=True), "gptq8_g64_v2": gptq(8, 64, v2=True),
         "gptq3_row": gptq(3, -1), "gptq2_g32": gptq(2, 32, sequential=True), "awq_g64": awq(64), "bnb_int8": bnb_int8,
         "bnb_nf4_double": bnb4("nf4", NF4, 64, True), "bnb_fp4": bnb4("fp4", FP4, 64, False)}


def main():
    for name in sys.argv[1:] or CASES:
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        config, weights = CASES[name](folder, rng)
        model = LlamaForCausalLM(LlamaConfig(**config | {"torch_dtype": "float32"}, attn_implementation="eager")).float().eval()
        missing = model.load_state_dict({k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in weights.items()}, strict=True)
        tokens = [1] + rng.integers(3, 64, TOKENS - 1).tolist()
        with torch.no_grad():
            logits = model(torch.tensor([tokens])).logits[0].numpy()
        (folder / "tokens.json").write_text(json.dumps(tokens) + "\n")
        np.save(folder / "logits.npy", logits.astype(np.float32))
        print(name, missing, "logits", np.abs(logits).max(), "bytes", sum(f.stat().st_size for f in folder.iterdir()))


if __name__ == "__main__":
    main()
