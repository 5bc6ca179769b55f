"""Encoding speed: ours against the Python package tokenizers, one thread each, over 10 MB of mixed text that this script makes.

tokenizer_bench.py [--megabytes N] [--rounds N] [--tool PATH] [VOCABULARY.gguf …]; without names, the byte-level ones of
../shared/data/tokenizers. Needs the Python packages tokenizers and gguf, and: cmake --build build/cpu --target tokenizer_server
Both get the same documents one after the other: whole files of prose and code, some kB each. The best of some rounds counts, and the ids
must be the same.
"""
import argparse
import os
import pathlib
import platform
import random
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/golden/tokenizers"))

import tokenizers  # noqa: E402
from gguf_vocabulary import tokenizer_of  # noqa: E402
from oracle import Oracle  # noqa: E402
from server import TOOL, Server  # noqa: E402

SHARED = ROOT.parent / "shared/data/tokenizers"

# Syllables of languages of our own making, in several scripts: words differ, as in real text a few are frequent and most are rare.
SCRIPTS = [
    ("latin", 10, "the an re ing to st er at on ly con tra ble pre un ed es ment al or is in ten mar sul vi do ca pe ru ga zo ni"),
    ("latin", 3, "schön über ich ein ver ge heit keit ung straß tür mäd für de lé ré où ça gar çon ño año ção není řek šti"),
    ("cyrillic", 3, "по не ра на про ста ни ки во то ель ский ово ать ся лю бо же ма ры"),
    ("greek", 1, "και το να θα λα σσα με γά λος κό σμος ή μέ ρα"),
    ("han", 2, "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长"),
    ("kana", 1, "の に は を た が で て と し れ さ ある いる も する から な こと として カ ン ト ラ イ ス ー"),
    ("hangul", 1, "이 는 을 다 에 의 가 고 하 지 한 로 도 기 사 어 리 자 나 아"),
    ("arabic", 1, "ال من في على أن إلى كان هذا ما لا قال مع بعد عن كل"),
    ("devanagari", 1, "के में है की से को का और पर यह कर था भी ने तो ही वह"),
    ("emoji", 0, "😀 👍🏽 ❤️ 👨‍👩‍👧 🇨🇿"),
]


class Mixed:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.words = []
        for name, _, syllables in SCRIPTS:
            units = list(syllables) if name == "han" else syllables.split()
            self.words.append(["".join(self.rng.choice(units) for _ in range(1 + min(int(self.rng.expovariate(.8)), 5))) for _ in range(20000)])
        self.weights = [w for _, w, _ in SCRIPTS]

    def word(self, script):
        return self.words[script][int(20001 ** self.rng.random()) - 1]  # Zipf

    def number(self):
        rng = self.rng
        return rng.choice([lambda: str(rng.randrange(10)), lambda: str(rng.randrange(2100)), lambda: f"{rng.random():.4f}", lambda: f"{rng.randrange(10**9):,}",
                           lambda: f"{rng.randrange(16**8):x}", lambda: f"{rng.randrange(24):02}:{rng.randrange(60):02}"])()

    def sentence(self, script):
        rng = self.rng
        gap = "" if SCRIPTS[script][0] in ("han", "kana") else " "
        parts = []
        for _ in range(rng.randint(4, 18)):
            word = self.word(script)
            chance = rng.random()
            if chance < .04:
                word = self.number()
            elif chance < .06:
                word += rng.choice(["'s", "'ll", "’s", "'re"])
            elif chance < .07:
                word = rng.choice(["“", "(", "«"]) + word + rng.choice(["”", ")", "»"])
            elif chance < .075:
                word = rng.choice(SCRIPTS[-1][2].split())
            parts.append(word + (rng.choice([",", ";", " –"]) if rng.random() < .08 else ""))
        text = gap.join(parts)
        return text[0].upper() + text[1:] + rng.choice(["。", "！"] if not gap else [".", ".", ".", "?", "!"]) + gap

    def prose(self):
        rng = self.rng
        script = rng.choices(range(len(SCRIPTS)), self.weights)[0]
        return "\n\n".join("".join(self.sentence(script) for _ in range(rng.randint(2, 8))) for _ in range(rng.randint(3, 12))) + "\n"

    def code(self):
        rng, lines = self.rng, []
        depth = 0
        for _ in range(rng.randint(40, 200)):
            a, b, c = (rng.choice(["", "_"]).join(self.word(0) for _ in range(rng.randint(1, 2))) for _ in range(3))
            line = rng.choice([f"{a} = {b}({c}, {self.number()})", f"if {a} != {b}[{rng.randrange(99)}]:", f"for (int i = 0; i < {a}.size(); ++i) {{", "}", "",
                               f"return {a}->{b}({c});", f"// {self.sentence(0)}", f'print("{a}: {{}}".format({b}))', f"#include <{a}/{b}.h>", f"\t\t{a} += 0x{rng.randrange(2**32):X};",
                               f'{{"{a}": [{self.number()}, {self.number()}, null], "{b}": "{c}"}},', f"const auto& {a}{b.title()} = static_cast<{c.title()}*>({b});"])
            lines.append(" " * (4 * depth) + line)
            depth = max(0, min(6, depth + rng.choice([-1, 0, 0, 1])))
        return "\n".join(lines) + "\n"

    def table(self):
        rng = self.rng
        gap = rng.choice(["\t", "    ", ", ", " | "])
        return "\n".join(gap.join(self.number().rjust(rng.choice([0, 8])) for _ in range(rng.randint(3, 9))) for _ in range(rng.randint(10, 60))) + "\r\n"

    def document(self):
        return self.rng.choices([self.prose, self.code, self.table], [6, 3, 1])[0]()


def mixed(megabytes, seed=1):
    made, documents, size = Mixed(seed), [], 0
    while size < megabytes * 1_000_000:
        documents.append(made.document())
        size += len(documents[-1].encode())
    return documents, size


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tool", default=TOOL)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    documents, size = mixed(options.megabytes)
    print(f"{size / 1e6:.1f} MB in {len(documents)} documents; tokenizers {tokenizers.__version__}; {processor()}; best of {options.rounds}\n")
    print("| vocabulary | tokens | tokenizers MB/s | ours MB/s | ratio |\n|---|---|---|---|---|")
    for name in options.names or sorted(map(str, SHARED.glob("*.gguf"))):
        source = tokenizer_of(name)
        if source is None:
            continue
        oracle, theirs = Oracle(source).plain, 1e9
        for _ in range(options.rounds):
            start = time.perf_counter()
            expected = [oracle.encode(d, add_special_tokens=False).ids for d in documents]
            theirs = min(theirs, time.perf_counter() - start)
        server = Server(name, options.tool)
        reply = server.ask(documents=documents, rounds=options.rounds)
        server.close()
        equal = reply["ids"] == expected
        print(f"| {pathlib.Path(name).stem} | {sum(map(len, expected)):,} | {size / theirs / 1e6:.1f} | {size / reply['seconds'] / 1e6:.1f} "
              f"| {theirs / reply['seconds']:.1f} |{'' if equal else ' other ids'}", flush=True)


if __name__ == "__main__":
    main()
