"""Asks the demo model questions in wordings it was never trained on, and exits 1 below the bars.

    python evaluate.py ..                         table of scores
    python evaluate.py .. --precision int4        the same with rounded weights
    python evaluate.py .. --say "Hello" "And ..."  a chat
An answer is right when it is, letter by letter, one of the answers the corpus would give. Decoding is greedy.
"""
import argparse
import collections
import json
import math
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

import corpus
import questions
from model import Llama, greedy, int4
from train import LEARN, encode
from vocabulary import Vocabulary

BARS = {"single": 0.90, "follow-up": 0.85, "the guide": 1.0}


def load(folder, device, precision):
    model = Llama(json.loads((folder / "config.json").read_text()))
    weights = {k: v.float() for k, v in load_file(folder / "model.safetensors").items()}
    if precision == "int4":
        weights = {k: int4(v) if "proj" in k else v for k, v in weights.items()}
    model.load_state_dict(weights)
    return model.to(device).eval(), Vocabulary(folder)


def chat(model, vocabulary, asked, system=None, batch=128):
    """The answers to the last of each list of questions; the model gives the earlier answers itself."""
    said = [[] for _ in asked]
    for turn in range(max(map(len, asked))):
        todo = sorted((i for i in range(len(asked)) if turn < len(asked[i])), key=lambda i: len(str(asked[i])))
        for k in range(0, len(todo), batch):
            part = todo[k: k + batch]
            prompts = []
            for i in part:
                messages = [("system", system)] if system else []
                for q, a in zip(asked[i], said[i]):
                    messages += [("user", q), ("assistant", a)]
                prompts.append([t % LEARN for t in encode(vocabulary, messages + [("user", asked[i][turn])])] + [vocabulary.role["assistant"]])
            for i, ids in zip(part, greedy(model, prompts, vocabulary.end)):
                said[i].append(vocabulary.decode(ids))
    return said


@torch.no_grad()
def perplexity(model, vocabulary, text, window=1024):
    ids, total, count = vocabulary.encode(text), 0.0, 0
    for i in range(0, len(ids), window):
        row = torch.tensor([[vocabulary.bos] + ids[i: i + window]], device=model.model.embed_tokens.weight.device)
        loss = torch.nn.functional.cross_entropy(model(row[:, :-1])[0].float(), row[0, 1:], reduction="sum")
        total, count = total + loss.item(), count + row.shape[1] - 1
    return math.exp(total / count), len(ids)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("folder", type=Path)
    a.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    a.add_argument("--precision", default="bfloat16", choices=["bfloat16", "int4"])
    a.add_argument("--system")
    a.add_argument("--per-kind", type=int, default=24)
    a.add_argument("--wrong", type=int, default=0, help="show so many wrong answers of each kind")
    a.add_argument("--say", nargs="+")
    args = a.parse_args()
    model, vocabulary = load(args.folder, args.device, args.precision)
    if args.say:
        for question, answer in zip(args.say, chat(model, vocabulary, [args.say], args.system)[0]):
            print(f"> {question}\n{answer}\n")
        return 0

    failed = False
    sets = questions.questions(args.per_kind) | {"the guide": questions.GUIDE}
    for name, items in sets.items():
        kinds = collections.defaultdict(list)
        for (kind, asked, right), said in zip(items, chat(model, vocabulary, [q for _, q, _ in items], args.system)):
            kinds[kind].append(said[-1] in right)
            if said[-1] not in right and kinds[kind].count(False) <= args.wrong:
                print(f"  {kind}: {asked}\n    said {said[-1]!r}\n    not  {right[0]!r}")
        print(f"\n{name}")
        for kind, marks in kinds.items():
            print(f"  {kind:<22}{sum(marks):4} of{len(marks):4}  {sum(marks) / len(marks):6.1%}")
        score = sum(sum(m) for m in kinds.values()) / len(items)
        failed |= score < BARS[name]
        print(f"  {'all':<22}{score:19.1%}  (bar {BARS[name]:.0%})", flush=True)
    ppl, tokens = perplexity(model, vocabulary, corpus.held_prose())
    print(f"\nperplexity of eval.txt ({tokens} tokens): {ppl:.3f}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
