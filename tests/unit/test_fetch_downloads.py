"""Fetching one file: on a bad line, from a bad server, onto a full disk."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.publisher_server import (
    Page,
    PublisherServer,
    patient_visitor,
    publisher_server,
)
from headwater.core.errors import FetchError
from headwater.pipelines import downloads
from headwater.pipelines.downloads import download
from headwater.pipelines.visitor import Manners

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
BODY = bytes(range(256)) * 400


@pytest.fixture
def server() -> Iterator[PublisherServer]:
    with publisher_server() as running:
        running.pages["/file.csv"] = Page(BODY, kind="text/csv")
        yield running


def fetch(server: PublisherServer, folder: Path, *, path: str = "/file.csv") -> bytes:
    return download(patient_visitor(), server.address + path, folder / "file.csv").path.read_bytes()


def test_a_file_arrives_whole_with_its_fingerprint(server: PublisherServer, tmp_path: Path) -> None:
    got = download(patient_visitor(), f"{server.address}/file.csv", tmp_path / "file.csv")
    assert got.path.read_bytes() == BODY
    assert (got.bytes, got.sha256) == (len(BODY), hashlib.sha256(BODY).hexdigest())
    assert [path.name for path in tmp_path.iterdir()] == ["file.csv"]


def test_the_client_says_who_it_is(server: PublisherServer, tmp_path: Path) -> None:
    fetch(server, tmp_path)
    assert server.asked[0].agent.startswith("headwater/")


def test_a_file_that_is_here_is_not_asked_for_again(
    server: PublisherServer, tmp_path: Path
) -> None:
    fetch(server, tmp_path)
    again = download(patient_visitor(), f"{server.address}/file.csv", tmp_path / "file.csv")
    assert not again.fresh
    assert len(server.asked) == 1


def test_a_dropped_line_goes_on_where_it_dropped(server: PublisherServer, tmp_path: Path) -> None:
    server.pages["/file.csv"].drop_after = [1000, 50_000]
    assert fetch(server, tmp_path) == BODY
    assert [asked.range for asked in server.asked] == ["", "bytes=1000-", "bytes=51000-"]
    assert server.asked[1].if_range == '"v1"'


def test_another_run_goes_on_where_a_stopped_one_was(
    server: PublisherServer, tmp_path: Path
) -> None:
    server.pages["/file.csv"].drop_after = [1000]
    server.pages["/file.csv"].statuses = []

    def give_up(_: float) -> None:
        raise KeyboardInterrupt

    visitor = patient_visitor()
    visitor._sleep = give_up
    with pytest.raises(KeyboardInterrupt):
        download(visitor, f"{server.address}/file.csv", tmp_path / "file.csv")
    assert not (tmp_path / "file.csv").exists()
    assert fetch(server, tmp_path) == BODY
    assert server.asked[-1].range == "bytes=1000-"


def test_a_file_that_changed_meanwhile_is_begun_anew(
    server: PublisherServer, tmp_path: Path
) -> None:
    page = server.pages["/file.csv"]
    page.drop_after = [1000]
    (tmp_path / "file.csv.part").write_bytes(b"old" * 100)
    (tmp_path / "file.csv.part.json").write_text(
        f'{{"address": "{server.address}/file.csv", "version": "\\"v0\\""}}'
    )
    assert fetch(server, tmp_path) == BODY


def test_a_server_without_ranges_is_asked_for_everything_again(
    server: PublisherServer, tmp_path: Path
) -> None:
    page = server.pages["/file.csv"]
    page.drop_after, page.takes_ranges = [1000], False
    assert fetch(server, tmp_path) == BODY


def test_a_busy_server_is_given_longer_and_longer(server: PublisherServer, tmp_path: Path) -> None:
    server.pages["/file.csv"].statuses = [500, 503]
    waits: list[float] = []
    download(patient_visitor(waits), f"{server.address}/file.csv", tmp_path / "file.csv")
    assert waits == [4.0, 0.5, 8.0, 0.5]


def test_a_server_that_says_how_long_to_wait_is_obeyed(
    server: PublisherServer, tmp_path: Path
) -> None:
    page = server.pages["/file.csv"]
    page.statuses, page.retry_after = [429], "30"
    waits: list[float] = []
    download(patient_visitor(waits), f"{server.address}/file.csv", tmp_path / "file.csv")
    assert waits[0] == 30.0


def test_a_server_that_stays_broken_is_given_up_politely(
    server: PublisherServer, tmp_path: Path
) -> None:
    server.pages["/file.csv"].statuses = [500] * 10
    with pytest.raises(FetchError, match=r"\[3\] tries .*run the same command\s+again"):
        fetch(server, tmp_path)
    assert len(server.asked) == 3


def test_a_server_that_promises_more_than_it_gives_is_given_up(
    server: PublisherServer, tmp_path: Path
) -> None:
    server.pages["/file.csv"].says_length = len(BODY) + 10
    with pytest.raises(FetchError, match="did not answer properly"):
        fetch(server, tmp_path)
    assert not (tmp_path / "file.csv").exists()


@pytest.mark.parametrize(
    ("status", "words"), [(404, "two months behind"), (403, "with a browser"), (418, "Try again")]
)
def test_a_refusal_says_what_to_do(
    server: PublisherServer, tmp_path: Path, status: int, words: str
) -> None:
    server.pages["/file.csv"].statuses = [status]
    with pytest.raises(FetchError, match=words):
        fetch(server, tmp_path)
    assert len(server.asked) == 1


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/csv"])
def test_a_web_page_instead_of_a_file_is_refused(
    server: PublisherServer, tmp_path: Path, kind: str
) -> None:
    server.pages["/file.csv"] = Page(b"\n<!DOCTYPE html><p>Maintenance", kind=kind)
    with pytest.raises(FetchError, match="web page instead of a file"):
        fetch(server, tmp_path)
    assert not (tmp_path / "file.csv").exists()


def test_an_empty_file_is_refused(server: PublisherServer, tmp_path: Path) -> None:
    server.pages["/file.csv"] = Page(b"", kind="text/csv")
    with pytest.raises(FetchError, match="is empty"):
        fetch(server, tmp_path)


def test_a_file_with_another_fingerprint_is_not_kept(
    server: PublisherServer, tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match="Nothing was kept"):
        download(
            patient_visitor(),
            f"{server.address}/file.csv",
            tmp_path / "file.csv",
            sha256="0" * 64,
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("says_length", [None, 6_000_000])
def test_a_file_larger_than_anyone_publishes_is_refused(
    server: PublisherServer, tmp_path: Path, says_length: int | None
) -> None:
    body = b"x" * 5_000_001 if says_length is None else b"x"
    server.pages["/file.csv"] = Page(body, says_length=says_length)
    with pytest.raises(FetchError, match="larger than"):
        fetch(server, tmp_path)
    assert not (tmp_path / "file.csv").exists()


def test_a_redirect_on_this_machine_is_followed(server: PublisherServer, tmp_path: Path) -> None:
    server.pages["/old.csv"] = Page(b"", moved_to=f"{server.address}/file.csv")
    assert fetch(server, tmp_path, path="/old.csv") == BODY


@pytest.mark.parametrize("elsewhere", ["http://example.org/file.csv", "ftp://127.0.0.1/f.csv"])
def test_a_redirect_to_an_insecure_address_is_refused(
    server: PublisherServer, tmp_path: Path, elsewhere: str
) -> None:
    server.pages["/old.csv"] = Page(b"", moved_to=elsewhere)
    with pytest.raises(FetchError, match="not a secure address"):
        fetch(server, tmp_path, path="/old.csv")


@pytest.mark.parametrize("address", ["http://example.org/f", "file:///etc/passwd", "", "f.csv"])
def test_an_insecure_address_is_never_asked(tmp_path: Path, address: str) -> None:
    with pytest.raises(FetchError, match="not a secure address"):
        download(patient_visitor(), address, tmp_path / "file.csv")


def test_a_disk_too_small_is_said_before_the_download(
    server: PublisherServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(downloads.shutil, "disk_usage", lambda _: free)
    with pytest.raises(FetchError, match=r"the disk has \[10\] free"):
        fetch(server, tmp_path)


def test_a_disk_that_fills_up_keeps_what_had_arrived(
    server: PublisherServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/file.csv"].drop_after = [1000]

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(downloads.Visitor, "wait", full)
    with pytest.raises(FetchError, match="disk filled up"):
        fetch(server, tmp_path)
    monkeypatch.undo()
    assert fetch(server, tmp_path) == BODY
    assert server.asked[-1].range == "bytes=1000-"


def test_two_fetches_do_not_write_the_same_file(server: PublisherServer, tmp_path: Path) -> None:
    with (
        downloads._held(tmp_path / "file.csv.part"),
        pytest.raises(FetchError, match="Another fetch"),
    ):
        fetch(server, tmp_path)


def test_requests_keep_their_distance(server: PublisherServer, tmp_path: Path) -> None:
    waits: list[float] = []
    visitor = patient_visitor(waits, Manners(between_s=1.5))
    for name in ("a", "b", "c"):
        server.pages[f"/{name}"] = Page(BODY)
        download(visitor, f"{server.address}/{name}", tmp_path / name)
    assert waits == [1.5, 1.5]
