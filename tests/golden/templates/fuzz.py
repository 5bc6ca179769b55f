"""Compares the program's rendering of random templates with jinja2's. Not part of the test suite: run it after changing the
interpreter, and add a case to cases/ for whatever it finds.

usage: fuzz.py RENDERER [count] [seed]     RENDERER: a command that takes a template file and a context file and prints the text,
                                           or fails (halftone-cli render does)
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

import oracle

warnings.simplefilter("ignore")
here = pathlib.Path(__file__).parent
context = json.loads((here / "context.json").read_text())
command = sys.argv[1].split()
count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 0)
pick = rng.choice

TEXTS = ["'a'", "'Hello World'", "' pad '", "'a,b,,c'", "''", "text", "lines", "bos_token", "messages[1].content", "'é🦙x'", "\"it's\"", "'aXbXc'", "'12'", "'-3.5'"]
INTS = ["0", "1", "-1", "2", "3", "-2", "7", "100", "true", "numbers[0]", "loop.index", "numbers|length"]
LISTS = ["numbers", "words", "[]", "[1, 'a', none]", "(1, 2)", "people", "range(4)", "'abc'", "floats", "mapping", "mapping.items()", "people|map(attribute='name')"]
VALUES = ["none", "missing", "mapping", "people[0]", "1.5", "2.0", "yes", "no", "{'a': 1, 'b': [1]}"]
METHODS = ["strip()", "split()", "split(',')", "upper()", "lower()", "title()", "capitalize()", "replace('a', 'b')", "find('a')", "startswith('a')", "splitlines()",
           "rsplit(' ', 1)", "count('a')", "lstrip('a ')", "partition(',')", "zfill(5)", "center(9)", "isalpha()", "join(words)", "split('X', 1)", "rfind('b')", "endswith('c')"]
FILTERS = ["trim", "upper", "lower", "title", "capitalize", "length", "first", "last", "list", "string", "int", "float", "reverse", "sort", "unique|list", "join('-')",
           "tojson", "tojson(indent=2)", "default('d')", "default('d', true)", "replace('a', 'bb')", "indent(2)", "abs", "round", "sum", "min", "max", "map('string')|list",
           "select|list", "reject('odd')|list", "items|list", "dictsort", "batch(2)|list", "truncate(5)", "wordcount", "e", "center(8)", "round(1)", "sort(reverse=true)"]
TESTS = ["defined", "undefined", "none", "string", "number", "mapping", "sequence", "iterable", "true", "false", "odd", "even", "integer", "float", "boolean", "lower", "upper",
         "in words", "eq 1", "sameas none", "divisibleby 3"]
BINARY = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]


def expression(depth=3):
    if depth == 0 or rng.random() < 0.15:
        return pick(pick([TEXTS, INTS, LISTS, VALUES]))
    kind = rng.randrange(11)
    inner = lambda: expression(depth - 1)
    if kind == 0:
        return f"{inner()} {pick(BINARY)} {inner()}"
    if kind == 1:
        return f"({inner()} {pick(BINARY)} {inner()})"
    if kind == 2:
        return f"{pick(TEXTS)}.{pick(METHODS)}"
    if kind == 3:
        return f"({inner()}).{pick(METHODS)}"
    if kind in (4, 5):
        return f"{inner()}|{pick(FILTERS)}"
    if kind == 6:
        return f"(({inner()}) is {pick(['', 'not '])}{pick(TESTS)})"
    if kind == 7:
        return f"({inner()})[{pick(INTS + ['', ''])}:{pick(INTS + [''])}{pick(['', ':2', ':-1', ':-2'])}]"
    if kind == 8:
        return f"({inner()})[{pick(INTS)}]"
    if kind == 9:
        return f"{inner()} if {inner()} else {inner()}"
    return pick(["-", "not ", "+"]) + inner()


def space():
    return pick(["", " ", "\n", "  \n", "\n  ", "\t", "x", "\n\n"])


def tag(body):
    return "{%" + pick(["", "", "-", "+"]) + " " + body + " " + pick(["", "", "-", "+"]) + "%}"


def statement(depth=3):
    kind = rng.randrange(9) if depth else 0
    body = lambda: "".join(space() + statement(depth - 1) + space() for _ in range(rng.randrange(1, 3)))
    if kind <= 1:
        return "{{" + pick(["", "-"]) + " " + expression() + " " + pick(["", "-"]) + "}}"
    if kind == 2:
        return tag(f"if {expression(2)}") + body() + pick(["", tag("else") + body()]) + tag("endif")
    if kind == 3:
        jump = pick(["", "", tag(f"if loop.index > {pick('123')}") + tag(pick(["break", "continue"])) + tag("endif")])
        return tag(f"for x in {pick(LISTS)}" + pick(["", " if x"])) + jump + "{{ loop.index }}{{ x }}" + body() + pick(["", tag("else") + "E"]) + tag("endfor")
    if kind == 4:
        return tag(f"set {pick('xyz')} = {expression()}") + "{{ x }}{{ y }}"
    if kind == 5:
        return tag(f"set {pick('xyz')}") + body() + tag("endset") + "{{ z }}"
    if kind == 6:
        return tag("macro m(a, b=1)") + "{{ a }}{{ b }}" + body() + tag("endmacro") + "{{ m(" + pick(["", "1", "x, 2", "b=3"]) + ") }}"
    if kind == 7:
        return "{#" + pick(["", "-"]) + " c " + pick(["", "-", "+"]) + "#}"
    return tag("filter " + pick(["upper", "trim", "title", "indent(2)"])) + body() + tag("endfilter")


differences = 0
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "context.json").write_text(json.dumps(context))
    for number in range(count):
        source = "".join(space() + statement() for _ in range(3)) + space()
        expected = oracle.render(source, context)
        if expected is not None and (" at 0x" in expected or "range(" in expected):
            continue  # addresses of Python's objects; slices of ranges, which print differently here
        (folder / "template.jinja").write_text(source)
        run = subprocess.run([*command, folder / "template.jinja", folder / "context.json"], capture_output=True)
        got = run.stdout.decode() if run.returncode == 0 else None
        if got != expected:
            differences += 1
            print(f"--- {number}\n{source}\n  jinja2: {expected!r}" + (f" ({oracle.render.error})" if expected is None else "")
                  + f"\n  here:   {got!r} {run.stderr.decode().strip()}")
print(f"{differences} differences in {count} templates")
