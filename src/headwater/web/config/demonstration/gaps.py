"""Gaps in Loamshire: maps worked out twice, a hole that is to be commissioned, one that is not.

The hole is the one that was planted there: nobody mentors 15 to 17 year olds in one district.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from headwater.core.periods import Month
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration import cast
from headwater.web.config.demonstration.steps import Step
from headwater.web.editions import changes as editions
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.provision.gaps import tasks
from headwater.web.provision.gaps.changes import answers, intentions, maps
from headwater.web.provision.gaps.models import Intention
from headwater.web.provision.gaps.queries.maps import Cell, cells_of, latest
from headwater.web.provision.gaps.rules.classes import MapClass
from headwater.web.provision.gaps.rules.commissioning import Description

LEAD = "lead@loamshire.example"
FIRST, ANSWERED, INTENDED, SECOND, DROPPED = 150, 139, 128, 12, 8
"""Days ago. The directory was confirmed in rounds before each map."""
FIRST_YEAR, SECOND_YEAR = Month(2025, 2), Month(2025, 8)
A_WHILE = timedelta(days=182)
HOLE, CLIFF = ("mentoring", "15-17"), ("mentoring", "18-24")
WHAT = (
    "One-to-one mentors who stay for a year, for young people known to youth justice, schools or "
    "the emergency department. Referrals from any partner within two working days."
)
NO_MONEY = (
    "The grant for young adults was not renewed. It is asked for again with the next year's budget."
)


def steps(workspace: Workspace) -> Iterator[Step]:
    """Two maps, an action and two intentions, told from the day the first map was made."""
    yield Step(FIRST, lambda at: _map(workspace, FIRST_YEAR, at))
    yield Step(ANSWERED, lambda at: _answer(workspace, at))
    yield Step(INTENDED, lambda at: _intend(workspace, at))
    yield Step(SECOND, lambda at: _map(workspace, SECOND_YEAR, at))
    yield Step(DROPPED, lambda at: _drop(workspace, at))


def _lead() -> Actor:
    return actor_for(User.objects.get(email=LEAD), today=timezone.localdate())


def _map(workspace: Workspace, year_to: Month, at: datetime) -> None:
    """Have a map worked out, made as a worker does, and locked, so that its gaps are answered."""
    edition = maps.work_out(workspace=workspace, year_to=year_to, actor=_lead(), at=at)
    if tasks.make.call(edition.reference) == "made":
        link = reverse("gaps:map", args=[workspace.slug])
        editions.lock(edition=edition, link=link, actor=_lead(), at=at)


def _seen_in(workspace: Workspace) -> str:
    """The reference of the latest map; of a gap there is always one."""
    made = latest(_lead(), workspace.slug)
    assert made is not None
    return made.reference


def _cells(workspace: Workspace, wanted: tuple[str, str]) -> list[Cell]:
    """Gaps of a kind of help and age in the latest map, those with most need first."""
    made = latest(_lead(), workspace.slug)
    found = [
        cell
        for cell in (cells_of(made) if made else [])
        if (cell.place.help, cell.place.age) == wanted and cell.kind is MapClass.GAP
    ]
    return sorted(found, key=lambda cell: -_number(cell, "need_high"))


def _number(cell: Cell, name: str) -> float:
    value = cell.shown[name]
    return float(value) if isinstance(value, int | float) else 0.0


def _answer(workspace: Workspace, at: datetime) -> None:
    for cell in _cells(workspace, HOLE)[:1]:
        answers.answer_with_action(
            workspace=workspace,
            gap=cell.place.reference,
            seen_in=_seen_in(workspace),
            title=f"Find out who could mentor in {cell.area}, and what it would take",
            organisation=Organisation.objects.get(workspace=workspace, name=cast.UNIT),
            due_on=timezone.localdate(at) + A_WHILE,
            actor=_lead(),
            at=at,
        )


def _intend(workspace: Workspace, at: datetime) -> None:
    for cell in (*_cells(workspace, HOLE)[:1], *_cells(workspace, CLIFF)[:1]):
        costs = [round(_number(cell, name), -3) or None for name in ("cost_low", "cost_high")]
        intentions.write(
            workspace=workspace,
            gap=cell.place.reference,
            seen_in=_seen_in(workspace),
            said=Description(
                title=f"Mentors for ages {cell.place.age.replace('-', ' to ')} in {cell.area}",
                what=WHAT,
                places=max(1, round(_number(cell, "missing_low"))),
                money_low=int(costs[0]) if costs[0] else None,
                money_high=int(costs[1]) if costs[1] else None,
                by_when=timezone.localdate(at) + 2 * A_WHILE,
                organisation=_owner(workspace),
            ),
            actor=_lead(),
            at=at,
        )


def _owner(workspace: Workspace) -> str:
    return Organisation.objects.get(workspace=workspace, name=cast.UNIT).reference


def _drop(workspace: Workspace, at: datetime) -> None:
    """The one for young adults has no money this year."""
    for made in Intention.objects.filter(workspace=workspace, gap__contains=f":{CLIFF[1]}:"):
        intentions.drop(intention=made, reason=NO_MONEY, version=made.version, actor=_lead(), at=at)
