"""How a payment moves: asked for, approved by two others, paid in a run. Plain Python."""

from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.core.words import listed


class State(StrEnum):
    """Where a payment stands."""

    SCHEDULED = "scheduled"
    ASKED = "asked"
    FIRST = "first"
    APPROVED = "approved"
    RUNNING = "running"
    PAID = "paid"
    RETURNED = "returned"
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        """As it stands on pages."""
        return WORDS[self]

    @property
    def meaning(self) -> str:
        """What it means, for those who point at it."""
        return MEANINGS[self]


WORDS = {
    State.SCHEDULED: "Scheduled",
    State.ASKED: "Waits for first approval",
    State.FIRST: "Waits for second approval",
    State.APPROVED: "Approved",
    State.RUNNING: "In a payment run",
    State.PAID: "Paid",
    State.RETURNED: "Came back",
    State.CANCELLED: "Cancelled",
}
MEANINGS = {
    State.SCHEDULED: "nobody has asked for it to be paid yet",
    State.ASKED: "somebody asked for it to be paid",
    State.FIRST: "one approver has agreed, another must",
    State.APPROVED: "two approvers have agreed, and it goes into the next run",
    State.RUNNING: "a run has it and has not booked it yet",
    State.PAID: "it is in the ledger and in the bank file of its run",
    State.RETURNED: "the bank sent it back",
    State.CANCELLED: "it will not be paid",
}


class Verb(StrEnum):
    """What can be done to a payment."""

    ASK = "ask"
    APPROVE = "approve"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"
    CHANGE = "change"
    CANCEL = "cancel"
    RUN = "run"
    LEAVE_OUT = "leave_out"
    PAY = "pay"
    RETURN = "return"


class By(StrEnum):
    """Who does it."""

    LEAD = "a lead"
    APPROVER = "an approver"
    HEADWATER = "headwater"


@dataclass(frozen=True, slots=True)
class Move:
    """One step a payment may take."""

    start: State
    verb: Verb
    end: State
    by: By
    needs_reason: bool = False
    is_stopped_by_hold: bool = False


MOVES = (
    Move(State.SCHEDULED, Verb.CHANGE, State.SCHEDULED, By.LEAD),
    Move(State.SCHEDULED, Verb.CANCEL, State.CANCELLED, By.LEAD, needs_reason=True),
    Move(State.SCHEDULED, Verb.ASK, State.ASKED, By.LEAD, is_stopped_by_hold=True),
    Move(State.ASKED, Verb.APPROVE, State.FIRST, By.APPROVER, is_stopped_by_hold=True),
    Move(State.ASKED, Verb.REFUSE, State.SCHEDULED, By.APPROVER, needs_reason=True),
    Move(State.ASKED, Verb.TAKE_BACK, State.SCHEDULED, By.LEAD, needs_reason=True),
    Move(State.FIRST, Verb.APPROVE, State.APPROVED, By.APPROVER, is_stopped_by_hold=True),
    Move(State.FIRST, Verb.REFUSE, State.SCHEDULED, By.APPROVER, needs_reason=True),
    Move(State.FIRST, Verb.TAKE_BACK, State.SCHEDULED, By.LEAD, needs_reason=True),
    Move(State.APPROVED, Verb.TAKE_BACK, State.SCHEDULED, By.LEAD, needs_reason=True),
    Move(State.APPROVED, Verb.RUN, State.RUNNING, By.LEAD, is_stopped_by_hold=True),
    Move(State.RUNNING, Verb.LEAVE_OUT, State.APPROVED, By.HEADWATER),
    Move(State.RUNNING, Verb.PAY, State.PAID, By.HEADWATER, is_stopped_by_hold=True),
    Move(State.PAID, Verb.RETURN, State.RETURNED, By.LEAD, needs_reason=True),
)
OPEN = frozenset({State.SCHEDULED, State.ASKED, State.FIRST, State.APPROVED, State.RUNNING})
"""Not paid yet, and still to be."""
UNDER_WAY = OPEN - {State.SCHEDULED}


class NoSuchStepError(HeadwaterError):
    """A payment cannot take the step from where it stands, often because somebody was quicker."""

    def __init__(self, *, state: State) -> None:
        super().__init__(
            f"The payment stands at [{state.words}] now, so this cannot be done to it. "
            "Nothing was changed. Look at the payment again."
        )


class OnHoldError(HeadwaterError):
    """Payments of an award are held."""

    def __init__(self) -> None:
        super().__init__(
            "Payments of this award are on hold. Nothing was changed. Release them first."
        )


class SamePersonError(HeadwaterError):
    """Two people must look at a payment who did not bring it."""

    def __init__(self, *, did: tuple[str, ...]) -> None:
        super().__init__(
            f"You {listed(did)} this payment, so somebody else must approve it. "
            "A payment needs two approvers who neither scheduled nor asked for it."
        )


def move_from(state: State, verb: Verb, *, is_held: bool) -> Move:
    """The step. Raises `NoSuchStepError`, or `OnHoldError` where a hold stops it."""
    found = next((each for each in MOVES if (each.start, each.verb) == (state, verb)), None)
    if found is None:
        raise NoSuchStepError(state=state)
    if found.is_stopped_by_hold and is_held:
        raise OnHoldError
    return found


def moves_from(state: State, *, is_held: bool) -> tuple[Move, ...]:
    """Every step from where a payment stands that no hold stops."""
    return tuple(
        each for each in MOVES if each.start is state and not (is_held and each.is_stopped_by_hold)
    )


def check_other_person(person: str, *, written_by: str, asked_by: str, first_by: str) -> None:
    """Raises `SamePersonError` unless the person had no hand in the payment so far."""
    did = tuple(
        words
        for words, who in (
            ("scheduled", written_by),
            ("asked for", asked_by),
            ("have approved", first_by),
        )
        if who == person
    )
    if did:
        raise SamePersonError(did=did)
