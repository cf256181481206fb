"""Where an alert is: every area of it by code, and a map of how far above the expected it is."""

from headwater.analysis.needs.drafting import Draft, name_columns, number_in, table_of
from headwater.analysis.watch.alerts import Alert
from headwater.analysis.watch.watched import Watched
from headwater.core import words
from headwater.core.areas import Level
from headwater.core.counts import ReleasedCube
from headwater.core.editions import AreaMap, Block, Column, ColumnKind, Table, Value
from headwater.core.marks import CONFIDENTIAL, NOT_AVAILABLE

AREAS_NAMED = 6
NOT_JUDGED = "not judged"


def places_in_words(each: Watched, alert: Alert, *, most: int = AREAS_NAMED) -> str:
    """The areas of an alert by name, in their order."""
    names = [each.verdict.areas.names[at] for at in alert.areas]
    more = len(names) - most
    if more <= 0:
        return words.listed(names)
    return f"{', '.join(names[:most])} and {words.counted(more, 'more area')}"


def place_table(each: Watched, cube: ReleasedCube) -> Table:
    """Every area of every alert of a rule, in their order. `cube` counts rules."""
    rule, verdict = each.registered.rule, each.verdict
    return table_of(
        cube,
        id=f"places-{rule.id}",
        title=f"{rule.title}: areas of the alerts of the {verdict.week.words}",
        columns=(Column("alert", "Alert", ColumnKind.TEXT), *name_columns("Area")),
        rows=tuple(
            (str(number), verdict.areas.codes[at], verdict.areas.names[at])
            for number, alert in enumerate(verdict.alerts, start=1)
            for at in alert.areas
        ),
        key_columns=2,
        in_full=False,
    )


def times_table(each: Watched, alerts: Table, cube: ReleasedCube) -> Table:
    """How many times what was expected was seen in the areas of alerts; areas not judged too.

    It is worked out from `alerts`, which has been released, and so says no more.
    """
    rule, verdict = each.registered.rule, each.verdict
    made = each.counted.restated(method="Seen in the alert ÷ expected of it, as both are shown")
    times: dict[int, tuple[Value, Value]] = {}
    for alert, row in zip(verdict.alerts, alerts.rows, strict=True):
        for at in alert.areas:
            times.setdefault(at, (row[0], _times(row[3], row[4])))
    for at, is_judged in enumerate(verdict.limits.judged):
        if not is_judged:
            times.setdefault(at, (NOT_JUDGED, NOT_AVAILABLE))
    return table_of(
        cube,
        id=f"times-{rule.id}",
        title=f"{rule.title}: seen against expected by area, {verdict.week.words}",
        columns=(
            *name_columns("Area"),
            Column("alert", "Alert", ColumnKind.TEXT),
            Column("times", "Times the expected", ColumnKind.NUMBER, "", 1, made),
        ),
        rows=tuple(
            (verdict.areas.codes[at], verdict.areas.names[at], *cells)
            for at, cells in times.items()
        ),
        notes=("All areas of an alert have the number of the alert as a whole.",),
        in_full=False,
    )


def _times(seen: Value, expected: Value) -> Value:
    if isinstance(seen, str) or isinstance(expected, str) or not expected:
        return CONFIDENTIAL
    return round(number_in(seen) / number_in(expected), 1)


def place_map(each: Watched, draft: Draft) -> Block:
    """The map of a rule's alerts. Areas without one are plain."""
    rule, verdict = each.registered.rule, each.verdict
    areas = sum(len(alert.areas) for alert in verdict.alerts)
    named = "; ".join(
        f"alert {number} in {places_in_words(each, alert)}"
        for number, alert in enumerate(verdict.alerts, start=1)
    )
    unjudged = len(verdict.areas) - verdict.judged
    grey = f" Grey: {words.counted(unjudged, 'area')} that could not be judged."
    left = grey if unjudged else ""
    return draft.map(
        AreaMap(
            f"places-{rule.id}",
            f"{rule.title}: {words.counted(len(verdict.alerts), 'alert')} in "
            f"{areas} of {words.counted(len(verdict.areas), 'area')}",
            f"In colour, or hatched where the number is hidden: {named}.{left} All others are "
            "plain.",
            f"times-{rule.id}",
            area="area_code",
            value="times",
            level=rule.level.value,
            legend="Seen, as times the expected number",
            outline_level=Level.LAD.value,
            plain="no alert",
        )
    )
