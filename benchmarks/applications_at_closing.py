"""Are 2,000 applications stored once each when 200 people send them in as a round closes?

The site runs as people run it: gunicorn with two processes, on a PostgreSQL of its own, every
check, session and log line on. Two hundred people have ten finished applications each. All begin at
the same moment; each opens the page on which one certifies, presses the button, goes on to the
next. Every tenth press is a double one: two requests at once, as impatient people make. Afterwards
the database is asked, not the answers alone: each application once, with its reference, one move,
one letter, and a ledger whose chain holds.

It prints a table beside no peer and ends with 1 where one is lost, doubled or refused. It takes two
to five minutes on two cores, where people and server share them:

    python benchmarks/applications_at_closing.py [PEOPLE] [APPLICATIONS EACH]
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
PORT = 8767
PEOPLE, EACH = 200, 10
DOUBLE_EVERY = 10
TOKEN = "c" * 32
PATIENCE_S = 120


@dataclass
class Told:
    """What people saw."""

    milliseconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)


async def ask(path: str, cookie: str, form: Mapping[str, str] | None = None) -> tuple[int, str]:
    """The status of an answer and where it leads."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    try:
        body = urlencode(form).encode() if form is not None else b""
        head = [
            f"{'POST' if form is not None else 'GET'} {path} HTTP/1.1",
            f"Host: localhost:{PORT}",
            "Connection: close",
            f"Cookie: sessionid={cookie}; csrftoken={TOKEN}",
        ]
        if form is not None:
            head.append("Content-Type: application/x-www-form-urlencoded")
            head.append(f"Content-Length: {len(body)}")
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(), PATIENCE_S)
    finally:
        writer.close()
    lines = answer.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
    where = next((each[10:] for each in lines if each.lower().startswith("location: ")), "")
    return int(lines[0].split(" ")[1]), where


async def person(cookie: str, references: list[str], told: Told, begun: asyncio.Event) -> None:
    """Send in one application after another, a few of them with a double press."""
    await begun.wait()
    form = {
        "name": "Ann Example",
        "role": "Treasurer",
        "is_true": "on",
        "csrfmiddlewaretoken": TOKEN,
    }
    for number, reference in enumerate(references):
        path = f"/apply/a/{reference}/send/"
        presses = 2 if number % DOUBLE_EVERY == 0 else 1
        start = time.perf_counter()
        status, _ = await ask(path, cookie)
        if status != 200:
            told.wrong.append(f"{path}: {status}")
        for status, where in await asyncio.gather(
            *(ask(path, cookie, form) for _ in range(presses))
        ):
            if status != 302 or where != f"/apply/a/{reference}/sent/":
                told.wrong.append(f"{path}: {status} {where}")
        told.milliseconds.append((time.perf_counter() - start) * 1000)
        told.references.append(reference)


async def everybody(held: Mapping[str, list[str]]) -> tuple[Told, float]:
    """All of them, from the same moment on."""
    told, begun = Told(), asyncio.Event()
    tasks = [
        asyncio.create_task(person(cookie, references, told, begun))
        for cookie, references in held.items()
    ]
    start = time.perf_counter()
    begun.set()
    await asyncio.gather(*tasks)
    return told, time.perf_counter() - start


