"""The parts of tokenizer.json, as short functions."""
from corpus import ALPHABET, merged, to_bytes, train_bpe, train_unigram, words


def sequence(kind, *parts):
    return {"type": "Sequence", kind: list(parts)}


def normalizers(*parts):
    return sequence("normalizers", *parts)


def pre_tokenizers(*parts):
    return sequence("pretokenizers", *parts)


def decoders(*parts):
    return sequence("decoders", *parts)


def processors(*parts):
    return sequence("processors", *parts)


def byte_level(prefix=False, regex=True, trim=True):
    return {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": trim, "use_regex": regex}


def text(string):
    return {"String": string}


def regex(string):
    return {"Regex": string}


def split(pattern, behavior="Isolated", invert=False):
    return {"type": "Split", "pattern": pattern, "behavior": behavior, "invert": invert}


def replace(pattern, content):
    return {"type": "Replace", "pattern": pattern, "content": content}


def metaspace(scheme="always", split=True, replacement="▁"):
    return {"type": "Metaspace", "replacement": replacement, "prepend_scheme": scheme, "split": split}


def digits(individual):
    return {"type": "Digits", "individual_digits": individual}


def punctuation(behavior):
    return {"type": "Punctuation", "behavior": behavior}


def plain(kind, **fields):
    return {"type": kind, **fields}


def added(id, content, special=False, lstrip=False, rstrip=False, single_word=False, normalized=None):
    return {"id": id, "content": content, "single_word": single_word, "lstrip": lstrip, "rstrip": rstrip,
            "normalized": not special if normalized is None else normalized, "special": special}


def template(single, ids):
    """`single`: "<s> $A </s>"; `ids`: text -> id."""
    def item(word):
        if word.startswith("$"):
            return {"Sequence": {"id": word[1:], "type_id": 0}}
        return {"SpecialToken": {"id": word, "type_id": 0}}
    used = [w for w in single.split() if not w.startswith("$")]
    return {"type": "TemplateProcessing", "single": [item(w) for w in single.split()],
            "pair": [item(w) for w in single.split()] + [{"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {w: {"id": w, "ids": ids[w] if isinstance(ids[w], list) else [ids[w]], "tokens": [w] if not isinstance(ids[w], list) else [w] * len(ids[w])} for w in used}}


def bpe(tokens, merges, pairs=False, **settings):
    fields = {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None,
              "fuse_unk": False, "byte_fallback": False, "ignore_merges": False}
    fields.update(settings)
    fields["vocab"] = {t: i for i, t in enumerate(dict.fromkeys(tokens))}
    fields["merges"] = [list(m) for m in merges] if pairs else [" ".join(m) for m in merges]
    return fields


def byte_bpe(count=220, pattern=r" ?\w+| ?[^\s\w]+|\s+(?!\S)|\s+", first=(), last=(), pairs=False, **settings):
    """Byte-level BPE over the corpus, cut by `pattern`."""
    _, merges = train_bpe([to_bytes(w) for w in words(pattern)], count)
    return bpe([*first, *ALPHABET.values(), *merged(merges), *last], merges, pairs, **settings)


def unigram(pieces, unknown, first=(), byte_fallback=False):
    return {"type": "Unigram", "unk_id": unknown, "vocab": [[p, s] for p, s in [*first, *pieces]], "byte_fallback": byte_fallback}


BYTES = [f"<0x{b:02X}>" for b in range(256)]


def tokenizer(model, normalizer=None, pre=None, post=None, decoder=None, added_tokens=()):
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": list(added_tokens), "normalizer": normalizer,
            "pre_tokenizer": pre, "post_processor": post, "decoder": decoder, "model": model}
