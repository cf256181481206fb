"""A file is kept whole with its row, or nothing of it is kept."""

import errno
import hashlib
import os
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404

from builders.documents import (
    AT,
    CSV,
    EICAR,
    a_demonstration,
    a_pdf,
    clamd,
    clamd_on_a_port,
    hand_in,
    scanned_by,
    upload,
)
from builders.web import actor_of, build_member, build_organisation, build_user, build_workspace
from headwater.core.errors import NotFoundError
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.documents import changes, queries, storage
from headwater.web.documents.errors import (
    DisposalError,
    NoRoomError,
    RefusedUploadError,
    ScannerAwayError,
)
from headwater.web.documents.kinds import DATA, AllowedKinds
from headwater.web.documents.models import Document, Scan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, settings: object) -> Path:
    """A home of its own for each test."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path / "documents"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def fire_member(*roles: Role, name: str = "Flo") -> User:
    return build_member(
        *roles, name=name, organisation=build_organisation(name="Loamshire Fire and Rescue")
    )


def test_a_file_is_kept_as_it_came_with_its_fingerprint(empty_folder: Path) -> None:
    with a_demonstration():
        document = hand_in("../../etc/Offences 2026.csv")
    assert storage.path_of(document).read_bytes() == CSV
    assert files(empty_folder) == [storage.path_of(document)]
    assert (document.name, document.kind, document.bytes) == ("Offences 2026.csv", "csv", len(CSV))
    assert document.sha256 == hashlib.sha256(CSV).hexdigest()
    assert document.keep_until == date(2028, 3, 2)


def test_keeping_is_recorded_without_the_name_of_the_file() -> None:
    with a_demonstration():
        document = hand_in("Ada Ferrier.csv")
    entry = Entry.objects.get(event="document_kept")
    assert entry.about == document.reference
    assert entry.facts["sha256"] == document.sha256
    assert "Ferrier" not in str(entry.facts)


def test_a_demonstration_without_a_scanner_says_that_nothing_was_scanned() -> None:
    with a_demonstration():
        assert hand_in().scan == Scan.NOT_SCANNED


def test_without_a_scanner_nothing_is_taken_in(empty_folder: Path) -> None:
    with pytest.raises(ScannerAwayError, match="no virus scanner is set up"):
        hand_in()
    assert files(empty_folder) == []
    assert not Document.objects.exists()


def test_a_clean_file_is_scanned_whole_and_kept() -> None:
    content = b"a,b\n" + b"1,2\n" * 100_000
    with clamd() as (address, server), scanned_by(address):
        document = hand_in(content=content)
    assert document.scan == Scan.CLEAN
    assert server.given == [content]


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_scanner_on_a_port_is_asked_as_one_on_a_socket() -> None:
    with clamd_on_a_port() as (address, server), scanned_by(address):
        assert hand_in().scan == Scan.CLEAN
        with pytest.raises(RefusedUploadError, match="found something harmful"):
            hand_in(content=b"note\n" + EICAR + b"\n")
    assert len(server.given) == 2


def test_a_file_with_a_virus_is_refused_and_nothing_is_kept(empty_folder: Path) -> None:
    with (
        clamd() as (address, _),
        scanned_by(address),
        pytest.raises(RefusedUploadError, match="found something harmful"),
    ):
        hand_in(content=b"note\n" + EICAR + b"\n")
    assert files(empty_folder) == []
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "says",
    [b"", b"INSTREAM size limit exceeded. ERROR\x00", b"stream: NOT OK AT ALL\x00", b"\x00"],
)
def test_any_answer_but_a_clear_one_is_a_refusal(empty_folder: Path, says: bytes) -> None:
    with (
        clamd(says=says) as (address, _),
        scanned_by(address),
        pytest.raises(ScannerAwayError, match="Nothing was kept"),
    ):
        hand_in()
    assert files(empty_folder) == []


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "no-port", "localhost:port"])
def test_a_scanner_that_is_away_lets_nothing_in(empty_folder: Path, address: str) -> None:
    with scanned_by(address), pytest.raises(ScannerAwayError, match="does not answer"):
        hand_in()
    assert files(empty_folder) == []


def test_a_demonstration_with_a_scanner_that_is_away_lets_nothing_in() -> None:
    with (
        a_demonstration(),
        scanned_by("/nowhere/clamd.sock"),
        pytest.raises(ScannerAwayError, match="does not answer"),
    ):
        hand_in()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "not taken here. Send one ending csv, tsv"),
        ("a.pdf", a_pdf(), "not taken here"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"MZ\x00", "not plain text"),
    ],
)
def test_what_is_refused_says_why_and_is_not_kept(
    empty_folder: Path, name: str, content: bytes, words: str
) -> None:
    with a_demonstration(), pytest.raises(RefusedUploadError, match=words):
        hand_in(name, content)
    assert files(empty_folder) == []
    assert not Document.objects.exists()


def test_a_file_over_the_limit_is_refused_whatever_size_it_claims(empty_folder: Path) -> None:
    small = AllowedKinds(kinds=DATA.kinds, largest_bytes=10, keep_days=1)
    file = upload()
    file.size = 1
    actor = actor_of(build_member(Role.CONTRIBUTOR))
    with a_demonstration(), pytest.raises(RefusedUploadError, match="larger than"):
        changes.keep_upload(
            workspace=build_workspace(), file=file, purpose="x", kinds=small, actor=actor, at=AT
        )
    assert files(empty_folder) == []


def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with a_demonstration(), pytest.raises(NoRoomError, match="no room left"):
        hand_in()
    assert files(empty_folder) == []
    assert not Document.objects.exists()


def test_any_other_trouble_with_files_stays_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with a_demonstration(), pytest.raises(OSError, match="Input/output"):
        hand_in()


def test_a_file_whose_row_was_never_committed_is_swept_once_nobody_has_it(
    empty_folder: Path,
) -> None:
    with a_demonstration():
        kept = hand_in()
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            hand_in("lost.csv")
            raise KeyboardInterrupt
    assert len(files(empty_folder)) == 2
    assert storage.sweep(AT.now(tz=AT.tzinfo)) == "removed 0 files left behind"
    later = AT.now(tz=AT.tzinfo) + storage.LEFT_BEHIND_AFTER + timedelta(minutes=1)
    assert storage.sweep(later) == "removed 1 files left behind"
    assert files(empty_folder) == [storage.path_of(kept)]


def test_what_a_killed_process_was_still_writing_is_swept(empty_folder: Path) -> None:
    half = empty_folder / storage.ARRIVING / "D-2222-2222"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"a,b\n1")
    later = AT.now(tz=AT.tzinfo) + storage.LEFT_BEHIND_AFTER + timedelta(minutes=1)
    storage.sweep(later)
    assert files(empty_folder) == []


def test_a_file_that_the_database_will_not_have_leaves_no_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(changes, "record", refuse)
    with a_demonstration(), pytest.raises(DatabaseError):
        hand_in()
    assert not Document.objects.exists()


def test_documents_stand_apart_from_static_files() -> None:
    assert Path(settings.STATIC_ROOT) not in storage.folder().parents
    assert storage.folder().name == "documents"


def test_documents_are_not_programs() -> None:
    with a_demonstration():
        mode = storage.path_of(hand_in()).stat().st_mode
    assert not mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def test_a_contributor_reads_what_their_partner_handed_in_and_nobody_elses() -> None:
    with a_demonstration():
        document = hand_in(by=fire_member(Role.CONTRIBUTOR))
    colleague = actor_of(fire_member(Role.CONTRIBUTOR, name="Fred"))
    assert queries.document_for(colleague, document.reference) == document
    for other in (build_member(Role.CONTRIBUTOR, name="Other"), build_user("Nobody")):
        with pytest.raises(Http404):
            queries.document_for(actor_of(other), document.reference)


@pytest.mark.parametrize(
    ("role", "may"),
    [(role, role in {Role.LEAD, Role.CONTRIBUTOR}) for role in Role],
)
def test_of_the_partners_own_people_only_those_who_work_with_files_read_them(
    role: Role, may: bool
) -> None:
    with a_demonstration():
        hand_in(by=fire_member(Role.CONTRIBUTOR))
    found = queries.documents_for(actor_of(fire_member(role, name="Other")))
    assert found.exists() is may


def test_a_lead_reads_all_of_their_workspace_and_nothing_of_another() -> None:
    with a_demonstration():
        document = hand_in(by=fire_member(Role.CONTRIBUTOR))
    away = build_organisation(build_workspace("otherton"), name="Otherton Council")
    lead, stranger = (
        build_member(Role.LEAD),
        build_member(Role.LEAD, name="Away", organisation=away),
    )
    assert queries.document_for(actor_of(lead), document.reference) == document
    with pytest.raises(Http404):
        queries.document_for(actor_of(stranger), document.reference)


def ask(at: timedelta = timedelta(days=800), name: str = "Lea") -> int:
    actor = actor_of(build_member(Role.LEAD, Role.APPROVER, name=name))
    return changes.ask_disposal(workspace=build_workspace(), actor=actor, at=AT + at)


def approve(name: str = "Abe") -> int:
    actor = actor_of(build_member(Role.LEAD, Role.APPROVER, name=name))
    at = AT + timedelta(days=801)
    return changes.dispose(workspace=build_workspace(), actor=actor, at=at)


def test_nothing_is_disposed_of_before_its_day() -> None:
    with a_demonstration():
        hand_in()
    with pytest.raises(DisposalError, match="end of its time"):
        ask(at=timedelta(days=730))


def test_two_people_dispose_of_a_file_and_the_row_stays_as_certificate(
    empty_folder: Path, django_capture_on_commit_callbacks: object
) -> None:
    with a_demonstration():
        document = hand_in()
    ask(name="Lea")
    with pytest.raises(DisposalError, match="Somebody else"):
        approve(name="Lea")
    assert files(empty_folder)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert approve(name="Abe") == 1
    assert files(empty_folder) == []
    document.refresh_from_db()
    assert document.disposed_at is not None
    entry = Entry.objects.get(event="document_disposed")
    assert entry.facts["sha256"] == document.sha256
    with pytest.raises(NotFoundError):
        queries.document(document.reference)


def test_the_file_of_a_disposed_row_is_swept_if_the_process_died_in_between(
    empty_folder: Path,
) -> None:
    with a_demonstration():
        hand_in()
    ask()
    approve()
    later = AT.now(tz=AT.tzinfo) + storage.LEFT_BEHIND_AFTER + timedelta(minutes=1)
    storage.sweep(later)
    assert files(empty_folder) == []


def test_a_refused_disposal_keeps_the_file_another_year_with_the_reason() -> None:
    with a_demonstration():
        document = hand_in()
    ask()
    actor = actor_of(build_member(Role.APPROVER, name="Abe"))
    at = AT + timedelta(days=801)
    changes.refuse_disposal(
        workspace=build_workspace(), actor=actor, reason="The inspection is not over.", at=at
    )
    document.refresh_from_db()
    assert (document.disposal_asked_by, document.keep_until) == ("", date(2029, 5, 12))
    assert Entry.objects.get(event="document_disposal_refused").facts["reason"]


def test_the_database_itself_wants_two_people() -> None:
    with a_demonstration():
        document = hand_in()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(
            disposal_asked_by="P-2", disposal_asked_at=AT, disposed_by="P-2", disposed_at=AT
        )
