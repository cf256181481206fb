"""What the demonstration tells of evidence in Loamshire."""

import pytest
from django.utils import timezone

from builders.evidence import build_decision, lead
from builders.web import build_member, build_organisation, build_workspace
from headwater.core import clock
from headwater.web.accounts.roles import Role
from headwater.web.config.demonstration import cast, evidence
from headwater.web.config.demonstration.steps import walk
from headwater.web.evidence.events import Work
from headwater.web.evidence.models import Evaluation, Publication
from headwater.web.evidence.queries import evidence as queries
from headwater.web.evidence.queries.evidence import HarmfulUse
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def the_uses() -> list[HarmfulUse]:
    workspace = build_workspace()
    for each in cast.PARTNERS:
        build_organisation(workspace, name=each.name, statutory_role=each.statutory_role)
    for role in (Role.LEAD, Role.APPROVER):
        organisation = build_organisation(workspace, name=cast.UNIT)
        build_member(role, organisation=organisation, email=f"{role.value}@loamshire.example")
    walk(evidence.steps(workspace), now=clock.now())
    return queries.harmful_uses(lead(), workspace.slug, today=timezone.localdate())


def test_two_evaluations_are_told_and_a_harmful_use_has_an_override() -> None:
    build_decision()
    (use,) = the_uses()
    assert use.is_covered
    assert use.bead.title == evidence.TITLE
    assert Evaluation.objects.count() == len(evidence.EVALUATED)
    assert Publication.objects.count() == len(evidence.ELSEWHERE)
    assert not Item.objects.filter(kind=Work.APPROVE, closed_at=None).exists()


def test_nothing_uses_the_approach_where_no_board_decided() -> None:
    assert the_uses() == []
