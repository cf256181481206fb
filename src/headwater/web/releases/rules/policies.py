"""Who may approve what, and when something may go out."""

from collections.abc import Collection
from datetime import datetime, timedelta

from headwater.core.errors import HeadwaterError

SHORTEST_REASON = 20
LONGEST_EMBARGO = timedelta(days=366)


class ReasonTooShortError(HeadwaterError):
    """A decision without enough of a reason."""

    def __init__(self, *, have: int) -> None:
        super().__init__(
            f"Give a reason of at least [{SHORTEST_REASON}] characters; this one has [{have}]. "
            "Whoever reads the record later should understand the decision."
        )


class OwnWorkError(HeadwaterError):
    """An author approving what is theirs."""

    def __init__(self) -> None:
        super().__init__(
            "You worked on this, so somebody else must decide whether it is published. "
            "Ask an approver who had no part in it."
        )


class AnsweredAlreadyError(HeadwaterError):
    """One person answering twice."""

    def __init__(self) -> None:
        super().__init__(
            "You have answered this proposal already. Another approver must give the next answer."
        )


class EmbargoError(HeadwaterError):
    """A release going out before its time, or an embargo that makes no sense."""

    @classmethod
    def not_yet(cls, until: datetime) -> "EmbargoError":
        """Too early to publish."""
        return cls(
            f"This is under embargo until [{until.isoformat(timespec='minutes')}]. "
            "headwater publishes it then; nobody can publish it before."
        )

    @classmethod
    def not_ahead(cls) -> "EmbargoError":
        """An embargo that has ended already, or never will."""
        return cls(
            "An embargo must end later than now and within a year. Leave it empty to publish "
            "as soon as it is approved."
        )


def approvals_needed(*, is_restricted: bool) -> int:
    """How many people other than the authors must agree.

    >>> approvals_needed(is_restricted=True), approvals_needed(is_restricted=False)
    (2, 1)
    """
    return 2 if is_restricted else 1


def check_reason(reason: str) -> str:
    """The reason without the space around it. Raises where it says too little."""
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise ReasonTooShortError(have=len(said))
    return said


def check_can_answer(who: str, *, authors: Collection[str], answered: Collection[str]) -> None:
    """Raises unless this person, named by reference, may approve or refuse."""
    if who in authors:
        raise OwnWorkError
    if who in answered:
        raise AnsweredAlreadyError


def can_answer(who: str, *, authors: Collection[str], answered: Collection[str]) -> bool:
    """Whether this person may approve or refuse."""
    return bool(who) and who not in authors and who not in answered


def is_out_of_embargo(until: datetime | None, *, at: datetime) -> bool:
    """Whether an embargo, if there was one, has ended. It ends at its very second."""
    return until is None or until <= at


def check_out_of_embargo(until: datetime | None, *, at: datetime) -> None:
    """Raises while something must not be public yet."""
    if until is not None and not is_out_of_embargo(until, at=at):
        raise EmbargoError.not_yet(until)


def check_embargo(until: datetime | None, *, at: datetime) -> None:
    """Raises for an embargo that has ended already or lies more than a year ahead."""
    if until is not None and not at < until <= at + LONGEST_EMBARGO:
        raise EmbargoError.not_ahead()
