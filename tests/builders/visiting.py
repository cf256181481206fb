"""Somebody at a browser, who reads pages and does what they say by the words on them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Download, Locator, Page, Request, expect

from builders.browsing import route_of
from builders.page_checks import LOOKED_AT, faults_of, violations

WAITING, POLLS = "[data-poll-url]", "**/progress/"
OWN_HOSTS = frozenset({"localhost", "127.0.0.1"})


@dataclass
class Visitor:
    """Every page they come to has one main heading and passes WCAG 2.2 A and AA.

    axe is a script: where scripts are off, pages are held to all but it.
    """

    page: Page
    has_script: bool = True
    complaints: list[str] = field(default_factory=list)
    """What the browser said went wrong, and whom it asked beside us."""

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.context.on("request", self._asked)

    def open(self, path: str) -> None:
        """Go to an address."""
        self.page.goto(path)
        self.look()

    def follow(self, words: str, *, within: str = "main") -> None:
        """Follow the first link with these words, whether it looks like a button or not."""
        place = self.page.locator(within)
        link = place.get_by_role("link", name=words).or_(
            place.locator("a").and_(place.get_by_role("button", name=words))
        )
        with self.page.expect_navigation():
            link.first.click()
        self.look()

    def press(self, words: str) -> None:
        """Press the button with these words."""
        place = self.page.get_by_role("button", name=words, exact=True).first
        with self.page.expect_navigation():
            place.click()
        self.look()

    def fill(self, label: str, words: str) -> None:
        """Write an answer, whether the page needs it or not."""
        needed = self.page.get_by_label(label, exact=True)
        needed.or_(self.page.get_by_label(f"{label} (optional)", exact=True)).fill(words)

    def choose(self, label: str) -> None:
        """Choose a radio button or tick a box."""
        self.page.get_by_label(label, exact=True).check()

    def select(self, label: str, words: str) -> None:
        """Choose from a menu."""
        self.page.get_by_label(label, exact=True).select_option(label=words)

    def date(self, question: str, day: int, month: int, year: int) -> None:
        """Answer with a day."""
        group = self.page.get_by_role("group", name=question)
        for part, number in (("Day", day), ("Month", month), ("Year", year)):
            group.get_by_label(part, exact=True).fill(str(number))

    def download(self, words: str) -> Path:
        """Take the file that a link or button with these words hands out."""
        place = self.page.get_by_role("link", name=words).or_(
            self.page.get_by_role("button", name=words)
        )
        with self.page.expect_download() as handed:
            place.first.click()
        taken: Download = handed.value
        return Path(taken.path())

    def waits_for(self, heading: str, *, seconds: float = 60) -> None:
        """Stay on the page until its work is done and it has become the one with this heading."""
        expect(self.heading).to_contain_text(heading, timeout=seconds * 1000)
        self.look()

    def sees(self, *words: str) -> None:
        """These words are on the page."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def is_at(self, heading: str) -> None:
        """The page is the one with this heading."""
        expect(self.heading).to_contain_text(heading)

    @property
    def heading(self) -> Locator:
        """The main heading."""
        return self.page.locator("h1")

    @property
    def path(self) -> str:
        """Where they are, within the site."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def look(self) -> None:
        """Hold the page to what every page is held to. One that waits will soon be another."""
        expect(self.heading).to_have_count(1)
        if self.has_script and not self.page.locator(WAITING).count():
            self._hold_to_standards()

    def look_while_it_waits(self) -> None:
        """Hold a page that waits for work to the same, with its questions left unanswered."""
        self.page.route(POLLS, lambda _: None)
        self.page.reload()
        self._hold_to_standards()
        self.page.unroute(POLLS)
        self.page.reload()

    def _hold_to_standards(self) -> None:
        route = route_of(self.path)
        if LOOKED_AT.is_new(route, self.page.title()):
            is_new = LOOKED_AT.is_new(route)
            faults = faults_of(self.page) if is_new else violations(self.page)
            assert not faults, (self.page.url, faults)

    def _heard(self, message: ConsoleMessage) -> None:
        is_answer = "Failed to load resource" in message.text
        is_page = message.location.get("url", "") == self.page.url
        if message.type == "error" and not (is_answer and is_page):
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme.startswith("http") and parts.hostname not in OWN_HOSTS:
            self.complaints.append(f"asked {parts.hostname}")


def sign_in(visitor: Visitor, email: str, password: str) -> None:
    """Type who they are, from wherever the site asks for it."""
    visitor.fill("E-mail address", email)
    visitor.fill("Password", password)
    visitor.press("Sign in")


def reach_by_tab(page: Page, place: Locator, *, most: int = 200) -> None:
    """Press Tab until the focus is there."""
    for _ in range(most):
        if place.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {place}")


def cookies_of(visitor: Visitor) -> Iterable[str]:
    """Names of the cookies the browser keeps."""
    return [each["name"] for each in visitor.page.context.cookies()]
