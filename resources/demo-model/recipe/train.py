"""Trains the demo model from nothing: tokenizer, corpus, weights, and the files next to it.

    python train.py --out DIR --minutes 6            on a GPU
    python train.py --out DIR --steps 3000 --rows 8  on a CPU (hours)
    python train.py --out DIR --minutes 3 --tokenizer bpe --twin   a smaller one that speaks through another tokenizer
"""
import argparse
import json
import multiprocessing
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

import corpus
from model import CONFIG, Llama
from vocabulary import FILES, MAKERS, Vocabulary

TWIN = {"hidden_size": 192, "intermediate_size": 512, "num_hidden_layers": 5, "num_attention_heads": 3, "num_key_value_heads": 1}
TEMPLATE = """{{ bos_token }}{% for message in messages %}\
{% if message['role'] not in ['system', 'user', 'assistant'] %}{{ raise_exception('Unknown role: ' + message['role']) }}{% endif %}\
{{ '<|' + message['role'] + '|>' }}{{ message['content'] if message['role'] == 'assistant' else message['content'] | trim }}{{ '<|end|>' }}\
{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"""


# --- corpus to tokens -------------------------------------------------------------------------------------------------

LEARN = 4096  # added to a token that the model should say; the others are only lightly learned


def encode(vocabulary, messages):
    ids = [vocabulary.bos]
    for role, text in messages:
        learn = LEARN * (role == "assistant")
        ids += [vocabulary.role[role]] + [i + learn for i in vocabulary.encode(text)] + [vocabulary.end + learn]
    return ids


def documents(job):
    """Token stream and the starts of its documents, of one worker."""
    seed, tokens, long, folder = job
    rng, vocabulary = random.Random(seed), Vocabulary(folder)
    out, starts = [], []
    while len(out) < tokens:
        starts.append(len(out))
        if rng.random() < (0.05 if long else 0.12):
            out += [vocabulary.bos] + [i + LEARN for i in vocabulary.encode(corpus.prose(rng)) + [vocabulary.eos]]
        else:
            out += encode(vocabulary, corpus.dialogue(rng, long))
    return np.array(out, np.int16), np.array(starts)


