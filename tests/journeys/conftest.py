"""A real site in processes of its own, on Loamshire, and a real browser."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, StorageState

from builders.once import run_folder
from builders.page_checks import LOOKED_AT, WIDE
from builders.site import Site, copy_demonstration, served, site_at
from builders.visiting import Visitor, sign_in
from headwater.web.config.demonstration import cast

BROWSER = shutil.which("chromium")
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

PATIENCE_MS = 30_000
Visits = Callable[..., Visitor]
"""`visits("lead")`: somebody signed in with that role; `visits()`: anybody."""


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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, served with its worker and its clock as `make demo` does.

    Each file has its own copy, so that none meets what another left.
    """
    if BROWSER is None:
        pytest.skip("there is no chromium on this machine")
    found = site_at(tmp_path_factory.mktemp("journeys") / "demo", HEADWATER_DEMO="yes")
    shared = run_folder(tmp_path_factory)
    copy_demonstration(found, shared=shared / "demonstration")
    LOOKED_AT.folder = shared / "looked-at"
    LOOKED_AT.folder.mkdir(exist_ok=True)
    with served(found):
        yield found


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Site) -> Callable[[str], StorageState]:
    """What a browser keeps of somebody who signed in; each signs in once."""
    kept: dict[str, StorageState] = {}

    def of(role: str) -> StorageState:
        if role not in kept:
            kept[role] = sign_in_anew(browser, site, role)
        return kept[role]

    return of


def sign_in_anew(browser: Browser, site: Site, role: str) -> StorageState:
    """What a browser keeps of somebody who has just shown who they are."""
    context = browser.new_context(base_url=site.address)
    visitor = Visitor(context.new_page())
    visitor.open("/account/sign-in/")
    sign_in(visitor, f"{role}@loamshire.example", cast.PASSWORD)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def visits(
    browser: Browser, site: Site, signed_in: Callable[[str], StorageState]
) -> Iterator[Visits]:
    """Browsers, one for each visitor. At the end none of them may have complained."""
    made: list[Visitor] = []

    def visitor(role: str = "", *, has_script: bool = True) -> Visitor:
        context = browser.new_context(
            base_url=site.address,
            java_script_enabled=has_script,
            storage_state=signed_in(role) if role else None,
            viewport=WIDE,
        )
        context.set_default_timeout(PATIENCE_MS)
        made.append(Visitor(context.new_page(), has_script=has_script))
        return made[-1]

    yield visitor
    for each in made:
        each.page.context.close()
        assert each.complaints == []
