"""A register on a phone that loses its signal: nothing is lost, nothing is stored twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, ViewportSize, expect

from builders.site import Site

TESTS = Path(__file__).resolve().parents[1]
PHONE = ViewportSize(width=360, height=800)
GRANT = """
import sys
sys.path.insert(0, {tests!r})
from builders.delivering import browser_of, build_delivery, person, send
from headwater.web.grants.delivering.models import Delivery
delivery = build_delivery(title="Evening music")
send(delivery, person(), person())
print(delivery.reference, browser_of().session.session_key)
"""
COUNT = """
from headwater.web.grants.delivering.models import Delivery, Mark
held = Delivery.objects.get(award__reference="{award}")
marks = Mark.objects.filter(session__delivery=held).count()
print(held.sessions.count(), held.participants.count(), marks)
"""


@pytest.fixture
def grant(site: Site) -> tuple[str, str]:
    """A grant whose register is open, and the session of somebody who delivers it."""
    script = GRANT.format(tests=str(TESTS))
    award, key = site.command("shell", "--no-imports", "-c", script).split()[-2:]
    return award, key


@pytest.fixture
def phone(browser: Browser, site: Site, grant: tuple[str, str]) -> Iterator[BrowserContext]:
    """A phone that opened the register where there was a signal."""
    context = browser.new_context(base_url=site.address, viewport=PHONE)
    context.set_default_timeout(30_000)
    context.add_cookies([{"name": "sessionid", "value": grant[1], "url": site.address}])
    yield context
    context.close()


def open_twice(phone: BrowserContext, award: str) -> Page:
    """The second look goes through what keeps the page on the phone."""
    page = phone.new_page()
    page.goto(f"/deliver/{award}/register/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"/deliver/{award}/register/")
    expect(page.locator("[data-register-state=sent]")).to_be_visible()
    return page


def take(page: Page, what: str) -> None:
    """Take the register of a new session at which the first came and the second was late."""
    page.get_by_label("What did you do?").fill(what)
    page.get_by_label("Present").nth(0).check()
    page.get_by_label("Late").nth(1).check()
    page.get_by_role("button", name="Save the register").click()


def stored(site: Site, award: str) -> list[int]:
    """How many sessions, young people and marks the server has."""
    said = site.command("shell", "--no-imports", "-c", COUNT.format(award=award))
    return [int(each) for each in said.split()[-3:]]


def test_what_is_saved_without_a_signal_is_sent_once_when_it_is_back(
    site: Site, grant: tuple[str, str], phone: BrowserContext
) -> None:
    award, _ = grant
    page = open_twice(phone, award)
    phone.set_offline(True)
    page.reload()
    take(page, "Drums without a signal")
    waiting = page.locator("[data-register-state=saved]")
    expect(waiting).to_contain_text("3 entries are saved on this phone")
    # The page is closed and opened again before there is a signal.
    page.reload()
    expect(waiting).to_contain_text("3 entries")
    assert stored(site, award) == [0, 2, 0]
    phone.set_offline(False)
    page.reload()
    expect(page.locator("[data-register-state=sent]")).to_be_visible()
    assert stored(site, award) == [1, 2, 2]


def test_an_answer_that_never_arrives_is_asked_for_again_and_stores_nothing_twice(
    site: Site, grant: tuple[str, str], phone: BrowserContext
) -> None:
    award, _ = grant
    page = open_twice(phone, award)
    lost: list[str] = []

    def lose_the_answer(route: object) -> None:
        request = route.request  # type: ignore[attr-defined]
        if request.method == "POST" and not lost:
            lost.append(request.url)
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    phone.route("**/register/sync/", lose_the_answer)
    with page.expect_event("requestfailed"):
        take(page, "Drums and a lost answer")
    expect(page.locator("[data-register-state=saved]")).to_be_visible()
    assert stored(site, award) == [1, 2, 2]
    page.reload()
    expect(page.locator("[data-register-state=sent]")).to_be_visible(timeout=30_000)
    assert stored(site, award) == [1, 2, 2]


def test_signing_out_asks_about_what_was_not_sent_and_leaves_nothing_behind(
    grant: tuple[str, str], phone: BrowserContext
) -> None:
    award, _ = grant
    page = open_twice(phone, award)
    phone.route("**/register/sync/", lambda route: route.abort())
    take(page, "Drums that are never sent")
    expect(page.locator("[data-register-state=saved]")).to_be_visible()
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", agree)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signed-out/")
    assert len(asked) == 1
    assert page.evaluate("() => caches.keys()") == []
    left = page.evaluate(
        """() => new Promise((done) => {
          const opened = indexedDB.open('headwater-register')
          opened.onsuccess = () => {
            const names = [...opened.result.objectStoreNames]
            if (!names.length) return done(0)
            const all = opened.result.transaction(names).objectStore(names[0]).count()
            all.onsuccess = () => done(all.result)
          }
        })"""
    )
    assert left == 0
