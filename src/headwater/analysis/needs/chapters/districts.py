"""Districts side by side: which stands highest, beside the whole area, as a finding and a chart."""

from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs.drafting import Draft, number_in, strength_of_interval
from headwater.core import words
from headwater.core.editions import Block, Chart, ChartKind, Finding, Table

RESIDENTS_ARE_NOT_VISITORS = (
    "Rates divide by residents. Town centres, stations and shopping areas have more people in "
    "them than live there."
)


@dataclass(frozen=True, slots=True)
class Named:
    """What the rate is a rate of, and what its finding and chart are called."""

    finding: str
    chart: str
    what: str


def highest_district(
    draft: Draft, table: Table, *, named: Named, area: str, benchmark: float
) -> list[Block]:
    """The highest rate beside the whole area's. Nothing where the rates or the whole are hidden.

    `table` has the columns of `RateColumns` after code and name; `benchmark` is the whole area's
    rate on the same scale.
    """
    rows = sorted(table.rows, key=_rate_or_least)
    top = rows[0]
    if np.isnan(number_in(top[4])) or np.isnan(benchmark):
        return []
    rate, low, high = (number_in(top[i]) for i in (4, 5, 6))
    side = "outside" if top[7] != "similar" else "inside"
    finding = Finding(
        named.finding,
        f"{top[1]} had the highest rate of {named.what}: {words.interval(rate, low, high)} for "
        f"every 1,000 residents a year, beside {words.number(benchmark, decimals=1)} in {area} as "
        "a whole.",
        (table.figure_id(top, "rate"),),
        strength_of_interval(low, high, null=benchmark, cautions=1),
        (RESIDENTS_ARE_NOT_VISITORS,),
        f"The whole area's rate lies {side} the district's interval.",
    )
    chart = Chart(
        named.chart,
        ChartKind.DOT_INTERVAL,
        f"{top[1]} has the highest rate of {named.what}",
        "Dots are rates with their 95 % intervals; the line is the whole area. "
        + "; ".join(f"{row[1]} {_said(number_in(row[4]))}" for row in rows)
        + ".",
        table.id,
        x="area_name",
        y="rate",
        low="rate_low",
        high="rate_high",
        benchmark=round(benchmark, 6),
        benchmark_label=area,
        y_title=f"{named.what.capitalize()} for every 1,000 residents a year",
    )
    return [draft.finding(finding), draft.chart(chart)]


def _rate_or_least(row: tuple[str | int | float | None, ...]) -> float:
    """Highest first; hidden rates last."""
    rate = number_in(row[4])
    return np.inf if np.isnan(rate) else -rate


def _said(rate: float) -> str:
    return "not shown" if np.isnan(rate) else words.number(rate, decimals=1)
