#!/usr/bin/env python3
"""Makes two fonts without a picture in them: every emoji is a space of 1.25 em in one, and of no width in the other.

A text field measures its letters by their font, and a colour font's bitmaps take it 0.2 ms each. With these the field has nothing to
decode; the pictures are drawn over the spaces (app/markdown/emoji_field.h). Heights are Inter's, so that no line changes its own.

usage: make-spaces.py      (python3-fonttools)
"""
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph

EM, ASCENT, DESCENT = 2048, 1984, 494
# What emoji are made of: keycaps, signs, joiners and selectors, pictographs, tags.
RANGES = [(0x23, 0x23), (0x2A, 0x2A), (0x30, 0x39), (0xA9, 0xA9), (0xAE, 0xAE), (0x200D, 0x200D), (0x203C, 0x3299), (0xFE0E, 0xFE0F),
          (0x1F000, 0x1FAFF), (0xE0020, 0xE007F)]


def main():
    for family, width in (("Halftone Wide", EM * 5 // 4), ("Halftone Naught", 0)):
        style = {"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "") + "-Regular"}
        font = FontBuilder(EM, isTTF=True)
        font.setupGlyphOrder([".notdef", "space"])
        font.setupCharacterMap({0x20: "space"})
        table = CmapSubtable.newSubtable(13)  # many letters, one glyph: a range is twelve bytes
        table.platformID, table.platEncID, table.language = 3, 10, 0
        table.cmap = {code: "space" for first, last in RANGES for code in range(first, last + 1)}
        font.font["cmap"].tables = [table]
        font.setupGlyf({name: Glyph() for name in (".notdef", "space")})
        font.setupHorizontalMetrics({name: (width, 0) for name in (".notdef", "space")})
        font.setupHorizontalHeader(ascent=ASCENT, descent=-DESCENT)
        font.setupNameTable(style)
        font.setupOS2(sTypoAscender=ASCENT, sTypoDescender=-DESCENT, usWinAscent=ASCENT, usWinDescent=DESCENT)
        font.setupPost(keepGlyphNames=False)
        font.save(Path(__file__).parent / (family.replace(" ", "") + ".ttf"))


main()
