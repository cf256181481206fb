"""Nothing accepted is lost: processes killed, files locked, disks full, databases gone.

Real processes on a real SQLite file and a real PostgreSQL, killed as the kernel kills them.
"""

import http.client
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from builders.killing import (
    PASSWORD,
    QUICK,
    SET_UP,
    Answer,
    Place,
    Served,
    served,
    small_disk,
    stop,
    until,
    working,
)
from builders.postgresql import folder_for_server, wheel_server
from headwater.lake.journal import Act, Journal

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]

READY = """
from django.core.management import call_command

for alias in ("default", "restricted"):
    call_command("migrate", database=alias, interactive=False, verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
"""
FILL = """
from builders import data_in as build
from builders.algorithms import build_algorithm
from headwater.web.insights.algorithms.rules import Pipeline

for user in (build.supplier(), build.lead()):
    user.set_password("PASSWORD")
    user.save()
for pipeline in Pipeline:
    build_algorithm(key=pipeline.value)
upload = build.hand_in(build.csv_file(build.assaults(300)), by=build.supplier())
call_command("worker", until_empty=True)
upload.refresh_from_db()
assert upload.status == "ready", (upload.status, upload.failure)
"""
CONFIRM = """
from django.core.management import call_command

from builders import data_in as build
from headwater.web.insights.data_in.models import Upload

build.confirmed(Upload.objects.get(), by=build.supplier())
"""
DIES = """
import os, signal
from headwater.lake import publish
from headwater.web.insights.gateway import data_in as gateway

real = WHERE


def killed(*given, **named):
    if "WHEN" == "after":
        real(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)


WHERE = killed
call_command("worker", until_empty=True)
"""
FOLLOWS = """
from django.core.management import call_command

from headwater.web.config.models import WorkerBeat
from headwater.web.insights.data_in.models import Upload

call_command("worker", until_empty=True)
print(Upload.objects.get().status)
WorkerBeat.objects.update(beat_at="2020-01-01T00:00:00Z")
call_command("worker", until_empty=True)
print(Upload.objects.get().status)
WorkerBeat.objects.update(beat_at="2020-01-01T00:00:00Z")
call_command("worker", until_empty=True)
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An installation with a checked upload that waits for its confirmation. Copied, never used."""
    place = Place(tmp_path_factory.mktemp("filled") / "home")
    place.python(READY + FILL.replace("PASSWORD", PASSWORD))
    return place


@pytest.fixture
def place(filled: Place, tmp_path: Path) -> Place:
    """A copy of the installation for one test."""
    shutil.copytree(filled.home, tmp_path / "home")
    return Place(tmp_path / "home")


def status(place: Place) -> str:
    """Where the upload stands."""
    return str(place.rows("SELECT status FROM data_in_upload ORDER BY id LIMIT 1")[0][0])


def journal(place: Place) -> Journal:
    """What the lake says of itself."""
    return Journal(place.home / "lake")


def rows_held(place: Place) -> list[int]:
    """The rows of each load that the lake reads."""
    return [sum(file.rows_accepted for file in load.files) for load in journal(place).active()]


def tasks_of(place: Place, name: str) -> list[str]:
    """How the tasks of a name ended."""
    found = place.rows(
        "SELECT status FROM django_tasks_database_dbtaskresult "
        f"WHERE task_path LIKE '%{name}' ORDER BY enqueued_at"
    )
    return [str(row[0]) for row in found]


# --- a worker is killed ---------------------------------------------------------------------------

