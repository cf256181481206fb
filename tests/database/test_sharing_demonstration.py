"""The year that the demonstration tells of lawful sharing in Loamshire."""

import pytest
from django.utils import timezone

from builders.web import build_member, build_organisation, build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.config.demonstration import cast, sharing
from headwater.web.config.demonstration.steps import walk
from headwater.web.sharing.models import Agreement, Dpia, Share
from headwater.web.sharing.queries import onboarding
from headwater.web.sharing.rules.onboarding import Step

pytestmark = pytest.mark.django_db


def test_a_year_has_agreements_a_refusal_with_other_ways_and_what_is_stuck() -> None:
    workspace = build_workspace()
    for each in cast.PARTNERS:
        build_organisation(workspace, name=each.name, statutory_role=each.statutory_role)
    unit = build_organisation(workspace, name=cast.UNIT)
    for role in (Role.LEAD, Role.APPROVER):
        build_member(role, organisation=unit, email=f"{role.value}@loamshire.example")
    build_member(Role.APPROVER, organisation=unit, email=cast.SECOND_APPROVER_EMAIL)
    walk(sharing.steps(workspace), now=clock.now())
    stands = set(Agreement.objects.values_list("standing", flat=True))
    assert stands == {"draft", "with_parties", "in_force"}
    assert set(Dpia.objects.values_list("stage", flat=True)) == {"approved", "proposed"}
    refused = Share.objects.get(outcome="refused")
    assert refused.alternatives
    assert set(Share.objects.values_list("outcome", flat=True)) == {
        "agreed",
        "waiting",
        "refused",
        "not_shared",
    }
    rows = onboarding.onboardings_for(HEADWATER, workspace.slug)
    found = onboarding.ways(rows, today=timezone.localdate())
    assert {each.step for each in found} == set(Step) - {Step.FIRST_LIVE}
    assert any(each.is_stuck for each in found)
