"""Scorecards in words and tables."""

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse

from headwater.core import words
from headwater.web.design_system.parts import Cell, CellLike, Column, Row, Table
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.queries.scorecards import Scored, numbers
from headwater.web.insights.watch.rules.answering import DAYS_TO_ACKNOWLEDGE
from headwater.web.insights.watch.rules.scoring import Expected, Scorecard

NOT_KNOWN = "Not known yet"
MEANINGS = (
    "An alert that goes on for weeks in one place is one alert.",
    "Judged: people who looked into it said whether more really happened than usual. The share "
    "that was true leaves out what could not be told.",
    "False alerts to be expected were worked out before the rule was switched on, for the weeks "
    "that were run if nothing is going on. They and those found false count once in each week.",
    "A week whose every run was put away is not counted.",
    "Brackets hold 95% intervals.",
)
CSV_COLUMNS = (
    "rule",
    "title",
    "status",
    "weeks_run",
    "alerts",
    "weekly_alerts",
    "acknowledged",
    "due",
    "acknowledged_in_time",
    "judged_true",
    "judged_false",
    "judged_unknown",
    "not_judged",
    "share_true",
    "share_true_low",
    "share_true_high",
    "false_weekly_alerts",
    "false_expected",
    "false_expected_low",
    "false_expected_high",
)


def address_of(rule: Rule) -> str:
    """A rule's scorecard."""
    return reverse("insights:watch_scorecard", args=[rule.workspace.slug, rule.reference])


def precision_words(card: Scorecard) -> str:
    """The share of alerts that were true, with its interval and how many it rests on."""
    share = card.precision
    if share is None:
        return NOT_KNOWN
    low, high = (words.number(100 * each) for each in share.interval)
    return f"{words.percent(100 * share.value)} ({low} to {high}), {share.part} of {share.whole}"


def expected_words(expected: Expected) -> str:
    """False alerts that were to be expected in the weeks that were run."""
    value, low, high = (
        words.number(each, decimals=1) for each in (expected.value, expected.low, expected.high)
    )
    return f"{value} ({low} to {high})"


def in_time_words(card: Scorecard) -> str:
    """How many alerts were acknowledged in time, of those whose time has come."""
    return f"{card.in_time} of {card.due}" if card.due else "None was due yet"


def table(scored: Iterable[Scored]) -> Table:
    """Every rule with its record."""
    return Table(
        caption="What each rule turned out to be worth",
        columns=[
            Column("Rule"),
            Column("Alerts", numeric=True),
            Column("In time", numeric=True),
            Column("True", numeric=True),
            Column("False", numeric=True),
            Column("Unknown", numeric=True),
            Column("Not judged", numeric=True),
            Column("Share true"),
            Column("False expected"),
            Column("False found", numeric=True),
        ],
        rows=[_row(each) for each in scored],
        notes=[
            f"In time: acknowledged within {DAYS_TO_ACKNOWLEDGE} working days, of those whose time "
            "has come.",
            *MEANINGS,
        ],
        is_dense=True,
        when_empty="No rule has been switched on yet. Once one is, its record stands here.",
    )


def _row(scored: Scored) -> list[CellLike]:
    card = scored.card
    run = f"{scored.status}, {words.counted(card.weeks_run, 'week')} run"
    return [
        Cell(scored.rule.title, href=address_of(scored.rule), hint=run),
        str(card.alerts),
        in_time_words(card) if card.due else "–",
        str(card.true),
        str(card.false),
        str(card.unknown),
        str(card.not_judged),
        precision_words(card),
        expected_words(card.expected),
        str(card.false_weekly),
    ]


def rows(card: Scorecard) -> list[Row]:
    """One rule's record."""
    return [
        Row("Weeks run", str(card.weeks_run)),
        Row("Alerts", Cell(str(card.alerts), hint=_by_week(card))),
        Row(f"Acknowledged within {DAYS_TO_ACKNOWLEDGE} working days", in_time_words(card)),
        Row("Judged true", str(card.true)),
        Row("Judged false", str(card.false)),
        Row("Judged unknown", str(card.unknown)),
        Row("Not judged yet", str(card.not_judged)),
    ]


def _by_week(card: Scorecard) -> str:
    return f"raised {words.counted(card.weekly_alerts, 'time')}, counted once in each week"


def beside(card: Scorecard) -> list[Row]:
    """What was to be expected of the rule beside what became of it."""
    return [
        Row("False alerts expected in these weeks", expected_words(card.expected)),
        Row("Raised in a week and judged false", str(card.false_weekly)),
        Row("Raised in a week at all", str(card.weekly_alerts)),
    ]


def verdict(card: Scorecard) -> str:
    """What the record says of the rule, in a sentence that claims no more than it shows."""
    if not card.weeks_run:
        return "The rule has not judged any week yet."
    if card.precision is None:
        return "None of its alerts was judged true or false yet, so nobody knows what it is worth."
    judged = card.precision.whole
    if card.is_thin:
        return (
            f"Only {words.counted(judged, 'alert')} {'was' if judged == 1 else 'were'} judged true "
            "or false. That is too few to say what the rule is worth."
        )
    low, high = (100 * each for each in card.precision.interval)
    return (
        f"Of its alerts between {words.percent(low)} and {words.percent(high)} are true, as far as "
        f"{judged} that were judged can tell. {_false_words(card)}"
    )


def _false_words(card: Scorecard) -> str:
    if card.false_weekly > card.expected.high:
        return "It raised more false alerts than it was registered with: look at it again."
    return "It raised no more false alerts than it was registered with."


def csv_rows(scored: Iterable[Scored]) -> Iterator[Sequence[str]]:
    """Every rule's record for a file."""
    for each in scored:
        plain = {
            "rule": each.rule.slug,
            "title": each.rule.title,
            "status": "ended" if each.has_ended else each.rule.status,
            **numbers(each.card),
        }
        yield ["" if plain[key] is None else str(plain[key]) for key in CSV_COLUMNS]
