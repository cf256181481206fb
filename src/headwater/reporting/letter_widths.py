"""How wide text is in the documents' own typeface, so that columns can be made to hold it."""

import functools
import struct
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
REGULAR = "AtkinsonHyperlegible_400Regular.ttf"
BOLD = "AtkinsonHyperlegible_700Bold.ttf"
UNKNOWN_LETTER = 0.75
"""The width of a letter that the typeface does not have, as a part of the size of the type."""


def text_width(text: str, *, type_size: float, is_bold: bool = False) -> float:
    """How wide a line of text is, in the unit of `type_size`.

    >>> round(text_width("Robbery", type_size=10), 1)
    36.1
    """
    widths = _advances(BOLD if is_bold else REGULAR)
    return type_size * sum(widths.get(ord(letter), UNKNOWN_LETTER) for letter in text)


@functools.cache
def _advances(file: str) -> dict[int, float]:
    """The width of each letter of a TrueType font, as a part of the size of the type."""
    font = (FONTS / file).read_bytes()
    tables = _tables(font)
    units = _number(font, tables["head"] + 18)
    long_entries = _number(font, tables["hhea"] + 34)
    widths = struct.unpack_from(">" + "Hh" * long_entries, font, tables["hmtx"])[::2]
    # Glyphs past the last entry are as wide as it.
    return {
        letter: widths[min(glyph, long_entries - 1)] / units
        for letter, glyph in _glyphs(font, tables["cmap"]).items()
    }


def _tables(font: bytes) -> dict[str, int]:
    """Where each table of a font starts."""
    entries = (struct.unpack_from(">4s3I", font, 12 + 16 * i) for i in range(_number(font, 4)))
    return {name.decode(): offset for name, _, offset, _ in entries}


def _glyphs(font: bytes, cmap: int) -> dict[int, int]:
    """The glyph of each letter, from the font's format 4 map (the OpenType specification, cmap)."""
    records = (
        struct.unpack_from(">HHI", font, cmap + 4 + 8 * i) for i in range(_number(font, cmap + 2))
    )
    start = next(cmap + at for *_, at in records if _number(font, cmap + at) == 4)
    count = _number(font, start + 6) // 2
    ends, starts, deltas, shifts = (
        struct.unpack_from(f">{count}H", font, start + 14 + 2 * count * i + (2 if i else 0))
        for i in range(4)
    )
    shifts_at = start + 16 + 6 * count
    found = {}
    for i, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = letter
            if shifts[i]:
                glyph = _number(font, shifts_at + 2 * i + shifts[i] + 2 * (letter - first))
            if glyph:
                found[letter] = (glyph + deltas[i]) % 65536
    return found


def _number(font: bytes, at: int) -> int:
    """An unsigned number of two bytes."""
    return int(struct.unpack_from(">H", font, at)[0])
