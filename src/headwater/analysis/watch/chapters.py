"""A week of early warning, said from released numbers: what rose, and what the rules are worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from headwater.analysis.needs.drafting import (
    Draft,
    bullets,
    caution,
    heading,
    number_in,
    paragraph,
    rows_of,
    shown,
    table_of,
    unknown,
)
from headwater.analysis.watch.alerts import Alert
from headwater.analysis.watch.nearby import Places, Raised
from headwater.analysis.watch.places import place_map, place_table, places_in_words, times_table
from headwater.analysis.watch.releasing import RULES, Cubes
from headwater.analysis.watch.rules import Watching, WatchRule
from headwater.analysis.watch.watched import Watched
from headwater.analysis.watch.weeks import drawn_alerts, no_picture, week_picture, week_table
from headwater.core import words
from headwater.core.counts import BoolArray, ReleasedCube
from headwater.core.editions import (
    Block,
    Chapter,
    Column,
    ColumnKind,
    Finding,
    Strength,
    Table,
    Value,
)
from headwater.core.provenance import Provenance

LEAST_CHANCE = 0.0001
METHODS = {
    Watching.FARRINGTON: "Events of the week against the same weeks of earlier years: a "
    "quasi-Poisson regression with seasons, a negative-binomial limit (Noufaily et al. 2013)",
    Watching.EARS: "Events of the week against the mean and spread of the seven weeks that end "
    "two weeks before (EARS C2; Hutwagner et al. 2003)",
    Watching.SCAN: "Circles of neighbouring areas over one to eight weeks, compared by the "
    "space-time permutation scan statistic (Kulldorff et al. 2005), 999 replicas",
}


@dataclass(frozen=True, eq=False)
class WeekOf:
    """A week as every rule saw it, with what of it may be shown."""

    watched: tuple[Watched, ...]
    cubes: Cubes
    places: Places
    has_outlines: bool = True


def compose(week: WeekOf, draft: Draft) -> tuple[Chapter, ...]:
    """The chapters of a week."""
    return (
        Chapter("rising", "What is rising", "What rose this week?", _rising(week, draft)),
        Chapter(
            "rules",
            "What the rules are worth",
            "How often do these rules speak when nothing is going on?",
            _rules(week.watched, week.cubes, draft),
        ),
        Chapter("reading", "How to read an alert", "What does an alert mean?", _reading()),
    )


def _rising(week: WeekOf, draft: Draft) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for at, each in enumerate(week.watched):
        blocks.append(heading(each.registered.rule.title))
        if each.verdict.alerts:
            blocks += _alerts(week, at, draft)
        else:
            blocks.append(paragraph(_quiet(each)))
    return tuple(blocks)


def _alerts(week: WeekOf, at: int, draft: Draft) -> list[Block]:
    """One rule's alerts: what each says, its weeks, then all of them as tables and on a map."""
    each, cubes = week.watched[at], week.cubes
    counts = cubes[each.cube_id]
    table = counts.map(partial(_alert_table, each))
    block = draft.table(table)
    drawn = drawn_alerts(each, cubes)
    by_week = [draft.table(counts.map(partial(week_table, each, drawn)))] if drawn else []
    blocks: list[Block] = []
    rows = table.value.rows
    for number, (alert, row) in enumerate(zip(each.verdict.alerts, rows, strict=True), start=1):
        blocks.append(draft.finding(_finding(each, alert, row, table.value)))
        if others := week.places.beside[Raised(at, number)]:
            blocks.append(paragraph(_also_raised(week.watched, others)))
        if number in drawn:
            blocks.append(week_picture(each, alert, drawn[number], draft, number=number))
        elif not isinstance(row[3], str):
            blocks.append(no_picture())
    draft.table(counts.map(partial(times_table, each, table.value)))
    places = draft.table(cubes[RULES].map(partial(place_table, each)))
    blocks += [block, *([place_map(each, draft)] if week.has_outlines else []), *by_week, places]
    if each.verdict.unmapped:
        blocks.append(
            caution(
                f"{words.counted(each.verdict.unmapped, 'area')} of {len(each.verdict.areas)} have "
                "no outline, so alarms there are not joined with those next to them."
            )
        )
    return blocks


