"""Reads phrases.txt, how people ask: one skeleton a line; "(a|b|)" is a choice, "{x}" a slot, "." at the end marks a request.

Of every kind about an eighth of the skeletons is held out: never trained on, only asked by evaluate.py. Which ones is
decided by a hash, not by hand. A line that starts with "!" is a very common wording and always trained on.
"""
import hashlib
from pathlib import Path


def _read():
    bank, kind = {}, None
    for line in Path(__file__).with_name("phrases.txt").read_text().split("\n"):
        if line.startswith("["):
            kind = bank.setdefault(line[1:-1], [])
        elif line:
            kind.append(line)
    return bank


def _split(lines):
    free = sorted((s for s in lines if not s.startswith("!")), key=lambda s: hashlib.sha1(s.encode()).digest())
    held = free[: (len(free) + 7) // 8] if len(free) >= 5 else []
    return [s.lstrip("!") for s in lines if s not in held], held


_BANK = {kind: _split(lines) for kind, lines in _read().items()}


def skeletons(kind, held=False):
    train, unseen = _BANK[kind]
    return unseen if held and unseen else train


def has_held(kind):
    return bool(_BANK[kind][1])
