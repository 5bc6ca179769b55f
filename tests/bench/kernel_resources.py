#!/usr/bin/env python3
"""Registers, shared memory and spills of every kernel, as ptxas reports them while a configured build's .cu files are compiled again.

    tests/bench/kernel_resources.py build/cuda [PART OF A FILE'S NAME ...]

A table on standard output, a line a kernel and architecture. The exit status is 1 where registers spill to local memory.
"""
import json
import pathlib
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

ENTRY = re.compile(r"Compiling entry function '(\w+)' for '(\w+)'")
FRAME = re.compile(r"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads")
USED = re.compile(r"Used (\d+) registers(?:.*?, (\d+) bytes smem)?")


def commands(build, wanted):
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"])
        if source.suffix == ".cu" and (not wanted or any(part in str(source) for part in wanted)):
            yield source, entry["directory"], entry["command"]


def report(source, directory, command):
    words = shlex.split(command)
    words[words.index("-o") + 1] = "/dev/null"
    done = subprocess.run(words + ["-Xptxas=-v"], cwd=directory, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{source} does not compile:\n{done.stderr}")
    rows, name, architecture, frame = [], None, None, None
    for line in done.stderr.splitlines():
        if found := ENTRY.search(line):
            name, architecture = found.groups()
        elif found := FRAME.search(line):
            frame = [int(n) for n in found.groups()]
        elif name and (found := USED.search(line)):
            rows.append((source.stem, name, architecture, int(found[1]), int(found[2] or 0), *frame))
            name = None
    return rows


def readable(names):
    lines = subprocess.run(["c++filt"], input="\n".join(names), capture_output=True, text=True, check=True).stdout.splitlines()
    short = []
    for line in lines:
        line = line.replace("(anonymous namespace)::", "")
        line = re.sub(r"\([\w: ]+\)(?=\d)", "", line)  # casts of template arguments
        line = re.sub(r"^void |\b(?:halftone|cuda|token)::", "", line)
        short.append(line.split("(")[0])
    return dict(zip(names, short))


def main():
    build, wanted = pathlib.Path(sys.argv[1]), sys.argv[2:]
    with ThreadPoolExecutor(cpu_count()) as pool:
        rows = [row for some in pool.map(lambda c: report(*c), commands(build, wanted)) for row in some]
    if not rows:
        sys.exit("no .cu file of that name in this build")
    names = readable(sorted({row[1] for row in rows}))
    print(f"{'file':14} {'arch':7} {'registers':>9} {'shared':>7} {'stack':>6} {'stores':>6} {'loads':>6}  kernel")
    for file, name, architecture, registers, shared, stack, stores, loads in sorted(rows, key=lambda r: (-r[6], r[0], r[1])):
        print(f"{file:14} {architecture:7} {registers:9} {shared:7} {stack:6} {stores:6} {loads:6}  {names[name]}")
    spilling = [row for row in rows if row[6] or row[7]]
    print(f"{len(rows)} kernels, {len(spilling)} with spills")
    return 1 if spilling else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main())
