"""The year that the demonstration tells of the joint plan of Loamshire."""

import pytest
from django.utils import timezone

from builders.web import build_member, build_organisation, build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.config.demonstration import cast, planned, strategy
from headwater.web.config.demonstration.steps import walk
from headwater.web.strategy.models import Action, Plan
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.rules.planning import Standing
from headwater.web.strategy.rules.statuses import Status

pytestmark = pytest.mark.django_db


def the_year() -> list[Action]:
    workspace = build_workspace()
    for each in cast.PARTNERS:
        build_organisation(workspace, name=each.name, statutory_role=each.statutory_role)
    for role in (Role.LEAD, Role.CONTRIBUTOR, Role.APPROVER):
        name = cast.HOSPITALS if role is Role.CONTRIBUTOR else cast.UNIT
        organisation = build_organisation(workspace, name=name)
        build_member(role, organisation=organisation, email=f"{role.value}@loamshire.example")
    walk(strategy.steps(workspace), now=clock.now())
    return list(queries.actions_for(HEADWATER, workspace.slug))


def test_every_status_is_told_and_some_facts_say_otherwise() -> None:
    found = the_year()
    assert len(found) == len(planned.DEEDS)
    declared = {each.stands for each in found}
    assert declared == set(Status)
    stands = queries.standings(found, today=timezone.localdate())
    assert 3 <= len(queries.differing(found, stands)) < len(found) / 2
    assert queries.unheard_of(found, today=timezone.localdate())


def test_the_plan_is_with_a_board_where_no_decision_adopts_it() -> None:
    the_year()
    plan = Plan.objects.get()
    assert plan.stands is Standing.WITH_BOARD
    assert len(plan.left_out) == len(planned.WITHHELD)
    assert "railway" not in str(plan.public)
