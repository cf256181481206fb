"""People see only the ways on that they may go: every link of every page opens for who reads it.

Pages come from the permission matrix and one of everything, so that a new page is held to this
from its first day. A link beyond its partnership, to a file of the site or out of it is not ours.
"""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client

from builders.addresses import patterns
from builders.browsing import links_in, route_of
from builders.everything import Everything, body_of, build_everything
from builders.web import build_member, build_organisation, client_of
from headwater.web.accounts.access import Anyone
from headwater.web.accounts.roles import Role
from headwater.web.config.matrix import rows
from headwater.web.partners.models import Organisation

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
WITHIN = "/work/"
OPENS = (200, 302)
OF_A_ROUTE = 6
"""Lists lead to many pages of one kind; some of each show what the rest are like."""
FEWEST = 20
"""Pages with links that the role with the fewest opens: an administrator."""


class Reader:
    """Somebody with a browser, who asks for no address twice."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.answers: dict[str, int] = {}
        self.followed: Counter[str] = Counter()

    def links_of(self, address: str) -> list[str]:
        """Where a page leads within the partnerships; nowhere if it does not open."""
        answer = self.client.get(address)
        body = body_of(answer)
        self.answers[address] = answer.status_code
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            return []
        whole = (urldefrag(urljoin(address, href))[0] for href in links_in(body.decode()))
        return sorted({each for each in whole if each.startswith(WITHIN)})

    def is_shut(self, address: str) -> bool:
        """Whether a link leads to no page or file, nor on to one."""
        if address not in self.answers:
            route = route_of(address)
            self.followed[route] += 1
            if self.followed[route] > OF_A_ROUTE:
                return False
            answer = self.client.get(address)
            body_of(answer)
            self.answers[address] = answer.status_code
        return self.answers[address] not in OPENS


def pages(held: Everything, role: Role) -> Iterator[tuple[str, str]]:
    """Each route of a partnership that a role may look at, and where it is."""
    for route in patterns():
        address, look = held.address(route), rows()[route].look
        is_open = look is Anyone.SIGNED_IN or (not isinstance(look, Anyone) and role in look)
        if address.startswith(WITHIN) and is_open:
            yield route, address


def shut_for(role: Role, held: Everything, organisation: Organisation) -> list[str]:
    """Links that somebody of an organisation is shown and that do not open for them."""
    reader = Reader(client_of(build_member(role, name="Reader", organisation=organisation)))
    leads = {route: reader.links_of(address) for route, address in pages(held, role)}
    assert sum(bool(links) for links in leads.values()) > FEWEST
    return [
        f"{route} leads to {link}: {reader.answers[link]}"
        for route, links in leads.items()
        for link in links
        if reader.is_shut(link)
    ]


@pytest.fixture(scope="module")
def kept(rows_are_kept: None) -> Everything:
    return build_everything()


@pytest.fixture
def held(kept: Everything) -> Everything:
    """One of everything."""
    return deepcopy(kept)


@pytest.mark.parametrize("role", Role)
def test_every_link_on_a_page_opens_for_who_sees_it(role: Role, held: Everything) -> None:
    assert shut_for(role, held, held.organisation) == []


def test_every_link_opens_for_a_partner_whom_most_of_it_is_not_about(held: Everything) -> None:
    another = build_organisation(held.workspace, name="Another Partner")
    assert shut_for(Role.CONTRIBUTOR, held, another) == []
