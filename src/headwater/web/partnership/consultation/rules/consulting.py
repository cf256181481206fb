"""Who must be consulted, how a consultation of one of them stands, and when it is complete.

Section 8 of the Police, Crime, Sentencing and Courts Act 2022: every educational, prison and youth
custody authority for the area. Section 15: they and specified authorities work together on request
unless one of four grounds holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwater.core.errors import HeadwaterError


class Sort(StrEnum):
    """What makes somebody a relevant authority."""

    EDUCATIONAL = "educational"
    PRISON = "prison"
    YOUTH_CUSTODY = "youth_custody"

    @property
    def words(self) -> str:
        """The sort on a page."""
        return f"{self.value.replace('_', ' ').capitalize()} authority"


class Method(StrEnum):
    """How somebody was asked or reminded."""

    EMAIL = "email"
    LETTER = "letter"
    TELEPHONE = "telephone"
    MEETING = "meeting"

    @property
    def words(self) -> str:
        """As it stands after "asked": by e-mail."""
        return METHOD_WORDS[self]


METHOD_WORDS = {
    Method.EMAIL: "by e-mail",
    Method.LETTER: "by letter",
    Method.TELEPHONE: "by telephone",
    Method.MEETING: "at a meeting",
}


class State(StrEnum):
    """How the consultation of one authority stands."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    REMINDED = "reminded"
    REPLIED = "replied"
    NO_REPLY = "no_reply"

    @property
    def words(self) -> str:
        """The state on a page."""
        return STATE_WORDS[self][0]

    @property
    def meaning(self) -> str:
        """What it says."""
        return STATE_WORDS[self][1]


STATE_WORDS: Mapping[State, tuple[str, str]] = {
    State.NOT_ASKED: ("Not asked", "The law asks that it is consulted, and nobody has."),
    State.ASKED: ("Asked", "It was asked and has not answered yet."),
    State.REMINDED: ("Reminded", "It was asked and reminded, and has not answered yet."),
    State.REPLIED: ("Replied", "What it said is written down."),
    State.NO_REPLY: ("No reply", "It was asked and reminded, and the time to answer is over."),
}
SETTLED = frozenset({State.REPLIED, State.NO_REPLY})
WAITING = frozenset({State.ASKED, State.REMINDED})


class Standing(StrEnum):
    """How a request to work together stands."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"

    @property
    def words(self) -> str:
        """The status on a page."""
        return self.value.capitalize()


class Ground(StrEnum):
    """Why an authority may decline to work together."""

    DUTY = "incompatible_duty"
    ADVERSE = "adverse_effect"
    DISPROPORTIONATE = "disproportionate"
    COST = "undue_cost"

    @property
    def words(self) -> str:
        """The ground on a page."""
        return GROUND_WORDS[self]


GROUND_WORDS = {
    Ground.DUTY: "It would be incompatible with another duty",
    Ground.ADVERSE: "It would harm how its own functions are carried out",
    Ground.DISPROPORTIONATE: "It would be disproportionate to the need here",
    Ground.COST: "It would cost too much",
}


class ConsultingError(HeadwaterError):
    """Something that cannot be written down about a consultation."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far a round has come."""

    of: int
    asked: int
    replied: int
    no_reply: int

    @property
    def settled(self) -> int:
        """Who replied, or of whom it is written that no reply came."""
        return self.replied + self.no_reply

    @property
    def words(self) -> str:
        """How far it has come, in a sentence.

        >>> Completeness(40, 40, 31, 5).words
        '40 of 40 were asked, 31 replied, and of 5 it is written down that no reply came.'
        """
        return (
            f"{self.asked} of {self.of} were asked, {self.replied} replied, and of "
            f"{self.no_reply} it is written down that no reply came."
        )

    @property
    def is_complete(self) -> bool:
        """Whether all were asked and none waits."""
        return self.of > 0 and self.asked == self.of and self.settled == self.of


def completeness(states: Iterable[State]) -> Completeness:
    """How far a round has come, from how each authority stands."""
    every = list(states)
    return Completeness(
        of=len(every),
        asked=sum(each is not State.NOT_ASKED for each in every),
        replied=every.count(State.REPLIED),
        no_reply=every.count(State.NO_REPLY),
    )


def check_day(day: date, *, since: date | None, today: date, what: str) -> None:
    """Raises where something would have happened before what it follows, or after today."""
    if day > today:
        raise ConsultingError(f"The day it was {what} cannot be after today.")
    if since is not None and day < since:
        raise ConsultingError(f"It cannot have been {what} before it was asked.")
