"""How far our logits are from llama.cpp's on the same file: KL divergence per token and how often the first choice is the same.

    python tests/real/compare_logits.py CLI [model.gguf] [--tokens 300] --option=--weights=f32 --option=--kv=f32

Ours are computed in float32 from the quantised weights; llama.cpp rounds activations to 8 bits on the way. Needs numpy and xllamacpp.
"""
import argparse
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from llama_cpp import LlamaCpp

ROOT = Path(__file__).parents[2]


def ours(cli, model, tokens, options):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "logits.npy"
        subprocess.run([cli, "logits", model, "--tokens", " ".join(map(str, tokens)), "--out", out, *options], check=True)
        logits = np.load(out).astype(np.float64)
    return logits - np.log(np.exp(logits - logits.max(1, keepdims=True)).sum(1, keepdims=True)) - logits.max(1, keepdims=True)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("cli")
    a.add_argument("model", nargs="?", default=ROOT / "build/real/smollm2-135m-instruct-q4_1.gguf")
    a.add_argument("--tokens", type=int, default=300)
    a.add_argument("--text", default="ARCHITECTURE.md", help="a file of the repository that is read to the model")
    a.add_argument("--option", action="append", default=[], help="passed on to the command line, as --option=--weights=f32")
    args = a.parse_args()
    oracle = LlamaCpp(args.model)
    tokens = oracle.tokens((ROOT / args.text).read_text())[: args.tokens]
    mine = ours(args.cli, args.model, tokens, args.option)
    divergence, same = [], 0
    for place in range(len(tokens)):
        theirs = np.full(mine.shape[1], -np.inf)
        for token, value in oracle.log_probabilities(tokens[: place + 1], mine.shape[1]).items():
            theirs[token] = value
        probability = np.exp(mine[place])
        known = np.isfinite(theirs)
        divergence.append(float((probability[known] * (mine[place][known] - theirs[known])).sum()))
        same += int(mine[place].argmax() == theirs.argmax())
    print(f"{Path(args.model).name}: {len(tokens)} tokens, KL {np.mean(divergence):.5f} (median {np.median(divergence):.5f}, "
          f"worst {max(divergence):.4f}), same first choice {same / len(tokens):.3f}")


if __name__ == "__main__":
    main()