def prepared(people: int, each: int) -> dict[str, list[str]]:
    """By the cookie of each person, the references of what they will send in."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from builders.applying import FULL, build_open_round
    from headwater.web.grants.applying import sessions
    from headwater.web.grants.applying.models import Answer, Applicant, Application, Member

    now = timezone.now()
    round_ = build_open_round(
        opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=1), published_at=now
    )
    held: dict[str, list[str]] = {}
    for number in range(people):
        applicant = Applicant.objects.create(email=f"person-{number}@x.example", last_seen_at=now)
        drafts = Application.objects.bulk_create(
            Application(round=round_, started_by=applicant, title=f"Project {number}")
            for _ in range(each)
        )
        Member.objects.bulk_create(
            Member(application=draft, applicant=applicant, added_at=now) for draft in drafts
        )
        Answer.objects.bulk_create(
            Answer(application=draft, key=key, given=given, by=applicant.reference, at=now)
            for draft in drafts
            for key, given in {**FULL, "our-name": f"Club {number} of {draft.pk}"}.items()
        )
        session = SessionStore()
        moment = now.timestamp()
        session.update(
            {
                sessions.WHO: applicant.pk,
                sessions.SIGNED_IN_AT: moment,
                sessions.SEEN_AT: moment,
            }
        )
        session.create()
        assert session.session_key is not None
        held[session.session_key] = [draft.reference for draft in drafts]
    return held


def faults(held: Mapping[str, list[str]]) -> list[str]:
    """What the database says that should not be so."""
    from headwater.web.audit.models import Entry
    from headwater.web.grants.applying.models import Application, Letter, Move

    wanted = sorted(reference for each in held.values() for reference in each)
    sent = Application.objects.filter(state="submitted", submitted_at__isnull=False)
    found = []
    if sorted(sent.values_list("reference", flat=True)) != wanted:
        found.append(f"{sent.count()} applications are stored, {len(wanted)} were sent")
    for name, rows in (
        ("moves", Move.objects.filter(end="submitted")),
        ("letters", Letter.objects.filter(key__startswith="submitted:")),
    ):
        if rows.count() != len(wanted):
            found.append(f"{rows.count()} {name}, not {len(wanted)}")
    chain = list(Entry.objects.order_by("number").values_list("previous", "fingerprint"))
    if any(after[0] != before[1] for before, after in pairwise(chain)):
        found.append("the chain of the ledger is broken")
    return found


def main() -> int:
    """Prepare, serve, send, count."""
    given = [int(each) for each in sys.argv[1:3]]
    people, each = (*given, *(PEOPLE, EACH)[len(given) :])
    with tempfile.TemporaryDirectory() as folder:
        return closing(Path(folder), people, each)


def closing(folder: Path, people: int, each: int) -> int:
    """One round that closes, in a folder of its own."""
    sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]
    from builders.postgresql import wheel_postgresql

    environment = {
        "HEADWATER_HOME": str(folder / "home"),
        "HEADWATER_DEMO": "yes",
        "HEADWATER_ADDRESS": f"http://localhost:{PORT}",
        "DATABASE_URL": wheel_postgresql(str(folder), "records"),
        "RESTRICTED_DATABASE_URL": wheel_postgresql(str(folder), "restricted"),
        "DJANGO_SETTINGS_MODULE": "headwater.web.config.settings",
    }
    os.environ.update(environment)
    (folder / "home").mkdir()
    subprocess.run(
        [sys.executable, "-m", "headwater.web", "migrate", "-v0"], check=True, env=os.environ
    )
    subprocess.run(
        [sys.executable, "-m", "headwater.web", "createcachetable"], check=True, env=os.environ
    )
    subprocess.run(
        [sys.executable, "-m", "headwater.web", "collectstatic", "--noinput", "-v0"],
        check=True,
        env=os.environ,
    )
    import django

    django.setup()
    held = prepared(people, each)
    from web_pages import gunicorn, serving

    with serving(gunicorn("headwater.web.config.wsgi", PORT), PORT, os.environ):
        told, seconds = asyncio.run(everybody(held))
    wrong = [*told.wrong[:10], *faults(held)]
    many = people * each
    print(
        f"{many:,} applications by {people} people at once: {seconds:.0f} s, "
        f"{many / seconds:.0f} a second; page and press p50 "
        f"{statistics.median(told.milliseconds):.0f} ms, "
        f"p95 {statistics.quantiles(told.milliseconds, n=100)[94]:.0f} ms"
    )
    print("each stored once with its reference" if not wrong else "\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
