"""What others may know of a grant: reach, outcomes, money. No number of people here is under five.

Publishing and choosing read grants through this module.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, Sum, prefetch_related_objects

from headwater.core.money import NOTHING
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering.models import (
    Breakdown,
    Delivery,
    Return,
    ReturnVersion,
    Shown,
)
from headwater.web.grants.delivering.queries.grants import delivery_of
from headwater.web.grants.delivering.queries.returns import (
    FunderLine,
    funder_lines,
)
from headwater.web.grants.delivering.rules import lists
from headwater.web.grants.delivering.rules.workflow import ReturnState


@dataclass(frozen=True, slots=True)
class Reach:
    """How many young people a project reached, as far as that may be said."""

    people: int | None
    """None where nothing may be said yet."""
    planned: int
    by_age: Mapping[str, int | None]
    by_area: Mapping[str, int | None]
    by_referral: Mapping[str, int | None]
    """None in these is a hidden cell."""
    until: date | None
    """The last day of the newest accepted return."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One target: what was planned in all, and what accepted returns come to."""

    words: str
    kind: str
    unit: str
    planned: int
    achieved: int | None
    """None is hidden or not known yet."""
    tool: str
    """What measures it, where a score has to improve."""


@dataclass(frozen=True, slots=True)
class AcceptedReturn:
    """One return that the partnership accepted, as others may read it."""

    number: int
    first_day: date
    last_day: date
    accepted_on: date
    lines: Sequence[FunderLine]
    narrative: str
    quote: str


@dataclass(frozen=True, slots=True)
class Spend:
    """Money of a grant by its accepted returns."""

    budget: Decimal
    spent: Decimal
    by_line: Mapping[str, tuple[Decimal, Decimal]]
    """By line of the budget: planned and spent."""


def reach(award: Award) -> Reach:
    """Everything that may be said of how many took part."""
    delivery = delivery_of(award)
    if delivery is None:
        return Reach(None, award.application.people or 0, {}, {}, {}, None)
    target = delivery.targets.filter(kind="people").first()
    accepted = delivery.returns.filter(state=ReturnState.ACCEPTED)
    groups = list(delivery.breakdowns.all())
    return Reach(
        people=_shown(delivery).get(target.pk) if target else None,
        planned=sum(target.planned) if target else award.application.people or 0,
        by_age=_by("age_band", groups),
        by_area=_by("area_code", groups),
        by_referral=_by("referral", groups),
        until=accepted.order_by("number").values_list("last_day", flat=True).last(),
    )


def _by(way: str, groups: Sequence[Breakdown]) -> dict[str, int | None]:
    """Counts over every group; None where a group hides its part."""
    codes = dict.fromkeys(code for each in groups for code in each.cells[way])
    found: dict[str, int | None] = {}
    for code in codes:
        values = [each.cells[way].get(code, 0) for each in groups]
        found[code] = None if None in values else sum(values)
    return found


def _accepted(delivery: Delivery) -> list[Return]:
    """Accepted returns, the first first, with everything that was certified of each."""
    rows = delivery.returns.filter(state=ReturnState.ACCEPTED).order_by("number")
    found = list(rows.prefetch_related("versions__shown"))
    for each in found:
        each.delivery = delivery
    return found


def _shown(delivery: Delivery) -> Mapping[int, int]:
    """By target, the newest total of people that accepted returns show as they were last sent."""
    later = ReturnVersion.objects.filter(of=OuterRef("of__of"), number__gt=OuterRef("of__number"))
    rows = Shown.objects.filter(
        ~Exists(later), of__of__delivery=delivery, of__of__state=ReturnState.ACCEPTED
    )
    return dict(rows.order_by("of__of__number").values_list("target", "total"))


def outcomes(award: Award) -> list[Outcome]:
    """Every target with what accepted returns come to."""
    delivery = delivery_of(award)
    if delivery is None:
        return []
    is_accepted = Q(lines__of__state=ReturnState.ACCEPTED)
    shown = _shown(delivery)
    # What is summed up by the database has no order unless one is asked for.
    targets = delivery.targets.annotate(sum=Sum("lines__achieved", filter=is_accepted))
    return [
        Outcome(
            words=each.words,
            kind=each.kind,
            unit=each.unit,
            planned=sum(each.planned),
            achieved=shown.get(each.pk) if each.kind in lists.COUNTS_PEOPLE else each.sum,
            tool=each.tool,
        )
        for each in targets.order_by("number")
    ]


def accepted_returns(award: Award) -> list[AcceptedReturn]:
    """Returns that were accepted, the first first."""
    delivery = delivery_of(award)
    if delivery is None:
        return []
    prefetch_related_objects([delivery], "targets")
    return [
        AcceptedReturn(
            number=each.number,
            first_day=each.first_day,
            last_day=each.last_day,
            accepted_on=each.decided_at.date() if each.decided_at else each.last_day,
            lines=funder_lines(each),
            narrative=each.narrative,
            quote=each.quote,
        )
        for each in _accepted(delivery)
    ]


def spend(award: Award) -> Spend:
    """What a grant's accepted returns say was spent, by line of its budget."""
    delivery = delivery_of(award)
    if delivery is None:
        return Spend(award.amount, NOTHING, {})
    is_accepted = Q(spends__of__state=ReturnState.ACCEPTED)
    lines = {
        each.words: (each.amount, each.sum or NOTHING)
        for each in delivery.budget.annotate(sum=Sum("spends__spent", filter=is_accepted))
    }
    in_all = sum((out for _, out in lines.values()), start=NOTHING)
    return Spend(award.amount, in_all, lines)
