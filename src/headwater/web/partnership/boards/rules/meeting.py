"""How a meeting goes: planned, its pack sent, under way, held. And how its minutes go."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.roles import LEADS, Role
from headwater.web.partnership.boards.rules.permissions import NotAllowedError


class Template(StrEnum):
    """What a meeting is built from."""

    BOARD = "board"
    WORKSHOP = "workshop"

    @property
    def words(self) -> str:
        """The kind of meeting on a page."""
        return "Board meeting" if self is Template.BOARD else "Workshop"


class Status(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    PACK_SENT = "pack_sent"
    UNDER_WAY = "under_way"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        """The status on a page."""
        return STATUS_WORDS[self][0]

    @property
    def means(self) -> str:
        """What it says."""
        return STATUS_WORDS[self][1]


class Minuted(StrEnum):
    """Where the minutes of a meeting stand."""

    DRAFT = "draft"
    ISSUED = "issued"
    CONFIRMED = "confirmed"

    @property
    def words(self) -> str:
        """The status on a page."""
        return MINUTED_WORDS[self][0]

    @property
    def means(self) -> str:
        """What it says."""
        return MINUTED_WORDS[self][1]


class Verb(StrEnum):
    """What is done with a meeting."""

    SEND_PACK = "send_pack"
    START = "start"
    CLOSE = "close"
    CANCEL = "cancel"

    @property
    def words(self) -> str:
        """The verb on a button."""
        return VERB_WORDS[self]


STATUS_WORDS = {
    Status.PLANNED: ("Planned", "It has a day; the agenda may still change"),
    Status.PACK_SENT: ("Pack sent", "Members have the agenda and its papers"),
    Status.UNDER_WAY: ("Under way", "Attendance, discussion and decisions are being written down"),
    Status.HELD: ("Held", "The meeting is over; its minutes say what was decided"),
    Status.CANCELLED: ("Cancelled", "It does not take place"),
}
MINUTED_WORDS = {
    Minuted.DRAFT: ("Minutes in draft", "Members and leads read them; they may still change"),
    Minuted.ISSUED: ("Minutes issued", "Everybody reads them; what changes is kept as correction"),
    Minuted.CONFIRMED: ("Minutes confirmed", "A later meeting agreed that they are right"),
}
VERB_WORDS = {
    Verb.SEND_PACK: "Send the pack",
    Verb.START: "Start the meeting",
    Verb.CLOSE: "Close the meeting",
    Verb.CANCEL: "Cancel the meeting",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One step, and who takes it."""

    start: Status
    verb: Verb
    end: Status
    by: frozenset[Role] = LEADS
    needs_reason: bool = False


MOVES = (
    Move(Status.PLANNED, Verb.SEND_PACK, Status.PACK_SENT),
    Move(Status.PLANNED, Verb.START, Status.UNDER_WAY),
    Move(Status.PACK_SENT, Verb.START, Status.UNDER_WAY),
    Move(Status.UNDER_WAY, Verb.CLOSE, Status.HELD),
    Move(Status.PLANNED, Verb.CANCEL, Status.CANCELLED, needs_reason=True),
    Move(Status.PACK_SENT, Verb.CANCEL, Status.CANCELLED, needs_reason=True),
)
TO_COME = frozenset({Status.PLANNED, Status.PACK_SENT})
"""The agenda may still be changed."""
TAKEN_PLACE = frozenset({Status.UNDER_WAY, Status.HELD})
"""There is something to minute."""


class MeetingError(HeadwaterError):
    """Something that a meeting does not allow as it stands."""


def move_from(status: Status, verb: Verb) -> Move:
    """The step a verb takes from a status. Raises `MeetingError` where there is none."""
    for each in MOVES:
        if (each.start, each.verb) == (status, verb):
            return each
    raise MeetingError(
        f"The meeting is [{status.words.lower()}], so this cannot be done any more: "
        f"[{verb.words.lower()}]. Open it again to see where it stands."
    )


def check_may_move(move: Move, roles: Collection[Role], *, reason: str = "") -> None:
    """Raises unless somebody with these roles may take the step, with a reason if it needs one."""
    if move.by.isdisjoint(roles):
        raise NotAllowedError(what=move.verb.words.lower(), who="leads")
    if move.needs_reason and not reason.strip():
        raise MeetingError("Say why the meeting does not take place.")


def verbs_from(status: Status, roles: Collection[Role]) -> tuple[Verb, ...]:
    """What somebody may do with a meeting now."""
    return tuple(m.verb for m in MOVES if m.start is status and not m.by.isdisjoint(roles))


def check_agenda_open(status: Status) -> None:
    """Raises once a meeting is held or cancelled: its agenda is then part of the record."""
    if status not in TO_COME | {Status.UNDER_WAY}:
        raise MeetingError(
            f"The meeting is [{status.words.lower()}], so its agenda stays as it is. Put the "
            "matter on the agenda of a later meeting."
        )


def check_may_minute(status: Status, minuted: Minuted | None) -> None:
    """Raises unless things are being written down: under way, or held with minutes in draft."""
    if status not in TAKEN_PLACE:
        raise MeetingError("The meeting has not started. Start it, and write down what is said.")
    if minuted in (Minuted.ISSUED, Minuted.CONFIRMED):
        raise MeetingError(
            "The minutes were issued, so nothing is written over. Correct them instead: what "
            "stood there before is kept."
        )


def check_may_issue(status: Status, minuted: Minuted | None) -> None:
    """Raises unless the meeting is over and its minutes are a draft."""
    if status is not Status.HELD or minuted is not Minuted.DRAFT:
        raise MeetingError("Only minutes in draft, of a meeting that was closed, are issued.")


def check_may_confirm(minuted: Minuted | None) -> None:
    """Raises unless the minutes were issued and not confirmed yet."""
    if minuted is not Minuted.ISSUED:
        raise MeetingError("Only minutes that were issued, and not confirmed yet, are confirmed.")


def check_may_correct(minuted: Minuted | None) -> None:
    """Raises unless the minutes were issued: before, they are simply changed."""
    if minuted not in (Minuted.ISSUED, Minuted.CONFIRMED):
        raise MeetingError("The minutes are still a draft. Change the item itself.")
