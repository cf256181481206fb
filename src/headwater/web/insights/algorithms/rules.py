"""What the register allows: who moves an algorithm, what is refused, when it may run."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.roles import APPROVERS, LEADS, Role

WARN_DAYS = 30
"""How long before it expires an algorithm is put on the worklist."""
LONGEST = timedelta(days=366)
"""An algorithm is looked at again at least once a year."""


class Status(StrEnum):
    """Whether an algorithm may run."""

    DRAFT = "draft"
    IN_USE = "in_use"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """The status on a page."""
        return WORDS[self]


WORDS = {
    Status.DRAFT: "Being described",
    Status.IN_USE: "In use",
    Status.SUSPENDED: "Suspended",
    Status.WITHDRAWN: "Withdrawn",
}


class Pipeline(StrEnum):
    """Everything that runs today and must be in the register. Tasks name these to the gate."""

    LOAD = "load-files"
    QUALITY = "quality-score"
    ASSESSMENT = "needs-assessment"
    DISCLOSURE = "disclosure-control"
    COMPARISON = "compare-periods"
    EARLY_WARNING = "early-warning"
    GAP_MAP = "gap-map"
    PORTFOLIO = "portfolio-choice"
    VALUE = "value-for-money"


class Verb(StrEnum):
    """What is done to an entry of the register."""

    START = "start"
    SUSPEND = "suspend"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Move:
    """One step an algorithm may take."""

    start: Status
    verb: Verb
    end: Status
    by: frozenset[Role]
    words: str
    needs_reason: bool = False


MOVES = (
    Move(Status.DRAFT, Verb.START, Status.IN_USE, LEADS, "Put into use"),
    Move(Status.SUSPENDED, Verb.START, Status.IN_USE, LEADS, "Put back into use", True),
    Move(Status.IN_USE, Verb.SUSPEND, Status.SUSPENDED, LEADS | APPROVERS, "Suspend", True),
    Move(Status.DRAFT, Verb.WITHDRAW, Status.WITHDRAWN, LEADS, "Withdraw", True),
    Move(Status.IN_USE, Verb.WITHDRAW, Status.WITHDRAWN, LEADS, "Withdraw", True),
    Move(Status.SUSPENDED, Verb.WITHDRAW, Status.WITHDRAWN, LEADS, "Withdraw", True),
)


class RegisterError(HeadwaterError):
    """An entry of the register that cannot be kept as it is put."""


class NotRegisteredError(HeadwaterError):
    """Something was to run that the register does not allow."""

    def __init__(self, *, key: str, because: str) -> None:
        super().__init__(
            f"The algorithm [{key}] does not run: {because}. "
            "A lead can put this right in the register of algorithms."
        )


class PredictsAboutPeopleError(RegisterError):
    """A model whose answers are about a person."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            f"[{name}] gives a prediction, score or rank about a person. headwater refuses any "
            "such model, whoever asks: places, periods, services and groups may be analysed; "
            "people are judged by professionals."
        )


def move_from(status: Status, verb: Verb) -> Move:
    """The move a verb makes from a status. Raises `RegisterError` where there is none."""
    for move in MOVES:
        if move.start is status and move.verb is verb:
            return move
    raise RegisterError(f"An algorithm that is [{status.words.lower()}] cannot [{verb}].")


def moves_open(status: Status, roles: frozenset[Role]) -> tuple[Move, ...]:
    """What somebody with these roles may do to an algorithm now."""
    return tuple(m for m in MOVES if m.start is status and not roles.isdisjoint(m.by))


def check_may_move(move: Move, roles: frozenset[Role], *, reason: str) -> None:
    """Raises `RegisterError` where the roles do not allow the move, or its reason is missing."""
    if roles.isdisjoint(move.by):
        raise RegisterError(f"[{move.words}] is for {_names(move.by)}.")
    if move.needs_reason and not reason.strip():
        raise RegisterError(f"Say why: [{move.words}] needs a reason.")


def check_dates(*, reviewed_on: date, expires_on: date, today: date) -> None:
    """Raises `RegisterError` where the review lies ahead or the entry would outlive a year."""
    if reviewed_on > today:
        raise RegisterError(f"The review date [{reviewed_on}] lies ahead. Give the last review.")
    if expires_on < reviewed_on:
        raise RegisterError(f"The expiry [{expires_on}] lies before the review [{reviewed_on}].")
    if expires_on - reviewed_on > LONGEST:
        raise RegisterError(
            f"The expiry [{expires_on}] is more than a year after the review [{reviewed_on}]. "
            "An algorithm is looked at again at least once a year."
        )


def reason_not_to_run(status: Status, *, expires_on: date, today: date) -> str:
    """Why an entry does not let its algorithm run; empty where it does."""
    if status is not Status.IN_USE:
        return f"the register says it is {NOT_RUNNING[status]}"
    if expires_on < today:
        return f"its entry expired on {expires_on:%-d %B %Y}"
    return ""


NOT_RUNNING = {
    Status.DRAFT: "still being described",
    Status.SUSPENDED: "suspended",
    Status.WITHDRAWN: "withdrawn",
}


def is_expiring(expires_on: date, *, today: date) -> bool:
    """Whether an entry ends so soon that somebody must look at it."""
    return expires_on <= today + timedelta(days=WARN_DAYS)


def _names(roles: frozenset[Role]) -> str:
    return " and ".join(sorted(f"{role.value}s" for role in roles))
