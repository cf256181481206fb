"""Plans of pots by quarter, forecasts by month, and why it came otherwise."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from headwater.core.money import NOTHING, plain_pounds, pounds, to_the_penny
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.grants.money.changes import work
from headwater.web.grants.money.changes.ledger import hold_open
from headwater.web.grants.money.errors import MoneyError
from headwater.web.grants.money.events import Event
from headwater.web.grants.money.models import Forecast, Pot, QuarterBudget, Variance
from headwater.web.grants.money.queries.plans import months_of
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.forecasting import Quarters
from headwater.web.grants.money.rules.spending import check_cost, check_reason
from headwater.web.grants.money.rules.years import months


class PlanDiffersError(MoneyError):
    """Quarters that do not add up to the budget."""

    def __init__(self, *, total: Decimal, budget: Decimal) -> None:
        more = "more" if total > budget else "less"
        super().__init__(
            f"The quarters add up to [{pounds(total)}]: [{pounds(abs(total - budget))}] {more} "
            f"than the budget of [{pounds(budget)}]. Nothing was saved."
        )


class MonthOverError(MoneyError):
    """A forecast of a month that is over, or of another year."""

    def __init__(self) -> None:
        super().__init__(
            "A month that is over cannot be foreseen any more, nor one of another year. "
            "Say why it came otherwise instead."
        )


class NothingToExplainError(MoneyError):
    """A month that is not over."""

    def __init__(self) -> None:
        super().__init__("This month is not over, so there is nothing to explain yet.")


@audited
def plan(*, pot: Pot, amounts: Quarters, version: int, actor: Actor, at: datetime) -> Pot:
    """Share the budget out over quarters, labour and non-labour apart, to the penny."""
    held = _held(pot, actor, what="plan a pot")
    if held.version != version:
        raise ChangedMeanwhileError(what="pot")
    total = sum((to_the_penny(each) for each in amounts.values()), start=NOTHING)
    if total != held.budget:
        raise PlanDiffersError(total=total, budget=held.budget)
    for (quarter, cost), amount in amounts.items():
        if amount:
            check_cost(pot=held.pays_for, cost=cost, words=held.get_pays_for_display())
        QuarterBudget.objects.update_or_create(
            pot=held, quarter=quarter, pays_for=cost, defaults={"amount": amount}
        )
    held.version += 1
    held.save(update_fields=["version"])
    _record(Event.PLANNED, held, actor=actor, at=at)
    return held


@audited
def foresee(*, pot: Pot, amounts: Mapping[date, Decimal], actor: Actor, at: datetime) -> None:
    """Say what will be paid in months to come. Months that are over stay as they were foreseen."""
    held = _held(pot, actor, what="forecast a pot")
    this_month = timezone.localdate(at).replace(day=1)
    open_months = {each for each in months(held.year) if each >= this_month}
    if not set(amounts) <= open_months:
        raise MonthOverError
    for month, amount in amounts.items():
        Forecast.objects.update_or_create(
            pot=held,
            month=month,
            defaults={"amount": to_the_penny(amount), "by": actor.reference, "at": at},
        )
    _record(Event.FORESEEN, held, actor=actor, at=at, months=len(amounts))


@audited
def explain(*, pot: Pot, month: date, reason: str, actor: Actor, at: datetime) -> Variance:
    """Say why more or less was paid by the end of a month. Earlier reasons stay."""
    held = _held(pot, actor, what="explain a variance")
    check_reason(reason)
    rows = months_of(held, today=timezone.localdate(at))
    found = next((each for each in rows if each.first_day == month and each.is_over), None)
    if found is None:
        raise NothingToExplainError
    made = Variance.objects.create(
        pot=held,
        month=month,
        reason=reason,
        forecast=found.forecast_so_far,
        actual=found.actual_so_far,
        by=actor.reference,
        at=at,
    )
    work.close_variance(held, at=at)
    _record(
        Event.VARIANCE_EXPLAINED,
        held,
        actor=actor,
        at=at,
        month=month.isoformat(),
        variance=plain_pounds(found.variance),
        reason=reason,
    )
    return made


def _held(pot: Pot, actor: Actor, *, what: str) -> Pot:
    (held,) = hold_open(pot)
    permissions.check_can_keep(actor, held.fund.workspace.slug, what=what)
    return held


def _record(event: Event, pot: Pot, *, actor: Actor, at: datetime, **facts: Any) -> None:
    slug = pot.fund.workspace.slug
    record(event, about=pot, by=actor, at=at, workspace=slug, **facts)
