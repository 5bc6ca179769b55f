"""How far our logits are from llama.cpp's on the same file: KL divergence per token and how often the first choice is the same.

    python tests/real/compare_logits.py CLI [model.gguf] [--tokens 1000] --option=--weights=f32 --option=--kv=f32

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
    """Logits (T, V)."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "logits.npy"
        subprocess.run([cli, "logits", model, "--tokens", " ".join(map(str, tokens)), "--out", out, *options], check=True)
        return np.load(out)


def log_softmax(row):
    row = row.astype(np.float64) - row.max()
    return row - np.log(np.exp(row).sum())


def main():
    a = argparse.ArgumentParser()
    a.add_argument("cli")
    a.add_argument("model", nargs="?", default=ROOT / "build/real/smollm2-135m-instruct-q4_1.gguf")
    a.add_argument("--tokens", type=int, default=1000)
    a.add_argument("--every", type=int, default=10, help="the whole distribution at every so many places; the first choice at all")
    a.add_argument("--text", default="ARCHITECTURE.md", help="a file of the repository that is read to the model")
    a.add_argument("--option", action="append", default=[], help="passed on to the command line, as --option=--weights=f32")
    args = a.parse_args()
    oracle = LlamaCpp(args.model, context=2048)
    tokens = oracle.tokens((ROOT / args.text).read_text())[: args.tokens]
    logits = ours(args.cli, args.model, tokens, args.option)
    divergence, same = [], 0
    for place, row in enumerate(logits):
        whole = place % args.every == 0
        theirs = oracle.log_probabilities(tokens[: place + 1], len(row) if whole else 1)
        same += int(row.argmax() == max(theirs, key=theirs.get))
        if whole:
            mine = log_softmax(row)
            divergence.append(sum(np.exp(mine[token]) * (mine[token] - value) for token, value in theirs.items() if np.isfinite(value)))
    print(f"{Path(args.model).name}: KL {np.mean(divergence):.5f} at {len(divergence)} places (median {np.median(divergence):.5f}, worst "
          f"{max(divergence):.4f}); same first choice {same / len(tokens):.3f} of {len(tokens)}")


if __name__ == "__main__":
    main()
