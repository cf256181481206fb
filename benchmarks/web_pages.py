"""How quickly do pages come with fifty people reading at once, on Loamshire ten times over?

The site runs as people run it: gunicorn with two processes on SQLite, every check, session and
log line on. Fifty readers each open a connection, read a page, look at it for a second on average
and go on; then the same fifty read without a pause, which says how many pages a second there are.
The peer is a Django view that returns the very same bytes with nothing around it, on the same
server.

Goals: 95 of 100 signed-in pages within 150 ms, 95 of 100 public pages within 50 ms, and a web
process within 200 MB. Run it on a machine that does nothing else:

    python benchmarks/web_pages.py [FOLDER OF A DEMONSTRATION]
"""

import http.cookiejar
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from web.users import Load, load

HERE = Path(__file__).resolve().parent
DEMO = HERE.parent / "build" / "demo"
USERS, SECONDS, PAUSE = 50, 20.0, 1.0
SIGNED_IN_MS, PUBLIC_MS, MOST_MB = 150.0, 50.0, 200.0
PORT, BARE_PORT = 8765, 8766
WORK = "/work/loamshire/"
SIGNED_IN = (
    WORK,
    f"{WORK}data/",
    f"{WORK}assessments/",
    f"{WORK}indicators/",
    f"{WORK}releases/",
    f"{WORK}partners/",
    f"{WORK}algorithms/",
)
PUBLIC = ("/", "/data/", "/areas/", "/assessments/", "/updates/", "/about/")
PASSWORD = "river stone lantern"


def say(words: str) -> None:
    """Something for whoever watches; claims alone go to standard output."""
    sys.stderr.write(words + "\n")


@contextmanager
def serving(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """A server that is up, by its process id, and down again afterwards."""
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/alive", timeout=1):
                    break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.25)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def gunicorn(application: str, port: int) -> list[str]:
    """The server as `headwater serve` starts it."""
    return [
        *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
        *("--workers", "2", "--threads", "4", "--log-level", "warning", "--timeout", "60"),
    ]