def _also_raised(watched: Sequence[Watched], others: Sequence[Raised]) -> str:
    """Which other rules raised an alert for the same place or next to it."""
    named = dict.fromkeys(
        f"{watched[other.rule].registered.rule.title} (alert {other.number})" for other in others
    )
    return f"Also raised here or next to it by: {words.listed(list(named))}."


def _quiet(each: Watched) -> str:
    verdict = each.verdict
    return (
        f"No alert: {words.counted(verdict.judged, 'area')} of {len(verdict.areas)} could be "
        f"judged in the {verdict.week.words}, and none had more {each.measure.unit} than this "
        "rule takes for chance."
    )


def _alert_table(each: Watched, cube: ReleasedCube) -> Table:
    """One row an alert, in the order of their places."""
    rule, alerts = each.registered.rule, each.verdict.alerts
    method = each.counted.restated(method=METHODS[rule.method])
    observed = each.seen(cube)
    hidden = np.isnan(observed)
    columns = (
        Column("alert", "Alert", ColumnKind.TEXT),
        Column("areas", "Areas", ColumnKind.NAME),
        Column("weeks", "Weeks", ColumnKind.NUMBER, provenance=method),
        Column("observed", "Seen", ColumnKind.COUNT, provenance=cube.provenance),
        Column("expected", "Expected", ColumnKind.NUMBER, "", _decimals(each), method),
        Column("p_value", "p-value", ColumnKind.NUMBER, "", 4, method),
    )
    rows = rows_of(
        [str(i) for i in range(1, len(alerts) + 1)],
        [places_in_words(each, alert) for alert in alerts],
        [alert.weeks for alert in alerts],
        [shown(float(value)) for value in observed],
        # What was expected, or how surprising it is, would give the size of a hidden count away.
        _shown_beside(hidden, [each.expected(alert) for alert in alerts], digits=2),
        _shown_beside(hidden, [_chance(alert) for alert in alerts], digits=6),
    )
    return table_of(
        cube,
        id=f"alerts-{rule.id}",
        title=f"{rule.title}: alerts of the {each.verdict.week.words}",
        columns=columns,
        rows=rows,
        notes=(
            f"An area is a {rule.level.words}. Neighbouring alarms are one alert.",
            f"A p-value of {LEAST_CHANCE} stands for that or less."
            if any(_chance(alert) == LEAST_CHANCE for alert in alerts)
            else "",
            "Counts of several weeks are rounded to the nearest 5, so that the next week's cannot "
            "be subtracted."
            if any(alert.weeks > 1 for alert in alerts)
            else "",
            "Means of earlier weeks are shown as whole numbers, 1 or more."
            if any(each.is_mean(alert) for alert in alerts)
            else "",
        ),
    )


def _chance(alert: Alert) -> float:
    """How surprising an alert is, to two figures: more would say which weeks it was held against.

    >>> _chance(Alert((0,), 1, 9.0, 2.0, 0.0123456)), _chance(Alert((0,), 1, 9.0, 2.0, 1e-9))
    (0.012, 0.0001)
    """
    return max(float(f"{alert.p_value:.2g}"), LEAST_CHANCE)


def _chance_in_words(alert: Alert) -> str:
    chance = _chance(alert)
    once = float(f"{1 / chance:.2g}")
    return f"1 in {words.number(once)}{' or less' if chance == LEAST_CHANCE else ''}"


def _decimals(each: Watched) -> int:
    """Decimals of what was expected: none for a mean of seven weeks."""
    return 0 if each.registered.rule.method is Watching.EARS else 1


def _shown_beside(hidden: BoolArray, values: Sequence[float], *, digits: int) -> list[Value]:
    """Numbers as cells, hidden where the count beside them is."""
    return [
        shown(np.nan if hide else value, digits=digits)
        for value, hide in zip(values, hidden, strict=True)
    ]


