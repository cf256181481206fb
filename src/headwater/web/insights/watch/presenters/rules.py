"""Rules of early warning in words, tags and tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as dated

from headwater.core import words
from headwater.core.areas import Level
from headwater.rulebook import watch_measure
from headwater.web.design_system.parts import Cell, Colour, Column, Entry, Row, Table, Tag
from headwater.web.insights.watch.changes.rules import address
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.rules.describing import (
    LEVEL_WORDS,
    Method,
    chance_of,
    chance_words,
    is_ending,
)
from headwater.web.insights.watch.rules.registering import ENDED, Status

COLOURS = {
    Status.DRAFT: Colour.GREY,
    Status.WORKING: Colour.BLUE,
    Status.FAILED: Colour.RED,
    Status.READY: Colour.YELLOW,
    Status.ON: Colour.GREEN,
    Status.OFF: Colour.GREY,
}
MEANINGS = {
    Status.DRAFT: "Does not run; its false alarms are not worked out yet",
    Status.WORKING: "A worker finds how often it speaks when nothing is going on",
    Status.FAILED: "Does not run; its page says why",
    Status.READY: "Does not run until a lead has seen its false alarms and switches it on",
    Status.ON: "Runs each week until the day it ends",
    Status.OFF: "Never runs again; what it raised is kept",
}
PER_DAY = "j F Y"
WEEKS_A_YEAR = 365.25 / 7
SIMULATED_WEEKS_A_YEAR = 52
MANY_A_YEAR = 52
FEW_SEEN = 9
"""With fewer simulated alerts the true number may be half or double the one shown."""
NOT_WORKED_OUT = "Not worked out yet"
FIELDS = (
    "reference", "name", "rule", "status", "measure", "area", "area_code", "parts", "method",
    "chance_aimed_at", "fewest_events", "incomplete_weeks", "ends_on", "owner", "purpose",
    "false_alarms_a_year", "low", "high", "simulated_weeks", "raised_in_history",
    "weeks_of_history_looked_at", "areas", "areas_judged", "registered_on", "seal", "replaces",
    "why_off",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """What is to be expected of a rule, in words."""

    number: str
    words: str
    basis: str
    sentences: tuple[str, ...]
    cautions: tuple[str, ...]


def status_tag(rule: Rule, *, today: date) -> Tag:
    """Whether a rule runs, in words."""
    status = rule.stands
    if status is Status.ON and rule.expires_on < today:
        return Tag(ENDED, Colour.RED, "Does not run; copy it to go on")
    if status is Status.ON and is_ending(rule.expires_on, today=today):
        return Tag("On, ends soon", Colour.ORANGE, "Look at its scorecard before it ends")
    if status is Status.OFF and not rule.switched_on_at:
        return Tag("Put away", Colour.GREY, "Never ran and never will")
    return Tag(status.words, COLOURS[status], MEANINGS[status])


def rules_table(rules: Iterable[Rule], *, today: date) -> Table:
    """The register as a list."""
    return Table(
        caption="Rules of this partnership",
        caption_is_hidden=True,
        columns=[
            Column("Rule"),
            Column("Where"),
            Column("False alarms a year", numeric=True),
            Column("Status"),
            Column("Ends"),
        ],
        rows=[
            [
                Cell(each.title, href=address(each), hint=measure_words(each)),
                Cell(each.area_name, hint=LEVEL_WORDS[Level(each.level)]),
                _a_year(each),
                Cell(tag=status_tag(each, today=today)),
                dated(each.expires_on, PER_DAY),
            ]
            for each in rules
        ],
        when_empty="No rule is here. A lead writes one: what to watch, where, and how surely.",
    )


def _a_year(rule: Rule) -> Cell:
    if not rule.expected:
        return Cell(NOT_WORKED_OUT)
    found = rule.expected
    low, high = (words.number(found[name], decimals=1) for name in ("low", "high"))
    return Cell(words.number(found["a_year"], decimals=1), hint=f"{low} to {high}")


def measure_words(rule: Rule) -> str:
    """What a rule counts."""
    return watch_measure(rule.measure).title


def facts(rule: Rule) -> list[Row]:
    """What a rule watches and how."""
    method = Method(rule.method)
    rows = [
        Row("What it is for", rule.purpose),
        Row("What is counted", measure_words(rule)),
        Row("Where", f"{LEVEL_WORDS[Level(rule.level)]} in {rule.area_name} ({rule.area_code})"),
        Row("Method", f"{method.words}. {method.means}"),
        Row("Chance of a false alarm aimed at", f"{chance_words(rule.alpha)} {chance_of(method)}"),
        Row("Fewest events for an alarm", str(rule.least_cases)),
        Row("Weeks not yet complete", _delay(rule.delay_weeks)),
        Row("Who answers for it", rule.owner),
        Row("Rule ends on", dated(rule.expires_on, PER_DAY)),
        Row("Name in files and figures", rule.slug),
        Row("Reference", rule.reference),
    ]
    if rule.replaces is not None:
        rows.append(Row("Replaces", Cell(rule.replaces.reference, href=address(rule.replaces))))
    return rows


def _delay(weeks: int) -> str:
    if not weeks:
        return "None: every week that was supplied is judged"
    if weeks == 1:
        return "The latest week of a supply, which is not judged"
    return f"The latest {words.number(weeks)} weeks of a supply, which are not judged"


def false_alarms(rule: Rule) -> FalseAlarms | None:
    """How often a rule speaks when nothing is going on; None where it is not worked out."""
    if not rule.expected:
        return None
    found = rule.expected
    low, high = (words.number(found[name], decimals=1) for name in ("low", "high"))
    simulated = words.counted(found["simulated_weeks"], "simulated week")
    return FalseAlarms(
        number=f"About {words.number(found['a_year'], decimals=1)}",
        words="alerts a year when nothing is going on",
        basis=f"95% interval {low} to {high}, from {simulated}",
        sentences=(
            how_often(found["a_year"]),
            _drawn(rule),
            how_sure(_seen(found), low=low, high=high),
            f"It would have spoken {_times(found['raised'])} in the last "
            f"{words.counted(found['looked_back'], 'week')} of its own history. Some of these may "
            "have been true.",
            f"It can judge {words.number(found['judged_areas'])} of "
            f"{words.counted(found['areas'], 'area')}.",
        ),
        cautions=_cautions(found),
    )


def _drawn(rule: Rule) -> str:
    """Where the simulated weeks come from."""
    if rule.method == Method.SCAN:
        return (
            "In the simulated weeks the events of the latest three years stay at their places and "
            "are dealt out over their weeks anew."
        )
    weeks = words.counted(rule.expected["history_weeks"], "week")
    return f"The simulated weeks are drawn from what was usual in {weeks} of its own history."


def how_often(a_year: float) -> str:
    """A number of alerts a year as people feel it.

    >>> how_often(3.2), how_often(0.0)
    ('That is about one in 16 weeks.', 'None was seen.')
    """
    if not a_year:
        return "None was seen."
    if a_year > WEEKS_A_YEAR:
        return f"That is about {words.number(a_year / WEEKS_A_YEAR, decimals=1)} a week."
    weeks = round(WEEKS_A_YEAR / a_year)
    return (
        f"That is about one in {words.counted(weeks, 'week')}."
        if weeks > 1
        else ("That is about one a week.")
    )


def how_sure(seen: int, *, low: str, high: str) -> str:
    """What an interval round a number of simulated alerts says and leaves out.

    >>> how_sure(43, low="1.0", high="1.8")
    'It rests on 43 simulated alerts, so chance leaves it somewhere from 1.0 to 1.8 a year (19 \
times in 20). Real weeks can differ from simulated ones by more.'
    """
    return (
        f"It rests on {words.counted(seen, 'simulated alert')}, so chance leaves it somewhere from "
        f"{low} to {high} a year (19 times in 20). Real weeks can differ from simulated ones by "
        "more."
    )


def _seen(found: Mapping[str, Any]) -> int:
    """How many alerts the simulated weeks had."""
    years = found["simulated_weeks"] / SIMULATED_WEEKS_A_YEAR
    seen: int = round(found["a_year"] * years)
    return seen


def _times(count: int) -> str:
    return {0: "not once", 1: "once", 2: "twice"}.get(count, f"{words.number(count)} times")


def _cautions(found: Mapping[str, Any]) -> tuple[str, ...]:
    said = []
    if _seen(found) < FEW_SEEN:
        said.append(
            "So few alerts came up in the simulated weeks that the true number may be half or "
            "double. Go by the upper end of the interval."
        )
    if found["a_year"] > MANY_A_YEAR:
        said.append(
            "That is more than one a week. Unless somebody can look into each, make the chance of "
            "a false alarm smaller or ask for more events."
        )
    if found["judged_areas"] < found["areas"]:
        said.append(
            "Areas that cannot be judged have too few events or too short a history. No alarm "
            "there does not mean that nothing happens there."
        )
    return tuple(said)


def together(rule: Rule, others: Sequence[Rule]) -> str:
    """How many false alarms a year the partnership gets with this rule on."""
    whole = rule.expected["a_year"] + sum(each.expected["a_year"] for each in others)
    if not others:
        return "No other rule is on, so that is what the partnership gets in all."
    is_are = "rule that is" if len(others) == 1 else "rules that are"
    return (
        f"With the {words.number(len(others))} other {is_are} on, expect about "
        f"{words.number(whole, decimals=1)} false alarms a year."
    )


def history(rule: Rule, names: Mapping[str, str]) -> list[Entry]:
    """What was done with a rule, the latest first."""
    found = [Entry("Written", rule.written_at, by=names.get(rule.written_by, rule.written_by))]
    if rule.switched_on_at:
        by = names.get(rule.switched_on_by, rule.switched_on_by)
        found.append(Entry("Switched on", rule.switched_on_at, by=by))
    if rule.switched_off_at:
        by = names.get(rule.switched_off_by, rule.switched_off_by)
        found.append(Entry("Switched off", rule.switched_off_at, by=by, text=rule.why_off))
    return found[::-1]


def lines(rules: Iterable[Rule]) -> list[list[str]]:
    """The register for a file: one line a rule, in the order of `FIELDS`."""
    return [_line(each) for each in rules]


def _line(rule: Rule) -> list[str]:
    found = rule.expected
    numbers = ("a_year", "low", "high", "simulated_weeks", "raised", "looked_back", "areas",
               "judged_areas")  # fmt: skip
    values = (
        rule.reference, rule.slug, rule.title, rule.stands.words, measure_words(rule),
        rule.area_name, rule.area_code, rule.level, rule.method, rule.alpha, rule.least_cases,
        rule.delay_weeks, rule.expires_on, rule.owner, rule.purpose,
        *(found.get(name, "") for name in numbers),
        rule.registered_on or "", rule.seal, rule.replaces.reference if rule.replaces else "",
        rule.why_off,
    )  # fmt: skip
    return [str(each) for each in values]


def ways_on(rule: Rule) -> dict[str, str]:
    """Addresses of what can be done with a rule, by name."""
    names = ("edit", "work_out", "on", "off", "copy", "progress", "fairness")
    here = [rule.workspace.slug, rule.reference]
    return {name: reverse(f"insights:watch_rule_{name}", args=here) for name in names}
