"""Files, as people who may and may not have them meet them."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from builders.accounts import prove
from builders.documents import AT, CSV, a_demonstration, a_pdf, hand_in
from builders.web import actor_of, build_member, build_organisation, build_workspace, client_of
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.documents import changes
from headwater.web.documents.errors import NoRoomError, RefusedUploadError
from headwater.web.documents.kinds import DATA, PAPERS, AllowedKinds
from headwater.web.documents.models import Document
from headwater.web.documents.uploading import refusal_of

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
FILES = "/work/loamshire/documents/"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, settings: object) -> None:
    """A home of its own for each test."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]


def kept(name: str = "offences.csv", content: bytes = CSV, *, by: User | None = None) -> Document:
    with a_demonstration():
        return hand_in(name, content, by=by)


def file_of(document: Document, workspace: str = "loamshire") -> str:
    return f"/work/{workspace}/documents/{document.reference}/file"


def taken(client: Client, document: Document) -> tuple[HttpResponseBase, bytes]:
    """The answer to somebody who takes a copy, and the copy."""
    answer: HttpResponseBase = client.get(file_of(document))
    assert isinstance(answer, FileResponse)
    return answer, b"".join(answer)


def stranger() -> Client:
    away = build_organisation(build_workspace("otherton"), name="Otherton Council")
    return client_of(build_member(Role.LEAD, Role.CONTRIBUTOR, name="Away", organisation=away))


def test_a_file_comes_back_as_it_was_and_only_to_be_saved() -> None:
    user = build_member(Role.CONTRIBUTOR)
    document = kept(by=user)
    answer, content = taken(client_of(user), document)
    assert content == CSV
    assert answer["Content-Disposition"] == 'attachment; filename="offences.csv"'
    assert answer["Content-Type"] == "text/csv"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    entry = Entry.objects.get(event="document_read")
    assert (entry.actor, entry.about) == (user.reference, document.reference)


def test_a_paper_has_its_own_type_and_a_strange_name_does_no_harm() -> None:
    user = build_member(Role.LEAD)
    with a_demonstration():
        document = hand_in('Minutes "of" é\r\nX: y.pdf', a_pdf(), by=user, kinds=PAPERS)
    answer, _ = taken(client_of(user), document)
    assert answer["Content-Type"] == "application/pdf"
    assert "\n" not in answer["Content-Disposition"]
    assert "X" not in answer.headers


def test_a_file_of_another_partnership_is_not_there_by_any_address() -> None:
    document = kept()
    client = stranger()
    for workspace in ("loamshire", "otherton"):
        assert client.get(file_of(document, workspace)).status_code == 404
    assert "offences.csv" not in client.get("/work/otherton/documents/").content.decode()
    assert not Entry.objects.filter(event="document_read").exists()


def test_a_file_is_not_there_through_another_of_my_own_partnerships() -> None:
    user = build_member(Role.LEAD, name="Both")
    other = build_organisation(build_workspace("otherton"), name="Otherton Council")
    build_member(Role.LEAD, name="Both", organisation=other)
    assert client_of(user).get(file_of(kept(), "otherton")).status_code == 404


def test_what_is_not_yours_and_what_is_not_there_look_the_same() -> None:
    fire = build_organisation(name="Loamshire Fire and Rescue")
    document = kept(by=build_member(Role.CONTRIBUTOR, name="Flo", organisation=fire))
    client = client_of(build_member(Role.CONTRIBUTOR))
    not_mine, not_there = file_of(document), f"{FILES}D-2222-2222/file"
    one, other = client.get(not_mine), client.get(not_there)
    assert one.status_code == other.status_code == 404
    words = one.content.decode().replace(document.reference, "D-2222-2222")
    assert words == other.content.decode()


def test_taking_a_copy_wants_a_fresh_second_factor() -> None:
    user = build_member(Role.LEAD)
    document = kept()
    client = client_of(user)
    prove(client, user, minutes_ago=11)
    assert client.get(file_of(document)).status_code == 302
    assert not Entry.objects.filter(event="document_read").exists()


def test_the_list_says_what_there_is_filters_and_has_a_file_of_its_own() -> None:
    user = build_member(Role.LEAD)
    kept("=cmd.csv", by=user)
    kept("residents.csv", by=user)
    client = client_of(user)
    text = client.get(FILES).content.decode()
    assert "residents.csv" in text
    assert "Not scanned" in text
    assert "residents.csv" not in client.get(f"{FILES}?name=cmd").content.decode()
    lines = client.get(f"{FILES}list.csv").content.decode().splitlines()
    assert len(lines) == 3
    assert any("'=cmd.csv" in line for line in lines)


