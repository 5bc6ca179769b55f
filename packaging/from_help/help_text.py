"""What a program's --help says, as data. Reads CLI11's layout (halftone-cli) and Qt's (halftone).

Both put a name two spaces in, and what it is about behind it or on the lines below, further in. A line that is neither is a bug here, and
an error: man pages and completions leave nothing out in silence.
"""
import os
import re
import subprocess
from dataclasses import dataclass, field

NAMES = re.compile(r"--?[\w-]+(?:, *--?[\w-]+)*")
KINDS = {"Options": "options", "Positionals": "arguments", "Arguments": "arguments", "Subcommands": "commands"}


@dataclass
class Entry:
    names: list[str]  # "-h", "--help"; of an argument or a command its one name
    value: str = ""   # what an option takes, in the help's words; empty: nothing
    text: str = ""

    def choices(self):
        """The words that may stand for the value, where the help lists them: a|b|c, or a, b, c at the end. Placeholders are in capitals."""
        listed = re.search(r"[\w.:-]+(?:\|[\w.:-]+)+", self.text)
        words = listed[0].split("|") if listed else []
        if not words and (ending := re.search(r": ([\w.-]+(?:, [\w.-]+)+)$", self.text)):
            words = ending[1].split(", ")
        return [word for word in words if word == word.lower()]

    def is_number(self):
        return self.value.startswith(("INT", "UINT", "FLOAT"))


@dataclass
class Help:
    about: str = ""
    usage: str = ""
    options: list[Entry] = field(default_factory=list)
    arguments: list[Entry] = field(default_factory=list)
    commands: list[tuple[Entry, "Help"]] = field(default_factory=list)


def entry(left, kind):
    if kind != "options":
        return Entry([left.split()[0]])
    names = NAMES.match(left)
    if not names:
        raise ValueError(f"no option: {left!r}")
    value = re.sub(r"\b(Excludes|Needs): .*", "", left[names.end():]).strip().strip("<>")
    return Entry(re.split(", *", names[0]), re.sub(r"^(\w+):\1\b", r"\1", value))  # CLI11 says a number's kind twice


def parse(text):
    """The help's parts; commands have a name and a text, and no help of their own yet."""
    parts, kind = Help(), None
    last = None
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if not line.strip():
            continue
        if line.startswith("Usage: "):
            parts.usage = line.removeprefix("Usage: ").split(" ", 1)[1]  # without the program, however it was called
        elif heading := re.fullmatch(r"([A-Z]\w+):", line):
            kind = KINDS[heading[1]]
        elif kind is None and indent == 0:
            parts.about = f"{parts.about} {line}".strip()
        elif kind and indent == 2:
            left, _, right = line.strip().partition("  ")
            last = entry(left, kind)
            last.text = right.strip()
            getattr(parts, kind).append((last, Help()) if kind == "commands" else last)
        elif last and indent > 2:
            last.text = f"{last.text} {line.strip()}".strip()
        else:
            raise ValueError(f"no line of a help: {line!r}")
    return parts


def ask(program, *words):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "", "ASAN_OPTIONS": "detect_leaks=0"}  # of libraries, under a sanitizer
    return subprocess.run([program, *words, "--help"], env=environment, check=True, capture_output=True, text=True).stdout


def read(program):
    whole = parse(ask(program))
    whole.commands = [(command, parse(ask(program, command.names[0]))) for command, _ in whole.commands]
    return whole
