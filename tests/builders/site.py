"""A site in processes of its own, for tests that use a real browser."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from builders.loopback import free_port
from builders.once import made_once

AN_HOUR_AGO = """
from importlib import import_module
from django.conf import settings
from django.contrib.sessions.models import Session
from headwater.web.accounts.models import User
engine = import_module(settings.SESSION_ENGINE)
user = str(User.objects.get(email="{email}").pk)
for key in Session.objects.values_list("session_key", flat=True):
    session = engine.SessionStore(key)
    if session.get("_auth_user_id") == user:
        for proof in session["account_authentication_methods"]:
            proof["at"] -= 3600
        session.save()
"""
START_SECONDS = 120
DEMONSTRATION_SECONDS = 600
MODULE = [sys.executable, "-m", "headwater.web"]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a site answers, and the home it lives in."""

    port: int
    home: Path
    environment: dict[str, str]

    @property
    def address(self) -> str:
        """What a browser opens."""
        return f"http://localhost:{self.port}"

    def command(self, *arguments: str, said: str = "") -> str:
        """What one of headwater's commands prints, run beside the site."""
        done = subprocess.run(
            [*MODULE, *arguments],
            env=self.environment,
            input=said,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return done.stdout

    def let_an_hour_pass(self, email: str) -> None:
        """It is an hour since somebody showed who they are, which no test can wait for."""
        self.command("shell", "--no-imports", "-c", AN_HOUR_AGO.format(email=email))


def site_at(home: Path, **settings: str) -> Site:
    """A site that is not served yet, on a port nobody listens to."""
    port = free_port()
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("HEADWATER_") and "DATABASE_URL" not in name
    }
    environment = {
        **others,
        "HEADWATER_HOME": str(home),
        "HEADWATER_ADDRESS": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "headwater.web.config.settings",
        **settings,
    }
    return Site(port, home, environment)


def make_demonstration(site: Site) -> None:
    """What `make demo` does before it serves."""
    made = subprocess.run(
        [str(Path(sys.executable).with_name("headwater")), "demo", "--folder", str(site.home)],
        env=site.environment,
        capture_output=True,
        text=True,
        timeout=DEMONSTRATION_SECONDS,
        check=False,
    )
    assert made.returncode == 0, made.stderr


def copy_demonstration(site: Site, *, shared: Path) -> None:
    """A demonstration in a site's home, copied from one that all processes of the tests share."""

    def make(home: Path) -> None:
        environment = {**site.environment, "HEADWATER_HOME": str(home)}
        make_demonstration(replace(site, home=home, environment=environment))

    shutil.copytree(made_once(shared, make), site.home)


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """The site with its worker and its clock, until the end of the block."""
    with (site.home / "site.log").open("w") as log:
        serving = subprocess.Popen(
            [*MODULE, "serve", "--together", "--bind", f"127.0.0.1:{site.port}"],
            env=site.environment,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    try:
        _wait_for(f"{site.address}/ready", serving)
        yield site
    finally:
        serving.terminate()
        serving.wait(timeout=40)


def _wait_for(address: str, serving: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert serving.poll() is None, "the site ended while it started"
        try:
            with urlopen(address, timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.3)
    raise AssertionError("the site did not become ready")
