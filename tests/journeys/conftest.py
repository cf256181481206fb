"""A real site in processes of its own, on Loamshire, and a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

BROWSER = shutil.which("chromium")
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Site:
    """A running site and the home it runs on."""

    address: str
    home: Path
    environment: dict[str, str]

    def command(self, *arguments: str) -> str:
        """What one of headwater's commands prints, run beside the site."""
        done = subprocess.run(
            [sys.executable, "-m", "headwater.web", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return done.stdout


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys talk to a site on this machine; nothing else here may use a socket."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"]))
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, with nothing that calls home. Skips where there is none."""
    if BROWSER is None:
        pytest.skip("there is no chromium on this machine")
    return {"executable_path": BROWSER, "args": QUIET}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, served with its worker and its clock as `make demo` does."""
    if BROWSER is None:
        pytest.skip("there is no chromium on this machine")
    home = tmp_path_factory.mktemp("journeys") / "demo"
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if "DATABASE_URL" not in name},
        "HEADWATER_DEMO": "yes",
        "HEADWATER_HOME": str(home),
        "HEADWATER_ADDRESS": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "headwater.web.config.settings",
    }
    made = subprocess.run(
        [str(Path(sys.executable).with_name("headwater")), "demo", "--folder", str(home)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    serving = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "headwater.web",
            "serve",
            "--together",
            "--bind",
            f"127.0.0.1:{port}",
        ],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=(home / "site.log").open("w"),
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/ready", serving)
        yield Site(f"http://localhost:{port}", home, environment)
    finally:
        serving.terminate()
        serving.wait(timeout=40)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page under WCAG 2.2 A and AA."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
    return [
        f"{each['id']}: {node['target']}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


@pytest.fixture
def plain_page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page in a browser without script."""
    context = browser.new_context(java_script_enabled=False, base_url=site.address)
    yield context.new_page()
    context.close()
