"""The made vocabularies: name -> tokenizer.json. Together they hold every component that a tokenizer.json may name here.

None is anybody's: pieces are learnt from corpus.py, settings are those that published tokenizers use, and odd ones beside them.
"""
import base64
import io
import pathlib
import tempfile

import patterns
from components import (BYTES, added, bpe, byte_bpe, byte_level, decoders, digits, metaspace, normalizers, plain, pre_tokenizers,
                        processors, punctuation, regex, replace, split, template, text, tokenizer, unigram)
from corpus import ALPHABET, TEXT, merged, to_bytes, train_bpe, train_unigram, words

BYTE_LEVEL = byte_level()
TO_BYTES = byte_level(regex=False)  # words are cut already


def ids(model, *names):
    vocab = model["vocab"]
    return [vocab[n] for n in names]


def flagged(model, tokens):
    """Added tokens with flags of their own: the vocabulary's id where it has the text, else one behind it."""
    following = max(model["vocab"].values()) + 1
    out = []
    for content, flags in tokens:
        known = model["vocab"].get(content)
        out.append(added(following if known is None else known, content, **flags))
        following += known is None
    return out


def specials(model, *names, **flags):
    """Added tokens that the vocabulary has or that follow it."""
    vocab = model["vocab"] if isinstance(model["vocab"], dict) else {p: i for i, (p, _) in enumerate(model["vocab"])}
    following = max(vocab.values()) + 1
    out = []
    for name in names:
        if name not in vocab:
            vocab = {**vocab, name: following}
            following += 1
        out.append(added(vocab[name], name, **{"special": True, **flags}))
    return out


def spaced():
    """The corpus' words as sentencepiece sees them."""
    return [w.replace(" ", "▁") for w in words(r" ?\w+| ?[^\s\w]+|\s+(?!\S)|\s+")]


def character_bpe(count=200, extra=(), first=(), source=None, bytes_too=False, pairs=False, prefix="", suffix="", **settings):
    symbols, merges = train_bpe(source or spaced(), count, prefix, suffix)
    return bpe([*first, *(BYTES if bytes_too else ()), *symbols, *merged(merges, prefix), *extra], merges, pairs, **settings)


