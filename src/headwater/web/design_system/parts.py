"""What presenters hand to templates: frozen values with their words already chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Colour(StrEnum):
    """Colours of a status. The words always say the same, so colour is never the only sign."""

    GREY = "grey"
    BLUE = "blue"
    TEAL = "teal"
    GREEN = "green"
    PURPLE = "purple"
    MAGENTA = "magenta"
    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"


@dataclass(frozen=True, slots=True)
class Tag:
    """A status in words, with a colour and, for those who ask, its meaning."""

    text: str
    colour: Colour = Colour.BLUE
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. A mark such as `[c]` stands for a number that is not shown."""

    text: str = ""
    href: str = ""
    mark: str = ""
    tag: Tag | None = None
    hint: str = ""

    def __post_init__(self) -> None:
        """A link is read out by its words. Raises `ValueError` where it has none."""
        if self.href and not (self.text or self.mark):
            raise ValueError(f"The link to [{self.href}] has no words.")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    heading: str
    numeric: bool = False
    heading_is_hidden: bool = False


CellLike = Cell | str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table for people: its first cell in each row names the row."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[CellLike]]
    marks: Mapping[str, str] = field(default_factory=dict)
    """What each mark in the table means, as `{"[c]": "hidden to protect people"}`."""
    notes: Sequence[str] = ()
    standout: frozenset[int] = frozenset()
    """Rows to set apart, such as the area itself among its neighbours, counted from 0."""
    is_dense: bool = False
    caption_is_hidden: bool = False
    row_headers: bool = True
    when_empty: str = "There is nothing to show yet."


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a timeline."""

    title: str
    at: datetime
    by: str = ""
    text: str = ""
    href: str = ""
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a task list. Without an address it cannot be started yet."""

    title: str
    tag: Tag
    href: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a summary: what was asked, what was answered, and where to change it."""

    key: str
    value: str | int | Cell
    change: str = ""
    """Where to change it."""
    change_words: str = "Change"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart or map: what it shows in words, as a picture, as a table and as files."""

    title: str
    """The finding, as a sentence."""
    summary: str
    image: str
    """Where the picture is."""
    alt: str = ""
    """What the picture shows, where the summary does not say it already."""
    narrow_image: str = ""
    """The same picture drawn for phones, where it was."""
    width: int | None = None
    height: int | None = None
    table: Table | None = None
    downloads: Sequence[Link] = ()
    basis: str = ""
    """Period, source and what the numbers rest on."""
