#!/usr/bin/env python3
"""Writes rope.json: inverse frequencies and attention factors of every RoPE scaling, and one rotation, as Hugging Face transformers
computes them (it keeps frequencies in float32). Needs transformers and torch; run it from this folder."""
import json

import torch
import transformers
from transformers import LlamaConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

LONG = {"short_factor": [1.0 + 0.05 * i for i in range(16)], "long_factor": [1.0 + 1.5 * i for i in range(16)]}
CASES = [  # name, head width, θ, max_position_embeddings, lengths, parameters
    ("none", 64, 10000.0, 2048, [1], {"rope_type": "default"}),
    ("none, large base", 128, 500000.0, 8192, [1], {"rope_type": "default"}),
    ("linear", 64, 10000.0, 2048, [1, 8000], {"rope_type": "linear", "factor": 4.0}),
    ("dynamic", 64, 10000.0, 2048, [1, 2048, 2049, 8192], {"rope_type": "dynamic", "factor": 2.0}),
    ("dynamic, width 128", 128, 1000000.0, 4096, [5000, 131072], {"rope_type": "dynamic", "factor": 8.0}),
    ("yarn", 64, 10000.0, 8192, [1], {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 2048}),
    ("yarn, betas", 128, 1000000.0, 131072, [1],
     {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768, "beta_fast": 16.0, "beta_slow": 2.0}),
    ("yarn, no truncation", 64, 150000.0, 131072, [1],
     {"rope_type": "yarn", "factor": 32.0, "original_max_position_embeddings": 4096, "truncate": False}),
    ("yarn, mscale", 64, 10000.0, 163840, [1],
     {"rope_type": "yarn", "factor": 40.0, "original_max_position_embeddings": 4096, "mscale": 1.0, "mscale_all_dim": 0.707}),
    ("yarn, factor given", 64, 10000.0, 8192, [1],
     {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 2048, "attention_factor": 1.5}),
    ("llama3", 128, 500000.0, 131072, [1],
     {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}),
    ("llama3.2", 64, 500000.0, 131072, [1],
     {"rope_type": "llama3", "factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}),
    ("longrope", 32, 10000.0, 131072, [1, 4096, 4097], {"rope_type": "longrope", "original_max_position_embeddings": 4096, **LONG}),
    ("longrope, factor given", 32, 10000.0, 131072, [4097],
     {"rope_type": "longrope", "original_max_position_embeddings": 4096, "attention_factor": 1.25, **LONG}),
]


def frequencies(width, theta, trained, length, parameters):
    config = LlamaConfig(hidden_size=width, num_attention_heads=1, head_dim=width, max_position_embeddings=trained,
                         rope_parameters={"rope_theta": theta, **parameters})
    if parameters["rope_type"] == "default":
        return 1.0 / (theta ** (torch.arange(0, width, 2).float() / width)), 1.0
    return ROPE_INIT_FUNCTIONS[parameters["rope_type"]](config, "cpu", seq_len=length)


def rotation():
    torch.manual_seed(1)
    positions, width = [0, 1, 7, 1000], 16
    x = torch.randn(1, 2, len(positions), width)  # (batch, H, T, Dh)
    inverse, _ = frequencies(width, 10000.0, 2048, 1, {"rope_type": "default"})
    angles = torch.outer(torch.tensor(positions).double(), inverse.double()).repeat(1, 2)[None]
    turned, _ = apply_rotary_pos_emb(x, x, angles.cos().float(), angles.sin().float())
    token_major = lambda t: [float(v) for v in t[0].transpose(0, 1).flatten()]
    return {"positions": positions, "heads": 2, "width": width, "inverse": [float(v) for v in inverse], "x": token_major(x), "turned": token_major(turned)}


cases = []
for name, width, theta, trained, lengths, parameters in CASES:
    for length in lengths:
        inverse, factor = frequencies(width, theta, trained, length, dict(parameters))
        cases.append({"name": f"{name}, length {length}", "dim": width, "theta": theta, "trained": trained, "length": length,
                      "scaling": parameters, "inverse": [float(f"{float(v):.9g}") for v in inverse], "attention_factor": float(factor)})
with open("rope.json", "w") as file:
    json.dump({"transformers": transformers.__version__, "cases": cases, "rotation": rotation()}, file, indent=0)
    file.write("\n")
