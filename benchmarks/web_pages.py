"""How quickly do pages come with fifty people reading at once, on Loamshire ten times over?

The site runs as people run it: gunicorn with two processes on SQLite, every check, session and
log line on. Pages are found as readers find them, by following links: up to three of every kind
there is. Fifty readers each open a connection, read a page, look at it for a second on average and
go on; then the same fifty read without a pause, which says how many pages a second there are. The
peer is a Django view that returns the very same bytes with nothing around it, on the same server.

Signed in, the fifty read as one lead, who sees most. In public, the one page that is made anew for
each reader is left out: the form to report a problem. Readers and server share the machine, so
without a pause both the site and its peer do less than they could alone.

Goals: 95 of 100 signed-in pages within 150 ms, 95 of 100 public pages within 50 ms, and a web
process within 200 MB. It takes about three minutes. Run it on a machine that does nothing else:

    python benchmarks/web_pages.py [FOLDER OF A DEMONSTRATION]
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from web.users import Load, load

HERE = Path(__file__).resolve().parent
DEMO = HERE.parent / "build" / "demo"
USERS, SECONDS, PAUSE = 50, 20.0, 1.0
SIGNED_IN_MS, PUBLIC_MS, MOST_MB = 150.0, 50.0, 200.0
PORT, BARE_PORT = 8765, 8766
MADE_ANEW = "/report-a-problem/"
NOT_NEEDED = frozenset({"loamshire", "report"})
"""Folders of a demonstration that its site does not read."""


def say(words: str) -> None:
    """Something for whoever watches; claims alone go to standard output."""
    sys.stderr.write(words + "\n")


@contextmanager
def serving(command: list[str], port: int, environment: Mapping[str, str]) -> Iterator[int]:
    """A server that is up, by its process id, and down again afterwards."""
    process = subprocess.Popen(command, env=dict(environment), stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int) -> None:
    """Return once a server answers; what it answers does not matter."""
    for _ in range(240):
        try:
            fetch(port, "/alive", "")
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise TimeoutError(f"Nothing answers on port [{port}].")


def fetch(port: int, path: str, cookie: str) -> bytes:
    """What a page says."""
    asked = urllib.request.Request(f"http://localhost:{port}{path}", headers={"Cookie": cookie})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        said: bytes = answer.read()
    return said


def gunicorn(application: str, port: int) -> list[str]:
    """The server as `headwater serve` starts it."""
    return [
        *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
        *("--workers", "2", "--threads", "4", "--log-level", "warning", "--timeout", "60"),
    ]


def home_of(demo: Path, temporary: Path) -> Path:
    """A copy of a demonstration, without what its site does not read."""
    home = temporary / "home"

    def unneeded(folder: str, names: list[str]) -> set[str]:
        return NOT_NEEDED & set(names) if Path(folder) == demo else set()

    shutil.copytree(demo, home, ignore=unneeded)
    return home


def resident_mb(parent: int) -> float:
    """Memory of the largest web process."""
    listed = subprocess.run(
        ["ps", "-o", "rss=", "--ppid", str(parent)], capture_output=True, text=True, check=True
    ).stdout.split()
    return max(int(kb) for kb in listed) / 1024


def measured(name: str, pages: list[str], cookie: str, goal_ms: float) -> float:
    """Load pages, say what was seen, and give pages a second without a pause."""
    load(PORT, pages, users=8, seconds=SECONDS / 2, pause=0, cookie=cookie)
    calm = load(PORT, pages, users=USERS, seconds=SECONDS, pause=PAUSE, cookie=cookie)
    hasty = load(PORT, pages, users=USERS, seconds=SECONDS / 2, pause=0, cookie=cookie)
    report(f"{name}, a second a page", calm)
    report(f"{name}, without a pause", hasty)
    verdict = "kept" if calm.p95 <= goal_ms else "MISSED"
    say(f"{name}: p95 {calm.p95:.0f} ms, goal {goal_ms:.0f} ms: {verdict}")
    if calm.wrong or hasty.wrong:
        raise SystemExit(f"[{calm.wrong + hasty.wrong}] pages did not come whole.")
    return hasty.per_second


def report(name: str, seen: Load) -> None:
    """One line of what a load saw."""
    say(
        f"{name}: {len(seen.milliseconds):,} pages, {seen.per_second:.0f}/s, "
        f"p50 {seen.p50:.0f} ms, p95 {seen.p95:.0f} ms, {seen.wrong} wrong"
    )


def bare_per_second(pages: list[str], cookie: str, folder: Path) -> float:
    """Pages a second of a bare Django view that returns the same bytes."""
    folder.mkdir()
    for number, page in enumerate(pages):
        (folder / f"p{number}").write_bytes(fetch(PORT, page, cookie))
    names = [f"/p{number}" for number in range(len(pages))]
    environment = {**os.environ, "BARE_PAGES": str(folder), "PYTHONPATH": str(HERE)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with serving(gunicorn("web.bare:application", BARE_PORT), BARE_PORT, environment):
        load(BARE_PORT, names, users=8, seconds=2, pause=0)
        return load(BARE_PORT, names, users=USERS, seconds=SECONDS / 2, pause=0).per_second


def claims(found: Mapping[str, list[str]], cookie: str, temporary: Path) -> Iterator[str]:
    """Load the signed-in pages and the public ones, each beside its peer."""
    public = [page for page in found["public"] if not page.startswith(MADE_ANEW)]
    for name, pages, who, goal in (
        ("web_signed_in_pages", found["signed_in"], cookie, SIGNED_IN_MS),
        ("web_public_pages", public, "", PUBLIC_MS),
    ):
        say(f"{name}: {len(pages)} addresses")
        ours = measured(name, pages, who, goal)
        bare = bare_per_second(pages, who, temporary / name)
        yield (
            f"{name} ratio={ours / bare:.3f} ours={ours:.0f}/s peer={bare:.0f}/s "
            f"bare-django {version('django')}"
        )


def main() -> int:
    """Copy a demonstration, make it tenfold, serve it, load it."""
    demo = Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO
    if not (demo / "records.sqlite3").is_file():
        say(f"There is no demonstration in [{demo}]. Make one with: make demo SERVE=no")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder)
        environment = {
            **os.environ,
            "HEADWATER_DEMO": "yes",
            "HEADWATER_HOME": str(home_of(demo, temporary)),
            "HEADWATER_ADDRESS": f"http://localhost:{PORT}",
        }
        subprocess.run(
            [sys.executable, str(HERE / "web" / "tenfold.py")], env=environment, check=True
        )
        looked = subprocess.run(
            [sys.executable, str(HERE / "web" / "addresses.py")],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
        )
        found = json.loads(looked.stdout)
        site = gunicorn("headwater.web.config.wsgi:application", PORT)
        with serving(site, PORT, environment) as pid:
            for claim in claims(found, found["cookie"], temporary):
                print(claim, flush=True)
            memory = resident_mb(pid)
            verdict = "kept" if memory <= MOST_MB else "MISSED"
            say(f"largest web process {memory:.0f} MB, goal {MOST_MB:.0f} MB: {verdict}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
