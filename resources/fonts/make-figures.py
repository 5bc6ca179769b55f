#!/usr/bin/env python3
"""Cuts "Halftone Figures" out of Inter: Latin text whose digits all have one width.

Qt 6.4 cannot ask a font for tabular figures from QML, and live figures that change width make a panel jitter. So the digits of
Inter's own `tnum` feature become the default ones here.

usage: make-figures.py /usr/share/fonts/opentype/inter      (Debian: fonts-inter, python3-fonttools)
"""
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

CHARACTERS = [*range(0x20, 0x7F), 0xA0, *range(0xB0, 0xB4), 0xB5, 0xB7, 0xB9, 0xD7, 0x2009, 0x202F, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C,
              0x201D, 0x2022, 0x2026, 0x2190, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265, 0x221E]
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600}
FAMILY = "Halftone Figures"


def tabular(font):
    """Glyph name → its tabular form, from the font's tnum feature."""
    table = font["GSUB"].table
    forms = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for sub in table.LookupList.Lookup[index].SubTable:
                forms.update(getattr(sub, "ExtSubTable", sub).mapping)
    return forms


def main(source):
    for weight, value in WEIGHTS.items():
        font = TTFont(source / f"Inter-{weight}.otf")
        forms = tabular(font)
        for table in font["cmap"].tables:
            for code in [*range(0x30, 0x3A), 0x2C, 0x2E]:
                glyph = table.cmap.get(code)
                if glyph in forms:
                    table.cmap[code] = forms[glyph]
        options = Options(layout_features=["kern", "mark", "mkmk"], name_IDs=["*"], notdef_outline=True, desubroutinize=True)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=CHARACTERS)
        subsetter.subset(font)
        for record in list(font["name"].names):
            if record.nameID in (1, 16):
                record.string = FAMILY
            elif record.nameID in (2, 17):
                record.string = weight
            elif record.nameID == 4:
                record.string = f"{FAMILY} {weight}"
            elif record.nameID == 6:
                record.string = f"HalftoneFigures-{weight}"
            elif record.nameID in (3, 21, 22, 25):
                font["name"].removeNames(nameID=record.nameID)
        font["CFF "].cff.fontNames = [f"HalftoneFigures-{weight}"]
        font["OS/2"].usWeightClass = value
        font.save(Path(__file__).parent / f"HalftoneFigures-{weight}.otf")


main(Path(sys.argv[1]))
