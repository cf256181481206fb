"""The ledger: what is done is recorded, in one line, or not done."""

from datetime import UTC, datetime
from enum import StrEnum

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from builders.entries import record_things
from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import NothingRecordedError, audited, record
from headwater.web.audit.models import Entry, Head
from headwater.web.audit.rules import FactRefusedError
from headwater.web.audit.verifying import verify
from headwater.web.partners.models import Workspace

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


class Happened(StrEnum):
    RENAMED = "workspace_renamed"


class StoppedError(Exception):
    pass


@audited
def rename(*, workspace: Workspace, name: str, tells: bool = True, reason: str = "") -> None:
    workspace.name = name
    workspace.save(update_fields=["name"])
    if tells:
        actor = actor_of(build_member(Role.LEAD))
        record(
            Happened.RENAMED,
            about=workspace.slug,
            kind="workspace",
            by=actor,
            at=AT,
            reason=reason,
        )


@audited
def rename_twice(*, workspace: Workspace, stops: bool = False) -> None:
    rename(workspace=workspace, name="One")
    rename(workspace=workspace, name="Two")
    if stops:
        raise StoppedError


@audited
def rename_what_can_be(*, workspace: Workspace) -> None:
    rename(workspace=workspace, name="One")
    with pytest.raises(StoppedError):
        rename_twice(workspace=workspace, stops=True)


def test_a_change_that_records_nothing_does_not_happen() -> None:
    workspace = build_workspace()
    with pytest.raises(NothingRecordedError):
        rename(workspace=workspace, name="Elsewhere", tells=False)
    workspace.refresh_from_db()
    assert workspace.name == "Loamshire"


def test_each_entry_holds_the_fingerprint_of_the_one_before() -> None:
    workspace = build_workspace()
    rename(workspace=workspace, name="One")
    rename(workspace=workspace, name="Two")
    first, second = Entry.objects.all()
    assert (first.number, second.number) == (1, 2)
    assert second.previous == first.fingerprint


def test_changes_within_a_change_are_recorded_in_order() -> None:
    rename_twice(workspace=build_workspace())
    assert [entry.number for entry in Entry.objects.all()] == [1, 2]
    assert verify().number == 2


def test_a_change_that_fails_leaves_no_entry_and_no_gap() -> None:
    workspace = build_workspace()
    with pytest.raises(StoppedError):
        rename_twice(workspace=workspace, stops=True)
    workspace.refresh_from_db()
    assert workspace.name == "Loamshire"
    assert not Entry.objects.exists()
    rename(workspace=workspace, name="Three")
    assert [entry.number for entry in Entry.objects.all()] == [1]


def test_a_failed_change_within_a_change_takes_only_its_own_entries_with_it() -> None:
    workspace = build_workspace()
    rename_what_can_be(workspace=workspace)
    workspace.refresh_from_db()
    assert workspace.name == "One"
    assert Entry.objects.count() == 1
    assert verify().number == 1


def test_entries_of_a_transaction_that_is_rolled_back_are_gone_with_it() -> None:
    workspace = build_workspace()
    with pytest.raises(StoppedError), transaction.atomic():
        rename(workspace=workspace, name="One")
        raise StoppedError
    assert not Entry.objects.exists()
    assert verify().number == 0


def test_a_reason_with_an_address_in_it_stops_the_change() -> None:
    workspace = build_workspace()
    with pytest.raises(FactRefusedError):
        rename(workspace=workspace, name="One", reason="ada@loamshire.example asked")
    workspace.refresh_from_db()
    assert workspace.name == "Loamshire"


def test_the_end_of_the_chain_is_held_only_once_the_change_is_done() -> None:
    workspace = build_workspace()
    record_things(1)
    with CaptureQueriesContext(connection) as asked:
        rename_twice(workspace=workspace)
    tables = [
        "head" if "audit_head" in each["sql"] else "entry" if "audit_entry" in each["sql"] else ""
        for each in asked.captured_queries
        if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]
    assert tables[-3:] == ["head", "entry", "head"]
    assert "head" not in tables[:-3]


def test_a_moment_without_its_time_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        record(
            Happened.RENAMED,
            about="loamshire",
            by=HEADWATER,
            at=datetime(2026, 3, 4, 9, 30),  # noqa: DTZ001 - the mistake under test
        )


def test_there_is_one_end_of_the_chain() -> None:
    record_things(3)
    assert list(Head.objects.values_list("number", flat=True)) == [3]
