"""Who lives where a rule would have spoken, in words and tables: shares of residents only."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as dated

from headwater.core import words
from headwater.core.areas import Level
from headwater.rulebook import recording_of
from headwater.web.design_system.parts import Cell, CellLike, Column, Row, Table
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.presenters.rules import PER_DAY, measure_words
from headwater.web.insights.watch.rules.registering import Status

GROUPS = ("heading", "group", "alarmed", "everywhere", "ratio", "difference", "low", "high")
CSV_COLUMNS = (
    "rule", "residents_by", "group", "share_where_alerts", "share_of_all_watched", "ratio",
    "difference", "difference_low", "difference_high", "weeks_looked_back", "weeks_with_alerts",
    "rises", "areas_with_alerts", "areas_judged", "residents_watched", "worked_out_on",
)  # fmt: skip
CAPTIONS = {
    "deprivation fifth": "Residents by deprivation of their neighbourhood",
    "rural or urban": "Residents of town and country",
    "ethnic group": "Residents by ethnic group",
}
HEADINGS = {
    "deprivation fifth": "Fifth of neighbourhoods",
    "rural or urban": "Neighbourhood",
    "ethnic group": "Ethnic group",
}
NOT_HELD = {
    "deprivation fifth": (
        "Deprivation: the lake has no index that covers every neighbourhood here. Load it, and "
        "have a copy of the rule worked out."
    ),
    "rural or urban": (
        "Town and country: the lake has no class for every neighbourhood here. Load them, and "
        "have a copy of the rule worked out."
    ),
    "ethnic group": (
        "Ethnic group: headwater reads no file of residents by ethnic group and neighbourhood, so "
        "nobody can tell from this page whether the rule speaks more of one group."
    ),
}
MEANINGS = (
    "Where alerts: areas in which it would have spoken. All watched: areas that could be judged in "
    "any of the weeks.",
    "Each rise counts once, however many weeks it lasts in one place: the share of each group "
    "among residents of its areas, and the mean of these shares over the rises.",
    "Fifths are of the neighbourhoods of the whole area, by deprivation without its crime domain, "
    "so that crime does not explain itself.",
    "The interval of the difference comes from drawing the rises again and again. It is left out "
    "below eight rises, and where all of them say the same.",
    "It shows where a rule sends attention, not whether that is right: harm too is unequal. Read "
    "it beside what these places suffer.",
)
STILL_TO_COME = {
    Status.DRAFT: "Not worked out yet. It is worked out together with the rule's false alarms.",
    Status.FAILED: "Not worked out, because its false alarms could not be. Mend that first.",
    Status.WORKING: "A worker is working it out, together with the rule's false alarms.",
}
NOT_WORKED_OUT = (
    "Not worked out: the rule was registered before headwater did so. Copy the rule and have the "
    "copy worked out to see it."
)


def sentence(rule: Rule) -> str:
    """Whose neighbourhoods a rule picks, or why nobody knows."""
    if rule.fairness:
        return str(rule.fairness["sentence"])
    return STILL_TO_COME.get(rule.stands, NOT_WORKED_OUT)


def address(rule: Rule) -> str:
    """Where the fairness of a rule is said."""
    return reverse("insights:watch_rule_fairness", args=[rule.workspace.slug, rule.reference])


def register_table(rules: Iterable[Rule]) -> Table:
    """Rules that run, each with whose neighbourhoods it picks."""
    return Table(
        caption="Rules that are on, and whose neighbourhoods they pick",
        columns=[Column("Rule"), Column("Who lives where it speaks")],
        rows=[[Cell(each.title, href=address(each)), sentence(each)] for each in rules],
        when_empty="No rule is on, so early warning picks no neighbourhood.",
    )


def tables(rule: Rule) -> list[Table]:
    """One table a heading, in the order in which they were worked out."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for each in rule.fairness.get("groups", ()):
        groups.setdefault(each["heading"], []).append(each)
    return [_table(heading, found) for heading, found in groups.items()]


def _table(heading: str, groups: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        caption=CAPTIONS[heading],
        columns=[
            Column(HEADINGS[heading]),
            Column("Where alerts, %", numeric=True),
            Column("All watched, %", numeric=True),
            Column("Ratio", numeric=True),
            Column("Difference, points", numeric=True),
            Column("95% interval"),
        ],
        rows=[_row(each) for each in groups],
        is_dense=True,
    )


def _row(group: Mapping[str, Any]) -> list[CellLike]:
    name = str(group["group"])
    ratio = group["ratio"]
    return [
        name[:1].upper() + name[1:],
        _points(group["alarmed"]),
        _points(group["everywhere"]),
        "–" if ratio is None else words.number(ratio, decimals=2),
        _points(group["difference"]),
        _limits(group),
    ]


def _points(share: float) -> str:
    return words.number(100 * share, decimals=1)


def _limits(group: Mapping[str, Any]) -> str:
    if group["low"] is None:
        return "Not known"
    return f"{_points(group['low'])} to {_points(group['high'])}"


def rests_on(rule: Rule) -> list[Row]:
    """How much there is behind the shares."""
    found = rule.fairness
    if not found:
        return []
    kind = "district" if rule.level == Level.LAD.value else "neighbourhood"
    on = dated(rule.registered_on, PER_DAY) if rule.registered_on else "–"
    rows = [
        Row("Weeks of its history looked at", words.number(found["weeks"])),
        Row("Weeks in which it would have spoken", words.number(found["weeks_alarmed"])),
        Row("Rises in these weeks", words.number(found["rises"])),
        Row(
            "Areas in which it would have spoken",
            f"{words.number(found['areas_alarmed'])} of "
            f"{words.counted(found['areas'], kind)} that could be judged",
        ),
        Row(
            "Residents of areas that could be judged",
            Cell(words.number(found["residents"]), hint=found["basis"]),
        ),
    ]
    if found["edition"]:
        rows.append(Row("Index of deprivation", found["edition"]))
    return [*rows, Row("Worked out on", on)]


def not_held(rule: Rule) -> list[str]:
    """What cannot be compared, because the lake does not hold it."""
    return [NOT_HELD[heading] for heading in rule.fairness.get("missing", ())]


def recording(rule: Rule) -> list[Row]:
    """How what a rule counts comes to be recorded, and whether its alerts can feed it."""
    found = recording_of(rule.measure)
    return [
        Row("What is counted", measure_words(rule)),
        Row("How it comes to be recorded", Cell(found.route.words, hint=found.how)),
        Row("Does it feed itself", found.route.means),
        Row("Where this is from", Cell(found.source, hint=found.trust.words.capitalize())),
    ]


def lines(rule: Rule) -> list[list[str]]:
    """Every group for a file, in the order of `CSV_COLUMNS`; empty where nobody knows."""
    found = rule.fairness
    if not found:
        return []
    rests = ("weeks", "weeks_alarmed", "rises", "areas_alarmed", "areas", "residents")
    return [
        [
            rule.slug,
            *("" if each[name] is None else str(each[name]) for name in GROUPS),
            *(str(found[name]) for name in rests),
            str(rule.registered_on or ""),
        ]
        for each in found["groups"]
    ]
