"""Texts that are hard on a tokenizer, always the same ones for a seed."""
import random
import unicodedata

from corpus import TEXT, words

SPACES = [" ", "  ", "   ", "\t", "\n", "\r\n", "\r", "\n\n", " \n", "\n ", "\u00A0", "\u2003", "\u3000", "\u0085", "\u2028", "\u2029", "\u200B",
          "\u1680", "\u202F", "\u205F", "\uFEFF", "\v", "\f", "\x1c", "\x1f", "\u180E"]
DIGITS = ["0", "7", "42", "123", "1234", "12345678", "٣٤", "१२३", "৪", "๕๖", "１２", "𝟙𝟚", "½", "²", "Ⅷ", "①", "〇", "三", "3.14", "1,000,000", "0x1F", "1e-9"]
JOINED = ["👨‍👩‍👧‍👦", "👍🏽", "🇨🇿🇩🇪", "❤️", "1️⃣", "👩🏿‍🚀", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\u200D", "\uFE0F", "क्‍ष", "நி", "ﬁ", "ﬃ", "Ǆ", "ß", "İ", "ı", "Å", "Å", "Ω", "각", "각",
          "가", "が", "ｶﾞ", "é", "e\u0301", "e\u0301e", "a\u0308\u0323", "a\u0323\u0308", "q\u0307\u0323", "ñ", "Ạ̈", "\u0300", "\u0345", "ς", "Σ", "ΑΣ", "ﷺ", "㎞", "𝐀", "…"]
WORDS = ["don't", "DON'T", "we'LL", "it's", "I’m", "'s", "'S", "'ſ", "''re", "HTTPServer", "camelCase", "snake_case", "CO₂", "x²", "naïve", "Straße", "ǅungla",
         "hello", "Hello", "HELLO", " hello", "the", " the", "été", "наука", "Наука", "漢字", "かな", "カナ", "한국어", "العربية", "हिन्दी", "ไทย", "עברית", "Ελλάδα", "中文字符",
         "a", "b", "aaaa", "ing", "----", "====", "...", "!?", "//", "/*", "*/", "();", "{}", "<a", "|>", "<|", "<s>", "</s>", "<0x0A>", "<0xE2>", "▁", "▁the", "Ġ", "Ġthe", "##e",
         "</w>", "<unk>", "[UNK]", "<|endoftext|>", "<|im_start|>", "。", "،", "۔", "“", "—", "–", "_", "\\", "`", "$", "€", "©", "٪"]
CONTROLS = ["\0", "\x01", "\x07", "\x08", "\x1b[0m", "\x7f", "\x80", "\x9f", "\u00AD", "\u200E", "\u202E", "\u2066", "\uFFFD", "\uFFFE", "\uFFFF", "\U000E0001", "\uE000", "\U0010FFFF",
            "\U000F0000"]
RANGES = [(0x20, 0x7F), (0x80, 0x250), (0x300, 0x370), (0x370, 0x600), (0x600, 0x900), (0x900, 0x1200), (0x1100, 0x1200), (0x1E00, 0x2000), (0x2000, 0x2C00), (0x3000, 0x3400),
          (0x4E00, 0xA000), (0xA000, 0xD7B0), (0xF900, 0x10000), (0x10000, 0x12000), (0x1D400, 0x1D800), (0x1F000, 0x1FB00), (0x20000, 0x30000), (0xE0000, 0xE0200)]
CORPUS = words()


def character(rng):
    """Any scalar value, the richer blocks more often."""
    while True:
        low, high = rng.choice(RANGES) if rng.random() < .8 else (0, 0x110000)
        point = rng.randrange(low, high)
        if not 0xD800 <= point < 0xE000:
            return chr(point)


def assigned(rng):
    """A character that every version of Unicode from 6 on knows: libraries come with different ones."""
    while True:
        c = character(rng)
        if unicodedata.ucd_3_2_0.category(c) != "Cn":
            return c


class Strings:
    """`pieces`: of the vocabulary; `added`: texts of added tokens. The older half of Unicode unless `everything`."""

    def __init__(self, seed, pieces=(), added=(), everything=False):
        self.rng = random.Random(seed)
        self.pieces, self.added = list(pieces) or ["a"], list(added) or ["<s>"]
        self.character = character if everything else assigned

    def fragment(self):
        rng = self.rng
        kind = rng.random()
        if kind < .14:
            return rng.choice(self.pieces)
        if kind < .27:
            token = rng.choice(self.added)
            if rng.random() < .3:  # a part of it
                start = rng.randrange(len(token))
                return token[start:rng.randrange(start, len(token)) + 1]
            return rng.choice(["", "", " ", "  ", "\n", "x"]) + token + rng.choice(["", "", " ", "  ", "\t", "x"])
        if kind < .42:
            return rng.choice(SPACES)
        if kind < .50:
            return rng.choice(DIGITS)
        if kind < .58:
            return rng.choice(JOINED)
        if kind < .70:
            return rng.choice(WORDS)
        if kind < .80:
            return rng.choice(CORPUS)
        if kind < .83:
            return rng.choice(CONTROLS)
        if kind < .93:
            return "".join(self.character(rng) for _ in range(rng.randint(1, 4)))
        if kind < .96:  # a stretch of the corpus
            start = rng.randrange(len(TEXT) - 30)
            return TEXT[start:start + rng.randint(1, 30)]
        if kind < .98:
            return rng.choice([*WORDS[:2], *SPACES, *DIGITS[:8], *JOINED, self.character(rng)]) * rng.randint(2, 9)
        one, two = self.character(rng), self.character(rng)
        return "".join(rng.choice((one, two)) for _ in range(rng.randint(2, 8)))

    def text(self):
        rng = self.rng
        joint = rng.choice(["", "", "", " "])
        whole = joint.join(self.fragment() for _ in range(rng.choice([1, 1, 2, 2, 3, 3, 4, 5, 6, 8])))
        if rng.random() < .01:
            whole = rng.choice([whole, self.fragment(), self.character(rng)]) * rng.randint(10, 60)
        if rng.random() < .1:
            whole = rng.choice([str.upper, str.lower, str.title, lambda s: s[::-1]])(whole)
        return whole

    def bytes(self):
        """UTF-8, and now and then not."""
        raw = self.text().encode()
        if self.rng.random() < .08 and raw:
            out = bytearray(raw)
            for _ in range(self.rng.randint(1, 3)):
                at = self.rng.randrange(len(out))
                change = self.rng.randrange(3)
                if change == 0:
                    out[at] = self.rng.randrange(256)
                elif change == 1:
                    out[at:at] = self.rng.choice([b"\xff", b"\x80", b"\xc3", b"\xe2\x96", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xf5", b"\xc0\xaf", b"\xf4\x90\x80\x80"])
                elif len(out) > 1:
                    del out[at]
            raw = bytes(out)
        return raw
