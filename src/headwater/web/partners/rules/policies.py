"""What may be done whoever does it: state-rules, each with a sentence when it says no."""

from collections.abc import Collection, Iterable
from datetime import date

from headwater.core.errors import HeadwaterError


class LastAdministratorError(HeadwaterError):
    """The workspace would be left with nobody to give or end access."""

    def __init__(self) -> None:
        super().__init__(
            "This would leave the workspace without an administrator, and nobody could give or "
            "end access. Make somebody else an administrator first."
        )


class AlreadyHeldError(HeadwaterError):
    """The same role for the same organisation, twice."""

    def __init__(self, *, role: str, organisation: str) -> None:
        super().__init__(
            f"They hold the role [{role}] for [{organisation}] already, or will from a later day."
        )


class AccountClosedError(HeadwaterError):
    """Nobody can sign in to this account."""

    def __init__(self) -> None:
        super().__init__("The account is closed. Open it again first.")


class AlreadySoError(HeadwaterError):
    """An account is to be closed or opened that already is."""

    def __init__(self, *, state: str) -> None:
        super().__init__(f"The account is already [{state}]. Nothing was changed.")


class AlreadyEndedError(HeadwaterError):
    """Ending what has ended."""

    def __init__(self, *, what: str) -> None:
        super().__init__(f"The {what} has ended already. Nothing was changed.")


class NothingToCorrectError(HeadwaterError):
    """A correction that says what stands there already."""

    def __init__(self) -> None:
        super().__init__("Everything is as you say already. Nothing was changed.")


class DayError(HeadwaterError):
    """A day that cannot be."""


class SuccessionError(HeadwaterError):
    """One thing cannot follow another as asked."""


def check_administrators_left(left: int) -> None:
    """Refuse what leaves a workspace without an administrator. Raises `LastAdministratorError`."""
    if left < 1:
        raise LastAdministratorError


def check_within(day: date, *, what: str, starts_on: date, ends_on: date | None) -> None:
    """Refuse a day on which an organisation is not there. Raises `DayError`."""
    if day < starts_on:
        raise DayError(f"[{what}] takes part from [{starts_on:%-d %B %Y}] only. Name a later day.")
    if ends_on is not None and day > ends_on:
        raise DayError(f"[{what}] takes part until [{ends_on:%-d %B %Y}] only.")


def check_follows(day: date, *, what: str, starts_on: date) -> None:
    """Refuse a successor that starts before or with what it follows. Raises `DayError`."""
    if day <= starts_on:
        raise DayError(
            f"[{what}] began on [{starts_on:%-d %B %Y}]. What follows must begin on a later day."
        )


def check_can_undo(begins: date, *, today: date) -> None:
    """Refuse to take back a change that has begun to count. Raises `DayError`."""
    if begins <= today:
        raise DayError(
            f"The change counts since [{begins:%-d %B %Y}], and pages and documents were made "
            "under it. It can no longer be taken back: enter another change instead."
        )


def check_every_member_placed(members: Iterable[str], placed: Collection[str]) -> None:
    """Refuse a split that says of somebody not where they go. Raises `SuccessionError`."""
    left = [reference for reference in members if reference not in placed]
    if left:
        raise SuccessionError(
            f"[{len(left)}] of the people do not have a place yet: [{', '.join(left)}]. Say for "
            "each which organisation they go on to."
        )
