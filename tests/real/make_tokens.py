"""Writes tokens.json: 1,000 texts of our own and their tokens in SmolLM2, as llama.cpp reads them (PyPI's xllamacpp, see llama_cpp.py).

    python tests/real/make_tokens.py
"""
import json
import random
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RECIPE = str(ROOT / "resources/demo-model/recipe")

# Both folders have a module of the name corpus: the recipe's is imported, then forgotten.
sys.path.insert(0, RECIPE)
from corpus import dialogue, prose  # noqa: E402
del sys.modules["corpus"]
sys.path.remove(RECIPE)
sys.path.insert(0, str(ROOT / "tests/golden/tokenizers"))

from llama_cpp import LlamaCpp  # noqa: E402
from strings import Strings  # noqa: E402


def texts():
    rng = random.Random("smollm2")
    said = [text for _ in range(90) for _, text in dialogue(rng)][:250] + [prose(rng) for _ in range(50)]
    hard = Strings("smollm2", added=["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<repo_name>", "<jupyter_text>"])
    out = dict.fromkeys(said)
    while len(out) < 1000:
        if (text := hard.text()) and "\0" not in text:
            out[text] = None
    return list(out)[:1000]


def main():
    oracle = LlamaCpp(ROOT / "build/real/smollm2-135m-instruct-q4_1.gguf")
    cases = [[text, oracle.tokens(text)] for text in texts()]
    (HERE / "tokens.json").write_text("[\n" + ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases) + "\n]\n")
    print(len(cases), "texts,", sum(len(ids) for _, ids in cases), "tokens")


if __name__ == "__main__":
    main()