def _finding(each: Watched, alert: Alert, row: tuple[Value, ...], table: Table) -> Finding:
    """What an alert says, in a sentence."""
    rule = each.registered.rule
    seen, expected = number_in(row[3]), number_in(row[4])
    span = "in the week" if alert.weeks == 1 else f"in {alert.weeks} weeks"
    about = "About " if alert.weeks > 1 else ""
    amount = (
        "The numbers are hidden, to protect small counts here or beside another alert."
        if np.isnan(seen)
        else f"{about}{words.number(seen)} {each.measure.unit} were seen {span} where "
        f"{words.number(expected, decimals=_decimals(each))} were to be expected."
    )
    false = each.registered.expected
    return Finding(
        f"watch.{rule.id}.{row[0]}",
        f"{each.measure.title} rose in {places_in_words(each, alert)}. {amount}",
        (table.figure_id(row, "observed"), table.figure_id(row, "expected")),
        _strength(alert, rule, is_hidden=bool(np.isnan(seen))),
        (
            f"This rule raises about {words.number(false.a_year, decimals=1)} alerts a year when "
            "nothing is going on.",
        ),
        "How surprising it is would give the hidden count away."
        if np.isnan(seen)
        else f"The chance of so many is {_chance_in_words(alert)} by {rule.method.words}.",
    )


def _strength(alert: Alert, rule: WatchRule, *, is_hidden: bool) -> Strength:
    """How much weight an alert bears. That of a hidden one would say how small its p-value is."""
    is_sure = not is_hidden and alert.p_value <= rule.alpha / 10
    return Strength.MODERATE if is_sure else Strength.WEAK


def _rules(watched: Sequence[Watched], cubes: Cubes, draft: Draft) -> tuple[Block, ...]:
    """The rules, what was to be expected of them, and what they could not judge."""
    table = cubes[RULES].map(lambda cube: _rule_table(watched, cube))
    blocks = [
        paragraph(
            "Each rule was registered with the alerts to be expected of it in a year in which "
            "nothing is going on, before it was allowed to run. A rule that was changed since, or "
            "has expired, does not run."
        ),
        draft.table(table),
    ]
    for each in watched:
        blocks += [
            unknown(
                f"{each.registered.rule.title}: {words.counted(count, 'area')} could not be judged "
                f"({reason})."
            )
            for reason, count in each.verdict.unjudged.items()
        ]
    return tuple(blocks)


def _rule_table(watched: Sequence[Watched], cube: ReleasedCube) -> Table:
    """One row a rule. Nothing in it counts people."""
    made = Provenance(
        method="Alerts of the rule on simulated histories without any rise, a year of them",
        seed=watched[0].registered.expected.seed,
    )
    judged = Provenance(method="Areas whose week the method could judge")
    columns = (
        Column("rule", "Rule", ColumnKind.CODE),
        Column("title", "Title", ColumnKind.NAME),
        Column("method", "Method", ColumnKind.TEXT),
        Column("judged", "Areas judged", ColumnKind.NUMBER, provenance=judged),
        Column("areas", "Areas", ColumnKind.NUMBER, provenance=judged),
        Column("alerts", "Alerts this week", ColumnKind.NUMBER, provenance=cube.provenance),
        Column("expected", "False alerts expected", ColumnKind.NUMBER, "a year", 1, made),
        Column("low", "Lower limit", ColumnKind.NUMBER, "95 %", 1, made),
        Column("high", "Upper limit", ColumnKind.NUMBER, "95 %", 1, made),
        Column("owner", "Owner", ColumnKind.TEXT),
        Column("expires", "Expires", ColumnKind.TEXT),
    )
    rows = tuple(
        _rule_row(each, shown(float(alerts)))
        for each, alerts in zip(watched, cube.margin("rule"), strict=True)
    )
    return table_of(cube, id="rules", title="The rules of this week", columns=columns, rows=rows)


def _rule_row(each: Watched, alerts: Value) -> tuple[Value, ...]:
    rule, expected, verdict = each.registered.rule, each.registered.expected, each.verdict
    return (
        rule.id,
        rule.title,
        rule.method.words,
        verdict.judged,
        len(verdict.areas),
        alerts,
        round(expected.a_year, 2),
        round(expected.low, 2),
        round(expected.high, 2),
        rule.owner,
        rule.expires_on.isoformat(),
    )


def _reading() -> tuple[Block, ...]:
    return (
        paragraph(
            "An alert says that more was recorded than chance explains. It does not say why. "
            "Before acting, ask:"
        ),
        bullets(
            [
                "Is it real? A change of recording, a catch-up of late files or one event recorded "
                "many times looks the same.",
                "Is it still going on? The week judged is not this week.",
                "Who would know? Neighbourhood officers, schools, youth workers and hospitals see "
                "what counts cannot.",
                "What was done, and was the alert true? Write it down: rules are judged by it.",
            ]
        ),
        caution("An alert is about a place and a week, never about a person."),
    )
