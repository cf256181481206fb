"""Things that can be tied to each other: what each kind is called, and how its rows are found.

Rooms above register their kinds when the site starts, so that no room needs to know another.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from headwater.web.accounts.actor import Actor
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.thread.rules.relations import Relation


@dataclass(frozen=True, slots=True)
class Bead:
    """One thing on the thread, as somebody who may see it reads it."""

    kind: str
    reference: str
    title: str
    address: str
    state: str = ""
    """How it stands, in its own words: "On track"."""
    on: date | None = None
    """The day it happened or was last confirmed. Evidence ages from it."""
    stands: bool = True
    """Whether it still holds: false of what was withdrawn, undone or replaced."""
    unsettled: str = ""
    """Why nothing of a plan may answer it yet, in a sentence; empty where it holds still."""


@dataclass(frozen=True, slots=True)
class Making:
    """What is known of something that is to be made where it was thought of."""

    actor: Actor
    at: datetime
    workspace: Workspace
    title: str
    organisation: Organisation | None
    due_on: date | None


Find = Callable[[Actor, str, Collection[str]], Mapping[str, Bead]]
"""Of the references given, those there are in the workspace and the actor may see. One query."""
Offer = Callable[[Actor, str, str], Sequence[Bead]]
"""Up to twenty that the actor may see and whose words hold the text, latest first."""
Make = Callable[[Making], str]
"""Makes one, inside the transaction of whoever asks, and gives its reference."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """What is known where somebody chooses a thing for something else to use."""

    workspace: Workspace
    user: tuple[str, str]
    """Kind and reference of what would use it: an action, a service, an intention."""
    title: str
    """What that is called."""
    relation: Relation
    """How the two are tied, whichever of them comes first."""
    chosen: str
    """The reference of what it would use."""
    on: date


CheckUse = Callable[[Choosing], None]
"""Raises a `HeadwaterError` that says what to do first where something may not be used there."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be tied."""

    code: str
    """As stored: `action`."""
    noun: str
    plural: str
    find: Find
    offer: Offer | None = None
    """None for what is tied only where it is made, such as a decision of a meeting."""
    make: Make | None = None
    check_use: CheckUse | None = None
    """Asked before one of these is tied to something that may choose it, whichever comes first.
    None where everything may use every one."""
    answers_settled: bool = False
    """Whether one of these may answer only what does not change any more."""


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known. Raises `ValueError` where another kind has its code."""
    known = _KINDS.get(kind.code)
    if known is not None and known != kind:
        raise ValueError(f"Two kinds of things have the code [{kind.code}].")
    _KINDS[kind.code] = kind


def kind(code: str) -> Kind | None:
    """The kind with a code; none where no room registered it."""
    return _KINDS.get(code)


def kinds() -> tuple[Kind, ...]:
    """Every kind, by the name of many."""
    return tuple(sorted(_KINDS.values(), key=lambda each: each.plural))
