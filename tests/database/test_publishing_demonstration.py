"""Loamshire's grants in the demonstration: published twice, beside another funder's."""

import pytest

from builders.publishing import build_award, proceeds
from headwater.core import clock
from headwater.web.config.demonstration import publishing, story
from headwater.web.config.demonstration.steps import walk
from headwater.web.grants.publishing.models import Imprint, OtherGrant
from headwater.web.grants.publishing.queries import others
from headwater.web.partners.queries import actor_for
from headwater.web.releases.models import Kind, Release

pytestmark = pytest.mark.django_db


def test_grants_are_public_and_an_applicant_has_one_elsewhere() -> None:
    at = clock.now()
    workspace = story._partnership(at=at)
    build_award(proceeds(workspace), application={"charity_number": "9900001"})
    assert walk(publishing.steps(workspace), now=at) == 9
    stands = Release.objects.filter(kind=Kind.GRANTS).order_by("number")
    assert [each.status for each in stands] == ["superseded", "published"]
    assert OtherGrant.objects.count() == 3
    lead = actor_for(publishing.User.objects.get(email=publishing.LEAD), today=at.date())
    assert [each.charity_number for each in others.asking_for(lead, workspace.slug)] == ["9900001"]


def test_without_an_award_nothing_is_proposed() -> None:
    at = clock.now()
    workspace = story._partnership(at=at)
    walk(publishing.steps(workspace), now=at)
    assert Imprint.objects.exists()
    assert not Release.objects.filter(kind=Kind.GRANTS).exists()
