"""What waits because of a grant is named so that people with an interest in it learn nothing."""

import pytest

from builders.delivering import AT, build_delivering_life
from builders.web import build_workspace
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering.changes import work
from headwater.web.grants.delivering.events import Work
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def test_work_names_a_grant_by_its_reference_alone() -> None:
    life = build_delivering_life(build_workspace(), "Boxing at the old mill")
    work.is_late(life["grant_return"], at=AT)
    work.wait_for_money(life["delivery"], at=AT)
    work.wait_for_clawback(life["clawback"], at=AT)
    award = Award.objects.get()
    work.wait_for_agreement(award, at=AT)
    held = {each.kind: each.title for each in Item.objects.filter(kind__in=list(Work))}
    assert held.keys() == set(Work)
    for title in held.values():
        assert award.reference in title
        assert award.title not in title
        assert award.application.organisation not in title
