"""Real processes of a site, to be killed: commands, a web server, a database that goes away."""

import contextlib
import http.cookiejar
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from builders.loopback import free_port

SET_UP = "import django; django.setup()\n"
PASSWORD = "river stone lantern"
PATIENCE = 40

QUICK = """
from headwater.web.config import databases

as_it_is = databases.database


def quick(*told, **named):
    found = as_it_is(*told, **named)
    if "pool" in found["OPTIONS"]:
        found["OPTIONS"]["pool"]["timeout"] = 1
    else:
        found["OPTIONS"]["timeout"] = 1
    return found


databases.database = quick
"""
"""Waits for a database that does not answer are a second instead of ten or twenty."""


@dataclass(frozen=True, slots=True)
class Place:
    """An installation of its own: its home, and what its processes are told."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of it is told."""
        others = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("HEADWATER_") and "DATABASE_URL" not in name
        }
        return {
            **others,
            "HEADWATER_HOME": str(self.home),
            "HEADWATER_DEMO": "yes",
            "DJANGO_SETTINGS_MODULE": "headwater.web.config.settings",
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "TMPDIR": str(self.scratch),
            **self.settings,
        }

    @property
    def scratch(self) -> Path:
        """Where its processes put what is temporary."""
        path = self.home / "scratch"
        path.mkdir(parents=True, exist_ok=True)
        return path

    def run(self, said: str) -> subprocess.CompletedProcess[str]:
        """A few lines of Python in a process of the installation, run to their end."""
        return subprocess.run(
            [sys.executable, "-c", SET_UP + said],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def python(self, said: str) -> list[str]:
        """What a few lines print, each word of it."""
        done = self.run(said)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    def start(self, said: str, *, log: str) -> subprocess.Popen[bytes]:
        """A few lines that go on until they are stopped."""
        with (self.home / log).open("ab") as out:
            return subprocess.Popen(
                [sys.executable, "-c", said], env=self.environment, stdout=out, stderr=out
            )

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What the database of the installation answers, asked from outside."""
        address = self.settings.get("DATABASE_URL", "")
        if address:
            import psycopg

            with psycopg.connect(address) as connection:
                return list(connection.execute(question.encode()).fetchall())
        with contextlib.closing(sqlite3.connect(self.home / "records.sqlite3")) as connection:
            return connection.execute(question).fetchall()

    def change(self, statement: str) -> None:
        """Change rows from outside."""
        address = self.settings.get("DATABASE_URL", "")
        if address:
            import psycopg

            with psycopg.connect(address) as connection:
                connection.execute(statement.encode())
            return
        with contextlib.closing(sqlite3.connect(self.home / "records.sqlite3")) as connection:
            connection.execute(statement)
            connection.commit()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page said."""

    status: int
    text: str
    address: str


class Browser:
    """Somebody without scripts: keeps cookies, follows redirects, sends forms with their tokens."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.jar = http.cookiejar.CookieJar()
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask(Request(self.root + path))  # noqa: S310 - our own address

    def post(self, path: str, **answers: str) -> Answer:
        """Send a form, with the token of the page it is on."""
        return self.post_with(path, self.token(path), **answers)

    def post_with(self, path: str, token: str, **answers: str) -> Answer:
        """Send a form with a token that was read before."""
        sent = urlencode({**answers, "csrfmiddlewaretoken": token}).encode()
        return self._ask(Request(self.root + path, data=sent))  # noqa: S310

    def token(self, path: str) -> str:
        """The token of the form on a page."""
        found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', self.get(path).text)
        assert found is not None, path
        return found[1]

    def sign_in(self, email: str) -> "Browser":
        """Come in with the password of the demonstration."""
        answer = self.post("/account/sign-in/", login=email, password=PASSWORD)
        assert "/account/sign-in/" not in answer.address, answer.text[:2000]
        return self

    @property
    def cookies(self) -> str:
        """Every cookie as a header says them."""
        return "; ".join(f"{each.name}={each.value}" for each in self.jar)

    def _ask(self, request: Request) -> Answer:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.read().decode(), answer.url)
        except HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode(), error.url or "")


@dataclass(frozen=True, slots=True)
class Served:
    """A site that answers."""

    place: Place
    port: int
    process: subprocess.Popen[bytes]

    @property
    def browser(self) -> Browser:
        """A new browser at it."""
        return Browser(f"http://localhost:{self.port}")

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        return [int(each) for each in found.stdout.split()]


@contextlib.contextmanager
def served(place: Place) -> Iterator[Served]:
    """The web process of an installation, with short waits for its database."""
    port = free_port()
    told = place.home / "gunicorn.conf.py"
    told.write_text(QUICK, encoding="utf-8")
    place.settings["HEADWATER_ADDRESS"] = f"http://localhost:{port}"
    with (place.home / "site.log").open("ab") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "headwater.web.config.wsgi:application"),
                *("--config", str(told), "--bind", f"127.0.0.1:{port}", "--workers", "1"),
                *("--threads", "4", "--log-level", "warning"),
            ],
            env=place.environment,
            stdout=log,
            stderr=log,
        )
    found = Served(place, port, process)
    try:
        until(lambda: answers(found, "/alive") == 200, what="the site answers")
        yield found
    finally:
        stop(process)


@contextlib.contextmanager
def working(place: Place) -> Iterator[subprocess.Popen[bytes]]:
    """A worker beside it, with short waits for its database."""
    said = QUICK + (
        "from django.core.management import execute_from_command_line\n"
        "execute_from_command_line(['headwater', 'worker', '--interval', '0.2'])\n"
    )
    process = place.start(said, log="worker.log")
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that this test began."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=5)


def answers(site: Served, path: str) -> int:
    """The status of a page; 0 while nobody listens."""
    try:
        return site.browser.get(path).status
    except OSError:
        return 0


def until(holds: Callable[[], bool], *, what: str, patience: float = PATIENCE) -> None:
    """Wait for something that should come soon."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError(f"never came: {what}")


@contextlib.contextmanager
def small_disk(at: Path, *, megabytes: int) -> Iterator[bool]:
    """A disk with little room in place of a folder; False where this machine lends none."""
    at.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(at)],
        capture_output=True,
        check=False,
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(at)], capture_output=True, check=True)
