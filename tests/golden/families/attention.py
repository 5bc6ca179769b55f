"""What transformers' eager attention gives to each token, for the checkpoints beside this script and in ../llama.

    python attention.py [case ...]        (torch, transformers; after make.py)

Writes into each <case>/ attention.npy, float32 (L·H·T, T): softmax(QKᵀ) of every layer and head over the first T = 20 ids of tokens.json
(longer than the checkpoints' windows); and, where positions act in the layers, attention_without.npy, the same of a layer whose own
position encoding is taken away: cosines 1 and sines 0 (RoPE), biases 0 (ALiBi). Layers below keep theirs, so that queries and keys are
the same.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
from transformers import AutoConfig, AutoModelForCausalLM

HERE = Path(__file__).parent
TOKENS = 20
# Falcon's eager attention adds ALiBi twice (make.py), and has no case here.
CASES = ["bloom", "cohere", "gemma2", "gemma3", "gemma3_layer_types", "gpt2", "gpt_bigcode", "gpt_neox", "granite", "long_yarn", "mistral", "mpt", "opt",
         "phi3", "phi3_partial", "qwen2_windows", "qwen3", "starcoder2", "../llama/sliding_window"]


def attention_modules(model):
    names = ("self_attn", "self_attention", "attn", "attention")
    return [m for n, m in model.named_modules() if n.split(".")[-1] in names]


def without_position(module, args, kwargs):
    if "position_embeddings" in kwargs:
        cos, sin = kwargs["position_embeddings"]
        kwargs["position_embeddings"] = (torch.ones_like(cos), torch.zeros_like(sin))
    elif "position_bias" in kwargs:
        kwargs["position_bias"] = torch.zeros_like(kwargs["position_bias"])
    elif "alibi" in kwargs:
        kwargs["alibi"] = torch.zeros_like(kwargs["alibi"])
    else:
        args = list(args)
        alibi = next(i for i, a in enumerate(args) if isinstance(a, torch.Tensor) and a.dim() == 3 and a.shape[1] == 1)  # BLOOM's: (H, 1, T)
        args[alibi] = torch.zeros_like(args[alibi])
        args = tuple(args)
    return args, kwargs


def save(path, attentions):
    heads = torch.stack([a[0] for a in attentions]).float().numpy()  # (L, H, T, T)
    np.save(path, heads.reshape(-1, heads.shape[-1]))


def main():
    for name in sys.argv[1:] or CASES:
        folder = (HERE / name).resolve()
        ids = torch.tensor([json.loads((folder / "tokens.json").read_text())[:TOKENS]])
        config = AutoConfig.from_pretrained(folder)
        model = AutoModelForCausalLM.from_pretrained(folder, config=config, dtype=torch.float32, attn_implementation="eager").eval()

        def attentions():
            with torch.no_grad():
                return model(ids, output_attentions=True, use_cache=False).attentions

        with_position = attentions()
        save(folder / "attention.npy", with_position)
        if config.model_type in ("gpt2", "gpt_bigcode", "opt"):
            print(f"{name}: positions are added to the input")
            continue
        without = []
        for layer, module in enumerate(attention_modules(model)):
            hook = module.register_forward_pre_hook(without_position, with_kwargs=True)
            without.append(attentions()[layer])
            hook.remove()
        assert len(without) == config.num_hidden_layers
        save(folder / "attention_without.npy", without)
        print(f"{name}: moved by {max((a - b).abs().max().item() for a, b in zip(with_position, without)):.2f}", flush=True)


if __name__ == "__main__":
    main()
