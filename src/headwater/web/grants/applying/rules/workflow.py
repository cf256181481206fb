"""Where an application may go from where it stands. Pages, tests and diagrams follow this table."""

from dataclasses import dataclass
from enum import Enum

from headwater.core.errors import HeadwaterError

DRAFT, INELIGIBLE, SUBMITTED = "draft", "ineligible", "submitted"
ASSESSMENT, CLARIFICATION, PANEL = "assessment", "clarification", "panel"
APPROVED, DECLINED, WITHDRAWN = "approved", "declined", "withdrawn"
UNDECIDED = frozenset({DRAFT, SUBMITTED, ASSESSMENT, CLARIFICATION, PANEL})
"""States of an application on which nobody has decided."""
WITH_STAFF = frozenset({SUBMITTED, ASSESSMENT, CLARIFICATION, PANEL})


class By(Enum):
    """Whose move it is."""

    APPLICANT = "those who apply"
    STAFF = "the partnership"


@dataclass(frozen=True, slots=True)
class Way:
    """One move that may be made."""

    start: str
    end: str
    by: By
    needs_reason: bool = False


WAYS = (
    Way(DRAFT, SUBMITTED, By.APPLICANT),
    Way(DRAFT, SUBMITTED, By.STAFF, needs_reason=True),
    Way(DRAFT, WITHDRAWN, By.APPLICANT),
    *(Way(state, WITHDRAWN, By.APPLICANT) for state in (SUBMITTED, ASSESSMENT, CLARIFICATION)),
    Way(PANEL, WITHDRAWN, By.APPLICANT),
    Way(SUBMITTED, INELIGIBLE, By.STAFF, needs_reason=True),
    Way(ASSESSMENT, INELIGIBLE, By.STAFF, needs_reason=True),
    Way(INELIGIBLE, SUBMITTED, By.STAFF, needs_reason=True),
    Way(SUBMITTED, ASSESSMENT, By.STAFF),
    Way(SUBMITTED, CLARIFICATION, By.STAFF),
    Way(ASSESSMENT, CLARIFICATION, By.STAFF),
    Way(CLARIFICATION, ASSESSMENT, By.STAFF),
    Way(CLARIFICATION, ASSESSMENT, By.APPLICANT),
    Way(ASSESSMENT, PANEL, By.STAFF),
    Way(PANEL, ASSESSMENT, By.STAFF, needs_reason=True),
    Way(PANEL, APPROVED, By.STAFF, needs_reason=True),
    Way(PANEL, DECLINED, By.STAFF, needs_reason=True),
    Way(APPROVED, PANEL, By.STAFF, needs_reason=True),
)
"""A draft that reached us late is taken by the partnership: the only way it submits one.

What was approved is decided again only where its award does not stand any more.
"""


class WayRefusedError(HeadwaterError):
    """A move that the table does not have."""

    def __init__(self, *, start: str, end: str) -> None:
        super().__init__(
            f"An application that is [{start}] cannot become [{end}]. Look at it again: somebody "
            "else may have moved it."
        )


class NeedsReasonError(HeadwaterError):
    """A move that says nothing of why."""

    def __init__(self, *, end: str) -> None:
        super().__init__(f"Say why the application becomes [{end}]. The reason is kept with it.")


def way(start: str, end: str, by: By) -> Way | None:
    """The move from one state to another for somebody; None where there is none."""
    return next(
        (each for each in WAYS if (each.start, each.end, each.by) == (start, end, by)), None
    )


def check_way(start: str, end: str, by: By, *, reason: str) -> Way:
    """The move. Raises where there is none, or where it wants a reason and has none."""
    found = way(start, end, by)
    if found is None:
        raise WayRefusedError(start=start, end=end)
    if found.needs_reason and not reason.strip():
        raise NeedsReasonError(end=end)
    return found
