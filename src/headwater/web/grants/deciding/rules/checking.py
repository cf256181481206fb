"""The checklist of due diligence: what is asked of whom, how it stands, and what holds money up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.core.words import listed
from headwater.rulebook.practice import DiligenceItem

SHORTEST_REASON = 10


class Result(StrEnum):
    """What was found."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_NEEDED = "not_needed"

    @property
    def words(self) -> str:
        """As it stands on pages."""
        return WORDS[self]


WORDS = {
    Result.MET: "Met",
    Result.NOT_MET: "Not met",
    Result.NOT_NEEDED: "Not needed here",
}
NOT_CHECKED, RAN_OUT = "Not checked yet", "Ran out"


class CheckRefusedError(HeadwaterError):
    """A check that cannot be recorded, or an award that a check holds up."""


@dataclass(frozen=True, slots=True)
class Found:
    """The latest answer to one item."""

    result: Result
    expires_on: date | None


def asked_of(items: Iterable[DiligenceItem], kind: str) -> list[DiligenceItem]:
    """What is checked of a kind of organisation; everything where its kind is not known."""
    return [each for each in items if not kind or kind in each.kinds]


def words(found: Found | None, *, today: date) -> str:
    """How an item stands on a day."""
    if found is None:
        return NOT_CHECKED
    if _has_run_out(found, today=today):
        return RAN_OUT
    return found.result.words


def _has_run_out(found: Found, *, today: date) -> bool:
    return found.expires_on is not None and found.expires_on < today


def is_settled(found: Found | None, *, today: date) -> bool:
    """Whether an item no longer stands in the way on a day."""
    return (
        found is not None
        and found.result is not Result.NOT_MET
        and not _has_run_out(found, today=today)
    )


def outstanding(
    items: Sequence[DiligenceItem], found: Mapping[str, Found], *, today: date
) -> list[DiligenceItem]:
    """Items that must be met and are not on a day."""
    return [each for each in items if each.must and not is_settled(found.get(each.id), today=today)]


def check_ready(items: Sequence[DiligenceItem], found: Mapping[str, Found], *, today: date) -> None:
    """Raises `CheckRefusedError` naming every check that holds an award up."""
    left = outstanding(items, found, today=today)
    if left:
        raise CheckRefusedError(
            f"Due diligence is not finished: [{listed([each.name for each in left])}]. No award "
            "is made before each is met or found not to be needed."
        )


def check_found(*, result: Result, reason: str, expires_on: date | None, today: date) -> None:
    """Raises `CheckRefusedError` for an answer that could not be relied on."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise CheckRefusedError("Say what you looked at and what it showed.")
    if result is Result.MET and expires_on is not None and expires_on < today:
        raise CheckRefusedError("What has run out already is not met. Give its new last day.")
