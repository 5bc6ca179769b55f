"""Writes templates of a random grammar, each with what jinja2 makes of it: the corpus of chat_template_fuzz_test. The seed decides
everything. The file is what Qt calls qCompress: the length in four bytes, most significant first, and a zlib stream of lines
[template, text]; the text is null where the template fails.

usage: fuzz.py OUT [count] [seed]     fuzz.jsonl.z beside this file is: fuzz.py fuzz.jsonl.z 20000 1
"""
import functools
import json
import pathlib
import re
import resource
import struct
import sys
import warnings
import zlib

import oracle
from fuzz_grammar import Grammar
from jinja2.sandbox import SandboxedEnvironment

warnings.simplefilter("ignore")
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
context = json.loads((pathlib.Path(__file__).parent / "context.json").read_text())


class Unwanted(BaseException):
    """Not a difference that counts: numbers beyond 64 bits and texts of megabytes are refused by the bounds of the interpreter."""


class Small(oracle.Environment):
    def __init__(self, **settings):
        super().__init__(**settings)
        self.filters |= {name: checked(self.filters[name]) for name in ("int", "round", "sum", "length", "count")}

    intercepted_binops = frozenset(["+", "-", "*", "**", "//", "%"])

    def call_binop(self, rendering, operator, left, right):
        if operator == "**" and isinstance(right, int) and abs(right) > 70:
            raise Unwanted
        if operator == "**" and isinstance(left, (int, float)) and left < 0:
            raise Unwanted  # jinja2 writes (-2) ** x as -2 ** x, which Python takes for -(2 ** x)
        numbers = [x for x in (left, right) if isinstance(x, int)]
        if operator in ("*", "%") and len(numbers) < 2 and max(map(abs, numbers), default=0) > 10_000 and not isinstance(left, float):
            raise Unwanted
        result = super().call_binop(rendering, operator, left, right)
        if isinstance(result, complex):
            raise Unwanted
        if isinstance(result, int) and not -(2**63) <= result < 2**63:
            raise Unwanted
        return result


def checked(filter):
    def call(*args, **kwargs):
        result = filter(*args, **kwargs)
        if isinstance(result, int) and not -(2**63) <= result < 2**63 or " at 0x" in str(args):
            raise Unwanted
        return result
    return functools.wraps(filter)(call)


def text_of(source):
    """What the template makes; null when it fails. None of it when it is not wanted."""
    try:
        oracle.render(source, context, Small)  # first, for it stops at a number or a text that would take all memory
    except Unwanted:
        return []
    text = oracle.render(source, context)
    # Addresses of Python's memory are not a template's business; values nested 100 deep are refused here.
    if text is not None and (re.search(" at 0x|<list_|<generator|<function|<built|<dict_r|<range_", text.lower()) or re.search(r"\d{19}", text) or "[" * 90 in text or len(text) > 2000):
        return []
    return [text]


out = pathlib.Path(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
grammar = Grammar(seed)
lines, seen, failures = [], set(), 0
while len(lines) < count:
    source = grammar.template()
    if source in seen:
        continue
    seen.add(source)
    for text in text_of(source):
        if text is None and grammar.number() < 0.4:
            continue  # most of the corpus should say something
        failures += text is None
        lines.append(json.dumps([source, text], ensure_ascii=False) + "\n")
corpus = "".join(lines).encode()
out.write_bytes(struct.pack(">I", len(corpus)) + zlib.compress(corpus, 9))
print(f"{count} templates, {failures} of them fail, {len(corpus)} bytes, {out.stat().st_size} compressed")
