"""The weeks that led up to an alert: a table by alert and week, and a chart for each alert."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs.drafting import (
    Draft,
    number_in,
    paragraph,
    shown,
    table_of,
)
from headwater.analysis.watch.alerts import Alert
from headwater.analysis.watch.places import places_in_words
from headwater.analysis.watch.releasing import Cubes
from headwater.analysis.watch.rules import Watching
from headwater.analysis.watch.watched import Watched, before_id, week_code
from headwater.core import words
from headwater.core.counts import ReleasedCube
from headwater.core.editions import Block, Chart, ChartKind, Column, ColumnKind, Table, Value
from headwater.core.marks import CONFIDENTIAL, NOT_APPLICABLE, NOT_AVAILABLE
from headwater.core.weeks import Week

LEAST_SHARE = 0.5
"""Of the weeks before an alert, how many must have a number above zero to be worth a picture."""


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week of an alert as it is shown. NaN is hidden; `expected` and `upper` are for few."""

    week: Week
    seen: float
    is_held: bool = True
    expected: Value = NOT_APPLICABLE
    upper: Value = NOT_APPLICABLE

    @property
    def cells(self) -> tuple[Value, ...]:
        """The cells of its row, after the alert."""
        seen = shown(self.seen, digits=2) if self.is_held else NOT_AVAILABLE
        monday = self.week.monday
        return (
            str(self.week), f"{monday.day} {monday:%B %Y}", seen, self.expected, self.upper
        )  # fmt: skip


def drawn_alerts(each: Watched, cubes: Cubes) -> dict[int, tuple[WeekRow, ...]]:
    """The weeks of every alert that has enough of them to show, by its number."""
    counts = cubes[each.cube_id].value
    found: dict[int, tuple[WeekRow, ...]] = {}
    for number, alert in enumerate(each.verdict.alerts, start=1):
        before = cubes.get(before_id(each.cube_id, number))
        if before is None:
            continue
        earlier = _earlier(each, alert, before.value)
        above_zero = sum(row.is_held and row.seen > 0 for row in earlier)
        if above_zero >= LEAST_SHARE * len(earlier):
            found[number] = (*earlier, *_judged(each, alert, number, counts))
    return found


def _earlier(each: Watched, alert: Alert, cube: ReleasedCube) -> tuple[WeekRow, ...]:
    weeks = each.weeks_before(alert)
    return tuple(
        WeekRow(week, float(seen), each.is_held(week))
        for week, seen in zip(weeks, each.coarse(cube.margin("before")), strict=True)
    )


def _judged(each: Watched, alert: Alert, number: int, cube: ReleasedCube) -> tuple[WeekRow, ...]:
    """The weeks an alert is about, with what they were held against."""
    weeks, by_week = each.weeks_of(alert), cube.margin("week")
    codes = cube.dimension("week").codes
    places = [codes.index(week_code(str(number), week)) for week in weeks]
    counts = by_week[places] if alert.weeks == 1 else each.coarse(by_week[places])
    upper = each.upper(alert)
    return tuple(
        WeekRow(
            week,
            float(seen),
            each.is_held(week),
            shown(each.expected(alert) / alert.weeks, digits=2),
            NOT_APPLICABLE if np.isnan(upper) else shown(upper),
        )
        for week, seen in zip(weeks, counts, strict=True)
    )


def week_table(each: Watched, drawn: dict[int, tuple[WeekRow, ...]], cube: ReleasedCube) -> Table:
    """Every week of every alert that is shown by week. `cube` has the counts of the rule."""
    rule = each.registered.rule
    made = each.counted.restated(method=f"By the {rule.method.words}, for the weeks of the alert")
    return table_of(
        cube,
        id=f"weeks-{rule.id}",
        title=f"{rule.title}: the weeks before each alert",
        columns=(
            Column("alert", "Alert", ColumnKind.TEXT),
            Column("week", "Week", ColumnKind.CODE),
            Column("monday", "Week of", ColumnKind.NAME),
            Column("seen", "Seen", ColumnKind.COUNT, provenance=cube.provenance),
            Column("expected", "Expected", ColumnKind.NUMBER, "", 1, made),
            Column("upper", "Upper limit", ColumnKind.NUMBER, "", 0, made),
        ),
        # The latest first: print cuts long tables.
        rows=tuple(
            (str(number), *row.cells) for number, rows in drawn.items() for row in reversed(rows)
        ),
        notes=(
            "All weeks are rounded to the nearest 5, but for the week of an alert of one week.",
            "Of several areas, what was expected and the limits are added up."
            if rule.method is not Watching.SCAN
            else "What was expected of all weeks of a cluster is shared out evenly among them.",
        ),
        key_columns=2,
        in_full=len(drawn) == 1,
    )


def week_picture(
    each: Watched, alert: Alert, rows: Sequence[WeekRow], draft: Draft, *, number: int
) -> Block:
    """The chart of an alert's weeks."""
    rule = each.registered.rule
    where = places_in_words(each, alert)
    seen = f"{each.measure.title} in {where}, {words.counted(len(rows), 'week')}"
    last = rows[-1]
    expected = f"{number_in(last.expected):.1f}".removesuffix(".0")
    held_against = (
        f"The stroke says what was expected in a week of the cluster: {expected}."
        if isinstance(last.upper, str)
        else f"The bar in the last week goes from what was expected, {expected}, to the upper "
        f"limit, {words.number(number_in(last.upper))}."
    )
    hidden = sum(row.cells[2] == CONFIDENTIAL for row in rows)
    return draft.chart(
        Chart(
            f"weeks-{rule.id}-{number}",
            ChartKind.LINE,
            seen,
            f"{held_against} " + _in_short(rows, hidden),
            f"weeks-{rule.id}",
            x="week",
            y="seen",
            low="expected",
            high="upper",
            y_title=f"{each.measure.unit.capitalize()} a week",
            only=str(number),
        )
    )


def _in_short(rows: Sequence[WeekRow], hidden: int) -> str:
    """The most and the least of the weeks before, in a sentence."""
    before = [row for row in rows if row.expected == NOT_APPLICABLE]
    numbers = [row.seen for row in before if row.is_held and not np.isnan(row.seen)]
    said = (
        f"In the {words.counted(len(before), 'week')} before, between "
        f"{words.number(min(numbers))} and {words.number(max(numbers))} were seen a week, to the "
        "nearest 5."
    )
    if not hidden:
        return said
    return f"{said} Left out: {words.counted(hidden, 'week')} whose counts are hidden."


def no_picture() -> Block:
    """What is said in place of a chart that would be empty."""
    return paragraph("The weeks before are not drawn: most have too few events to be shown.")
