"""Makes pre.json: one byte-level vocabulary, and for every name of a GGUF pre-tokenizer what the `tokenizers` library makes of strings with
that model's settings (pre_settings.py). Needs the Python package tokenizers (0.22.2).

The merges are learnt across the boundaries of words, so that each pattern cuts where another would not and gives other ids.
"""
import pathlib
import random
import unicodedata

from components import added, bpe, byte_level, plain, tokenizer
from corpus import ALPHABET, TEXT, merged, to_bytes, train_bpe
from make import compact, lines
from oracle import Oracle
from pre_settings import SETTINGS
from strings import CORPUS, DIGITS, JOINED, WORDS

HERE = pathlib.Path(__file__).parent
ALIKE = ["a", "b", "A", "B", "s", "t", "1", "2", "3", "12", "123", "1234567", " ", " ", "  ", "\t", "\n", "\r\n", "\n\n", "'s", "'t", "'S", "'ll", "'", ".", ",", "!?", "/", "//", "_",
         "$", "(", ")", "-", "é", "ß", "ñ", "Ж", "ж", "λ", "ς", "中", "文", "一", "か", "カ", "한", "ا", "म", "ि", "ก", "่", "😀", "²", "½", "٣", "、", "。", "“", "…", "—", "ǅ", "ʰ", "\u00A0", "\u3000"]
# NFC leaves these as they are; these it changes.
DECOMPOSED = ["e\u0301", "n\u0303", "ก\u0E48", "Å", "Ω", "각", "a\u0323\u0302"]
MARK = "<|im_end|>"


def short(rng, items):
    return "".join(rng.choice(items) for _ in range(rng.randint(2, 9)))


def vocabulary():
    rng = random.Random(5)
    lines_ = [short(rng, ALIKE) for _ in range(2500)] + [line + "\n" for line in TEXT.splitlines()]
    _, merges = train_bpe([to_bytes(line) for line in lines_], 700)
    # No merge leads to these: only a tokenizer that takes a whole word at once finds them.
    whole = [to_bytes(w) for w in ("kettle", " window", "watered", "子上", "12", " naïve", "----")]
    return bpe([*ALPHABET.values(), *merged(merges), *whole, MARK], merges)


def texts(name, stable):
    """Strings for one name; `stable`: NFC must change nothing."""
    rng = random.Random(name)
    items = [ALIKE, ALIKE + DECOMPOSED, [*WORDS, *DIGITS, *CORPUS, " ", "\n"], [*ALIKE, *DIGITS, *JOINED]]
    out = ["", "kettle on the window, watered 12 ---- naïve", "I'm WE'RE they'LL 1234567 a1b2\n\n  x", MARK + "a" + MARK]
    while len(out) < 70:
        text = short(rng, items[len(out) % 4])
        if rng.random() < .05:
            text += MARK
        if stable:
            text = unicodedata.normalize("NFC", text)
        if len(text.encode()) <= 60 and not any(unicodedata.ucd_3_2_0.category(c) == "Cn" for c in text):
            out.append(text)
    return out


def main():
    model = vocabulary()
    mark = added(model["vocab"][MARK], MARK, special=True)
    parts = [f'"tokens":{compact(list(model["vocab"]))}', f'"merges":{compact(model["merges"])}']
    names = []
    for name, (pre, nfc, ignore_merges) in SETTINGS.items():
        settings = tokenizer({**model, "ignore_merges": ignore_merges}, plain("NFC") if nfc else None, pre, None, byte_level(), [mark])
        oracle, strings = Oracle(settings), texts(name, nfc is None)
        names.append((name, [[t, ids, text] for t, ids, text in zip(strings, oracle.trusted(strings), oracle.decode(oracle.trusted(strings)))]))
    cases = ",\n".join(lines(name, [(t, ids) if text == t else (t, ids, text) for t, ids, text in cases]) for name, cases in names)
    (HERE / "pre.json").write_text("{" + ",\n".join([*parts, '"cases":{\n' + cases + "}"]) + "}\n")


if __name__ == "__main__":
    main()
