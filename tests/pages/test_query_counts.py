"""No page asks the databases more than 25 times, and none asks more because more is there.

Routes come from the permission matrix, so that a new one is held to this from its first day.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connections, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from builders.addresses import patterns
from builders.editions_web import RATE
from builders.everything import Everything, body_of, build_everything, release_everything
from builders.much import build_the_rest, in_every_state, multiply
from builders.web import build_member, client_of
from headwater.web.accounts.access import Anyone
from headwater.web.accounts.roles import Role
from headwater.web.config.matrix import rows

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
MOST = 25
MORE = 12
MAY_GROW = 2
"""A list that was empty may ask for what belongs to its rows, but not row by row."""
BOUNDS = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")
SIGNS_OUT = "account_logout"
ASKED_FOR = {
    "insights:assessment_number": f"?figure={RATE}",
    "public_site:explain": f"?figure={RATE}",
    "public_site:api:figure": f"?name={RATE}",
}
"""What else must be said for a page to open."""
ON_NO_PAGE = {
    "audit.head",
    "assessments.comparison",
    "data_in.columnmapping",
    "data_in.sourcereport",
    "notices.outgoingmail",
    "config.workerbeat",
    "config.schedulerun",
}
"""Models of which no page lists more than one row."""
AS_MANY_AS_THE_BOOKS_SAY = {"money.receipt", "publishing.imprint"}
"""A movement of money stands behind each receipt; a partnership has one imprint."""
STANDINGS = [frozenset(Role), frozenset({Role.CONTRIBUTOR}), None]


def asked(client: Client, address: str) -> tuple[int, int]:
    """What a page answers, and how often it asked the databases for that."""
    caches["pages"].clear()
    reset_queries()
    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(each)) for each in connections.all()]
        answer = client.get(address)
        body_of(answer)
        said = [query["sql"] for each in seen for query in each.captured_queries]
    return answer.status_code, sum(not sql.startswith(BOUNDS) for sql in said)


def addresses(held: Everything, others: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Each route that can be looked at, about each thing it can be about."""
    for route in patterns():
        if rows()[route].look is Anyone.NOBODY or route == SIGNS_OUT:
            continue
        address = held.address(route) + ASKED_FOR.get(route, "")
        yield route, address
        for reference, like_it in others.items():
            if reference in address:
                yield from ((route, address.replace(reference, each)) for each in like_it)


def walked(client: Client, held: Everything, others: dict[str, list[str]]) -> dict[str, int]:
    """How often the databases were asked by each page that opened."""
    counts = {}
    for route, address in addresses(held, others):
        status, count = asked(client, address)
        assert status < 500, f"{route} {address}: {status}"
        if status < 400:
            counts[f"{route} {address}"] = count
    return counts


@pytest.mark.parametrize("roles", STANDINGS, ids=["every role", "contributor", "nobody"])
def test_no_page_asks_more_than_25_times_however_much_there_is(
    roles: frozenset[Role] | None,
) -> None:
    held = build_everything()
    build_the_rest(held)
    release_everything(held)
    others = in_every_state(held)
    member = None
    if roles is not None:
        member = build_member(*roles, name="Reader", organisation=held.organisation)
    client = client_of(member)
    few = walked(client, held, others)
    multiply(held, MORE)
    many = walked(client, held, others)
    assert len(many) > 50
    assert {page: count for page, count in many.items() if count > MOST} == {}
    assert {
        page: (few[page], count)
        for page, count in many.items()
        if page in few and count > few[page] + MAY_GROW
    } == {}


def test_much_is_made_of_every_model() -> None:
    """Or the test above would hold for a page that lists what is there once."""
    held = build_everything()
    build_the_rest(held)
    release_everything(held)
    multiply(held, MORE)
    few = {
        model._meta.label_lower
        for model in apps.get_models()
        if model.__module__.startswith("headwater.") and model._base_manager.count() < MORE
    }
    assert few == ON_NO_PAGE | AS_MANY_AS_THE_BOOKS_SAY
