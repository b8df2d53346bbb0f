"""Cut the core subset of each typeface, so that a cold page carries about 60 kB of fonts instead of 200.

A core file holds the letters that Arabic, Persian, Kurdish, English and western European newsrooms use every
day. The uncut files, copied beside them, serve every rarer character through `unicode-range`. The Open Font
License wants a modified font to carry another name: the name table of each core file says `Isnad ...`.

Needs fontTools with brotli: pip install "fonttools[woff]==4.*"
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ARABIC = (
    "U+0020,U+00A0,U+060C,U+061B,U+061F,U+0621-063A,U+0640-0655,U+0660-066C,U+0670,U+0671,U+067E,U+0686,"
    "U+0695,U+0698,U+06A4,U+06A9,U+06AF,U+06B5,U+06C0,U+06C6,U+06CC,U+06CE,U+06D4,U+06D5,U+06F0-06F9,"
    "U+200C,U+200D"
)
LATIN = (
    "U+0020-007E,U+00A0,U+00A7,U+00A9,U+00AB,U+00B6,U+00B7,U+00BB,U+00C0-00FF,U+0131,U+0152,U+0153,"
    "U+2013,U+2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+2039,U+203A,U+20AC,U+2191,U+2193,U+2212"
)

# family, file in the package, characters, name of the core file
CUTS = (
    ("Isnad Sans", "ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal", ARABIC, "sans-arabic-400"),
    ("Isnad Sans", "ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-600-normal", ARABIC, "sans-arabic-600"),
    ("Isnad Sans", "ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-latin-400-normal", LATIN, "sans-latin-400"),
    ("Isnad Sans", "ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-latin-600-normal", LATIN, "sans-latin-600"),
    ("Isnad Naskh", "noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal", ARABIC, "naskh-arabic-400"),
    ("Isnad Naskh", "noto-naskh-arabic/files/noto-naskh-arabic-arabic-700-normal", ARABIC, "naskh-arabic-700"),
    ("Isnad Serif", "source-serif-4/files/source-serif-4-latin-400-normal", LATIN, "serif-latin-400"),
    ("Isnad Serif", "source-serif-4/files/source-serif-4-latin-600-normal", LATIN, "serif-latin-600"),
)
FAMILY_NAME_IDS = (1, 3, 4, 6, 16)


def rename(font: TTFont, family: str, core: str) -> None:
    """Give the font a name of our own in every family, full and PostScript name record."""
    for record in list(font["name"].names):
        if record.nameID in FAMILY_NAME_IDS:
            text = family if record.nameID in {1, 16} else f"{family.replace(' ', '')}-{core}"
            font["name"].setName(text, record.nameID, record.platformID, record.platEncID, record.langID)


def cut(source: Path, target: Path, characters: str, family: str) -> None:
    """Write the subset of `source` (WOFF2) that holds `characters` (ranges as in CSS) to `target`."""
    # No instructions for the pixel grid: a quarter of the interface face, and screens of today do without.
    options = subset.Options(
        flavor="woff2", layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False
    )
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(characters))
    cutter.subset(font)
    rename(font, family, target.stem)
    subset.save_font(font, str(target), options)


def main(packages: Path, fonts: Path) -> None:
    for family, source, characters, core in CUTS:
        cut(packages / f"{source}.woff2", fonts / f"{core}.woff2", characters, family)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
