"""What is planned, foreseen and spent month by month, and when a difference needs a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from headwater.core.money import NOTHING, split
from headwater.web.grants.money.rules.years import months

QUARTERS = (1, 2, 3, 4)
COSTS = ("labour", "non_labour")
SHARE, LEAST = Decimal("0.10"), Decimal("500.00")
"""A difference needs a reason above a tenth of what was foreseen, and never below this."""

Quarters = Mapping[tuple[int, str], Decimal]
"""What is planned, by quarter and kind of cost."""
Spent = Mapping[tuple[date, str], Decimal]
"""What was paid, by the first day of the month and kind of cost."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a pot."""

    first_day: date
    forecast: Decimal
    actual: Decimal
    forecast_so_far: Decimal
    """From April on."""
    actual_so_far: Decimal
    is_over: bool
    reason: str

    @property
    def variance(self) -> Decimal:
        """By how much more was paid than foreseen, from April on."""
        return self.actual_so_far - self.forecast_so_far

    @property
    def needs_reason(self) -> bool:
        """Whether the month is over and came much otherwise, and nobody has said why."""
        return self.is_over and not self.reason and is_large(self.variance, self.forecast_so_far)


def is_large(variance: Decimal, forecast: Decimal) -> bool:
    """Whether a difference needs a reason.

    >>> is_large(Decimal("501"), Decimal("1000")), is_large(Decimal("501"), Decimal("6000"))
    (True, False)
    """
    return abs(variance) > max(LEAST, forecast * SHARE)


def monthly_plan(year: int, budget: Decimal, planned: Quarters) -> dict[date, Decimal]:
    """What the plan comes to each month: a third of its quarter, or of the year without one.

    >>> plan = monthly_plan(2026, Decimal("100"), {(1, "labour"): Decimal("100")})
    >>> [str(amount) for amount in plan.values()][:4]
    ['33.34', '33.33', '33.33', '0.00']
    """
    days = months(year)
    if not any(planned.values()):
        return dict(zip(days, split(budget, [1] * len(days)), strict=True))
    found: dict[date, Decimal] = {}
    for quarter in QUARTERS:
        amount = sum((planned.get((quarter, cost), NOTHING) for cost in COSTS), start=NOTHING)
        three = days[(quarter - 1) * 3 : quarter * 3]
        found |= dict(zip(three, split(amount, (1, 1, 1)), strict=True))
    return found


def monthly(
    plan: Mapping[date, Decimal],
    foreseen: Mapping[date, Decimal],
    spent: Spent,
    reasons: Mapping[date, str],
    *,
    today: date,
) -> list[Month]:
    """The months of a year. What somebody foresaw goes before what was planned."""
    found, forecast, actual = [], NOTHING, NOTHING
    for day, planned in plan.items():
        expected = foreseen.get(day, planned)
        paid = sum((spent.get((day, cost), NOTHING) for cost in COSTS), start=NOTHING)
        forecast, actual = forecast + expected, actual + paid
        found.append(
            Month(
                first_day=day,
                forecast=expected,
                actual=paid,
                forecast_so_far=forecast,
                actual_so_far=actual,
                is_over=(today.year, today.month) > (day.year, day.month),
                reason=reasons.get(day, ""),
            )
        )
    return found
