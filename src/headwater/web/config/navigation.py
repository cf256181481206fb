"""Where somebody can go from here: the main pages that the matrix opens for them."""

from dataclasses import dataclass

from django.urls import reverse

from headwater.web.accounts.access import Anyone
from headwater.web.accounts.actor import Actor
from headwater.web.config.matrix import rows

WORK = (
    ("Your work", "worklist:worklist"),
    ("Data in", "insights:data_in"),
    ("Assessments", "insights:assessments"),
    ("Indicators", "insights:indicators"),
    ("Releases", "releases:list"),
    ("Updates", "public_site:posts"),
    ("Files", "documents:documents"),
    ("Partners", "partners:organisations"),
    ("Algorithms", "insights:algorithms"),
    ("Audit", "audit:entries"),
)
"""The main pages of a workspace, in the order they are met."""
PUBLIC_PAGES = (
    ("The picture in numbers", "public_site:indicators"),
    ("Areas", "public_site:areas"),
    ("Assessments", "public_site:assessments"),
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
    held = actor.roles_in(workspace)
    found = []
    for text, route in WORK:
        row = rows().get(route)
        if row is None or isinstance(row.look, Anyone) or held.isdisjoint(row.look):
            continue
        found.append((text, reverse(route, args=[workspace])))
    return _marked(found, path=path)


def public_links(*, path: str) -> list[Link]:
    """The main pages of the public site."""
    return _marked(
        [(text, reverse(route)) for text, route in PUBLIC_PAGES if route in rows()], path=path
    )


def _marked(links: list[tuple[str, str]], *, path: str) -> list[Link]:
    """Links, the nearest to the page that is read marked as current."""
    inside = [href for _, href in links if path.startswith(href)]
    nearest = max(inside, key=len, default="")
    return [Link(text, href, href == nearest) for text, href in links]
