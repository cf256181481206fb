"""Alerts, releases, documents and loads on the thread: each for those who may see it."""

from copy import deepcopy

import pytest

from builders.everything import Everything, build_everything
from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.insights.data_in.models import Upload
from headwater.web.insights.data_in.rules.workflow import Status
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Kind

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
CODES = ("alert", "release", "document", "load")
ROWS = {"alert": "alert", "release": "release", "document": "document", "load": "upload"}


@pytest.fixture(scope="module")
def kept(rows_are_kept: None) -> Everything:
    return build_everything()


@pytest.fixture
def held(kept: Everything) -> Everything:
    return deepcopy(kept)


def known(code: str) -> Kind:
    found = kinds.kind(code)
    assert found is not None
    return found


@pytest.mark.parametrize("code", CODES)
def test_a_lead_and_headwater_find_it_and_a_stranger_does_not(held: Everything, code: str) -> None:
    reference = held.rows[ROWS[code]].reference
    lead = actor_of(held.person)
    elsewhere = build_organisation(build_workspace("elsewhere"), name="Elsewhere Police")
    stranger = actor_of(build_member(Role.LEAD, organisation=elsewhere, email="x@y.example"))
    for actor in (lead, HEADWATER):
        bead = known(code).find(actor, "loamshire", [reference, "X-2222-2222"])
        assert set(bead) == {reference}
        assert bead[reference].address.startswith("/work/loamshire/")
    assert known(code).find(stranger, "loamshire", [reference]) == {}
    assert known(code).find(lead, "elsewhere", [reference]) == {}


@pytest.mark.parametrize("code", ["document", "load", "release"])
def test_a_contributor_of_another_partner_does_not_find_it(held: Everything, code: str) -> None:
    fire = build_organisation(name="Loamshire Fire")
    theirs = actor_of(build_member(Role.CONTRIBUTOR, organisation=fire, email="fire@y.example"))
    reference = held.rows[ROWS[code]].reference
    assert known(code).find(theirs, "loamshire", [reference]) == {}


def test_a_load_stands_while_it_is_loaded_and_is_offered_then(held: Everything) -> None:
    upload = held.rows["upload"]
    lead = actor_of(held.person)
    offer = known("load").offer
    assert offer is not None
    assert offer(lead, "loamshire", "") == []
    Upload.objects.filter(pk=upload.pk).update(status=Status.LOADED, load_id="load-1")
    offered = offer(lead, "loamshire", "")
    assert [each.reference for each in offered] == [upload.reference]
    assert offered[0].stands
    assert offered[0].title.endswith(", Sep 2024")
    Upload.objects.filter(pk=upload.pk).update(status=Status.UNDONE, undo_reason="Wrong month")
    assert not known("load").find(lead, "loamshire", [upload.reference])[upload.reference].stands


def test_a_document_that_was_disposed_of_is_gone(held: Everything) -> None:
    document = held.rows["document"]
    document.disposed_at = document.disposal_asked_at = document.at
    document.disposed_by, document.disposal_asked_by = "P-2222-2222", "P-2222-2223"
    document.save()
    assert known("document").find(HEADWATER, "loamshire", [document.reference]) == {}
