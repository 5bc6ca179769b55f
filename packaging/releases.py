#!/usr/bin/env python3
"""The releases in CHANGELOG.md, in the forms that others read.

usage: releases.py metainfo IN OUT [SCREENSHOTS_ADDRESS]     AppStream's file from its pattern
       releases.py debian OUT PACKAGE MAINTAINER             Debian's changelog
       releases.py newest                                    the newest version
"""
import re
import sys
import textwrap
from datetime import datetime, timezone
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = {"light.png": "A conversation, and what it costs beside it", "dark.png": "The same in the dark"}


def releases():
    """(version, date, opening sentence, items), newest first."""
    parts = re.split(r"^## (\S+) \((\d{4}-\d\d-\d\d)\)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.M)
    for version, date, text in zip(parts[1::3], parts[2::3], parts[3::3]):
        opening, *items = re.split(r"^- ", text.strip(), flags=re.M)
        yield version, date, " ".join(opening.split()), [" ".join(item.split()) for item in items]


def metainfo(pattern, out, screenshots=""):
    lines = ["  <releases>"]
    for version, date, opening, items in releases():
        lines += [f'    <release version="{version}" date="{date}">', "      <description>"]
        lines += [f"        <p>{escape(opening)}</p>"] * bool(opening)
        lines += ["        <ul>", *(f"          <li>{escape(item)}</li>" for item in items), "        </ul>"] if items else []
        lines += ["      </description>", "    </release>"]
    pictures = []
    if screenshots:
        pictures.append("  <screenshots>")
        for at, (file, caption) in enumerate(SCREENSHOTS.items()):
            pictures += ["    <screenshot type=\"default\">" if at == 0 else "    <screenshot>", f"      <caption>{caption}</caption>",
                         f"      <image>{escape(screenshots.rstrip('/'))}/{file}</image>", "    </screenshot>"]
        pictures.append("  </screenshots>")
    text = Path(pattern).read_text(encoding="utf-8")
    text = text.replace("@SCREENSHOTS@\n", "".join(line + "\n" for line in pictures)).replace("@RELEASES@", "\n".join([*lines, "  </releases>"]))
    Path(out).write_text(text, encoding="utf-8")


def debian(out, package, maintainer):
    entries = []
    for version, date, opening, items in releases():
        when = format_datetime(datetime.fromisoformat(date).replace(tzinfo=timezone.utc))
        changes = "\n".join(textwrap.fill(item, 78, initial_indent="  * ", subsequent_indent="    ") for item in [opening, *items] if item)
        entries.append(f"{package} ({version}) unstable; urgency=medium\n\n{changes}\n\n -- {maintainer}  {when}\n")
    Path(out).write_text("\n".join(entries), encoding="utf-8")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["metainfo", *arguments]:
            metainfo(*arguments)
        case ["debian", out, package, maintainer]:
            debian(out, package, maintainer)
        case ["newest"]:
            print(next(releases())[0])
        case _:
            sys.exit(__doc__)
