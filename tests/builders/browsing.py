"""Reaching every page of a running site by its links."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, BrowserContext

PAGES_A_ROLE = 900
PAGES_OF_A_ROUTE = 2
"""Lists lead to many pages of one kind; a few of each show what the rest are like."""
NOT_FOLLOWED = frozenset({"account_logout"})
PAGE_TYPE = "text/html"


@dataclass(frozen=True, slots=True)
class Reached:
    """One address that a role came to by following links."""

    role: str
    route: str
    path: str
    found_on: str
    status: int
    is_page: bool
    leads_to: tuple[str, ...]
    """Paths within the site that it links or redirects to."""


class _Links(HTMLParser):
    """Gathers where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of every link."""
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


def route_of(path: str) -> str:
    """Name of the route that answers an address; nothing where none does."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def reach(
    context: BrowserContext, *, role: str, starts: tuple[str, ...], within: tuple[str, ...]
) -> Iterator[Reached]:
    """Addresses that links lead to, the nearest first, while they begin with one of `within`."""
    waiting = [(start, "") for start in starts]
    met, pages = set(starts), dict[str, int]()
    while waiting and sum(pages.values()) < PAGES_A_ROLE:
        path, found_on = waiting.pop(0)
        route = route_of(path)
        if pages.get(route, 0) >= PAGES_OF_A_ROUTE or route in NOT_FOLLOWED:
            continue
        pages[route] = pages.get(route, 0) + 1
        here = _reached(context.request.get(path, max_redirects=0), role, route, path, found_on)
        yield here
        for each in here.leads_to:
            if each not in met and each.startswith(within):
                met.add(each)
                waiting.append((each, path))


def _reached(answer: APIResponse, role: str, route: str, path: str, found_on: str) -> Reached:
    is_page = answer.headers.get("content-type", "").startswith(PAGE_TYPE)
    hrefs = links_in(answer.text()) if is_page else []
    if "location" in answer.headers:
        hrefs.append(answer.headers["location"])
    return Reached(role, route, path, found_on, answer.status, is_page, _inside(answer.url, hrefs))


def links_in(text: str) -> list[str]:
    """Where the links of a page lead, as it writes them."""
    reader = _Links()
    reader.feed(text)
    return reader.found


def _inside(url: str, hrefs: list[str]) -> tuple[str, ...]:
    """Those addresses that are on the same site, as paths without fragments."""
    own = urlsplit(url)
    whole = [urlsplit(urldefrag(urljoin(url, href))[0]) for href in hrefs]
    return tuple(
        each.path + (f"?{each.query}" if each.query else "")
        for each in whole
        if (each.scheme, each.netloc) == (own.scheme, own.netloc)
    )
