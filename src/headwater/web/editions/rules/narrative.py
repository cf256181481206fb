"""The words people write beside the figures: paragraphs, lists, and figures quoted by name.

A figure stands as `{{table:row:column}}`. It is shown as the number that was released, so that
nobody types a number and none goes stale.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

QUOTED = re.compile(r"\{\{\s*(?P<figure>[^{}]+?)\s*\}\}")
BULLET = "- "
LONGEST = 20_000


class PieceKind(StrEnum):
    """What a piece of a sentence is."""

    WORDS = "words"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, or the name of a figure."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or the points of a list."""

    is_list: bool
    lines: tuple[tuple[Piece, ...], ...]


def passages(text: str) -> tuple[Passage, ...]:
    """A text as paragraphs and lists. An empty line parts them; `- ` starts a point.

    >>> [(each.is_list, len(each.lines)) for each in passages("One.\\n\\n- Two\\n- Three")]
    [(False, 1), (True, 2)]
    """
    found: list[Passage] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        found.extend(_passages_of(block))
    return tuple(found)


def _passages_of(block: str) -> Iterator[Passage]:
    paragraph: list[str] = []
    points: list[str] = []
    for line in block.splitlines():
        if line.startswith(BULLET):
            points.append(line.removeprefix(BULLET))
        elif points:
            points[-1] += f" {line.strip()}"
        else:
            paragraph.append(line.strip())
    words = " ".join(paragraph).strip()
    if words:
        yield Passage(False, (pieces(words),))
    if points:
        yield Passage(True, tuple(pieces(point) for point in points))


def pieces(line: str) -> tuple[Piece, ...]:
    """One line as words and figures.

    >>> [each.text for each in pieces("A rate of {{ where:Z1:rate }} a year")]
    ['A rate of ', 'where:Z1:rate', ' a year']
    """
    made: list[Piece] = []
    at = 0
    for found in QUOTED.finditer(line):
        if found.start() > at:
            made.append(Piece(PieceKind.WORDS, line[at : found.start()]))
        made.append(Piece(PieceKind.FIGURE, found["figure"]))
        at = found.end()
    if at < len(line):
        made.append(Piece(PieceKind.WORDS, line[at:]))
    return tuple(made)


def quoted_figures(text: str) -> tuple[str, ...]:
    """Every figure a text quotes, each once, in the order met."""
    return tuple(dict.fromkeys(found["figure"] for found in QUOTED.finditer(text)))


def quote(figure: str) -> str:
    """A figure as it is written in a narrative.

    >>> quote("where:Z1:rate")
    '{{where:Z1:rate}}'
    """
    return f"{{{{{figure}}}}}"
