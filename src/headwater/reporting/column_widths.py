"""How wide the columns of a table should be, for pages that cannot work it out themselves."""

from collections.abc import Sequence

MOST_LETTERS = 34
LETTER_OF_SIZE = 0.6
"""How wide a letter is, as a part of the size of the type."""


def column_widths(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    across: float,
    type_size: float,
    margin: float,
) -> list[float]:
    """Widths that add up to `across`: room for each column's longest word, the rest by length.

    `across`, `type_size` and `margin` (each side of a cell) are in points, as are the widths.

    >>> [round(w) for w in column_widths(["A", "B"], [["word", "longer word"]],
    ...                                  across=100, type_size=10, margin=4)]
    [35, 65]
    """
    letter = type_size * LETTER_OF_SIZE
    least, wishes = [], []
    for i, head in enumerate(heads):
        texts = [line for row in rows for line in row[i].split("\n")]
        word = max((len(part) for text in (head, *texts) for part in text.split()), default=1)
        word = min(word, MOST_LETTERS)
        longest = min(max((len(text) for text in texts), default=0), MOST_LETTERS)
        least.append(word * letter + 2 * margin)
        wishes.append(max(longest - word, 0) + 1)
    spare = across - sum(least)
    if spare < 0:
        return [each * across / sum(least) for each in least]
    return [each + spare * wish / sum(wishes) for each, wish in zip(least, wishes, strict=True)]


def natural_width(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, type_size: float, margin: float
) -> float:
    """How wide a table is when no cell wraps, in points; heads may wrap at twenty letters."""
    letters = sum(
        max([min(len(head), 20), *(len(row[i]) for row in rows)]) for i, head in enumerate(heads)
    )
    return letters * type_size * LETTER_OF_SIZE + 2 * margin * len(heads)
