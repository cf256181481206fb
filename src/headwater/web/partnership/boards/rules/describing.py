"""What a board is: its terms, its quorum, and the items that stand on every agenda."""

from dataclasses import dataclass
from datetime import date, timedelta

from headwater.core.errors import HeadwaterError
from headwater.web.partners.rules.duty import StatutoryRole

MOST_ITEMS = 20
LONGEST_ITEM = 160
LONGEST_TERMS = 8_000
LONGEST_UNTIL_REVIEW = timedelta(days=2 * 366)
USUAL_ITEMS = (
    "Welcome, apologies and interests",
    "Minutes of the last meeting",
    "Late actions and overdue obligations",
    "What the numbers say",
    "Decisions",
    "Any other business",
)
USUAL_TERMS = (
    "The board brings the partners under the Serious Violence Duty together. It agrees the local "
    "definition of serious violence, the needs assessment and the joint plan, holds each partner "
    "to its part, and decides how shared money is used."
)


class BoardError(HeadwaterError):
    """A board or a seat that cannot be as it was described."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that terms of reference settle."""

    name: str
    terms: str
    statutory_roles: tuple[StatutoryRole, ...]
    """Partners that must sit on it."""
    quorum: int
    quorum_roles: tuple[StatutoryRole, ...]
    """Partners without which nothing is decided."""
    standing_items: tuple[str, ...]
    meets_every: int
    """Months from one meeting to the next."""
    review_on: date


def check_terms(terms: Terms, *, today: date) -> None:
    """Raises where the terms contradict themselves or end in the past."""
    strangers = [role for role in terms.quorum_roles if role not in terms.statutory_roles]
    if strangers:
        raise BoardError(
            f"Nothing is decided without [{strangers[0].label}], yet it need not sit on the board. "
            "Tick it among the partners that must sit there too."
        )
    if terms.quorum < len(terms.quorum_roles):
        raise BoardError(
            f"The quorum is [{terms.quorum}] and names [{len(terms.quorum_roles)}] partners that "
            "must be there. Ask for at least as many seats as partners."
        )
    if not today < terms.review_on <= today + LONGEST_UNTIL_REVIEW:
        raise BoardError("Terms are reviewed on a day within the next two years. Name one.")


def items_of(text: str) -> tuple[str, ...]:
    """Items of an agenda, one a line, without empty lines. Raises where there are too many.

    >>> items_of("Welcome\\n\\n  Any other business ")
    ('Welcome', 'Any other business')
    """
    items = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(items) > MOST_ITEMS:
        raise BoardError(f"An agenda starts with [{MOST_ITEMS}] items at most. Join some of them.")
    if any(len(item) > LONGEST_ITEM for item in items):
        raise BoardError(f"An item is [{LONGEST_ITEM}] characters or fewer. Shorten the longest.")
    return items
