"""When applications that came to nothing lose what they say of people, and who says so."""

from datetime import date, timedelta

from headwater.core.errors import HeadwaterError
from headwater.web.grants.applying.rules.keeping import KEPT

DAYS_TO_ACT = timedelta(days=30)
"""In which leads ask and approvers decide, before they are reminded that it is late."""
A_YEAR_LONGER = timedelta(days=365)


class KeepingError(HeadwaterError):
    """Something about letting people go that the rules do not allow."""

    @classmethod
    def same_person(cls) -> "KeepingError":
        """Whoever asked may not approve."""
        return cls("You asked for this removal. Somebody else must decide about it.")

    @classmethod
    def nothing_due(cls) -> "KeepingError":
        """No round has reached the end of its time."""
        return cls("No round here has reached the end of its time. Nothing was changed.")


def goes_on(*, closed_on: date, last_award_ends: date | None) -> date:
    """The day from which nothing about people need be kept of a round's refused applications.

    >>> goes_on(closed_on=date(2026, 5, 1), last_award_ends=date(2027, 3, 31)).isoformat()
    '2033-03-29'
    >>> goes_on(closed_on=date(2026, 5, 1), last_award_ends=None).isoformat()
    '2032-04-29'
    """
    return (last_award_ends or closed_on) + KEPT


def check_is_another(person: str, *, asked_by: str) -> None:
    """Whoever approves is not whoever asked."""
    if person == asked_by:
        raise KeepingError.same_person()
