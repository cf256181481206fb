"""Which column of a file is which field of the supply: known, remembered or guessed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

LEFT_OUT = ""
CLOSE = 0.6


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field that the supply may have."""

    name: str
    title: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Matched:
    """For each column of a file in order, the field it fills; empty where it is left out."""

    fields: tuple[str, ...]
    needs_person: bool
    """Whether somebody must look: a needed field has no column, or a match is a guess."""


def normal(heading: str) -> str:
    """A heading without the differences that do not matter.

    >>> normal(" Home_Office  Code ")
    'home office code'
    """
    return re.sub(r"[\s_]+", " ", heading.strip()).casefold()


def match(
    header: Sequence[str], wanted: Sequence[Wanted], *, remembered: Mapping[str, str]
) -> Matched:
    """What each column is: by name or title, as it was answered before, else a guess.

    `remembered` gives, by normal heading, the field that somebody chose last time.
    """
    names = {normal(word): field.name for field in wanted for word in (field.title, field.name)}
    known = {field.name for field in wanted}
    found: list[str | None] = []
    for heading in header:
        cell = normal(heading)
        choice = remembered.get(cell)
        if choice is None or (choice and choice not in known):
            choice = names.get(cell)
        # The first column to claim a field has it.
        found.append(None if choice and choice in found else choice)
    sure = {field for field in found if field}
    guesses = _guesses(
        [cell for cell, field in zip(header, found, strict=True) if field is None],
        [field for field in wanted if field.name not in sure],
    )
    missing = any(field.is_required and field.name not in sure for field in wanted)
    fields = tuple(
        guesses.get(normal(cell), LEFT_OUT) if field is None else field
        for cell, field in zip(header, found, strict=True)
    )
    return Matched(fields, needs_person=missing or bool(guesses))


def _guesses(headings: Iterable[str], wanted: Sequence[Wanted]) -> dict[str, str]:
    """By normal heading, the field it looks like most. Each field is guessed once."""
    words = {normal(word): field.name for field in wanted for word in (field.title, field.name)}
    guesses: dict[str, str] = {}
    for heading in headings:
        cell = normal(heading)
        near = [
            words[word]
            for word in get_close_matches(cell, list(words), 3, CLOSE)
            if words[word] not in guesses.values()
        ]
        if cell and near:
            guesses[cell] = near[0]
    return guesses


def is_of_one_column(header: Sequence[str]) -> bool:
    """Whether columns are kept apart by something else than commas.

    >>> is_of_one_column(["a;b;c"]), is_of_one_column(["a", "b"])
    (True, False)
    """
    return len(header) == 1 and re.search(r"[;\t|]", header[0]) is not None


def stands_as_it_is(header: Sequence[str], fields: Sequence[str], wanted: Sequence[Wanted]) -> bool:
    """Whether the matches are those that anybody reading the file would make."""
    return match(header, wanted, remembered={}) == Matched(tuple(fields), needs_person=False)


def faults_of(fields: Sequence[str], wanted: Sequence[Wanted]) -> tuple[str, ...]:
    """What is wrong with somebody's answers, as sentences."""
    chosen = [field for field in fields if field]
    twice = sorted({field for field in chosen if chosen.count(field) > 1})
    said = [f"Choose [{field}] for one column only" for field in twice]
    missing = [field.name for field in wanted if field.is_required and field.name not in chosen]
    if missing:
        names = ", ".join(f"[{name}]" for name in missing)
        said.append(f"Choose the column that holds {names}, or add it to the file")
    return tuple(said)


def to_remember(header: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """Somebody's answers by normal heading, for next time."""
    return {normal(cell): field for cell, field in zip(header, fields, strict=True) if normal(cell)}
