#!/usr/bin/env python3
"""Writes a program's man page and shell completions from what its --help says.

usage: make.py PROGRAM VERSION SEE_ALSO FOLDER
"""
import sys
from pathlib import Path

import bash
import fish
import help_text
import man_page
import zsh


def main():
    program, version, see, folder = sys.argv[1:]
    name, help = Path(program).name, help_text.read(program)
    for file, text in {
        f"{name}.1": man_page.page(name, version, help, see),
        f"{name}.bash": bash.completion(name, help),
        f"_{name}": zsh.completion(name, help),
        f"{name}.fish": fish.completion(name, help),
    }.items():
        (Path(folder) / file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
