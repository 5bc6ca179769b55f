"""Renders every template of cases/ with context.json into expected.json, and every template of a folder of real ones (argument;
they belong to others and are not kept here) with each of its contexts into published.json, as hashes.

usage: make.py [folder of *.jinja and context-*.json]
"""
import hashlib
import json
import pathlib
import sys

import oracle

here = pathlib.Path(__file__).parent
context = json.loads((here / "context.json").read_text())


def snippets():
    """A case file holds many templates, each behind a line '=== name'."""
    for path in sorted((here / "cases").glob("*.txt")):
        for part in ("\n" + path.read_text()).split("\n=== ")[1:]:
            name, _, source = part.partition("\n")
            yield f"{path.stem}/{name}", source


expected = {}
for name, source in snippets():
    assert name not in expected, name
    text = oracle.render(source, context)
    if text is None:
        print(f"fails: {name}: {oracle.render.error}")
    expected[name] = text
(here / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")
print(len(expected), "cases")

if len(sys.argv) > 1:
    folder = pathlib.Path(sys.argv[1])
    published = {}
    for path in sorted(folder.glob("*.jinja")):
        for context_path in sorted(folder.glob("context-*.json")):
            text = oracle.render(path.read_text(), json.loads(context_path.read_text()))
            name = f"{path.stem} {context_path.stem.removeprefix('context-')}"
            published[name] = hashlib.sha256(text.encode()).hexdigest() if text is not None else "error"
            if text is None:
                print(f"fails: {name}: {oracle.render.error}")
    (here / "published.json").write_text(json.dumps(published, indent=1) + "\n")
    print(len(published), "published renderings")
