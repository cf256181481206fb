"""Every route has a row, and every role gets what its row says: walked, not believed."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from builders.web import (
    build_member,
    build_organisation,
    build_workspace,
    client_of,
    client_with,
)
from headwater.web.accounts.access import Anyone, Row
from headwater.web.accounts.roles import EVERY_ROLE, Role
from headwater.web.config.matrix import routes, rows

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
NO_ID = "00000000-0000-0000-0000-000000000000"
STAND_INS = {"str": "X-NONE-NONE", "slug": "none", "int": "1", "path": "none", "uuid": NO_ID}
"""What stands in for a part of an address. Nothing has these names."""
NOT_THERE = "/work/no-such-partnership/nothing/"
OURS = "/account/sign-in/"
"""Where people with an account sign in; those who apply have a page of their own."""


def address_of(pattern: str) -> str:
    """An address of a route in the workspace `loamshire`, about something that is not there."""
    address = re.sub(r"<(?:slug:)?workspace>", "loamshire", pattern)
    address = re.sub(r"<(?:(\w+):)?\w+>", lambda m: STAND_INS.get(m[1] or "str", "none"), address)
    address = re.sub(r"\(\?P<\w+>[^)]*\)", "none", address)
    return "/" + address.replace("^", "").replace("$", "").replace("\\Z", "")


ROUTES = [(name, address_of(pattern)) for name, pattern in routes()]


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {name for name, _ in routes()} == set(rows())


def test_every_route_has_a_name() -> None:
    assert [pattern for name, pattern in routes() if not name or name.endswith(":")] == []


def said(answer: HttpResponse, address: str) -> tuple[int, str]:
    """What a page says, but for its own address: in its print line and in links that lead back."""
    text = answer.content.decode()
    return answer.status_code, text.replace(address, "").replace(quote(address, safe=""), "")


def is_open(row: Row, role: Role | None) -> bool:
    """Whether somebody with a role, or nobody, may look."""
    if isinstance(row.look, Anyone):
        return row.look is Anyone.PUBLIC or (row.look is Anyone.SIGNED_IN and role is not None)
    return role in row.look


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "nobody")
def test_each_role_opens_what_its_row_says_and_nothing_else(role: Role | None) -> None:
    build_organisation(build_workspace())
    client = client_with(role) if role else Client()
    closed = said(client.get(NOT_THERE), NOT_THERE)
    wrong = []
    for name, address in ROUTES:
        row = rows()[name]
        answer = client.get(address)
        if is_open(row, role):
            if role and answer.status_code == 302 and OURS in answer.headers["Location"]:
                wrong.append(f"{name}: sent to sign in")
            if answer.status_code >= 500:
                wrong.append(f"{name}: {answer.status_code}")
        elif role is None:
            if not (answer.status_code == 302 and "sign-in" in answer.headers["Location"]):
                wrong.append(f"{name}: {answer.status_code} for nobody")
        elif said(answer, address) != closed:
            wrong.append(f"{name}: {answer.status_code} is not what a missing page says")
    assert wrong == []


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "nobody")
def test_nobody_acts_where_their_role_may_not(role: Role | None) -> None:
    build_organisation(build_workspace())
    user = build_member(role) if role else None
    wrong = []
    for name, address in ROUTES:
        row = rows()[name]
        # One of them signs out and another takes the second factor away, so each begins anew.
        client = client_of(user) if user else Client()
        answer = client.post(address)
        may = (
            row.act is Anyone.PUBLIC
            or (row.act is Anyone.SIGNED_IN and role is not None)
            or (not isinstance(row.act, Anyone) and role in row.act)
        )
        if answer.status_code >= 500:
            wrong.append(f"{name}: {answer.status_code}")
        if not may and role is not None and answer.status_code not in (404, 405):
            wrong.append(f"{name}: {answer.status_code}")
        if not may and role is None and answer.status_code not in (302, 404, 405):
            wrong.append(f"{name}: {answer.status_code} for nobody")
    assert wrong == []


def test_another_workspace_is_a_page_that_is_not_there() -> None:
    """Somebody with every role in one partnership learns nothing of another."""
    build_workspace("elsewhere")
    client = client_of(build_member(*EVERY_ROLE, name="Every Role"))
    closed = said(client.get(NOT_THERE), NOT_THERE)
    for name, address in ROUTES:
        if "/loamshire/" not in address:
            continue
        for slug in ("elsewhere", "nowhere"):
            there = address.replace("/loamshire/", f"/{slug}/")
            assert said(client.get(there), there) == closed, name


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield each
        else:
            yield from _patterns(each)


def test_the_walk_sees_as_many_routes_as_django() -> None:
    assert len(list(_patterns(get_resolver()))) == len(routes())
