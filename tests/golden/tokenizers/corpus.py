"""What the made vocabularies learn from: sentences of our own in many scripts, and two trainers that always give the same pieces.

The trainers are plain and slow. They are here so that the vocabularies do not change with the version of a library.
"""
import collections
import math
import re

TEXT = """\
The kettle sang on the stove while the rain went on talking to the window.
She counted the stairs twice, and twice there were thirteen of them; nobody else had noticed.
It's the keeper's lamp, isn't it? They'll say we've lost it, but I'd rather we'd kept what he'd said.
Nothing in the garden had been watered since Tuesday, and nothing in the garden complained.
the the the a an and of to in is it that for on with as was at by be this from or had not are but
Der Müller mahlte nachts, weil er tagsüber lieber schlief. Größe, Straße, übermäßig, fröhlich.
Le garçon préfère manger à l'ombre du vieux chêne, où l'été paraît moins pressé.
El niño soñaba con montañas de azúcar y ríos de leche. ¿Dónde está? ¡Aquí!
Η θάλασσα ήταν ήσυχη και το φεγγάρι μεγάλο. Πού πας;
Мельник молол ночью, потому что днём любил спать. Ёж и ёлка.
窗外的雨一直在说话,水壶在炉子上唱歌。他数了两遍楼梯,都是十三级。
窓の外では雨が話し続け、やかんが歌っていた。カタカナとひらがな。
창밖에서는 비가 계속 말을 걸었고 주전자는 노래를 불렀다.
كان الإبريق يغني على الموقد والمطر يحدث النافذة. قَلَمٌ
खिड़की के बाहर बारिश बोलती रही और केतली गाती रही।
ฝนตกอยู่นอกหน้าต่าง กาน้ำร้องเพลง
הקומקום שר על הכיריים והגשם דיבר אל החלון.
Cửa sổ nghe mưa kể chuyện. Ấm nước hát trên bếp.
def add(left, right):\n    return left + right\n\nfor (int i = 0; i < 100; ++i) { sum += a[i] * 2; }  // done
if x == 10 and y != 2026: print("it's 3.14159", 'value', {"key": [1, 22, 333, 4444]})
0123456789 100 1000 10000 1,000,000 2026 1999 42 3.50
   spaces    and\ttabs\t\tand\n\n\nlines   \n  
I'M WE'RE THEY'LL CamelCase snake_case kebab-case HTTPServer URL https://example.org/path?query=1&b=2
😀 🙂 👍🏽 👨‍👩‍👧 🇨🇿 ❤️ ✓ — … « » “quotes” ‘single’
""".replace("\\n", "\n").replace("\\t", "\t")


def byte_alphabet():
    """GPT-2's printable stand-ins: byte -> character."""
    kept = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    table = {b: chr(b) for b in kept}
    for b in range(256):
        if b not in table:
            table[b] = chr(256 + len(table) - len(kept))
    return table


ALPHABET = byte_alphabet()


def to_bytes(text):
    return "".join(ALPHABET[b] for b in text.encode())


def train_bpe(words, count, prefix="", suffix=""):
    """The most frequent pair, ties by text, again and again. Gives (symbols, merges)."""
    counts = collections.Counter(words)
    split = {}
    for word in counts:
        pieces = [c if i == 0 else prefix + c for i, c in enumerate(word)]
        pieces[-1] += suffix
        split[word] = pieces
    symbols = sorted({p for pieces in split.values() for p in pieces})
    merges = []
    for _ in range(count):
        pairs = collections.Counter()
        for word, pieces in split.items():
            for pair in zip(pieces, pieces[1:]):
                pairs[pair] += counts[word]
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        for word, pieces in split.items():
            at, joined = 0, []
            while at < len(pieces):
                if tuple(pieces[at:at + 2]) == best:
                    joined.append(best[0] + best[1].removeprefix(prefix))
                    at += 2
                else:
                    joined.append(pieces[at])
                    at += 1
            split[word] = joined
    return symbols, merges


def merged(merges, prefix=""):
    return [left + right.removeprefix(prefix) for left, right in merges]


def train_unigram(words, count, longest=8):
    """Characters, and the pieces whose length times frequency is greatest, scored by frequency."""
    counts = collections.Counter()
    for word in words:
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + longest) + 1):
                counts[word[start:end]] += 1
    total = sum(counts.values())
    characters = sorted(c for c in counts if len(c) == 1)
    longer = sorted((p for p in counts if len(p) > 1 and counts[p] > 1), key=lambda p: (-counts[p] * (len(p) - 1), p))[:count]
    return [(p, round(math.log(counts[p] / total), 6)) for p in characters + longer]


def words(pattern=r" ?\w+| ?[^\s\w]+|\s+(?!\S)|\s+", text=TEXT):
    return re.findall(pattern, text)
