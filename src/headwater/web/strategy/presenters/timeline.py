"""The actions as bars beside their dates. The table says all that the bars show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.dateformat import format as dated

from headwater.web.design_system.parts import Tag
from headwater.web.strategy.links import action_address
from headwater.web.strategy.models import Action, Milestone
from headwater.web.strategy.presenters.actions import status_tag

WIDTH = 340
"""Of a bar's space, in units of the drawing."""
LEAST_BAR = 4
QUARTER = 3
UNPLACED = "No place in the plan yet"


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a quarter."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Point:
    """A milestone."""

    at: float
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One action in time."""

    title: str
    href: str
    lead: str
    tag: Tag
    starts: str
    due: str
    at: float
    width: float
    css: str
    points: Sequence[Point]
    steps: str
    """How many of its milestones were reached, in words."""


@dataclass(frozen=True, slots=True)
class Group:
    """The actions of one priority."""

    title: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that is drawn."""

    groups: Sequence[Group]
    ticks: Sequence[Tick]
    today: float | None
    """Where today is; None where it is outside."""
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day is, in units of the drawing."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(share * WIDTH, 1)


def timeline(actions: Sequence[Action], *, today: date) -> Timeline:
    """Actions by priority, the first to start first."""
    if not actions:
        return Timeline([], [], None)
    scale = _Scale(
        _quarter_of(min(each.starts_on for each in actions)),
        _quarter_after(max(each.due_on for each in actions)),
    )
    ordered = sorted(actions, key=_in_plan)
    groups = [
        Group(title, [_bar(each, scale) for each in rows])
        for title, rows in groupby(ordered, key=_priority_of)
    ]
    is_inside = scale.first <= today <= scale.last
    return Timeline(groups, _ticks(scale), scale.at(today) if is_inside else None)


def _in_plan(action: Action) -> tuple[bool, int, str, date]:
    outcome = action.outcome
    if outcome is None:
        return True, 0, UNPLACED, action.starts_on
    return False, outcome.priority.position, outcome.priority.title, action.starts_on


def _priority_of(action: Action) -> str:
    return action.outcome.priority.title if action.outcome else UNPLACED


def _bar(action: Action, scale: _Scale) -> Bar:
    at = scale.at(action.starts_on)
    steps = list(action.milestones.all())
    return Bar(
        title=action.title,
        href=action_address(action),
        lead=action.lead.name if action.lead else "Nobody yet",
        tag=status_tag(action.stands),
        starts=dated(action.starts_on, "j M Y"),
        due=dated(action.due_on, "j M Y"),
        at=at,
        width=max(scale.at(action.due_on) - at, LEAST_BAR),
        css=action.status.replace("_", "-"),
        points=[_point(each, scale) for each in steps],
        steps=_steps(steps),
    )


def _point(step: Milestone, scale: _Scale) -> Point:
    return Point(scale.at(step.due_on), step.reached_on is not None)


def _steps(steps: Sequence[Milestone]) -> str:
    if not steps:
        return "None"
    reached = sum(1 for each in steps if each.reached_on)
    return f"{reached} of {len(steps)}"


def _quarter_of(day: date) -> date:
    return day.replace(month=(day.month - 1) // QUARTER * QUARTER + 1, day=1)


def _quarter_after(day: date) -> date:
    start = _quarter_of(day)
    month = start.month + QUARTER
    return date(start.year + month // 13, (month - 1) % 12 + 1, 1)


def _ticks(scale: _Scale) -> list[Tick]:
    """Every quarter, or every year where there are too many to read."""
    days = [scale.first]
    while days[-1] < scale.last:
        days.append(_quarter_after(days[-1]))
    many = len(days) > 9
    shown = [day for day in days[:-1] if not many or day.month == 1]
    return [Tick(scale.at(day), dated(day, "Y" if many else "M Y")) for day in shown]
