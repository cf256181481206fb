"""How wide the columns of a table should be, for pages that cannot work it out themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.reporting.letter_widths import text_width

BREAK = "\N{ZERO WIDTH SPACE}"
_PARTS = re.compile(r"[^-_/.@]{0,11}[-_/.@](?=.)|[^-_/.@]{12}(?=.)")
LONGEST_WORD = 9.0
"""As multiples of the size of the type: a longer word is broken."""
RAGGED = 1.15
"""Lines seldom part where they are full: text over several lines needs so much more."""


@dataclass(frozen=True, slots=True)
class Room:
    """What one column has to hold, in points."""

    least: float
    """Its longest word, and the margins of a cell."""
    line: float
    """Its longest cell on one line."""
    head: float
    margins: float

    def over(self, lines: int) -> float:
        """The width at which no cell takes more lines; a head may take one line more."""
        cell = self.line if lines == 1 else RAGGED * self.line / lines
        head = RAGGED * self.head / (lines + 1)
        return max(self.least, max(cell, head) + self.margins)


def rooms(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, type_size: float, margin: float
) -> list[Room]:
    """What each column needs. `type_size` and `margin` (each side of a cell) are in points."""
    made = []
    for i, head in enumerate(heads):
        lines = {line for row in rows for line in row[i].split("\n")}
        words = {word for line in lines for word in line.split(" ")}
        word = max(
            _widest(words, type_size=type_size),
            _widest(head.split(" "), type_size=type_size, is_bold=True),
        )
        # A hair more, as type set in fractions of a point may need it.
        margins = 2 * margin + 0.5
        made.append(
            Room(
                least=min(word, LONGEST_WORD * type_size) + margins,
                line=_widest(lines, type_size=type_size),
                head=text_width(head, type_size=type_size, is_bold=True),
                margins=margins,
            )
        )
    return made


def shared(needs: Sequence[Room], *, across: float) -> list[float]:
    """The width of each column in points, so that the tallest cell has as few lines as can be.

    A table that fits is as wide as it needs to be. Otherwise all of `across` is used: what is
    spare goes round evenly, but to no column that would still need as many lines with it.

    >>> shared([Room(20, 22, 0, 8), Room(20, 82, 0, 8)], across=130)
    [30, 90]
    >>> shared([Room(20, 22, 0, 8), Room(20, 82, 0, 8)], across=80)
    [22.75, 57.25]
    """
    least = sum(need.least for need in needs)
    if least >= across:
        return [need.least * across / least for need in needs]
    lines = 1
    while sum(need.over(lines) for need in needs) > across:
        lines += 1
    widths = [need.over(lines) for need in needs]
    if lines == 1:
        return widths
    wishes = [need.over(lines - 1) for need in needs]
    return _evenly(widths, wishes, spare=across - sum(widths))


def _evenly(widths: list[float], wishes: list[float], *, spare: float) -> list[float]:
    """Widths with something more for each, though no more than it wishes."""
    lacking = sorted(wish - width for width, wish in zip(widths, wishes, strict=True))
    extra = 0.0
    for met, lack in enumerate(lacking):
        extra = spare / (len(lacking) - met)
        if lack > extra:
            break
        spare -= lack
    return [min(wish, width + extra) for width, wish in zip(widths, wishes, strict=True)]


def soft_broken(text: str, *, type_size: float, is_bold: bool = False) -> str:
    """Text with places to break its longest words: after their signs, or else every few letters.

    >>> soft_broken("robbery", type_size=9) == "robbery"
    True
    >>> soft_broken("child_criminal_exploitation", type_size=9).split(BREAK)
    ['child_', 'criminal_', 'exploitation']
    """
    most = LONGEST_WORD * type_size
    # A cell that holds no long word, as nearly all do, is not taken apart.
    if text_width(text, type_size=type_size, is_bold=is_bold) <= most:
        return text
    return re.sub(
        r"\S+",
        lambda word: (
            word[0]
            if text_width(word[0], type_size=type_size, is_bold=is_bold) <= most
            else _PARTS.sub(lambda part: f"{part[0]}{BREAK}", word[0])
        ),
        text,
    )


def lines_of(text: str, *, width: float, type_size: float) -> int:
    """How many lines a cell takes in a column whose text is `width` points wide."""
    count = 0
    for line in text.split("\n"):
        count += 1
        used = 0.0
        for word in line.split(" "):
            needs = text_width(f"{word} ", type_size=type_size)
            if used and used + needs > width:
                count += 1
                used = 0.0
            used += needs
    return count


def _widest(texts: Sequence[str] | set[str], *, type_size: float, is_bold: bool = False) -> float:
    return max(
        (text_width(text, type_size=type_size, is_bold=is_bold) for text in texts), default=0.0
    )
