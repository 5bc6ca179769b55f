"""A BPE vocabulary out of a GGUF file as a tokenizer.json in memory. Needs the Python package gguf."""
import gguf

from components import added, byte_level, decoders, plain, replace, split, template, text, tokenizer
from pre_settings import SETTINGS

NORMAL, UNKNOWN, CONTROL, USER_DEFINED = 1, 2, 3, 4


def tokenizer_of(path):
    """None where the file holds another kind of vocabulary."""
    fields = gguf.GGUFReader(path).fields
    read = lambda key: fields[f"tokenizer.ggml.{key}"].contents() if f"tokenizer.ggml.{key}" in fields else None
    if read("model") not in ("gpt2", "gemma4"):
        return None
    gemma = read("model") == "gemma4"
    pre, nfc, ignore_merges = SETTINGS[read("pre") or "gpt-2"]
    tokens, types = read("tokens"), read("token_type") or []
    model = {"type": "BPE", "vocab": {t: i for i, t in enumerate(tokens)}, "merges": read("merges"), "ignore_merges": ignore_merges,
             "byte_fallback": False, "fuse_unk": False, "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
             "end_of_word_suffix": None}
    marks = [added(i, tokens[i], special=kind in (CONTROL, UNKNOWN), normalized=False) for i, kind in enumerate(types)
             if kind in (UNKNOWN, CONTROL, USER_DEFINED)]
    bos = tokens[read("bos_token_id")] if read("add_bos_token") else None
    post = template(f"{bos} $A", {bos: read("bos_token_id")}) if bos else None
    if gemma:  # a merge's left piece may be anything, its right one holds no space
        model.update(byte_fallback=True, fuse_unk=True, unk_token="<unk>", merges=[m.rsplit(" ", 1) for m in model["merges"]])
        return tokenizer(model, replace(text(" "), "▁"), split(text(" "), "MergedWithPrevious"), post,
                         decoders(replace(text("▁"), " "), plain("ByteFallback"), plain("Fuse")), marks)
    return tokenizer(model, plain("NFC") if nfc else None, pre, post, byte_level(), marks)