def sign_in() -> str:
    """The cookies of somebody who signed in as a lead."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    base = f"http://localhost:{PORT}"
    page = browser.open(f"{base}/account/sign-in/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    given = {
        "csrfmiddlewaretoken": token[1],
        "login": "lead@loamshire.example",
        "password": PASSWORD,
    }
    asked = urllib.request.Request(
        f"{base}/account/sign-in/",
        data=urllib.parse.urlencode(given).encode(),
        headers={"Referer": f"{base}/account/sign-in/", "Origin": base},
    )
    browser.open(asked)
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def found_on(path: str, pattern: str, cookie: str, *, most: int = 3) -> list[str]:
    """Addresses on a page that look like a detail page."""
    asked = urllib.request.Request(f"http://localhost:{PORT}{path}", headers={"Cookie": cookie})
    text = urllib.request.urlopen(asked).read().decode()
    return list(dict.fromkeys(re.findall(rf'href="({pattern})"', text)))[:most]


def details(cookie: str) -> list[str]:
    """Pages about one thing, found as a reader finds them: on the lists."""
    lists = {
        f"{WORK}assessments/": rf"{WORK}assessments/E-[\w-]+/",
        f"{WORK}releases/": rf"{WORK}releases/R-[\w-]+/",
        f"{WORK}indicators/": rf"{WORK}indicators/[\w-]+/",
        f"{WORK}partners/": rf"{WORK}partners/[\w/-]*O-[\w-]+/",
        f"{WORK}data/": rf"{WORK}data/[\w/-]*U-[\w-]+/",
    }
    found = [page for path, pattern in lists.items() for page in found_on(path, pattern, cookie)]
    chapters = [
        chapter
        for page in found
        if "/assessments/E-" in page
        for chapter in found_on(page, rf"{page}[\w/-]+/", cookie)
    ]
    return found + chapters[:6]


def public_details() -> list[str]:
    """Public pages about one thing."""
    lists = {
        "/data/": r"/data/[\w-]+/",
        "/areas/": r"/areas/[\w-]+/",
        "/assessments/": r"/assessments/[\w-]+/[\w/-]+/",
        "/updates/": r"/updates/[\w/-]+/",
    }
    return [page for path, pattern in lists.items() for page in found_on(path, pattern, "")]


def resident_mb(parent: int) -> float:
    """Memory of the largest web process."""
    listed = subprocess.run(
        ["ps", "-o", "rss=", "--ppid", str(parent)], capture_output=True, text=True, check=True
    ).stdout.split()
    return max(int(kb) for kb in listed) / 1024


def measured(name: str, pages: list[str], cookie: str, goal_ms: float) -> float:
    """Load pages, say what was seen, and give pages a second without a pause."""
    where = ("127.0.0.1", PORT)
    load(where, pages, users=4, seconds=5, pause=0, cookie=cookie)
    calm = load(where, pages, users=USERS, seconds=SECONDS, pause=PAUSE, cookie=cookie)
    hasty = load(where, pages, users=USERS, seconds=SECONDS / 2, pause=0, cookie=cookie)
    report(f"{name}, a second a page", calm)
    report(f"{name}, without a pause", hasty)
    verdict = "kept" if calm.p95 <= goal_ms else "MISSED"
    say(f"{name}: p95 {calm.p95:.0f} ms, goal {goal_ms:.0f} ms: {verdict}")
    assert not calm.wrong, f"{calm.wrong} pages were not 200"
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
    names = []
    for number, page in enumerate(pages):
        asked = urllib.request.Request(f"http://localhost:{PORT}{page}", headers={"Cookie": cookie})
        (folder / f"p{number}").write_bytes(urllib.request.urlopen(asked).read())
        names.append(f"/p{number}")
    environment = {**os.environ, "BARE_PAGES": str(folder), "PYTHONPATH": str(HERE)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with serving(gunicorn("web.bare:application", BARE_PORT), BARE_PORT, environment):
        where = ("127.0.0.1", BARE_PORT)
        load(where, names, users=4, seconds=2, pause=0)
        return load(where, names, users=USERS, seconds=SECONDS / 2, pause=0).per_second


def main() -> int:
    """Copy a demonstration, make it tenfold, serve it, load it."""
    demo = Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO
    if not (demo / "records.sqlite3").is_file():
        say(f"There is no demonstration in [{demo}]. Make one with: make demo SERVE=no")
        return 1
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary) / "home"
        shutil.copytree(demo, home, ignore=shutil.ignore_patterns("loamshire", "report"))
        environment = {
            **os.environ,
            "HEADWATER_DEMO": "yes",
            "HEADWATER_HOME": str(home),
            "HEADWATER_ADDRESS": f"http://localhost:{PORT}",
        }
        tenfold = [sys.executable, str(HERE / "web" / "tenfold.py")]
        subprocess.run(tenfold, env=environment, check=True)
        with serving(
            gunicorn("headwater.web.config.wsgi:application", PORT), PORT, environment
        ) as pid:
            cookie = sign_in()
            inside = [*SIGNED_IN, *details(cookie)]
            outside = [*PUBLIC, *public_details()]
            say(f"{len(inside)} signed-in pages, {len(outside)} public pages")
            signed_in = measured("signed in", inside, cookie, SIGNED_IN_MS)
            public = measured("public", outside, "", PUBLIC_MS)
            memory = resident_mb(pid)
            say(f"largest web process {memory:.0f} MB, goal {MOST_MB:.0f} MB")
            for name, ours, pages, who in (
                ("web_signed_in_pages", signed_in, inside, cookie),
                ("web_public_pages", public, outside, ""),
            ):
                bare = bare_per_second(pages, who, Path(temporary) / name)
                print(
                    f"{name} ratio={ours / bare:.3f} ours={ours:.0f}/s peer={bare:.0f}/s "
                    f"bare-django {version('django')}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