MOMENTS = {
    "before it writes": ("gateway.load", "before"),
    "between the rows and the journal": ("publish._place", "after"),
    "before it says so": ("gateway.load", "after"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_worker_killed_while_it_loads_is_followed_by_another_and_rows_are_there_once(
    moment: str, place: Place
) -> None:
    where, when = MOMENTS[moment]
    dies = DIES.replace("WHERE", where).replace("WHEN", when)
    assert place.run(CONFIRM + dies).returncode == -signal.SIGKILL
    assert status(place) == "loading"
    while_it_may_live, afterwards = place.python(FOLLOWS)
    assert (while_it_may_live, afterwards) == ("loading", "loaded")
    assert [entry.act for entry in journal(place).entries()] == [Act.ACCEPT]
    assert rows_held(place) == [300]
    assert tasks_of(place, "tasks.load") == ["SUCCESSFUL"]
    assert place.rows("SELECT COUNT(*) FROM audit_entry WHERE event = 'upload_loaded'") == [(1,)]
    assert list((place.home / "lake").rglob("*staging*/*")) == []


ASSESS = """
import os, signal
from django.conf import settings
from django.core.management import call_command

from builders.editions_web import build_small_lake, queued_edition
from headwater.web.editions import changes
from headwater.web.insights.assessments import tasks

build_small_lake(settings.LAKE)
tasks.make.enqueue(queued_edition().reference)
real = changes.progress


def killed(*, done, **named):
    real(done=done, **named)
    if done >= 2:
        os.kill(os.getpid(), signal.SIGKILL)


changes.progress = killed
call_command("worker", until_empty=True)
"""
ASSESSED = """
from django.core.management import call_command

from headwater.web.config.models import WorkerBeat
from headwater.web.editions.models import Edition

print(Edition.objects.get().status)
for _ in range(2):
    WorkerBeat.objects.update(beat_at="2020-01-01T00:00:00Z")
    call_command("worker", until_empty=True)
print(Edition.objects.get().status)
"""


def test_a_worker_killed_while_it_assesses_is_followed_by_another_and_made_it_once(
    place: Place,
) -> None:
    assert place.run(ASSESS).returncode == -signal.SIGKILL
    assert place.python(ASSESSED) == ["running", "draft"]
    assert tasks_of(place, "tasks.make") == ["SUCCESSFUL"]
    made = "SELECT COUNT(*) FROM audit_entry WHERE event = 'assessment_made'"
    assert place.rows(made) == [(1,)]
    doubled = (
        "SELECT slug FROM editions_table GROUP BY edition_id, slug HAVING COUNT(*) > 1 UNION "
        "SELECT slug FROM editions_chapter GROUP BY edition_id, slug HAVING COUNT(*) > 1"
    )
    assert place.rows(doubled) == []
    assert len(list((place.home / "editions").iterdir())) == 1


# --- the web process is killed --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sending:
    """An upload of which a part was sent."""

    connection: http.client.HTTPConnection
    rest: bytes

    def finished(self) -> Answer:
        """What the site says once it has the rest."""
        self.connection.send(self.rest)
        found = self.connection.getresponse()
        text = found.read().decode()
        self.connection.close()
        return Answer(found.status, text, "")


def begin_an_upload(site: Served) -> Sending:
    """An upload of five megabytes of which three were sent."""
    browser = site.browser.sign_in("hana.analyst@loamshire.example")
    path = "/work/loamshire/data/sources/istv_ed/upload/"
    organisation = re.search(r'<option value="(O-[^"]+)"', browser.get(path).text)
    assert organisation is not None
    answers = {"csrfmiddlewaretoken": browser.token(path), "organisation": organisation[1]}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in answers.items()
    ).encode()
    body += (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="istv_z9901_2024-10.csv"'
        b"\r\nContent-Type: text/csv\r\n\r\n" + b"a,b\n" * 1_250_000 + b"\r\n--x--\r\n"
    )
    connection = http.client.HTTPConnection("localhost", site.port, timeout=30)
    connection.putrequest("POST", path)
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader("Content-Length", str(len(body)))
    connection.putheader("Cookie", browser.cookies)
    connection.endheaders()
    connection.send(body[:3_000_000])
    return Sending(connection, body[3_000_000:])


def files_left(place: Place) -> list[str]:
    """Files of supplied rows outside the place of documents that have a row."""
    known = {f"{row[0]}.csv" for row in place.rows("SELECT reference FROM documents_document")}
    found = [*(place.home / "documents").glob("*/*"), *place.scratch.rglob("*upload*")]
    return [path.name for path in found if path.is_file() and path.name not in known]


def test_a_web_process_killed_while_a_file_arrives_keeps_nothing_of_it(place: Place) -> None:
    with served(place) as site:
        before = place.rows("SELECT COUNT(*) FROM documents_document")
        sending = begin_an_upload(site)
        until(lambda: bool(files_left(place)), what="some of the file is on the disk")
        for worker in site.workers():
            os.kill(worker, signal.SIGKILL)
        sending.connection.close()
        until(lambda: site.browser.get("/alive").status == 200, what="the site is back")
        browser = site.browser.sign_in("hana.analyst@loamshire.example")
        assert "istv_z9901_2024-10.csv" not in browser.get("/work/loamshire/data/uploads/").text
    assert place.rows("SELECT COUNT(*) FROM documents_document") == before
    place.python(SWEEP)
    assert files_left(place) == []


SWEEP = """
from datetime import timedelta
from django.utils import timezone
from headwater.web.documents import storage
storage.sweep(timezone.now() + timedelta(hours=7))
"""


# --- the file of the database is locked -----------------------------------------------------------


def test_a_database_file_locked_by_another_process_costs_nobody_anything(place: Place) -> None:
    with served(place) as site:
        browser = site.browser.sign_in("hana.analyst@loamshire.example")
        before = browser.get("/account/profile/").text
        token = browser.token("/account/profile/")
        lock = sqlite3.connect(place.home / "records.sqlite3", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        try:
            answer = browser.post_with(
                "/account/profile/", token, name="Hana The Second", digest="weekly"
            )
            reading = browser.get("/work/loamshire/data/")
        finally:
            lock.execute("ROLLBACK")
            lock.close()
        assert answer.status == 503
        assert "was not saved" in answer.text
        assert reading.status == 200, "reading waits for nobody who writes"
        assert "Hana The Second" not in before + browser.get("/account/profile/").text
        again = browser.post("/account/profile/", name="Hana The Second", digest="weekly")
        assert again.status == 200
        assert "Hana The Second" in browser.get("/account/profile/").text


# --- the server of the database goes away ---------------------------------------------------------


class Server:
    """A PostgreSQL server that is stopped and started as whoever looks after it does."""

    def __init__(self) -> None:
        folder = folder_for_server()
        self._data = folder / "postgresql"
        self._server = wheel_server(folder)

    def place(self, home: Path, name: str) -> Place:
        """An installation whose records are in a database of this server."""
        named = {
            "DATABASE_URL": self._server.get_uri(name),
            "RESTRICTED_DATABASE_URL": self._server.get_uri(f"{name}_restricted"),
        }
        return Place(home, named)

    def make(self, name: str, *, like: str = "template1") -> None:
        """Two databases as another two are."""
        for part in ("", "_restricted"):
            model = like if like == "template1" else f"{like}{part}"
            self._server.psql(f"CREATE DATABASE {name}{part} TEMPLATE {model}")

    def stop(self) -> None:
        """Every connection is cut."""
        self._control("-m", "fast", "stop")

    def start(self) -> None:
        """It answers again."""
        self._control("-o", f'-h "" -k {self._data}', "-l", str(self._data / "log"), "start")

    def _control(self, *said: str) -> None:
        said_back = self._data / "pg_ctl.log"
        # Into a file: the server that it starts keeps what it was given open.
        with said_back.open("w") as stream:
            done = subprocess.run(
                [str(self._server.bin_path / "pg_ctl"), "-w", "-D", str(self._data), *said],
                check=False,
                stdout=stream,
                stderr=stream,
                timeout=120,
                user=self._server.system_user,
            )
        assert done.returncode == 0, said_back.read_text()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an installation to be copied."""
    folder = tmp_path_factory.mktemp("pg")
    found = Server()
    found.make("filled")
    found.place(folder / "home", "filled").python(READY + FILL.replace("PASSWORD", PASSWORD))
    yield found
    found.stop()


@pytest.fixture
def there(server: Server, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A copy of the installation on the server for one test."""
    filled = next(tmp_path_factory.getbasetemp().glob("pg*/home"))
    name = f"copy_{uuid4().hex[:8]}"
    server.make(name, like="filled")
    shutil.copytree(filled, tmp_path / "home")
    return server.place(tmp_path / "home", name)


def letters(place: Place) -> int:
    """How many letters went out."""
    folder = place.home / "outgoing-mail"
    return sum(path.read_text().count("Subject:") for path in folder.glob("*"))


def test_a_server_that_is_started_anew_is_noticed_by_the_site_and_by_the_worker(
    server: Server, there: Place
) -> None:
    with served(there) as site, working(there) as worker:
        browser = site.browser.sign_in("hana.analyst@loamshire.example")
        assert browser.get("/ready").status == 200
        token = browser.token("/account/profile/")
        server.stop()
        try:
            assert browser.get("/ready").status == 503
            assert site.browser.get("/alive").status == 200
            assert browser.get("/work/loamshire/data/").status == 503
            lost = browser.post_with("/account/profile/", token, name="Hana B", digest="weekly")
            assert (lost.status, "was not saved" in lost.text) == (503, True)
        finally:
            server.start()
        until(lambda: browser.get("/ready").status == 200, what="the site is ready again")
        assert "Hana Analyst" in browser.get("/account/profile/").text
        asked = site.browser.post(
            "/account/password/forgotten/", email="hana.analyst@loamshire.example"
        )
        assert asked.status == 200
        until(lambda: letters(there) == 1, what="the worker goes on")
        assert worker.poll() is None


LOSES = """
import time
from pathlib import Path

import django

django.setup()
from django.core.management import call_command

from headwater.web.insights.gateway import data_in as gateway

home, real = Path("HOME"), gateway.load


def load(*given, **named):
    found = real(*given, **named)
    (home / "rows-are-there").touch()
    while not (home / "server-is-back").exists():
        time.sleep(0.1)
    return found


gateway.load = load
call_command("worker", interval=0.2)
"""
TICK = """
from django.utils import timezone
from headwater.web.config.models import WorkerBeat
from headwater.web.config.working import requeue_abandoned

WorkerBeat.objects.update(beat_at="2020-01-01T00:00:00Z")
requeue_abandoned(at=timezone.now())
"""


def test_a_load_whose_database_was_started_anew_under_it_is_there_once(
    server: Server, there: Place
) -> None:
    there.python(CONFIRM)
    worker = there.start(QUICK + LOSES.replace("HOME", str(there.home)), log="worker.log")
    try:
        until((there.home / "rows-are-there").exists, what="the rows are in the lake")
        server.stop()
        server.start()
        (there.home / "server-is-back").touch()
        until(lambda: "database_lost" in log_of(there) or "task_put_back" in log_of(there),
              what="the worker has noticed")  # fmt: skip
        there.python(TICK)
        until(lambda: status(there) == "loaded", what="the upload is loaded")
        assert worker.poll() is None
    finally:
        stop(worker)
    assert [entry.act for entry in journal(there).entries()] == [Act.ACCEPT]
    assert rows_held(there) == [300]
    assert there.rows("SELECT COUNT(*) FROM audit_entry WHERE event = 'upload_loaded'") == [(1,)]


def log_of(place: Place) -> str:
    """What the worker wrote."""
    return (place.home / "worker.log").read_text()


# --- two at once ----------------------------------------------------------------------------------

LETTERS = """
from builders import data_in as build
from headwater.web.accounts import tasks

for _ in range(24):
    tasks.send_new_password.enqueue(build.supplier().reference)
"""
TAKES = """
from django.core.management import call_command
call_command("worker", until_empty=True)
"""


@pytest.mark.parametrize("kind", ["place", "there"])
def test_two_workers_on_one_queue_do_each_task_once(
    kind: str, request: pytest.FixtureRequest
) -> None:
    here: Place = request.getfixturevalue(kind)
    here.python(LETTERS)
    workers = [here.start(SET_UP + TAKES, log=f"worker-{n}.log") for n in range(2)]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
    assert tasks_of(here, "send_new_password") == ["SUCCESSFUL"] * 24
    assert letters(here) == 24
    many = here.rows(
        "SELECT COUNT(*) FROM django_tasks_database_dbtaskresult "
        "WHERE task_path LIKE '%send_new_password' AND CAST(worker_ids AS TEXT) LIKE '%,%'"
    )
    assert many == [(0,)]


@pytest.mark.parametrize("kind", ["place", "there"])
def test_a_button_pressed_six_times_at_once_does_one_thing(
    kind: str, request: pytest.FixtureRequest
) -> None:
    here: Place = request.getfixturevalue(kind)
    reference = here.rows("SELECT reference FROM data_in_upload")[0][0]
    path = f"/work/loamshire/data/uploads/{reference}/confirm/"
    told: list[int] = []
    with served(here) as site:
        browser = site.browser.sign_in("hana.analyst@loamshire.example")
        page = browser.get(path).text
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version is not None
        token = browser.token(path)
        presses = [
            threading.Thread(
                target=lambda: told.append(
                    browser.post_with(path, token, version=version[1], acknowledges="on").status
                )
            )
            for _ in range(6)
        ]
        for press in presses:
            press.start()
        for press in presses:
            press.join(timeout=60)
    assert max(told) < 500
    assert len(told) == 6
    assert tasks_of(here, "tasks.load") == ["READY"]
    confirmed = "SELECT COUNT(*) FROM audit_entry WHERE event = 'upload_confirmed'"
    assert here.rows(confirmed) == [(1,)]


# --- the disk is full -----------------------------------------------------------------------------


def test_an_upload_onto_a_full_disk_is_refused_in_words_and_leaves_nothing(place: Place) -> None:
    folder = place.home / "documents"
    shutil.rmtree(folder)
    with small_disk(folder, megabytes=2) as is_small:
        if not is_small:
            pytest.skip("this machine lends no disk of its own (mount needs root)")
        with served(place) as site:
            before = place.rows("SELECT COUNT(*) FROM documents_document")
            answer = begin_an_upload(site).finished()
            assert answer.status == 422
            assert "There is no room left" in answer.text
            assert site.browser.get("/alive").status == 200
        assert place.rows("SELECT COUNT(*) FROM documents_document") == before
        assert files_left(place) == []


def test_a_load_into_a_full_lake_says_so_and_is_whole_once_there_is_room(place: Place) -> None:
    with small_disk(place.home / "lake", megabytes=1) as is_small:
        if not is_small:
            pytest.skip("this machine lends no disk of its own (mount needs root)")
        ballast = place.home / "lake" / "ballast"
        with suppress(OSError), ballast.open("wb") as full:
            full.write(b"x" * 2_000_000)
        place.run(CONFIRM + TAKES)
        assert status(place) == "failed"
        words = str(place.rows("SELECT failure FROM data_in_upload")[0][0])
        assert "no room" in words or "full" in words
        assert journal(place).entries() == ()
        ballast.unlink()
        place.python(AGAIN)
        assert status(place) == "loaded"
        assert rows_held(place) == [300]
        assert len(journal(place).entries()) == 1


AGAIN = """
from django.core.management import call_command
from django.utils import timezone

from builders import data_in as build
from builders.web import actor_of
from headwater.web.insights.data_in.changes import uploads
from headwater.web.insights.data_in.models import Upload

upload = Upload.objects.get()
uploads.retry(
    upload=upload, actor=actor_of(build.supplier()), at=timezone.now(), version=upload.version
)
call_command("worker", until_empty=True)
upload.refresh_from_db()
if upload.status == "ready":
    build.confirmed(upload, by=build.supplier())
    call_command("worker", until_empty=True)
"""
