"""Where somebody can go from here: the main pages that the matrix opens for them."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from headwater.web.accounts.access import Anyone
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import Role
from headwater.web.config.matrix import rows

WORK = (
    ("Your work", "worklist:worklist"),
    ("Data in", "insights:data_in"),
    ("Assessments", "insights:assessments"),
    ("Indicators", "insights:indicators"),
    ("Early warning", "insights:alerts"),
    ("Releases", "releases:list"),
    ("Updates", "public_site:posts"),
    ("Files", "documents:documents"),
    ("Partners", "partners:organisations"),
    ("Algorithms", "insights:algorithms"),
    ("Audit", "audit:entries"),
)
"""The main pages of a workspace, in the order they are met."""
BESIDE = {"insights:areas": "insights:indicators", "public_site:problems": "public_site:posts"}
"""Lists with addresses of their own that are reached from a main page and belong to it."""
PUBLIC_PAGES = (
    ("The picture in numbers", "public_site:indicators"),
    ("Areas", "public_site:areas"),
    ("Assessments", "public_site:assessments"),
    ("Early warning", "public_site:warnings"),
    ("Updates", "public_site:updates"),
    ("Get help", "public_site:help"),
    ("About", "public_site:about"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the navigation."""

    text: str
    href: str
    current: bool


def work_links(actor: Actor, workspace: str, *, path: str) -> list[Link]:
    """The main pages of a workspace that somebody may open."""
    links = _open_to(actor.roles_in(workspace), workspace)
    return _marked(links, path=_main_path(workspace, path))


def _main_path(workspace: str, path: str) -> str:
    """The path of the main page that a page belongs to; its own where no other is known."""
    for route, main in BESIDE.items():
        if path.startswith(reverse(route, args=[workspace])):
            return reverse(main, args=[workspace])
    return path


@lru_cache(maxsize=256)
def _open_to(held: frozenset[Role], workspace: str) -> tuple[tuple[str, str], ...]:
    """The main pages that roles open, with their addresses. The same for all who hold them."""
    found = []
    for text, route in WORK:
        row = rows().get(route)
        if row is None or isinstance(row.look, Anyone) or held.isdisjoint(row.look):
            continue
        found.append((text, reverse(route, args=[workspace])))
    return tuple(found)


def public_links(*, path: str) -> list[Link]:
    """The main pages of the public site."""
    found = tuple((text, reverse(route)) for text, route in PUBLIC_PAGES if route in rows())
    return _marked(found, path=path)


def _marked(links: tuple[tuple[str, str], ...], *, path: str) -> list[Link]:
    """Links, the nearest to the page that is read marked as current.

    An address in which others begin, such as that of a workspace, stands for its own page only.
    """
    hrefs = [href for _, href in links]
    roots = {href for href in hrefs if any(o != href and o.startswith(href) for o in hrefs)}
    inside = [each for each in hrefs if path.startswith(each) and each not in roots - {path}]
    nearest = max(inside, key=len, default="")
    return [Link(text, href, href == nearest) for text, href in links]
