"""Reading what is planned and foreseen for a pot, and what was paid month by month."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Q

from headwater.core.money import NOTHING
from headwater.web.grants.money.models import (
    AccountKind,
    Commitment,
    CostKind,
    Entry,
    Pot,
    Variance,
)
from headwater.web.grants.money.queries.balances import PAID_OUT
from headwater.web.grants.money.rules.forecasting import (
    Month,
    Quarters,
    Spent,
    monthly,
    monthly_plan,
)
from headwater.web.grants.money.rules.years import months


def planned_for(pot: Pot) -> Quarters:
    """What is planned for each quarter and kind of cost."""
    return {(each.quarter, each.pays_for): each.amount for each in pot.quarters.all()}


def foreseen_for(pot: Pot) -> dict[date, Decimal]:
    """What somebody foresaw for a month, where it is not the plan."""
    return {each.month: each.amount for each in pot.forecasts.all()}


def spent_by_month(pot: Pot) -> Spent:
    """What was paid each month, with what came back taken off. Days out of the year count in it.

    What was paid for last year after it ended belongs to its last month, as in the books.
    """
    first, last = months(pot.year)[0], months(pot.year)[-1]
    kinds = [each.value for each in PAID_OUT]
    rows = Entry.objects.filter(
        Q(into__pot=pot, into__kind__in=kinds) | Q(out_of__pot=pot, out_of__kind__in=kinds)
    ).select_related("movement", "into", "out_of")
    labour = set(
        Commitment.objects.filter(pays_for=CostKind.LABOUR).values_list(
            "award_reference", flat=True
        )
    )
    found: dict[tuple[date, str], Decimal] = defaultdict(lambda: NOTHING)
    for entry in rows:
        month = min(max(entry.movement.on.replace(day=1), first), last)
        for account, sign in ((entry.into, 1), (entry.out_of, -1)):
            if account.pot_id == pot.pk and account.kind in kinds:
                is_labour = account.kind == AccountKind.LABOUR or account.award_reference in labour
                cost = CostKind.LABOUR if is_labour else CostKind.NON_LABOUR
                found[month, cost.value] += sign * entry.amount
    return found


def reasons_for(pot: Pot) -> dict[date, Variance]:
    """Why it came otherwise, the latest reason for each month."""
    return {each.month: each for each in pot.variances.all()}


def months_of(pot: Pot, *, today: date) -> list[Month]:
    """The months of a pot's year. Five queries."""
    return monthly(
        monthly_plan(pot.year, pot.budget, planned_for(pot)),
        foreseen_for(pot),
        spent_by_month(pot),
        {month: each.reason for month, each in reasons_for(pot).items()},
        today=today,
    )


def to_explain(pots: Collection[Pot], *, today: date) -> list[tuple[Pot, Month]]:
    """Of each pot the latest month that is over and came much otherwise, without a reason."""
    found = []
    for pot in pots:
        missing = [each for each in months_of(pot, today=today) if each.needs_reason]
        if missing:
            found.append((pot, missing[-1]))
    return found
