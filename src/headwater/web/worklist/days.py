"""Days and times that rooms above put into calendars, such as meetings of a board.

Each registers where its days come from when the site starts, so that no room needs to know another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from headwater.web.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Day:
    """One entry of a calendar. Its reference stays when it is moved, so that programs move it."""

    reference: str
    summary: str
    starts: date | datetime
    ends: date | datetime
    """The moment after it; of whole days the day after."""
    changed_at: datetime
    version: int = 0
    place: str = ""
    is_off: bool = False
    """Whether it does not take place."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something with a calendar of its own."""

    workspace: str
    reference: str
    words: str
    """What its calendar shows."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where days of one sort come from. Each says only what the actor may see today."""

    code: str
    subjects: Callable[[Actor, date], Sequence[Subject]]
    """What the actor may have a calendar of."""
    days_of: Callable[[Actor, str, str, date], Sequence[Day]]
    """Days of one subject, by its workspace and reference."""
    days_for: Callable[[Actor, date], Sequence[Day]]
    """Days that are the actor's own, wherever they work."""


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a source known. Raises `ValueError` where another has its code."""
    known = _SOURCES.get(source.code)
    if known is not None and known != source:
        raise ValueError(f"Two sources of days have the code [{source.code}].")
    _SOURCES[source.code] = source


def subjects(actor: Actor, *, today: date) -> dict[str, Subject]:
    """Everything the actor may have a calendar of, by what a feed keeps of it."""
    return {
        f"{source.code}/{each.reference}": each
        for source in _SOURCES.values()
        for each in source.subjects(actor, today)
    }


def days_of(actor: Actor, workspace: str, about: str, *, today: date) -> list[Day]:
    """The days of one subject; nothing where the actor may no longer see it."""
    code, _, reference = about.partition("/")
    source = _SOURCES.get(code)
    return list(source.days_of(actor, workspace, reference, today)) if source else []


def days_for(actor: Actor, *, today: date) -> list[Day]:
    """The actor's own days of every sort."""
    return [each for source in _SOURCES.values() for each in source.days_for(actor, today)]
