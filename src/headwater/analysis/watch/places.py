"""Where an alert is: every area of it by code, so that others can look it up. Counts nobody."""

from headwater.analysis.needs.drafting import name_columns, table_of
from headwater.analysis.watch.watched import Watched
from headwater.core.counts import ReleasedCube
from headwater.core.editions import Column, ColumnKind, Table


def place_table(each: Watched, cube: ReleasedCube) -> Table:
    """Every area of every alert of a rule, the most surprising first. `cube` counts rules."""
    rule, verdict = each.registered.rule, each.verdict
    return table_of(
        cube,
        id=f"places-{rule.id}",
        title=f"{rule.title}: areas of the alerts of the {verdict.week.words}",
        columns=(Column("alert", "Alert", ColumnKind.CODE), *name_columns("Area")),
        rows=tuple(
            (str(number), verdict.areas.codes[at], verdict.areas.names[at])
            for number, alert in enumerate(verdict.alerts, start=1)
            for at in alert.areas
        ),
        key_columns=2,
        in_full=False,
    )
