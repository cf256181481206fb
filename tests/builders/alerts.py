"""Weeks of early warning as rows: rules that are on, and what they said of a week."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from builders.editions_web import AT, plain_edition, stored_edition
from builders.web import build_workspace
from headwater.core.weeks import Week
from headwater.web.editions.models import Edition
from headwater.web.editions.rules.kinds import Kind
from headwater.web.insights.watch.changes.raising import Raised, raise_alerts
from headwater.web.insights.watch.models import Alert, Rule
from headwater.web.insights.watch.rules import registering
from headwater.web.partners.models import Workspace

WEEK = Week.parse("2025-W30")
A_DAY = timedelta(days=1)
ALDER, BRACK, COLD = ("Z99D00001", "Alderwick"), ("Z99D00002", "Brackmere"), ("Z99D00003", "Cold")
EXPECTED = {
    "a_year": 2.5,
    "low": 2.0,
    "high": 3.1,
    "areas": 6,
    "judged_areas": 6,
    "history_weeks": 156,
    "simulated_weeks": 2000,
    "raised": 3,
    "looked_back": 52,
    "seed": 1,
}


@dataclass(frozen=True, slots=True)
class Rise:
    """One alert as a run would say it. What is hidden has no numbers."""

    areas: Sequence[tuple[str, str]] = (ALDER,)
    observed: float = 31
    expected: float = 14.2
    p_value: float = 0.0004
    weeks: int = 1
    is_hidden: bool = False


def build_watch_rule(
    slug: str = "injury-by-district", *, workspace: Workspace | None = None, **given: Any
) -> Rule:
    """A rule that is on."""
    fields: dict[str, Any] = {
        "slug": slug,
        "title": "Violence with injury by district",
        "purpose": "Tell districts early of a rise in injuries",
        "owner": "Violence reduction partnership, head of analysis",
        "measure": "violence_with_injury",
        "area_code": "Z99P00001",
        "area_name": "Loamshire",
        "level": "lad",
        "method": "farrington",
        "alpha": 0.005,
        "least_cases": 5,
        "delay_weeks": 1,
        "expires_on": date(2027, 11, 1),
        "status": registering.Status.ON,
        "expected": EXPECTED,
        "loads": ["load-5f0c2a91"],
        "seal": "0123456789abcdef",
        "registered_on": AT.date(),
        "written_by": "P-2222-2222",
        "written_at": AT - 30 * A_DAY,
        "moved_at": AT - 29 * A_DAY,
        "switched_on_by": "P-2222-2222",
        "switched_on_at": AT - 29 * A_DAY,
        **given,
    }
    return Rule.objects.create(workspace=workspace or build_workspace(), **fields)


def plain_week(
    said: dict[Rule, Sequence[Rise]], week: Week = WEEK, *, profile: str = "published"
) -> dict[str, Any]:
    """A week of early warning as `edition.json` holds it."""
    plain = deepcopy(plain_edition())
    parts = [_of_rule(plain, rule, rises, week) for rule, rises in said.items() if rises]
    rules = _table(plain, "rules", RULE_COLUMNS, [_rule_row(r, said[r]) for r in said])
    made: dict[str, dict[str, Any]] = {"tables": {"rules": rules}}
    for kind in ("tables", "charts", "maps", "findings"):
        made.setdefault(kind, {}).update({k: v for part in parts for k, v in part[kind].items()})
    for table in made["tables"].values():
        table["profile"] = profile
    blocks = [_block("finding", ref=name) for name in made["findings"]]
    return plain | {
        **made,
        "id": f"early-warning-{week}",
        "title": "Early warning of serious violence",
        "period": str(week),
        "period_words": week.words,
        "key_findings": [],
        "chapters": [
            {"id": "rising", "title": "What is rising", "question": "What?", "blocks": blocks},
            {"id": "reading", "title": "How to read an alert", "question": "How?", "blocks": []},
        ],
    }


def _of_rule(
    plain: dict[str, Any], rule: Rule, rises: Sequence[Rise], week: Week
) -> dict[str, dict[str, Any]]:
    """What a week has of a rule that raised something."""
    rows = [(str(number), rise) for number, rise in enumerate(rises, start=1)]
    alerts, places, weeks, times = (
        f"{name}-{rule.slug}" for name in ("alerts", "places", "weeks", "times")
    )
    areas = [(name, area) for name, rise in rows for area in rise.areas]
    tables = [
        _table(plain, alerts, ALERT_COLUMNS, [_alert_row(name, rise) for name, rise in rows]),
        _table(plain, places, PLACE_COLUMNS, [[name, *area] for name, area in areas], keys=2),
        _table(plain, weeks, WEEK_COLUMNS, _week_rows(rows, week), keys=2),
        _table(plain, times, TIMES_COLUMNS, [[*area, 2.2] for _, area in areas]),
    ]
    charts = [_drawn(f"{weeks}-{name}", weeks, only=name, kind="line") for name, _ in rows]
    maps = [_drawn(places, times, value="times", area="area_code")]
    findings = [_finding(rule, name, rise) for name, rise in rows]
    return {
        "tables": {each["id"]: each for each in tables},
        "charts": {each["id"]: each for each in charts},
        "maps": {each["id"]: each for each in maps},
        "findings": {each["id"]: each for each in findings},
    }


def stored_week(
    said: dict[Rule, Sequence[Rise]],
    week: Week = WEEK,
    *,
    profile: str = "published",
    made_at: datetime = AT,
    **given: Any,
) -> Edition:
    """A week that was run and stored; nothing is raised yet."""
    rule = next(iter(said))
    made = stored_edition(
        workspace=rule.workspace,
        plain=plain_week(said, week, profile=profile),
        kind=Kind.EARLY_WARNING,
        week=str(week),
        first_month=week.monday.replace(day=1),
        last_month=week.sunday.replace(day=1),
        period_words=week.words,
        **given,
    )
    Edition.objects.filter(pk=made.pk).update(made_at=made_at)
    made.refresh_from_db()
    return made


def run_week(
    said: dict[Rule, Sequence[Rise]], week: Week = WEEK, *, at: datetime = AT, **given: Any
) -> Raised:
    """A week that was run, stored and raised."""
    return raise_alerts(edition=stored_week(said, week, made_at=at, **given), at=at)


def build_alert(
    rule: Rule | None = None, rise: Rise | None = None, *, at: datetime = AT, **given: Any
) -> Alert:
    """An alert that a week raised."""
    run_week({rule or build_watch_rule(): [rise or Rise()]}, at=at, **given)
    return Alert.objects.latest("pk")


RULE_COLUMNS = (
    ("rule", "Rule", "code"),
    ("title", "Title", "name"),
    ("alerts", "Alerts this week", "number"),
)
ALERT_COLUMNS = (
    ("alert", "Alert", "code"),
    ("areas", "Areas", "name"),
    ("weeks", "Weeks", "number"),
    ("observed", "Seen", "count"),
    ("expected", "Expected", "number"),
    ("p_value", "p-value", "number"),
)
PLACE_COLUMNS = (
    ("alert", "Alert", "code"),
    ("area_code", "Code", "code"),
    ("area_name", "Area", "name"),
)
WEEK_COLUMNS = (
    ("alert", "Alert", "code"),
    ("week", "Week", "code"),
    ("monday", "Week of", "name"),
    ("seen", "Seen", "count"),
)
TIMES_COLUMNS = (
    ("area_code", "Code", "code"),
    ("area_name", "Area", "name"),
    ("times", "Times the expected", "number"),
)
WEEKS_DRAWN = 20
DECIMALS = {"expected": 1, "p_value": 4}


def _table(
    plain: dict[str, Any],
    name: str,
    columns: Sequence[tuple[str, str, str]],
    rows: Sequence[Sequence[Any]],
    *,
    keys: int = 1,
) -> dict[str, Any]:
    like = plain["tables"]["districts"]
    counted = next(each["provenance"] for each in like["columns"] if each["provenance"])
    return {
        **like,
        "id": name,
        "title": f"Table {name}",
        "key_columns": keys,
        "notes": [],
        "columns": [
            {
                "key": key,
                "label": label,
                "kind": kind,
                "unit": "",
                "decimals": DECIMALS.get(key, 0),
                "provenance": counted if kind in ("count", "number") else None,
            }
            for key, label, kind in columns
        ],
        "rows": [list(row) for row in rows],
    }


def _rule_row(rule: Rule, rises: Sequence[Rise]) -> list[Any]:
    return [rule.slug, rule.title, len(rises)]


def _alert_row(name: str, rise: Rise) -> list[Any]:
    numbers = ["[c]"] * 3 if rise.is_hidden else [rise.observed, rise.expected, rise.p_value]
    return [name, _named(rise), rise.weeks, *numbers]


def _named(rise: Rise) -> str:
    return " and ".join(name for _, name in rise.areas)


def _finding(rule: Rule, name: str, rise: Rise) -> dict[str, Any]:
    amount = (
        "The numbers are hidden, to protect small counts here or beside another alert."
        if rise.is_hidden
        else f"{rise.observed:g} offences were seen in the week where {rise.expected} were to be "
        "expected."
    )
    return {
        "id": f"watch.{rule.slug}.{name}",
        "sentence": f"Violence with injury rose in {_named(rise)}. {amount}",
        "figures": [f"alerts-{rule.slug}:{name}:{key}" for key in ("observed", "expected")],
        "strength": "moderate",
        "cautions": ["This rule raises about 2.5 alerts a year when nothing is going on."],
        "because": "How surprising it is would give the hidden count away."
        if rise.is_hidden
        else f"The chance of so many is {rise.p_value:.2g} by the improved Farrington.",
    }


def _week_rows(rows: Sequence[tuple[str, Rise]], week: Week) -> list[list[Any]]:
    """Twenty weeks up to the judged one; each says whose they are in its name."""
    return [
        [name, str(week.plus(-back)), f"{rise.areas[0][1]}, {back} weeks before", 10]
        for name, rise in rows
        for back in reversed(range(WEEKS_DRAWN))
    ]


def _drawn(name: str, table: str, **more: str) -> dict[str, Any]:
    return {"id": name, "title": f"Drawing {name}", "summary": "In short", "table": table, **more}


def _block(kind: str, *, text: str = "", ref: str = "") -> dict[str, Any]:
    return {"kind": kind, "text": text, "items": [], "ref": ref}
