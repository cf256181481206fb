"""Where somebody can go from here: the main pages that the matrix opens for them."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from headwater.web.accounts.access import Anyone
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import Role
from headwater.web.config.matrix import rows
from headwater.web.editions.queries import kind_of
from headwater.web.editions.rules.kinds import Kind

SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Your work", (("Your work", "worklist:worklist"),)),
    (
        "Understand",
        (
            ("Assessments", "insights:assessments"),
            ("Indicators", "insights:indicators"),
            ("Early warning", "insights:alerts"),
            ("Definition", "definition:workbench"),
            ("Data in", "insights:data_in"),
        ),
    ),
    (
        "The Duty",
        (
            ("Tasks", "duty:home"),
            ("Partners", "partners:organisations"),
            ("Meetings", "boards:boards"),
            ("Consultation", "consultation:register"),
            ("Sharing", "sharing:register"),
        ),
    ),
    ("Gaps", (("Gap map", "gaps:map"), ("Services", "services:services"))),
    ("Plan", (("Plan", "strategy:plan"), ("Actions", "strategy:actions"))),
    (
        "Money",
        (
            ("Funds", "money:funds"),
            ("Rounds", "rounds:rounds"),
            ("Applications", "deciding:applications"),
            ("Choosing", "choosing:choices"),
            ("Grants", "delivering:grants"),
            ("Published", "publishing:files"),
        ),
    ),
    ("What works", (("What works", "evidence:approaches"), ("Elsewhere", "evidence:elsewhere"))),
    ("Publish", (("Releases", "releases:list"), ("Updates", "public_site:posts"))),
    (
        "Records",
        (
            ("Golden thread", "thread:home"),
            ("Files", "documents:documents"),
            ("Algorithms", "insights:algorithms"),
            ("Audit", "audit:entries"),
        ),
    ),
)
"""The main pages of a workspace below what people come to do, in the order they are met."""
BESIDE = {
    "insights:areas": "insights:indicators",
    "public_site:problems": "public_site:posts",
    "applying:late": "deciding:applications",
    "deciding:awards": "deciding:applications",
    "choosing:values": "choosing:choices",
}
"""Lists with addresses of their own that are reached from a main page and belong to it."""
READ_AS_ASSESSMENTS = {Kind.EARLY_WARNING: "insights:alerts", Kind.GAP_MAP: "gaps:map"}
"""Where editions belong that are read at the addresses of assessments."""
PUBLIC_PAGES = (
    ("The picture in numbers", "public_site:indicators"),
    ("Areas", "public_site:areas"),
    ("Assessments", "public_site:assessments"),
    ("Early warning", "public_site:warnings"),
    ("The plan", "public_site:plans"),
    ("Apply for money", "rounds:open"),
    ("Projects", "publishing:projects"),
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
    inside: tuple["Link", ...] = ()
    """The main pages of a section, where there are several."""


def work_links(actor: Actor, workspace: str, *, path: str) -> list[Link]:
    """The sections of a workspace that somebody may open, each with its main pages.

    A section of which only one page is open to them goes by the name of that page.
    """
    sections = _open_to(actor.roles_in(workspace), workspace)
    pages = tuple(page for _, there in sections for page in there)
    nearest = _nearest([href for _, href in pages], path=_main_path(workspace, path))
    return [_section(text, there, nearest) for text, there in sections]


def _section(text: str, pages: tuple[tuple[str, str], ...], nearest: str) -> Link:
    inside = tuple(Link(name, href, href == nearest) for name, href in pages)
    is_current = any(each.current for each in inside)
    if len(inside) == 1:
        return inside[0]
    return Link(text, inside[0].href, is_current, inside)


def _main_path(workspace: str, path: str) -> str:
    """The path of the main page that a page belongs to; its own where no other is known.

    Weeks of early warning and gap maps are read at the addresses of assessments.
    """
    for route, main in BESIDE.items():
        if path.startswith(reverse(route, args=[workspace])):
            return reverse(main, args=[workspace])
    assessments = reverse("insights:assessments", args=[workspace])
    if not path.startswith(assessments):
        return path
    kind = kind_of(path.removeprefix(assessments).split("/")[0])
    read_as = READ_AS_ASSESSMENTS.get(kind) if kind else None
    return reverse(read_as, args=[workspace]) if read_as else path


@lru_cache(maxsize=256)
def _open_to(
    held: frozenset[Role], workspace: str
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Sections with the pages that roles open and their addresses. The same for all of them."""
    found = []
    for section, pages in SECTIONS:
        there = tuple(
            (text, reverse(route, args=[workspace]))
            for text, route in pages
            if _is_open(route, held)
        )
        if there:
            found.append((section, there))
    return tuple(found)


def _is_open(route: str, held: frozenset[Role]) -> bool:
    row = rows().get(route)
    return row is not None and not isinstance(row.look, Anyone) and not held.isdisjoint(row.look)


def public_links(*, path: str) -> list[Link]:
    """The main pages of the public site."""
    found = tuple((text, reverse(route)) for text, route in PUBLIC_PAGES if route in rows())
    nearest = _nearest([href for _, href in found], path=path)
    return [Link(text, href, href == nearest) for text, href in found]


def _nearest(hrefs: list[str], *, path: str) -> str:
    """The address of the main page that a page belongs to; empty where there is none.

    An address in which all others begin, that of the workspace, stands for its own page only.
    """
    inside = [href for href in hrefs if path.startswith(href) and not _holds_all(href, hrefs)]
    return max(inside, key=len, default=path if path in hrefs else "")


def _holds_all(href: str, hrefs: list[str]) -> bool:
    return len(hrefs) > 1 and all(each.startswith(href) for each in hrefs)
