"""Released scorecards of early warning, in words and tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as dated

from headwater.core import words
from headwater.web.design_system.parts import Cell, CellLike, Column, Table
from headwater.web.releases.models import Release

Plain = Mapping[str, Any]
CSV_COLUMNS = (
    "rule",
    "title",
    "measure",
    "area_name",
    "method",
    "status",
    "registered_on",
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
ABOUT_RECORDS = (
    "An alert that goes on for weeks in one place is one alert.",
    "In time: acknowledged within two working days, of those whose time has come.",
    "Judged: people who looked into an alert said whether more really happened than usual.",
)
ABOUT_WORTH = (
    "The share that was true is of the alerts judged true or false; its interval is Wilson's, 95%.",
    "False alerts were worked out before a rule was switched on, for weeks in which nothing is "
    "going on, and count each week an alert is raised in.",
)

ABOUT_FAIRNESS = (
    "Worked out when a rule was registered, from residents of areas. It shows where a rule sends "
    "attention, not whether that is right: harm too is unequal."
)


def context(release: Release) -> dict[str, Any]:
    """What a page of released scorecards shows."""
    said = release.snapshot
    return {
        "release": release,
        "said": said,
        "as_of": _day(said["as_of"]),
        "records": _records(said["rules"]),
        "worth": _worth(said["rules"]),
        "rules": _rules(said["rules"]),
        "fairness": _fairness(said["rules"]),
        "csv": reverse("public_site:scorecard_file", args=[release.slug, release.number]),
    }


def _day(text: str) -> str:
    return dated(date.fromisoformat(text), "j F Y") if text else ""


def _records(rules: Sequence[Plain]) -> Table:
    return Table(
        caption="What became of the alerts of each rule",
        columns=[
            Column("Rule"),
            Column("Weeks run", numeric=True),
            Column("Alerts", numeric=True),
            Column("In time", numeric=True),
            Column("True", numeric=True),
            Column("False", numeric=True),
            Column("Unknown", numeric=True),
            Column("Not judged", numeric=True),
        ],
        rows=[_record(each) for each in rules],
        notes=list(ABOUT_RECORDS),
    )


def _record(rule: Plain) -> list[CellLike]:
    return [
        Cell(rule["title"], hint=rule["status"]),
        str(rule["weeks_run"]),
        str(rule["alerts"]),
        f"{rule['acknowledged_in_time']} of {rule['due']}" if rule["due"] else "–",
        str(rule["judged_true"]),
        str(rule["judged_false"]),
        str(rule["judged_unknown"]),
        str(rule["not_judged"]),
    ]


def _worth(rules: Sequence[Plain]) -> Table:
    return Table(
        caption="What each rule turned out to be worth",
        columns=[
            Column("Rule"),
            Column("Share of alerts that was true, %"),
            Column("False alerts expected in the weeks run"),
            Column("Raised in a week and judged false", numeric=True),
        ],
        rows=[
            [
                each["title"],
                _share(each),
                _interval(*(each[f"false_expected{end}"] for end in ("", "_low", "_high"))),
                str(each["false_weekly_alerts"]),
            ]
            for each in rules
        ],
        notes=list(ABOUT_WORTH),
    )


def _share(rule: Plain) -> str:
    parts = [rule[key] for key in ("share_true", "share_true_low", "share_true_high")]
    if None in parts:
        return "Not known yet"
    value, low, high = (100 * each for each in parts)
    judged = rule["judged_true"] + rule["judged_false"]
    # One of one is a hundred per cent too: how many there were is said beside it.
    return f"{words.interval(value, low, high, decimals=0)}, {rule['judged_true']} of {judged}"


def _interval(value: float, low: float, high: float) -> str:
    return words.interval(value, low, high)


def _rules(rules: Sequence[Plain]) -> Table:
    return Table(
        caption="The rules as they were registered",
        columns=[
            Column("Rule"),
            Column("What it is for"),
            Column("What it counts, where"),
            Column("Method"),
            Column("Who answers for it"),
            Column("Registered"),
            Column("False alerts expected a year"),
        ],
        rows=[
            [
                each["title"],
                each["purpose"],
                f"{each['measure']}, {each['area_name']}",
                each["method"],
                each["owner"],
                _day(each["registered_on"]),
                _interval(*(each["expected_a_year"][key] for key in ("a_year", "low", "high"))),
            ]
            for each in rules
        ],
    )


def _fairness(rules: Sequence[Plain]) -> Table | None:
    """Whom each rule picks; None for scorecards released before that was worked out."""
    said = [[each["title"], each["fairness"]] for each in rules if each.get("fairness")]
    if not said:
        return None
    return Table(
        caption="Who lives where each rule speaks",
        columns=[Column("Rule"), Column("In the last year before it was registered")],
        rows=said,
        notes=[ABOUT_FAIRNESS],
    )


def csv_rows(release: Release) -> list[list[str]]:
    """Every rule's record for a file; empty where nobody knows yet."""
    return [
        ["" if each[key] is None else str(each[key]) for key in CSV_COLUMNS]
        for each in release.snapshot["rules"]
    ]
