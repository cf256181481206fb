"""Verifying the ledger finds what was done to it behind the guards' back."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from builders.entries import AT, record_from_threads, record_things
from builders.ledger import guards_off
from headwater.core.errors import ExitCode
from headwater.web.audit import verifying
from headwater.web.audit.chain import fingerprint
from headwater.web.audit.models import Entry, Head
from headwater.web.audit.verifying import (
    GuardsMissingError,
    LedgerBrokenError,
    Link,
    said_by,
    verify,
)

on_its_own = pytest.mark.django_db(transaction=True)
in_a_transaction = pytest.mark.django_db


def seal_of(number: int) -> str:
    return Entry.objects.get(number=number).fingerprint


def sealed_anew(entry: Entry) -> Entry:
    entry.fingerprint = fingerprint(said_by(entry), number=entry.number, previous=entry.previous)
    return entry


def alter() -> None:
    Entry.objects.filter(number=3).update(actor="P-2222-2222")


def alter_a_fact() -> None:
    Entry.objects.filter(number=3).update(facts={"place": 9})


def alter_and_seal_anew() -> None:
    entry = Entry.objects.get(number=3)
    entry.actor = "P-2222-2222"
    sealed_anew(entry).save()


def take_out() -> None:
    Entry.objects.filter(number=3).delete()


def take_out_the_first() -> None:
    Entry.objects.filter(number=1).delete()


def take_out_and_close_the_gap() -> None:
    Entry.objects.filter(number=3).delete()
    for number in (4, 5):
        Entry.objects.filter(number=number).update(number=F("number") - 1)
    Head.objects.update(number=4)


def take_out_the_end() -> None:
    Entry.objects.filter(number__gt=3).delete()


def renumber() -> None:
    Entry.objects.filter(number=3).update(number=30)


def put_one_in() -> None:
    last = Entry.objects.get(number=5)
    added = Entry(
        number=6, at=AT, event="thing_done", actor="P", about="x", previous=last.fingerprint
    )
    sealed_anew(added).save()


def put_one_in_between() -> None:
    for number in (5, 4, 3):
        Entry.objects.filter(number=number).update(number=F("number") + 1)
    before = Entry.objects.get(number=2)
    added = Entry(
        number=3, at=AT, event="thing_done", actor="P", about="x", previous=before.fingerprint
    )
    sealed_anew(added).save()
    Head.objects.update(number=6)


def set_the_end_back() -> None:
    Head.objects.update(number=3, fingerprint=seal_of(3))


def reseal_the_end() -> None:
    Head.objects.update(fingerprint="f" * 64)


def lose_the_end() -> None:
    Head.objects.all().delete()


@on_its_own
@pytest.mark.parametrize(
    ("tamper", "number", "says"),
    [
        (alter, 3, "altered"),
        (alter_a_fact, 3, "altered"),
        (alter_and_seal_anew, 4, "does not follow on"),
        (take_out, 3, "entry [3] is missing"),
        (take_out_the_first, 1, "entry [1] is missing"),
        (take_out_and_close_the_gap, 3, "altered"),
        (take_out_the_end, 4, "entry [4] to [5] is missing"),
        (renumber, 3, "entry [3] is missing"),
        (put_one_in, 6, "put in"),
        (put_one_in_between, 4, "altered"),
        (set_the_end_back, 4, "put in or the end was set back"),
        (reseal_the_end, 5, "not the one kept as the end"),
        (lose_the_end, 1, "the end of the chain is [0]"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_the_first_broken_place_is_named(
    tamper: Callable[[], None], number: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "BATCH", 2)
    record_things(5)
    with guards_off():
        tamper()
    with pytest.raises(LedgerBrokenError) as broken:
        verify()
    assert broken.value.number == number
    assert says in str(broken.value)
    assert broken.value.exit_code is ExitCode.TAMPERED


@on_its_own
def test_a_ledger_made_anew_from_a_point_is_seen_by_who_noted_a_later_one() -> None:
    record_things(5)
    kept = Link(4, seal_of(4))
    with guards_off():
        entries = list(Entry.objects.filter(number__gte=3))
        Entry.objects.filter(number__gte=3).delete()
        previous = seal_of(2)
        for entry in entries:
            entry.pk, entry.at, entry.previous = None, entry.at + timedelta(days=1), previous
            sealed_anew(entry).save()
            previous = entry.fingerprint
        Head.objects.update(fingerprint=previous)
    assert verify().number == 5
    with pytest.raises(LedgerBrokenError, match="you noted"):
        verify(expected=(kept,))


@in_a_transaction
def test_a_noted_place_that_is_no_longer_there_is_missed() -> None:
    record_things(2)
    with pytest.raises(LedgerBrokenError, match="entries at the end were taken out"):
        verify(expected=(Link(3, "ab" * 32),))


@in_a_transaction
def test_a_whole_ledger_says_so_and_prints_what_to_write_down() -> None:
    record_things(3)
    said = StringIO()
    call_command("audit_verify", expect=[str(Link(2, seal_of(2)))], stdout=said)
    assert "holds 3 entries" in said.getvalue()
    assert "Entry 2 is as you noted it" in said.getvalue()
    assert said.getvalue().strip().endswith(f"{seal_of(3)}@3")


@in_a_transaction
def test_an_empty_ledger_is_whole() -> None:
    said = StringIO()
    call_command("audit_verify", stdout=said)
    assert "holds 0 entries" in said.getvalue()


@on_its_own
def test_a_ledger_without_its_guards_is_reported_though_the_chain_holds() -> None:
    record_things(2)
    with guards_off(), pytest.raises(GuardsMissingError) as missing:
        verify()
    assert missing.value.exit_code is ExitCode.TAMPERED


@on_its_own
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer")
def test_threads_that_record_at_once_stand_in_one_line() -> None:
    record_from_threads(threads=8, each=25)
    assert [entry.number for entry in Entry.objects.all()] == list(range(1, 201))
    assert verify().number == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks the SQLite of an installation")
def test_threads_that_record_at_once_wait_their_turn_on_a_file(tmp_path: Path) -> None:
    script = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', 'audit', verbosity=0)\n"
        "from builders.entries import record_from_threads\n"
        "record_from_threads(threads=8, each=10)\n"
        "call_command('audit_verify')\n"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "headwater.web.config.settings",
        "HEADWATER_DEMO": "yes",
        "HEADWATER_HOME": str(tmp_path),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "holds 80 entries" in done.stdout
