"""Files of services: looked at, taken in whole or not at all, undone, and given back equal."""

import json

import pytest

from builders.services import (
    A_DAY,
    AT,
    build_file,
    build_link,
    build_service,
    change,
    open_referral,
    take_in,
)
from builders.web import build_organisation, build_workspace, contributor_of
from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.provision.services.changes import files, services
from headwater.web.provision.services.models import Service
from headwater.web.provision.services.queries import files as file_queries
from headwater.web.provision.services.queries.services import json_of
from headwater.web.provision.services.rules.imports import ChangedSinceError, NotAtThisStageError
from headwater.web.provision.services.rules.permissions import NotAllowedError

pytestmark = pytest.mark.django_db


def entry(identifier: str = "s-1") -> Service:
    return Service.objects.select_related("workspace", "kept_by").get(service_id=identifier)


def test_looking_at_a_file_changes_no_entry() -> None:
    file = build_file(open_referral())
    found = file_queries.preview_of(file)
    assert [each.service_id for each in found.new] == ["s-1"]
    assert Service.objects.count() == 0


def test_what_is_taken_in_is_given_back_equal() -> None:
    given = open_referral()
    take_in(given)
    assert json_of(entry()) == given
    assert entry().area_name == "Larkminster"


def test_what_was_changed_here_is_given_back_with_what_we_do_not_read() -> None:
    given = open_referral()
    take_in(given)
    change(entry(), maximum_age=21, funder="Trust", lat=54.3)
    back = json_of(entry())
    assert back["local_extra"] == given["local_extra"]
    assert back["eligibilitys"] == [{"id": "e-1", "minimum_age": 10, "maximum_age": 21}]
    assert back["headwater"]["funder"] == "Trust"
    assert back["service_at_locations"][0]["location"]["latitude"] == 54.3


def test_a_file_says_what_is_new_changed_as_it_was_and_gone() -> None:
    take_in(open_referral("a"), open_referral("b"), open_referral("c"))
    build_service()
    file = build_file(open_referral("a"), open_referral("b", name="Renamed"), open_referral("d"))
    found = file_queries.preview_of(file)
    assert [each.service_id for each in found.new] == ["d"]
    (changed,) = found.changed
    assert [(each.label, each.before, each.after) for each in changed.differences] == [
        ("Name", "Harbour boxing", "Renamed")
    ]
    assert found.unchanged == 1
    assert [each.service_id for each in found.gone] == ["c"]


def test_a_change_in_parts_that_are_only_kept_is_said_too() -> None:
    take_in(open_referral())
    file = build_file(open_referral(local_extra={"kept": []}))
    (changed,) = file_queries.preview_of(file).changed
    assert changed.differences[0].after == "local_extra"


def test_what_is_gone_is_closed_only_where_somebody_wants_that() -> None:
    take_in(open_referral("a"), open_referral("b"))
    take_in(open_referral("a"))
    assert entry("b").status == "active"
    take_in(open_referral("a"), closes_gone=True)
    assert entry("b").status == "inactive"


def test_a_directory_that_changed_after_somebody_looked_is_looked_at_again() -> None:
    take_in(open_referral())
    file = build_file(open_referral(name="Renamed"))
    seal = file_queries.seal_of(file_queries.preview_of(file))
    change(entry(), setting="Street")
    with pytest.raises(ChangedMeanwhileError):
        files.take_in(file=file, closes_gone=False, seal=seal, actor=HEADWATER, at=AT)
    assert entry().name == "Harbour boxing"


def test_undoing_a_file_puts_everything_back() -> None:
    first = open_referral("a")
    take_in(first)
    file = take_in(open_referral("a", name="Renamed"), open_referral("b"), at=AT + A_DAY)
    files.undo(file=file, actor=HEADWATER, at=AT + 2 * A_DAY)
    assert Service.objects.count() == 1
    assert json_of(entry("a")) == first
    with pytest.raises(NotAtThisStageError):
        files.undo(file=file, actor=HEADWATER, at=AT + 2 * A_DAY)


def test_a_file_is_not_undone_where_somebody_built_on_it() -> None:
    file = take_in(open_referral("a"), open_referral("b"))
    change(entry("b"), setting="Street")
    with pytest.raises(ChangedSinceError, match="Harbour boxing"):
        files.undo(file=file, actor=HEADWATER, at=AT)
    assert Service.objects.count() == 2


def test_a_file_is_not_undone_where_a_link_to_a_new_entry_was_sent() -> None:
    file = take_in(open_referral())
    build_link(entry())
    with pytest.raises(ChangedSinceError):
        files.undo(file=file, actor=HEADWATER, at=AT)


def test_a_service_with_a_fault_is_left_out_and_said() -> None:
    file = take_in(open_referral("a"), open_referral("b", status="open"), open_referral("a"))
    assert (file.added, file.wrong) == (1, 2)
    assert [(each["place"], each["field"]) for each in file.faults] == [(2, "status"), (3, "id")]


def test_only_leads_take_in_files() -> None:
    with pytest.raises(NotAllowedError):
        files.look_at(
            workspace=build_workspace(),
            name="all.json",
            raw=json.dumps([open_referral()]).encode(),
            actor=contributor_of(build_organisation()),
            at=AT,
        )


def test_what_another_partnership_holds_is_not_touched() -> None:
    take_in(open_referral())
    build_workspace("elsewhere")
    file = build_file(open_referral(name="Theirs"), workspace=build_workspace("elsewhere"))
    assert len(file_queries.preview_of(file).new) == 1
    services.confirm(service=entry(), version=1, actor=HEADWATER, at=AT)
    assert len(file_queries.preview_of(file).new) == 1
