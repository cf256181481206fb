"""Reading returns: for the deliverer with every number, for the partnership without a few."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet, Sum

from headwater.rulebook import outcome_tool
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering.models import (
    Delivery,
    Goal,
    Measure,
    Participant,
    Return,
    Shown,
    Target,
)
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.queries.register import contact_minutes
from headwater.web.grants.delivering.rules import lists, returning
from headwater.web.grants.delivering.rules.measures import Change, change
from headwater.web.grants.delivering.rules.returning import Line, Said, Spend
from headwater.web.grants.delivering.rules.small_numbers import Totals
from headwater.web.grants.delivering.rules.workflow import ReturnState


def return_for(actor: Actor, workspace: str, reference: str) -> Return:
    """One return that was certified at least once. Raises `NotYours` for any other."""
    rows = Return.objects.select_related("delivery__award__application__round__workspace")
    only = rows.filter(reference=reference).exclude(versions=None).first()
    if only is None:
        raise NotYours
    grants.grant_for(actor, workspace, only.delivery.reference)
    return only


def my_return(delivery: Delivery, reference: str) -> Return:
    """One return of a grant. Raises `NotYours` for any other."""
    found = delivery.returns.filter(reference=reference).first()
    if found is None:
        raise NotYours
    found.delivery = delivery
    return found


def is_last(of: Return) -> bool:
    """Whether it is the one at the end."""
    return of.kind == "end"


def said_of(of: Return, *, is_checked: bool = False) -> Said:
    """What a return says now, with what earlier ones said was spent."""
    before = spent_by_line(of.delivery, before=of.number)
    lines = {each.target_id: each for each in of.lines.all()}
    spends = {each.line_id: each for each in of.spends.all()}
    return Said(
        lines=[
            Line(
                target.number,
                target.words,
                planned_in(target, of),
                lines[target.pk].achieved if target.pk in lines else None,
                lines[target.pk].reason if target.pk in lines else "",
            )
            for target in of.delivery.targets.all()
        ],
        spends=[
            Spend(
                line.number,
                line.words,
                line.amount,
                spends[line.pk].spent if line.pk in spends else Decimal(),
                before.get(line.pk, Decimal()),
                spends[line.pk].reason if line.pk in spends else "",
            )
            for line in of.delivery.budget.all()
        ],
        narrative=of.narrative,
        quote=of.quote,
        minutes_taken=of.minutes_taken,
        is_last=is_last(of),
        is_checked=is_checked,
    )


def planned_in(target: Target, of: Return) -> int:
    """What was planned for the period of a return."""
    return int(target.planned[of.number - 1])


def spent_by_line(delivery: Delivery, *, before: int) -> Mapping[int, Decimal]:
    """What returns before a number said was spent, by line of the budget."""
    rows = delivery.budget.filter(spends__of__number__lt=before)
    return {each.pk: each.sum for each in rows.annotate(sum=Sum("spends__spent"))}


def counted(target: Target, of: Return) -> int | None:
    """What the register comes to for a target in the period of a return; None if it cannot say."""
    period = (of.first_day, of.last_day)
    if target.kind in lists.COUNTS_PEOPLE:
        return people_with(target, of.delivery.participants.all(), period)
    if target.kind == "sessions":
        held = of.delivery.sessions.filter(held_on__range=period, cancelled_at=None)
        return held.count()
    if target.kind == "hours":
        return contact_minutes(of.delivery, first_day=period[0], last_day=period[1]) // 60
    return None


def people_with(target: Target, people: QuerySet[Participant], period: tuple[date, date]) -> int:
    """How many of some people a target counts in a period."""
    match target.kind:
        case "people":
            return people.filter(started_on__range=period).count()
        case "finished":
            return people.filter(left_on__range=period, leaving="completed").count()
        case "goals":
            goals = Goal.objects.filter(
                participant__in=people, state="achieved", reviewed_on__range=period
            )
            return goals.values("participant").distinct().count()
        case _:
            return _improved(target, people, period)


def _improved(target: Target, people: QuerySet[Participant], period: tuple[date, date]) -> int:
    """How many have a score at the end, taken in a period, that is better than at the start."""
    tool = outcome_tool(target.tool)
    rows = Measure.objects.filter(
        participant__in=people, tool=target.tool, score__isnull=False
    ).values_list("participant", "score")
    before = dict(rows.filter(stage="before"))
    after = dict(rows.filter(stage="after", taken_on__range=period))
    pairs = [(before.get(person), score) for person, score in after.items()]
    return sum(
        start is not None and end is not None and change(tool, start, end) is Change.BETTER
        for start, end in pairs
    )


def totals_of(of: Return) -> dict[int, int]:
    """Running totals of people up to a return, by target, the weightiest first: those who start.

    Returns that were not certified yet count for nothing.
    """
    order = list(lists.TARGETS)
    targets = [each for each in of.delivery.targets.all() if each.kind in lists.COUNTS_PEOPLE]
    targets.sort(key=lambda each: (order.index(each.kind), each.number))
    rows = of.delivery.returns.filter(number__lte=of.number, certified_at__isnull=False)
    sums = dict(rows.values_list("lines__target").annotate(sum=Sum("lines__achieved")).order_by())
    return {each.pk: int(sums.get(each.pk) or 0) for each in targets}


def looks_of(delivery: Delivery) -> list[Totals]:
    """Everything that was ever shown of a grant's people, in the order it was."""
    rows = Shown.objects.filter(of__of__delivery=delivery).order_by("of__at", "of_id")
    looks: dict[int, dict[int, int]] = {}
    for each in rows:
        looks.setdefault(each.of_id, {})[each.target_id] = each.total
    return list(looks.values())


