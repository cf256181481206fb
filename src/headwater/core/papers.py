"""A paper that a partnership hands out: a pack, minutes, a plan.

It is words and tables. What it quotes of an assessment was released before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a paper; level 1 starts a part."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `strong` words stand before it in bold: "Decision."."""

    text: str
    strong: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one below the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Every row has as many cells as there are columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "Nothing to show."
    """What stands in place of a table without rows."""


@dataclass(frozen=True, slots=True)
class Note:
    """A box that must not be missed, such as what is not answered."""

    title: str
    text: str


Part = Heading | Paragraph | Bullets | Facts | Grid | Note


def titled(title: str, text: str) -> Iterator[Part]:
    """A heading and a paragraph for each line of a text; nothing where nothing was written."""
    if text.strip():
        yield Heading(title)
        for line in text.splitlines():
            if line.strip():
                yield Paragraph(line.strip())


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, drawn alike as Word, PDF and page."""

    title: str
    subtitle: str
    publisher: str
    """Who answers for it: the owner body of the day."""
    made_on: date
    parts: tuple[Part, ...]
    marking: str = ""
    """A protective marking that stands on every page, such as "Draft" or "Official"."""
    is_fictional: bool = False
