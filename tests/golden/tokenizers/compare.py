"""Holds ours against the `tokenizers` library on 100,000 generated strings per vocabulary: encode as typed, as trusted, as a whole; decode
and streamed decode of what came out and of ids at random. Every kind of difference is shown once, as small as it can be made.
A quarter of the strings holds any character of any plane. Each library brings tables of another Unicode version (the oracle alone has
three), so differences that need a character newer than Unicode 3.2 are counted apart, and are no failure.

compare.py [--count N] [--seed N] [--tool PATH] [NAME or FILE.gguf …]; without names: every made vocabulary, and the GGUF files of
../shared/data/tokenizers (unpacked if need be) where those are on this machine. Ends with 1 where something differs.
"""
import argparse
import json
import lzma
import pathlib
import random
import sys
import tempfile
import time
import unicodedata

from make import HERE, strings_for
from oracle import Oracle
from server import TOOL, Server

SHARED = HERE.parents[3] / "shared/data/tokenizers"
BATCH, SHOWN, TRIES = 1000, 12, 40
NEWER = ", newer characters"


def unpacked(path):
    copy = pathlib.Path(tempfile.gettempdir()) / path.stem
    if not copy.exists():
        copy.write_bytes(lzma.decompress(path.read_bytes()))
    return str(copy)


def newer(text):
    """Whether a character of it came to Unicode after 3.2: tables of different age may differ there."""
    return any(unicodedata.ucd_3_2_0.category(c) == "Cn" for c in text)


def smaller(value, differs):
    """Removes stretches as long as the difference stays."""
    step = max(len(value) // 2, 1)
    while step:
        at = 0
        while at < len(value):
            shorter = value[:at] + value[at + step:]
            if differs(shorter):
                value = shorter
            else:
                at += step
        step //= 2
    return value


class Comparison:
    def __init__(self, name, source, model, tool):
        self.server = Server(model, tool)
        self.oracle = Oracle(source, self.server.marks())
        self.name, self.source = name, source
        self.found = {}  # what -> smallest input -> how often
        self.tries = {}  # what -> how many differences were made small: that takes time

    def texts(self, raws):
        texts = [r.decode(errors="replace") for r in raws]
        for what, kind, theirs in (("typed", Server.TYPED, self.oracle.typed), ("trusted", Server.TRUSTED, self.oracle.trusted),
                                   ("whole", Server.WHOLE, self.oracle.whole)):
            ours, expected = self.server.encode(raws, kind), theirs(texts)
            for raw, a, b in zip(raws, ours, expected):
                if a != b:
                    self.report(what, raw, lambda r: self.server.encode([r], kind)[0], lambda r: theirs([r.decode(errors="replace")])[0])
        self.ids(expected)
        rng = random.Random(len(raws[0]))
        self.ids([[rng.randrange(self.oracle.size) for _ in range(rng.randint(1, 9))] for _ in range(len(raws) // 4)])

    def ids(self, lists):
        for ids, (decoded, streamed), expected in zip(lists, self.server.decode(lists), self.oracle.decode(lists)):
            for which, what in ((0, "decode"), (1, "streamed")):
                if (decoded, streamed)[which] != expected:
                    self.report(what, ids, lambda i: self.server.decode([i])[0][which], lambda i: self.oracle.decode([i])[0])

    def report(self, what, value, ours, theirs):
        group = what + (NEWER if isinstance(value, bytes) and newer(value.decode(errors="replace")) else "")
        self.tries[group] = self.tries.get(group, 0) + 1
        if self.tries[group] > TRIES or len(self.found.get(group, ())) >= SHOWN:
            others = self.found.setdefault(group, {})
            others["…"] = others.get("…", 0) + 1
            return
        small = smaller(value, lambda v: ours(v) != theirs(v))
        if isinstance(small, bytes):
            text = small.decode(errors="replace")
            group = what + (NEWER if newer(text) else "")
            shown = repr(text if text.encode() == small else small)
        else:
            shown = self.show(small)
        group = self.found.setdefault(group, {})
        if shown not in group:
            print(f"  {self.name}: {what} {shown}\n      ours   {self.show(ours(small))}\n      theirs {self.show(theirs(small))}", flush=True)
        group[shown] = group.get(shown, 0) + 1

    def total(self, newer_ones):
        return sum(sum(group.values()) for name, group in self.found.items() if name.endswith(NEWER) == newer_ones)

    def show(self, value):
        return repr(value) if isinstance(value, str) else f"{value} = {[self.oracle.plain.id_to_token(i) for i in value]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tool", default=TOOL)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    names = options.names or [*sorted(p.parent.name for p in HERE.glob("*/tokenizer.json")), *map(str, sorted(SHARED.glob("*.gguf"))), *map(unpacked, SHARED.glob("*.gguf.xz"))]
    different = 0
    for name in names:
        start = time.time()
        if name.endswith(".gguf"):
            from gguf_vocabulary import tokenizer_of
            source, model = tokenizer_of(name), name
            if source is None:
                print(f"{name}: not byte-level, left out")
                continue
        else:
            model = HERE / name / "tokenizer.json"
            source = json.loads(model.read_text())
        try:
            comparison = Comparison(pathlib.Path(name).name, source, model, options.tool)
            kinds = [strings_for(name, source, options.seed), strings_for(name, source, options.seed + 1000, everything=True)]
            for done in range(0, options.count, BATCH):
                strings = kinds[done // BATCH % 4 == 3]
                comparison.texts([strings.bytes() for _ in range(min(BATCH, options.count - done))])
            comparison.server.close()
        except RuntimeError as error:
            print(f"{name}: {error}")
            different += 1
            continue
        total, aged = comparison.total(False), comparison.total(True)
        also = f", and {aged} by characters newer than Unicode 3.2" if aged else ""
        print(f"{name}: {total} differences{also} in {options.count} strings, {time.time() - start:.0f} s", flush=True)
        different += total > 0
    sys.exit(different > 0)


if __name__ == "__main__":
    main()
