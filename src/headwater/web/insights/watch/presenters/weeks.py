"""Weeks of early warning in words and tables."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from headwater.core import words
from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Cell, Column, Table
from headwater.web.editions.models import Edition
from headwater.web.editions.presenters import status_tag
from headwater.web.editions.rules.workflow import READABLE
from headwater.web.insights.assessments.links import address
from headwater.web.insights.watch.queries.weeks import Ready

CSV_COLUMNS = (
    "reference",
    "week",
    "area_code",
    "area",
    "rules",
    "alerts",
    "status",
    "asked_at",
    "asked_by",
    "made_at",
)


def listing(weeks: Iterable[Edition], names: Mapping[str, str]) -> Table:
    """Weeks that were run, each leading to its page."""
    return Table(
        caption="Weeks that were run",
        caption_is_hidden=True,
        columns=[
            Column("Week"),
            Column("Area"),
            Column("Rules", numeric=True),
            Column("Alerts", numeric=True),
            Column("Status"),
            Column("Asked for"),
        ],
        rows=[
            [
                Cell(capfirst(each.period_words), href=address(each, ""), hint=each.week),
                each.area_name or each.area_code,
                _count(each, "rules") or "–",
                _count(each, "alerts") or "–",
                Cell(tag=status_tag(each)),
                Cell(moment(each.requested_at), hint=names.get(each.requested_by, "")),
            ]
            for each in weeks
        ],
        when_empty=(
            "No week has been run yet. Once a rule is on, headwater runs each week as soon as its "
            "records are complete; somebody who leads can also run one now."
        ),
    )


def _count(week: Edition, what: str) -> str:
    """How many rules or alerts a run tells of; nothing where it was not made."""
    if week.stands not in READABLE:
        return ""
    return words.number(getattr(week, what) or 0)


def csv_rows(weeks: Iterable[Edition], names: Mapping[str, str]) -> list[list[str]]:
    """Weeks as lines of a file."""
    return [
        [
            each.reference,
            each.week,
            each.area_code,
            each.area_name,
            _count(each, "rules"),
            _count(each, "alerts"),
            each.stands.words,
            timezone.localtime(each.requested_at).isoformat(timespec="minutes"),
            names.get(each.requested_by, ""),
            timezone.localtime(each.made_at).isoformat(timespec="minutes") if each.made_at else "",
        ]
        for each in weeks
    ]


def ready_table(found: Sequence[Ready], workspace: str) -> Table:
    """The rules that will run, and up to which week each can judge."""
    return Table(
        caption="Rules that are on",
        columns=[
            Column("Rule"),
            Column("Area"),
            Column("Latest week it can judge"),
            Column("False alerts expected a year", numeric=True),
        ],
        rows=[
            [
                Cell(
                    each.rule.title,
                    href=reverse("insights:watch_rule", args=[workspace, each.rule.reference]),
                ),
                each.rule.area_name,
                capfirst(each.latest.words) if each.latest else "No record is held yet",
                words.number(each.rule.expected["a_year"], decimals=1),
            ]
            for each in found
        ],
    )