def charsmap(rule):
    """sentencepiece's own compiled rules, out of a model trained with them; None: the small ones of rules.model."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2 as proto
    if rule is None:
        data = (pathlib.Path(__file__).parent / "rules.model").read_bytes()
    else:
        model = io.BytesIO()
        with tempfile.NamedTemporaryFile("w", suffix=".tsv") as rules:
            for source, target in RULES.items():
                rules.write(f"{points(source)}\t{points(target)}\n")
            rules.flush()
            sentencepiece.SentencePieceTrainer.train(
                sentence_iterator=iter(["a b c d e f g h"]), model_writer=model, model_type="char", vocab_size=12, minloglevel=2,
                normalization_rule_tsv=rules.name)
        data = model.getvalue()
    return base64.b64encode(proto.ModelProto.FromString(data).normalizer_spec.precompiled_charsmap).decode()


def points(string):
    return " ".join(f"{ord(c):X}" for c in string)


# A few of nmt_nfkc's kinds of rule: ligatures, full width, composition, spaces, removal, one that begins another.
RULES = {**{chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}, "　": " ", "\u00A0": " ", "\t": " ", "\n": " ", "\u200B": " ",
         "ﬁ": "fi", "ﬃ": "ffi", "½": "1⁄2", "…": "...", "①": "1", "㎞": "km", "ｶ": "カ", "ｶﾞ": "ガ", "e\u0301": "é", "a\u0308": "ä",
         "\u1100\u1161": "가", "\u0001": "", "\u200D": "", "\u00AD": "", "ς": "σ", "İ": "i\u0307", "𝐀": "A", "😀": ":-)"}


def byte_level_kinds():
    gpt2 = byte_bpe(last=["<|endoftext|>"])
    yield "gpt2", tokenizer(gpt2, None, BYTE_LEVEL, byte_level(prefix=True, trim=False), BYTE_LEVEL, specials(gpt2, "<|endoftext|>"))

    roberta = byte_bpe(first=["<s>", "<pad>", "</s>", "<unk>"], last=["<mask>"])
    start, end = ids(roberta, "<s>", "</s>")
    yield "roberta", tokenizer(roberta, None, byte_level(prefix=True), plain("RobertaProcessing", sep=["</s>", end], cls=["<s>", start],
                               trim_offsets=True, add_prefix_space=True), BYTE_LEVEL,
                               [*specials(roberta, "<s>", "<pad>", "</s>", "<unk>", normalized=True),
                                *specials(roberta, "<mask>", lstrip=True)])

    prefixed = byte_bpe(pattern=r"[^.]+\.?")
    yield "byte-level-prefix-whole-text", tokenizer(prefixed, None, byte_level(True, False), byte_level(), byte_level(True, False))
    whole = byte_bpe(pattern=r"[^\n]+\n*", pairs=True)
    yield "byte-level-whole-text", tokenizer(whole, None, byte_level(False, False), None, byte_level(),
                                             specials(whole, "<|a|>", "<|b|>"))

    llama3 = byte_bpe(ignore_merges=True, last=["ing the", "窗外", "Ġnobody", "qu", to_bytes(" been watered")])
    marks = specials(llama3, "<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>")
    yield "llama3", tokenizer(llama3, None, pre_tokenizers(split(regex(patterns.LLAMA3)), TO_BYTES),
                              processors(byte_level(), template("<|begin_of_text|> $A", {"<|begin_of_text|>": marks[0]["id"]})),
                              BYTE_LEVEL, marks)

    qwen = byte_bpe(pairs=True)
    yield "qwen2", tokenizer(qwen, plain("NFC"), pre_tokenizers(split(regex(patterns.QWEN2)), TO_BYTES), byte_level(trim=False),
                             BYTE_LEVEL, [*specials(qwen, "<|endoftext|>", "<|im_start|>", "<|im_end|>"),
                                          *(added(max(qwen["vocab"].values()) + 4 + i, t, normalized=False)
                                            for i, t in enumerate(["<think>", "</think>", "<tool_call>"]))])
    yield "qwen35", tokenizer(qwen, plain("NFC"), pre_tokenizers(split(regex(patterns.QWEN35)), TO_BYTES), byte_level(), BYTE_LEVEL)

    code = byte_bpe(first=["<|endoftext|>", "<fim_prefix>"])
    yield "starcoder", tokenizer(code, None, pre_tokenizers(digits(True), BYTE_LEVEL), None, BYTE_LEVEL,
                                 specials(code, "<|endoftext|>", "<fim_prefix>"))
    yield "falcon", tokenizer(code, None, pre_tokenizers(punctuation("Contiguous"), BYTE_LEVEL, digits(False),
                              split(regex("[0-9][0-9][0-9]"))), None, BYTE_LEVEL, specials(code, ">>TITLE<<"))
    bloom = byte_bpe(first=["<unk>"], unk_token="<unk>")
    yield "bloom", tokenizer(bloom, None, pre_tokenizers(split(regex(patterns.BLOOM)), TO_BYTES), byte_level(), BYTE_LEVEL,
                             specials(bloom, "<unk>", "</s>"))
    deepseek = byte_bpe()
    yield "deepseek", tokenizer(deepseek, plain("Sequence", normalizers=[]),
                                pre_tokenizers(split(regex(patterns.DIGITS3)), split(regex(patterns.DEEPSEEK_CJK)),
                                               split(regex(patterns.DEEPSEEK)), TO_BYTES),
                                template("<｜begin▁of▁sentence｜> $A", {"<｜begin▁of▁sentence｜>": max(deepseek["vocab"].values()) + 1}),
                                BYTE_LEVEL, specials(deepseek, "<｜begin▁of▁sentence｜>", "<｜User｜>"))
    gpt4o = byte_bpe()
    yield "gpt-4o", tokenizer(gpt4o, None, pre_tokenizers(split(regex(patterns.GPT4O), "Removed", True), TO_BYTES), byte_level(), BYTE_LEVEL)
    tekken = byte_bpe(ignore_merges=True)
    yield "tekken", tokenizer(tekken, None, pre_tokenizers(split(regex(patterns.TEKKEN)), TO_BYTES), None, BYTE_LEVEL,
                              specials(tekken, "[INST]", "[/INST]"))
    yield "digit-groups", tokenizer(tekken, None, pre_tokenizers(split(regex(patterns.GROUPS)), split(regex(patterns.GPT4O)), TO_BYTES),
                                    None, BYTE_LEVEL)


def sentencepiece_kinds():
    first = ["<unk>", "<s>", "</s>"]
    to_space = replace(text("▁"), " ")
    gemma = character_bpe(first=["<pad>", "<eos>", "<bos>", "<unk>"], bytes_too=True, pairs=True, unk_token="<unk>", fuse_unk=True,
                          byte_fallback=True, extra=["\n\n", "\n\n\n", "▁▁▁", "<end_of_turn>"])
    yield "gemma", tokenizer(gemma, replace(text(" "), "▁"), split(text(" "), "MergedWithPrevious"),
                             template("<bos> $A", {"<bos>": 2}), decoders(to_space, plain("ByteFallback"), plain("Fuse")),
                             [*specials(gemma, "<pad>", "<eos>", "<bos>", "<unk>", "<end_of_turn>"),
                              *specials(gemma, "\n\n", "\n\n\n", "▁▁▁", special=False, normalized=False)])
    llama = dict(first=first, bytes_too=True, unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    legacy = character_bpe(**llama)
    prepend = normalizers(plain("Prepend", prepend="▁"), replace(text(" "), "▁"))
    strip = decoders(to_space, plain("ByteFallback"), plain("Fuse"), plain("Strip", content=" ", start=1, stop=0))
    yield "llama2", tokenizer(legacy, prepend, None, template("<s> $A", {"<s>": 1}), strip, specials(legacy, *first, normalized=False))
    yield "llama2-metaspace-first", tokenizer(legacy, None, metaspace("first", False), template("<s> $A </s>", {"<s>": 1, "</s>": 2}),
                                              strip, [*specials(legacy, *first), *specials(legacy, "<|user|>", rstrip=True),
                                                      *specials(legacy, "oven", special=False)][:-1])
    phi3 = character_bpe(**llama)
    turns = specials(phi3, "<|endoftext|>", "<|assistant|>", "<|end|>", rstrip=True)
    yield "phi3", tokenizer(phi3, prepend, None, None, strip, [*specials(phi3, *first), *turns])
    partial = character_bpe(**llama)
    for b in range(0x80, 0xC0):  # a byte that is missing makes the whole character unknown
        if b % 3 == 0:
            del partial["vocab"][f"<0x{b:02X}>"]
    partial["vocab"] = {t: i for i, t in enumerate(partial["vocab"])}
    yield "bytes-missing", tokenizer({**partial, "fuse_unk": False}, None, metaspace("never", True), None,
                                     decoders(plain("ByteFallback"), metaspace("never")))

    pieces = train_unigram(spaced(), 260)
    small = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    t5 = unigram(pieces, 2, small)
    yield "t5", tokenizer(t5, plain("Precompiled", precompiled_charsmap=charsmap("rules")),
                          pre_tokenizers(plain("WhitespaceSplit"), metaspace("always", True)), template("$A </s>", {"</s>": 1}),
                          metaspace("always", True), [*specials(t5, "<pad>", "</s>", "<unk>"), *specials(t5, "<extra_id_0>", lstrip=True, rstrip=True)])
    fallback = unigram(pieces, 0, [("<unk>", 0.0), *((b, -9.0) for b in BYTES)], byte_fallback=True)
    yield "unigram-bytes", tokenizer(fallback, normalizers(plain("Precompiled", precompiled_charsmap=charsmap(None)),
                                     replace(regex(" {2,}"), "▁")), metaspace("first", True), None,
                                     decoders(plain("ByteFallback"), metaspace("first", True)), specials(fallback, "<unk>"))
    bare = unigram(train_unigram(words(r"\w+|[^\w\s]+"), 150), 0, [("<unk>", 0.0)])
    yield "unigram-bare", tokenizer(bare, normalizers(plain("NFKC"), plain("Strip", strip_left=True, strip_right=True),
                                                      replace(regex("[aeiou]{3,}|\\d\\d"), "<>")),
                                    plain("Whitespace"), plain("BertProcessing", sep=["</s>", 0], cls=["<s>", 0]), None)


def character_kinds():
    lower = words(r"\w+|[^\w\s]+", TEXT.lower())
    gpt1 = character_bpe(source=lower, suffix="</w>", first=["<unk>"], unk_token="<unk>")
    for character in sorted(set("".join(lower))):  # as in the published ones: every character inside a word and at its end
        for form in (character, character + "</w>"):
            gpt1["vocab"].setdefault(form, len(gpt1["vocab"]))
    yield "word-suffix", tokenizer(gpt1, normalizers(plain("NFKD"), plain("StripAccents"), plain("Lowercase")), plain("Whitespace"), None,
                                   plain("BPEDecoder", suffix="</w>"), specials(gpt1, "<unk>"))

    symbols, merges = train_bpe([to_bytes(w) for w in words(r"\w+|[^\w\s]+", TEXT.lower())], 200, suffix="</w>")
    clip = bpe([*ALPHABET.values(), *(c + "</w>" for c in ALPHABET.values()), *merged(merges), "<|startoftext|>", "<|endoftext|>"],
               merges, unk_token="<|endoftext|>", end_of_word_suffix="</w>", continuing_subword_prefix="")
    start, end = ids(clip, "<|startoftext|>", "<|endoftext|>")
    yield "clip", tokenizer(clip, normalizers(plain("NFC"), replace(regex(r"\s+"), " "), plain("Lowercase")),
                            pre_tokenizers(split(regex(r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"),
                                                 "Removed", True), TO_BYTES),
                            plain("RobertaProcessing", sep=["<|endoftext|>", end], cls=["<|startoftext|>", start], trim_offsets=False,
                                  add_prefix_space=False), BYTE_LEVEL, specials(clip, "<|startoftext|>", "<|endoftext|>"))

    plain_words = words(r"\S+")
    hashes = character_bpe(source=plain_words, prefix="##", first=["[UNK]", "[CLS]", "[SEP]"], unk_token="[UNK]", fuse_unk=True,
                           continuing_subword_prefix="##")
    yield "subword-prefix", tokenizer(hashes, normalizers(plain("NFD"), plain("StripAccents"), plain("Strip", strip_left=False, strip_right=True)),
                                      plain("WhitespaceSplit"), plain("BertProcessing", sep=["[SEP]", 2], cls=["[CLS]", 1]), None,
                                      specials(hashes, "[UNK]", "[CLS]", "[SEP]"))

    known = character_bpe(source=lower, first=["?unk"], unk_token="?unk")
    yield "unknown-one-by-one", tokenizer(known, normalizers(plain("NFKC"), plain("Strip", strip_left=True, strip_right=False), plain("Lowercase")),
                                          punctuation("MergedWithNext"), template("?unk $A ?unk", {"?unk": [0, 1]}), plain("Fuse"))
    yield "unknown-fused", tokenizer({**known, "fuse_unk": True}, plain("NFD"), pre_tokenizers(plain("Whitespace"), punctuation("Removed")),
                                     None, decoders(plain("Strip", content="s", start=0, stop=1), plain("Strip", content="e", start=2, stop=0), replace(regex("[st]+"), "(s)"), plain("Fuse")))
    yield "unknown-left-out", tokenizer({**known, "unk_token": None}, plain("NFKD"), digits(True), None, replace(text("a"), "aa"))


def splitting_kinds():
    """Every behaviour of Split, by text and by pattern, plain and inverted, and Punctuation with each."""
    model = byte_bpe(120, pattern=r"\S+\s*")
    behaviours = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
    texts = [" ", "e", "--", "the", "\n"]
    patterns_ = [r"\s+", r"[aeiou]", r"\p{P}", r"\d{1,2}", r"(?=\p{Lu})|[ \t]"]
    for i, behaviour in enumerate(behaviours):
        other = behaviours[(i + 2) % 5]
        yield f"split-{behaviour.lower()}", tokenizer(
            model, None, pre_tokenizers(split(text(texts[i]), behaviour, i % 2 == 1), split(regex(patterns_[i]), behaviour), TO_BYTES),
            None, BYTE_LEVEL)
        yield f"split-{behaviour.lower()}-inverted", tokenizer(
            model, None, pre_tokenizers(split(regex(patterns_[(i + 3) % 5]), behaviour, True), punctuation(other),
                                        split(text(texts[(i + 1) % 5]), other, True), TO_BYTES), None, BYTE_LEVEL)


def added_kinds():
    model = byte_bpe(120)
    tokens = [("<a>", {}), ("<a><b>", {}), ("<b>", dict(special=True)), ("b><", {}),
              ("left", dict(lstrip=True)), ("right", dict(rstrip=True)), ("both", dict(lstrip=True, rstrip=True)),
              ("word", dict(single_word=True)), ("[W]", dict(single_word=True, special=True)), ("Upper", dict(normalized=True)),
              ("UPPER", dict(normalized=False)), ("é", dict(normalized=True)), ("e\u0301e", dict(normalized=False)),
              ("<|sp|>", dict(special=True, lstrip=True, rstrip=True)), ("<|sp|>x", dict(special=True)),
              (" lamp", dict(normalized=True, rstrip=True)), ("wordword", dict(single_word=True, normalized=False)),
              ("  ", dict(normalized=False)), ("    ", dict(normalized=False)), ("\n\n", {}), ("猫", dict(single_word=True)),
              ("<N>", dict(special=True, normalized=True)), ("😀", {}), ("1234", dict(single_word=True, lstrip=True)), ("keeper", {})]
    flags = flagged(model, tokens)
    yield "added-tokens", tokenizer(model, None, BYTE_LEVEL, None, BYTE_LEVEL, flags)
    yield "added-tokens-normalised", tokenizer(model, normalizers(plain("NFC"), plain("Lowercase"), replace(text("lamp"), "candle")), BYTE_LEVEL,
                                               None, BYTE_LEVEL, flags)
    spaces = character_bpe(first=["<unk>"], unk_token="<unk>", fuse_unk=True)
    flags = flagged(spaces, tokens)
    yield "added-tokens-metaspace", tokenizer(spaces, plain("NFC"), metaspace("always", True), None, metaspace("always", True), flags)
    yield "added-tokens-metaspace-first", tokenizer(spaces, plain("Lowercase"), metaspace("first", False), None, metaspace("first", False), flags)
    yield "added-tokens-prepended", tokenizer(spaces, normalizers(plain("Prepend", prepend="▁"), replace(text(" "), "▁")), None, None,
                                              decoders(replace(text("▁"), " "), plain("Fuse"), plain("Strip", content=" ", start=1, stop=0)), flags)


def all_vocabularies():
    return dict([*byte_level_kinds(), *sentencepiece_kinds(), *character_kinds(), *splitting_kinds(), *added_kinds()])
