"""What the `tokenizers` library says about a text, in the terms of engine/tokenizer/tokenizer.h."""
import itertools
import json
import re

from tokenizers import Tokenizer


BYTE = re.compile("<0x[0-9A-F]{2}>")


def with_marks(settings, marks):
    """The settings with these tokens special, added where they were mere pieces."""
    added = {token["id"]: token for token in settings["added_tokens"]}
    for id, text, _ in marks:
        plain = {"id": id, "content": text, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
        added[id] = {**added.get(id, plain), "special": True}
    return {**settings, "added_tokens": [added[id] for id in sorted(added)]}


class Oracle:
    """Two tokenizers of one vocabulary: what a template wrote may become special tokens, what a person typed never does.
    `marks` (id, text, hidden): the turn marks that ours counts as special whatever the vocabulary calls them; those not hidden are shown."""

    def __init__(self, source, marks=()):
        settings = json.loads(source) if isinstance(source, str) else source
        protected = json.dumps(with_marks(settings, marks), ensure_ascii=False)
        source = json.dumps(with_marks(settings, [m for m in marks if m[2]]), ensure_ascii=False)
        self.trusting, self.plain = Tokenizer.from_str(protected), Tokenizer.from_str(protected)
        self.plain.encode_special_tokens = True
        self.shown = Tokenizer.from_str(source)
        self.size = self.plain.get_vocab_size()  # slow: it copies the vocabulary
        self.special = {a["content"] for a in json.loads(source)["added_tokens"] if a["special"]}
        self.spells_bytes = "ByteFallback" in json.dumps(settings["decoder"])

    def trusted(self, texts):
        return [e.ids for e in self.trusting.encode_batch_fast(texts, add_special_tokens=False)]

    def typed(self, texts):
        return [e.ids for e in self.plain.encode_batch_fast(texts, add_special_tokens=False)]

    def whole(self, texts):
        return [e.ids for e in self.plain.encode_batch_fast(texts, add_special_tokens=True)]

    def decode(self, lists):
        """A departure: of a run of byte tokens (<0xE2>) that is no UTF-8 the library makes a U+FFFD of every byte, whole characters
        included, once the run has ended. Ours shows what is whole as it comes, and one U+FFFD per broken stretch, as everywhere."""
        texts = self.shown.decode_batch(lists, skip_special_tokens=True)
        if self.spells_bytes:
            texts = [t if "\ufffd" not in t else self.plain.decoder.decode(self.mended(ids)) for ids, t in zip(lists, texts)]
        return texts

    def mended(self, ids):
        """Its tokens, byte tokens that are no UTF-8 together as the text that they give."""
        tokens = [t for t in map(self.plain.id_to_token, ids) if t is not None and t not in self.special]
        out = []
        for is_byte, run in itertools.groupby(tokens, lambda t: bool(BYTE.fullmatch(t))):
            run = list(run)
            text = bytes(int(t[3:5], 16) for t in run).decode(errors="replace") if is_byte else ""
            out += [text] if "\ufffd" in text else run
        return out
