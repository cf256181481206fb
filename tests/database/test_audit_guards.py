"""The database itself refuses to change what was recorded."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

import pytest
from django.db import DatabaseError, connection, transaction

from builders.ledger import guards_off
from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit import guards
from headwater.web.audit.ledger import record
from headwater.web.audit.models import Entry, Head

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


class Happened(StrEnum):
    THING_DONE = "thing_done"


def sql(statement: str) -> Callable[[], object]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


WAYS = {
    "a query's update": lambda: Entry.objects.update(event="thing_undone"),
    "a query's delete": lambda: Entry.objects.all().delete(),
    "a row saved again": lambda: Entry.objects.get(number=1).save(),
    "SQL that updates": sql("UPDATE audit_entry SET actor = 'P-2222-2222' WHERE number = 1"),
    "SQL that deletes": sql("DELETE FROM audit_entry WHERE number = 2"),
    "the end set back by a query": lambda: Head.objects.update(number=1),
    "the end set back by SQL": sql("UPDATE audit_head SET number = 0"),
    "the end given another seal": sql("UPDATE audit_head SET fingerprint = '00'"),
    "the end deleted": lambda: Head.objects.all().delete(),
}
COLUMNS = "id, number, at, event, actor, workspace, about_kind, about, facts, previous, fingerprint"
ONLY = {
    "postgresql": {
        "truncating the entries": sql("TRUNCATE audit_entry"),
        "truncating the end": sql("TRUNCATE audit_head"),
        "truncating both": sql("TRUNCATE audit_entry, audit_head CASCADE"),
        "insert over a row": sql(
            f"INSERT INTO audit_entry ({COLUMNS}) SELECT {COLUMNS} FROM audit_entry "
            "WHERE number = 1 ON CONFLICT (number) DO UPDATE SET actor = 'P-2222-2222'"
        ),
        "a session that replays rows": sql(
            "SET LOCAL session_replication_role = replica; DELETE FROM audit_entry"
        ),
    },
    "sqlite": {
        "insert over a row": sql(
            f"INSERT OR REPLACE INTO audit_entry ({COLUMNS}) SELECT {COLUMNS} FROM audit_entry"
        ),
        "update over a row": sql("UPDATE OR REPLACE audit_entry SET number = 2 WHERE number = 1"),
        "insert over the end": sql("INSERT OR REPLACE INTO audit_head VALUES (1, 0, '00')"),
    },
}


@pytest.fixture
def _two_entries() -> None:
    for about in ("one", "two"):
        record(Happened.THING_DONE, about=about, kind="thing", by=HEADWATER, at=AT)


@pytest.mark.usefixtures("_two_entries")
@pytest.mark.parametrize("way", [*WAYS, *ONLY[connection.vendor]])
def test_nobody_changes_or_removes_an_entry_by(way: str) -> None:
    before = list(Entry.objects.values_list()), list(Head.objects.values_list())
    attempt = {**WAYS, **ONLY[connection.vendor]}[way]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt()
    assert (list(Entry.objects.values_list()), list(Head.objects.values_list())) == before


@pytest.mark.usefixtures("_two_entries")
def test_the_ledger_goes_on_after_somebody_tried() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(event="thing_undone")
    record(Happened.THING_DONE, about="three", kind="thing", by=HEADWATER, at=AT)
    assert [entry.number for entry in Entry.objects.all()] == [1, 2, 3]


def test_every_guard_is_in_place_after_migrating() -> None:
    assert guards.missing(connection) == ()


@pytest.mark.django_db(transaction=True)
def test_guards_taken_off_are_missed() -> None:
    with guards_off():
        assert set(guards.missing(connection)) == set(
            guards.POSTGRESQL if connection.vendor == "postgresql" else guards.SQLITE
        )
