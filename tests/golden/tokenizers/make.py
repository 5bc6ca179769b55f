"""Makes the folders beside this file: <name>/tokenizer.json of vocabularies.py, and <name>/cases.json with what the `tokenizers` library
makes of a sample of strings. Needs the Python packages tokenizers (0.22.2), sentencepiece and protobuf.

From 0.23 on the library decodes an added token that is `normalized` as the normaliser would write it ("Upper" as "upper"); ours gives the
text that the file has, as 0.21 and 0.22 do.

cases.json: "cases" holds texts ("text", or "hex" where the bytes are no UTF-8) with the ids of a trusted text ("ids"), of the same
typed by a person ("typed", left out where equal) and of the typed text as a whole ("whole", left out where equal to typed), and what
"ids" decode to. "decodes" holds ids at random.
"""
import json
import pathlib
import random
import shutil
import zlib

from oracle import Oracle
from strings import Strings
from vocabularies import all_vocabularies

HERE = pathlib.Path(__file__).parent
COUNT, LONGEST = 120, 160


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pieces_of(vocabulary):
    """Its pieces as text a person would type."""
    model = vocabulary["model"]
    pieces = list(model["vocab"]) if isinstance(model["vocab"], dict) else [p for p, _ in model["vocab"]]
    return [p.replace("▁", " ").replace("Ġ", " ").replace("</w>", "").replace("##", "") or "x" for p in pieces if not p.startswith("<0x")]


def added_of(vocabulary):
    return [a["content"] for a in vocabulary["added_tokens"]]


def strings_for(name, vocabulary, seed=0, everything=False):
    return Strings(zlib.crc32(f"{name} {seed}".encode()), pieces_of(vocabulary), added_of(vocabulary), everything)


def cases(name, vocabulary):
    oracle, strings = Oracle(vocabulary), strings_for(name, vocabulary)
    raw = []
    while len(raw) < COUNT:
        candidate = strings.bytes()
        if len(candidate) <= LONGEST and candidate not in raw:
            raw.append(candidate)
    raw[:0] = [b"", b" ", b"the"]
    texts = [r.decode(errors="replace") for r in raw]
    trusted, typed, whole = oracle.trusted(texts), oracle.typed(texts), oracle.whole(texts)
    decoded = oracle.decode(trusted)
    for i, bytes_ in enumerate(raw):
        case = {"text": texts[i]} if texts[i].encode() == bytes_ else {"hex": bytes_.hex()}
        case["ids"] = trusted[i]
        if typed[i] != trusted[i]:
            case["typed"] = typed[i]
        if whole[i] != typed[i]:
            case["whole"] = whole[i]
        yield {**case, "decoded": decoded[i]}


def decodes(name, vocabulary):
    oracle, rng = Oracle(vocabulary), random.Random(name)
    lists = [[rng.randrange(oracle.size) for _ in range(rng.randint(1, 8))] for _ in range(40)]
    return [{"ids": ids, "decoded": text} for ids, text in zip(lists, oracle.decode(lists))]


def lines(name, values):
    return f'"{name}":[\n' + ",\n".join(map(compact, values)) + "\n]"


def main():
    for name, vocabulary in all_vocabularies().items():
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "tokenizer.json").write_text(compact(vocabulary) + "\n")
        (folder / "cases.json").write_text("{" + lines("cases", cases(name, vocabulary)) + ",\n" + lines("decodes", decodes(name, vocabulary)) + "}\n")


if __name__ == "__main__":
    main()
