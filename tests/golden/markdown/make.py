#!/usr/bin/env python3
"""What GitHub's own parser makes of the cases: pairs.json, from cases.md, through the program cmark-gfm (Debian: cmark-gfm).

A case ends at a line of "%%%". Each becomes one line per leaf: the quotes and items around it, what it is, and its words with <b>, <i>,
<s>, <code>, <a>; an image is a link with its description."""
import html, json, pathlib, subprocess
import xml.etree.ElementTree as ET

HERE = pathlib.Path(__file__).parent
NS = "{http://commonmark.org/xml/1.0}"
MARKS = {"emph": "i", "strong": "b", "strikethrough": "s"}


def tag(node):
    return node.tag.removeprefix(NS)


def allowed(address):
    return address.lower().startswith(("http://", "https://", "mailto:"))


def inline(node, linked=False):
    out = ""
    for child in node:
        kind = tag(child)
        if kind == "text":
            out += html.escape(child.text or "", quote=False)
        elif kind == "code":
            out += "<code>" + html.escape(child.text or "", quote=False) + "</code>"
        elif kind == "softbreak":
            out += " "
        elif kind == "linebreak":
            out += "<br>"
        elif kind in MARKS:
            out += f"<{MARKS[kind]}>{inline(child, linked)}</{MARKS[kind]}>"
        elif kind in ("link", "image"):
            address = child.get("destination")
            words = inline(child, linked or allowed(address))
            out += f'<a href="{html.escape(address)}">{words}</a>' if allowed(address) and not linked else words
        else:
            raise SystemExit(f"{kind} within a line")
    return out.strip() if tag(node) in ("paragraph", "heading", "table_cell") else out


def leaves(node, boxes, out):
    def leaf(kind, words):
        around = [box["mark"] if box["mark"] == ">" or not box["shown"] else "" for box in boxes]
        for box in boxes:
            box["shown"] = True
        out.append(f"{'/'.join(around)}|{kind}|{words}")

    number = int(node.get("start") or 1) if tag(node) == "list" else 0
    for child in node:
        kind = tag(child)
        if kind == "paragraph":
            leaf("paragraph", inline(child))
        elif kind == "heading":
            leaf("heading" + child.get("level"), inline(child))
        elif kind == "thematic_break":
            leaf("rule", "")
        elif kind == "code_block":
            code = child.text or ""
            leaf("code " + (child.get("info") or "").split(" ")[0], code.removesuffix("\n"))
        elif kind == "table":
            leaf("table", "".join("<tr>" + "".join(f"<td {cell.get('align') or header.get('align') or 'left'}>{inline(cell)}</td>"
                                                     for cell, header in zip(row, child[0])) + "</tr>" for row in child))
        elif kind == "block_quote":
            leaves(child, boxes + [{"mark": ">", "shown": True}], out)
        elif kind == "list":
            leaves(child, boxes, out)
        elif kind in ("item", "tasklist"):
            mark = f"{number}." if node.get("type") == "ordered" else "•"
            number += 1
            if kind == "tasklist":
                mark = "☑" if child.get("completed") == "true" else "☐"
            box = {"mark": mark, "shown": False}
            leaves(child, boxes + [box], out)
            if not box["shown"]:
                boxes.append(box)
                leaf("paragraph", "")
                boxes.pop()
        else:
            raise SystemExit(f"{kind} as a block")


pairs = []
for case in (HERE / "cases.md").read_text().split("%%%\n"):
    extensions = [word for name in ("table", "strikethrough", "tasklist", "autolink") for word in ("-e", name)]
    xml = subprocess.run(["cmark-gfm", "-t", "xml", *extensions], input=case, capture_output=True, text=True, check=True).stdout
    out = []
    leaves(ET.fromstring(xml), [], out)
    pairs.append({"markdown": case, "leaves": out})
(HERE / "pairs.json").write_text(json.dumps(pairs, ensure_ascii=False, indent=1) + "\n")
print(len(pairs), "pairs")
