"""How ready the partnership is, domain by domain, in one year and the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from headwater.rulebook import readiness_domains
from headwater.rulebook.duty import ReadinessDomain
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.partnership.duty.models import Readiness
from headwater.web.partnership.duty.queries.evidence import ages, ties
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.ageing import Age
from headwater.web.partnership.duty.rules.readying import (
    MONTHS_OF_EVIDENCE,
    reference_of,
    years,
)

KIND = "readiness"


@dataclass(frozen=True, slots=True)
class Domain:
    """One domain in one year: what was said, what shows it, and what was said the year before."""

    domain: ReadinessDomain
    year: int
    row: Readiness | None
    before: Readiness | None
    evidence: tuple[Age, ...]

    @property
    def reference(self) -> str:
        """What it is called on the thread."""
        return reference_of(self.domain.id, self.year)


def domains_for(actor: Actor, workspace: str, *, year: int, today: date) -> list[Domain]:
    """Every domain in a year, in the order they are asked. Raises `NotYours` for other years."""
    if not permissions.can_read(actor, workspace) or year not in years(today):
        raise NotYours
    rows = Readiness.objects.filter(
        workspace__slug=workspace, year__in=(year, year - 1)
    ).select_related("owner", "workspace")
    held = {(each.domain, each.year): each for each in rows}
    months = {reference_of(each.id, year): MONTHS_OF_EVIDENCE for each in readiness_domains()}
    shown = ages(workspace, ties(workspace, KIND, sorted(months)), months, today=today)
    return [
        Domain(
            each,
            year,
            held.get((each.id, year)),
            held.get((each.id, year - 1)),
            tuple(shown.get(reference_of(each.id, year), ())),
        )
        for each in readiness_domains()
    ]


def domain_for(actor: Actor, workspace: str, *, year: int, domain: str, today: date) -> Domain:
    """One domain in a year. Raises `NotYours` where there is none."""
    found = domains_for(actor, workspace, year=year, today=today)
    one = next((each for each in found if each.domain.id == domain), None)
    if one is None:
        raise NotYours
    return one


def years_assessed(workspace: str, *, today: date) -> Sequence[int]:
    """Years with any assessment, and this one, the latest first."""
    found = Readiness.objects.filter(workspace__slug=workspace).values_list("year", flat=True)
    return sorted({*found.distinct(), today.year}, reverse=True)
