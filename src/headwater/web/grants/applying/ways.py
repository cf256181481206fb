"""Ways on that rooms above add to the pages of those who apply.

Rooms above register theirs when the site starts, so that applying needs to know none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from headwater.web.grants.applying.models import Application
from headwater.web.grants.applying.submitters import Submitter


@dataclass(frozen=True, slots=True)
class Way:
    """A page of another room that somebody may open, and what its link says."""

    words: str
    address: str
    is_awaited: bool = False
    """Whether something has to be done there."""


FromApplication = Callable[[Application], Sequence[Way]]
OfApplicant = Callable[[Submitter], Sequence[Way]]
_from_application: list[FromApplication] = []
_of_applicant: list[OfApplicant] = []


def register(
    *, from_application: FromApplication | None = None, of_applicant: OfApplicant | None = None
) -> None:
    """A room says where it leads from an application, or from every page of somebody's."""
    if from_application is not None and from_application not in _from_application:
        _from_application.append(from_application)
    if of_applicant is not None and of_applicant not in _of_applicant:
        _of_applicant.append(of_applicant)


def ways_from(application: Application) -> list[Way]:
    """Where else one application leads, what waits for an answer first."""
    found = [way for finder in _from_application for way in finder(application)]
    return sorted(found, key=lambda way: not way.is_awaited)


def ways_of(who: Submitter) -> list[Way]:
    """Where else somebody may go; nowhere for whoever came by a link."""
    return [] if who.only else [way for finder in _of_applicant for way in finder(who)]