@dataclass(frozen=True, slots=True)
class FunderLine:
    """One target of one return as the partnership sees it."""

    target: Target
    planned: int
    achieved: int | None
    """In the period, or up to now where people are counted; None is hidden."""
    is_running: bool
    reason: str


def funder_lines(of: Return) -> Sequence[FunderLine]:
    """What the partnership sees of a return's targets: no few people, in no version."""
    version = next(iter(of.versions.all()), None)
    said = {each["number"]: each for each in version.said["lines"]} if version else {}
    shown = {each.target_id: each.total for each in version.shown.all()} if version else {}
    return [_funder_line(target, of, said, shown) for target in of.delivery.targets.all()]


def _funder_line(
    target: Target, of: Return, said: Mapping[int, Mapping[str, object]], shown: Mapping[int, int]
) -> FunderLine:
    line = said.get(target.number, {})
    reason = str(line.get("reason", ""))
    if target.kind in lists.COUNTS_PEOPLE:
        planned = sum(target.planned[: of.number])
        return FunderLine(target, planned, shown.get(target.pk), True, reason)
    achieved = line.get("achieved")
    number = achieved if isinstance(achieved, int) else None
    return FunderLine(target, planned_in(target, of), number, False, reason)


def late(delivery: Delivery) -> QuerySet[Return]:
    """Returns that the deliverer has to write, the earliest first."""
    return delivery.returns.filter(state__in=[ReturnState.OPEN, ReturnState.CHANGES])


def waiting_returns(read: QuerySet[Award]) -> QuerySet[Return]:
    """Returns of some grants that wait for the partnership."""
    rows = Return.objects.filter(delivery__award__in=read.order_by().values("pk"))
    return rows.filter(state=ReturnState.SUBMITTED).order_by("due_on")


def spent(delivery: Delivery, *, accepted_only: bool = True) -> Decimal:
    """What a grant's returns say was spent."""
    rows = delivery.returns.all()
    if accepted_only:
        rows = rows.filter(state=ReturnState.ACCEPTED)
    return Decimal(rows.aggregate(sum=Sum(F("spends__spent")))["sum"] or 0)


def workspace_of(of: Return) -> str:
    """The slug of the partnership that gives the money."""
    return grants.workspace_of(of.delivery)


def certified_from(of: Return) -> date:
    """The first day on which a return can be certified."""
    return returning.certified_from(last_day=of.last_day, ends_on=of.delivery.award.ends_on)