def test_an_empty_list_says_when_something_will_stand_here() -> None:
    text = client_of(build_member(Role.CONTRIBUTOR)).get(FILES).content.decode()
    assert "No files have been handed in that you may read." in text


def due(by: User | None = None) -> Document:
    document = kept(by=by)
    Document.objects.filter(pk=document.pk).update(keep_until=AT.date() - timedelta(days=1))
    return document


def test_one_asks_another_decides_and_the_page_says_who() -> None:
    document = due()
    lea, abe = build_member(Role.LEAD, name="Lea"), build_member(Role.APPROVER, name="Abe")
    client_of(lea).post(f"{FILES}disposal/")
    approver = client_of(abe)
    assert document.name in approver.get(f"{FILES}disposal/decide").content.decode()
    approver.post(f"{FILES}disposal/decide", {"decision": "dispose"})
    text = approver.get(f"{FILES}disposal/").content.decode()
    assert f"asked by {lea.reference}, approved by {abe.reference}" in text
    assert document.sha256 in text


def test_whoever_asked_does_not_decide() -> None:
    due()
    both = build_member(Role.LEAD, Role.APPROVER, name="Both")
    client = client_of(both)
    client.post(f"{FILES}disposal/")
    answer = client.post(f"{FILES}disposal/decide", {"decision": "dispose"})
    assert answer.status_code == 422
    assert "Somebody else must approve it" in answer.content.decode()
    assert Document.objects.get().disposed_at is None


def test_keeping_longer_wants_a_reason() -> None:
    due()
    changes.ask_disposal(
        workspace=build_workspace(), actor=actor_of(build_member(Role.LEAD)), at=AT
    )
    client = client_of(build_member(Role.APPROVER))
    answer = client.post(f"{FILES}disposal/decide", {"decision": "keep"})
    assert "Enter why they should be kept" in answer.content.decode()
    client.post(f"{FILES}disposal/decide", {"decision": "keep", "reason": "Still inspected."})
    assert Document.objects.get().disposal_asked_at is None


def test_asking_when_nothing_is_due_is_a_sentence() -> None:
    kept()
    answer = client_of(build_member(Role.LEAD)).post(f"{FILES}disposal/")
    assert answer.status_code == 422
    assert "No file here has reached the end of its time" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_those_who_do_not_work_with_files_find_no_such_pages(role: Role) -> None:
    client = client_of(build_member(role))
    document = kept()
    for address in (FILES, f"{FILES}list.csv", f"{FILES}disposal/", file_of(document)):
        assert client.get(address).status_code == 404


@contextmanager
def received(content: bytes) -> Iterator[UploadedFile[bytes]]:
    """A file as it comes off the wire."""
    request = RequestFactory().post("/", {"file": named(content)})
    file = request.FILES["file"]
    assert isinstance(file, UploadedFile)
    yield file
    request.close()


def named(content: bytes) -> BytesIO:
    file = BytesIO(content)
    file.name = "a.csv"
    return file


def test_an_upload_comes_off_the_wire_onto_disk() -> None:
    with received(CSV) as file:
        assert (file.read(), file.size, refusal_of(file)) == (CSV, len(CSV), None)
        assert Path(file.temporary_file_path()).is_file()  # type: ignore[attr-defined]


def test_an_upload_that_is_too_large_is_thrown_away_as_it_comes_and_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = AllowedKinds(kinds=DATA.kinds, largest_bytes=70_000, keep_days=1)
    monkeypatch.setattr("headwater.web.documents.uploading.DATA", small)
    with received(b"a" * 200_000) as file, a_demonstration():
        assert Path(file.temporary_file_path()).stat().st_size == 0  # type: ignore[attr-defined]
        with pytest.raises(RefusedUploadError, match="larger than"):
            keep(file)


def test_a_disk_that_fills_while_a_file_arrives_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryUploadedFile, "flush", property(full))
    with (
        received(CSV) as file,
        a_demonstration(),
        pytest.raises(NoRoomError, match="nothing else was lost"),
    ):
        keep(file)


def keep(file: UploadedFile[bytes]) -> Document:
    return changes.keep_upload(
        workspace=build_workspace(),
        file=file,
        purpose="data_in",
        kinds=DATA,
        actor=actor_of(build_member(Role.CONTRIBUTOR)),
        at=AT,
    )