class Stream:
    def __init__(self, pool, tokens, long, folder):
        jobs = [((i, long).__repr__(), tokens // 64, long, folder) for i in range(64)]
        parts = pool.map(documents, jobs, 1)
        ends = np.cumsum([0] + [len(p) for p, _ in parts])
        self.tokens = torch.from_numpy(np.concatenate([p for p, _ in parts]))
        self.starts = torch.from_numpy(np.concatenate([s + e for (_, s), e in zip(parts, ends)]))

    def to(self, device):
        self.tokens, self.starts = self.tokens.to(device), self.starts.to(device)

    def rows(self, count, length):
        """Rows that begin at the start of a document and run on over the following ones."""
        last = torch.searchsorted(self.starts, len(self.tokens) - length - 1)
        first = self.starts[torch.randint(int(last), (count,), device=self.starts.device)]
        return self.tokens[first[:, None] + torch.arange(length + 1, device=first.device)].long()


# --- training ---------------------------------------------------------------------------------------------------------

def loss_of(model, rows):
    ids, learn = rows % LEARN, rows >= LEARN
    weight = torch.where(learn[:, 1:], 1.0, 0.1).flatten()
    logits = model(ids[:, :-1])
    loss = F.cross_entropy(logits.flatten(0, 1).float(), ids[:, 1:].flatten(), reduction="none")
    return (loss * weight).sum() / weight.sum()


def train(args, config):
    device = args.device
    began = time.time()
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:  # before CUDA starts: it does not survive a fork
        short, long = (Stream(pool, args.tokens, kind, args.out) for kind in (False, True))
    print(f"corpus: {len(short.tokens) / 1e6:.1f} + {len(long.tokens) / 1e6:.1f} M tokens, {time.time() - began:.0f} s", flush=True)
    short.to(device)
    long.to(device)
    torch.manual_seed(0)
    torch.set_float32_matmul_precision("high")
    model = Llama(config).to(device).train()
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters", flush=True)

    decay = [p for p in model.parameters() if p.ndim == 2]
    rest = [p for p in model.parameters() if p.ndim != 2]
    adam = torch.optim.AdamW([{"params": decay, "weight_decay": 0.1}, {"params": rest, "weight_decay": 0.0}], lr=args.lr, betas=(0.9, 0.95),
                             fused=device == "cuda")
    run = torch.compile(model, dynamic=False) if args.compile else model

    def step(long_rows):
        length = args.length * 4 if long_rows else args.length
        count = args.rows // 4 if long_rows else args.rows
        rows = torch.cat((long.rows(max(1, count * 3 // 4), length), short.rows(max(1, count // 4), length))) if long_rows else short.rows(count, length)
        with torch.autocast(device, torch.bfloat16):
            loss = loss_of(run, rows)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        return loss.detach(), norm

    for long_rows in (False, True):  # compile both shapes before the clock starts
        step(long_rows)
        adam.zero_grad(set_to_none=True)
    random.seed(0)
    began, n, seen, shown = time.time(), 0, 0, time.time()
    while True:
        done = max(n / args.steps if args.steps else 0, (time.time() - began) / (60 * args.minutes) if args.minutes else 0)
        if done >= 1:
            break
        rate = args.lr * min(1, (n + 1) / 200) * (0.5 * (1 + np.cos(np.pi * done)) * 0.99 + 0.01)  # warm-up, then cosine
        for group in adam.param_groups:
            group["lr"] = rate
        model.noise.fill_(float(done > 0.5 and random.random() < 0.5))  # int4 rounding in every other step of the second half
        loss, norm = step(done > 0.7)                                   # long rows at the end
        adam.step()
        adam.zero_grad(set_to_none=True)
        n, seen = n + 1, seen + args.rows * args.length
        if time.time() - shown > 10 or n == 1:
            shown = time.time()
            print(f"step {n:6}  {done:5.1%}  {seen / 1e6:7.1f} M tokens  {seen / (shown - began) / 1e6:.2f} M/s  loss {loss.item():.4f}  norm {norm.item():.2f}",
                  flush=True)
    return model.eval()


# --- files ------------------------------------------------------------------------------------------------------------

def export(model, config, kind, out):
    weights = {k: v.detach().to("cpu", torch.bfloat16).contiguous() for k, v in model.state_dict().items()}
    save_file(weights, out / "model.safetensors", metadata={"format": "pt"})
    settings = {"add_bos_token": False, "add_eos_token": False, "clean_up_tokenization_spaces": False,
                "model_max_length": config["max_position_embeddings"], "bos_token": "<s>", "eos_token": "<|end|>"}
    if kind == "sentencepiece":
        settings = {"tokenizer_class": "LlamaTokenizer", "legacy": False, "add_prefix_space": False, **settings, "unk_token": "<unk>"}
    else:
        settings = {"tokenizer_class": "PreTrainedTokenizerFast", **settings} | ({"unk_token": "<unk>"} if kind == "unigram" else {})
    files = {
        "config.json": config,
        "generation_config.json": {"bos_token_id": config["bos_token_id"], "eos_token_id": [config["eos_token_id"], Vocabulary(out).eos],
                                   "do_sample": False, "max_new_tokens": 256},
        "tokenizer_config.json": {**settings, "chat_template": TEMPLATE},
    }
    for name, content in files.items():
        (out / name).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--out", type=Path, required=True)
    a.add_argument("--minutes", type=float, default=0, help="stop after this time (and shape the learning rate by it)")
    a.add_argument("--steps", type=int, default=0)
    a.add_argument("--rows", type=int, default=64)
    a.add_argument("--length", type=int, default=1024, help="tokens in a row; four times as many at the end of training")
    a.add_argument("--tokens", type=int, default=64_000_000, help="distinct tokens of each of the two streams")
    a.add_argument("--lr", type=float, default=2e-3)
    a.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    a.add_argument("--compile", action="store_true")
    a.add_argument("--tokenizer", default="sentencepiece", choices=list(FILES))
    a.add_argument("--twin", action="store_true", help="smaller: 5 layers, D 192")
    a.add_argument("--tokenizer-only", action="store_true")
    args = a.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = args.out / FILES[args.tokenizer]
    if not tokenizer.exists():
        MAKERS[args.tokenizer](tokenizer)
    if args.tokenizer_only:
        return
    vocabulary = Vocabulary(args.out)
    config = CONFIG | (TWIN if args.twin else {}) | {"bos_token_id": vocabulary.bos, "eos_token_id": vocabulary.end}
    if not args.twin:
        (args.out / "eval.txt").write_text(corpus.held_prose())
    export(train(args, config), config, args.tokenizer, args.out)


if __name__ == "__main__":
    main()
