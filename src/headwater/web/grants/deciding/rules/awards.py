"""How an award moves: the table that code, tests and docs are made from."""

from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError


class Standing(StrEnum):
    """Where an award stands (DOMAIN section 7.2)."""

    OFFERED = "offered"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    CLOSED = "closed"
    CLAWBACK = "clawback"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Move:
    """One way an award may go."""

    start: Standing
    end: Standing
    needs_reason: bool = False


MOVES = (
    Move(Standing.OFFERED, Standing.ACTIVE),
    Move(Standing.OFFERED, Standing.WITHDRAWN, needs_reason=True),
    Move(Standing.ACTIVE, Standing.SUSPENDED, needs_reason=True),
    Move(Standing.SUSPENDED, Standing.ACTIVE, needs_reason=True),
    Move(Standing.ACTIVE, Standing.COMPLETED),
    Move(Standing.SUSPENDED, Standing.COMPLETED, needs_reason=True),
    Move(Standing.COMPLETED, Standing.CLOSED),
    Move(Standing.ACTIVE, Standing.CLAWBACK, needs_reason=True),
    Move(Standing.SUSPENDED, Standing.CLAWBACK, needs_reason=True),
    Move(Standing.COMPLETED, Standing.CLAWBACK, needs_reason=True),
    Move(Standing.CLAWBACK, Standing.CLOSED, needs_reason=True),
)
RUNNING = frozenset({Standing.ACTIVE, Standing.SUSPENDED})
CHANGEABLE = RUNNING | {Standing.OFFERED, Standing.COMPLETED, Standing.CLAWBACK}
"""What may still be varied."""


class AwardRefusedError(HeadwaterError):
    """Something that cannot be done with an award."""


def move_of(start: str, end: str, *, reason: str) -> Move:
    """The way from one standing to another. Raises `AwardRefusedError` where there is none."""
    for each in MOVES:
        if (each.start, each.end) == (start, end):
            if each.needs_reason and not reason.strip():
                raise AwardRefusedError("Say why, for those who ask later.")
            return each
    raise AwardRefusedError(
        f"An award that is [{start}] cannot become [{end}]. Somebody may have moved it while you "
        "were reading: open it again."
    )


def check_changeable(standing: str) -> None:
    """Raises `AwardRefusedError` for an award whose money and days are settled."""
    if standing not in CHANGEABLE:
        raise AwardRefusedError(f"An award that is [{standing}] cannot be changed any more.")
