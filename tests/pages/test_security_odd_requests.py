"""Requests that no browser sends: none of them is a bug of ours, and none does anything."""

import io
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import caches
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, resolve

from builders.addresses import filled, parts_of, patterns
from builders.everything import Everything, body_of, build_everything, release_everything
from builders.web import client_of
from headwater.web.accounts.access import Anyone
from headwater.web.accounts.models import User
from headwater.web.config.matrix import rows
from headwater.web.config.wsgi import application
from headwater.web.public_site.models import Problem

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])

ASKED = (
    "page to figure name part ending area beside words role when status kind order by sort next "
    "reference said check where edit month supplier source organisation other event actor about "
    "whose show first_day_day first_day_month first_day_year last_day_day last_day_month "
    "last_day_year on_day on_month on_year names statutory_role per_page code state error process"
).split()
"""Every word that some page looks for after the question mark, and some that none does."""
ODD = {
    "nothing at all": "%00",
    "nothing among letters": "ab%00cd",
    "half a letter": "%ED%A0%80%C3%28",
    "a huge number": "9" * 400,
    "more digits than Python reads": "9" * 5000,
    "below nothing": "-1",
    "not a number": "NaN",
    "a day that never was": "31",
    "markup": "%3Cscript%3E%22%27",
    "a path": "..%2F..%2F..%2Fetc%2Fpasswd",
    "long": "A" * 6000,
    "lines": "a%0D%0ASet-Cookie:%20x=1",
    "wild cards": "%25_%5C",
}
PLACES = {
    "nothing at all": "%00",
    "nothing among letters": "Z-22%0022",
    "half a letter": "%ED%A0%80",
    "upwards": "%2E%2E%2F%2E%2E%2Fsecret-key",
    "a file of the system": "..%2f..%2f..%2fetc%2fpasswd",
    "backwards": "..%5C..%5Csecret-key",
    "long": "B" * 3000,
    "lines": "a%0D%0Ab",
    "a right to left mark": "%E2%80%AE",
}
HUGE = "9" * 30


@pytest.fixture(scope="module")
def kept(rows_are_kept: None) -> Everything:
    held = build_everything()
    release_everything(held)
    return held


@pytest.fixture
def everything(kept: Everything) -> Everything:
    """One of everything, and public."""
    caches["pages"].clear()
    return deepcopy(kept)


def somebody(held: Everything) -> Client:
    """A browser of somebody with every role, which is told of a bug by a page as anybody is."""
    client = client_of(held.person)
    client.raise_request_exception = False
    return client


def may_be_looked_at(route: str) -> bool:
    return rows()[route].look is not Anyone.NOBODY and route != "account_logout"


def faults(client: Client, addresses: Iterator[tuple[str, str]]) -> list[str]:
    """Addresses that found a bug, or a file that is none of anybody's business."""
    found = []
    for name, address in addresses:
        answer = client.get(address)
        body = body_of(answer)
        if answer.status_code >= 500 or b"root:x:0" in body:
            found.append(f"{name}: {answer.status_code}")
    return found


def questions() -> Iterator[str]:
    """Everything asked oddly: with nothing and with half letters in all of it, then mixed.

    What holds nothing is refused before any page reads it, so no mixture does.
    """
    for odd in (ODD["nothing at all"], ODD["half a letter"]):
        yield "&".join(f"{name}={odd}" for name in ASKED)
    values = [odd for odd in ODD.values() if ODD["nothing at all"] not in odd]
    for turn in range(0, len(values), 4):
        mixed = zip(ASKED, itertools.cycle(values[turn:] + values[:turn]), strict=False)
        yield "&".join(f"{name}={odd}" for name, odd in mixed)


@pytest.mark.parametrize("asked", list(questions()), ids=lambda asked: asked[:20])
def test_no_question_after_an_address_is_a_bug(asked: str, everything: Everything) -> None:
    client = somebody(everything)
    told = faults(
        client,
        (
            (route, f"{everything.address(route)}?{asked}")
            for route in patterns()
            if may_be_looked_at(route)
        ),
    )
    assert told == []


@pytest.mark.parametrize("odd", PLACES.values(), ids=PLACES)
def test_no_part_of_an_address_is_a_bug_or_leads_out_of_its_folder(
    odd: str, everything: Everything
) -> None:
    client = somebody(everything)

    def addresses() -> Iterator[tuple[str, str]]:
        for route in patterns():
            for part in parts_of(route):
                parts = {"workspace": "loamshire", **everything.parts[route], part: odd}
                if may_be_looked_at(route):
                    yield f"{route} {part}", filled(route, parts)

    assert faults(client, addresses()) == []


def test_no_number_in_an_address_is_too_large(everything: Everything) -> None:
    client = somebody(everything)

    def addresses() -> Iterator[tuple[str, str]]:
        for route in patterns():
            for part in {"number", "pk"} & set(parts_of(route)):
                for number in (HUGE, "0", str(2**31), str(2**63), "9" * 5000):
                    parts = {"workspace": "loamshire", **everything.parts[route], part: number}
                    if may_be_looked_at(route):
                        yield f"{route} {number[:12]}", filled(route, parts)

    assert faults(client, addresses()) == []


def test_numbers_in_addresses_are_not_too_large_to_be_sent_to(everything: Everything) -> None:
    client = somebody(everything)
    for route in ("accounts:end_session", "mfa_remove_webauthn", "mfa_edit_webauthn"):
        part = parts_of(route)[0]
        assert client.post(filled(route, {part: HUGE})).status_code == 404, route


METHODS = ("TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "PROPFIND")


@pytest.mark.parametrize("method", METHODS)
def test_no_other_method_opens_anything(method: str, everything: Everything) -> None:
    client = somebody(everything)
    told = []
    for route in patterns():
        answer = client.generic(method, everything.address(route))
        body = body_of(answer)
        is_public = Anyone.PUBLIC in (rows()[route].look, rows()[route].act)
        is_refused = answer.status_code in (302, 404, 405) or method == "OPTIONS"
        if answer.status_code >= 500 or b"sessionid" in body or not (is_public or is_refused):
            told.append(f"{route}: {answer.status_code}")
    assert told == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "PROPFIND"])
def test_other_methods_need_a_token_as_forms_do(method: str, everything: Everything) -> None:
    client = Client(enforce_csrf_checks=True)
    for route in patterns():
        answer = client.generic(method, everything.address(route))
        is_open = route.startswith("public_site:api:") or route in WITHOUT_TOKEN
        assert answer.status_code == (405 if is_open else 403), route


WITHOUT_TOKEN = ("design_system:look", "public_site:report")
"""These hold to where a form was sent from, so that readers need no cookie."""


COOKIES = {
    "nothing in a session": '"\\000aaaaaaaaaaaaaaaaaaaa"',
    "markup": '"<script>alert(1)</script>"',
    "long": "x" * 5000,
    "short": "x",
    "lines": '"a\\015\\012b: c aaaaaaaaaa"',
}


@pytest.mark.parametrize("value", COOKIES.values(), ids=COOKIES)
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "look", "messages"])
def test_no_cookie_is_a_bug(name: str, value: str) -> None:
    client = Client(raise_request_exception=False, headers={"cookie": f"{name}={value}"})
    for address in (
        "/",
        "/account/",
        "/account/sign-in/",
        "/look/",
        "/work/loamshire/",
        "/nowhere",
    ):
        assert client.get(address).status_code < 500, address
    assert client.post("/look/", {"size": "larger", "contrast": "high"}).status_code < 500
    assert (
        client.post("/account/sign-in/", {"login": "a@b.example", "password": "x"}).status_code
        < 500
    )


HEADERS = {
    "X-Forwarded-For": "not an address, <script>",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "gopher",
    "If-None-Match": '"\x01", W/"',
    "If-Modified-Since": "yesterday",
    "Range": "bytes=5-1,-",
    "Accept": "*/*;q=nine",
    "Accept-Language": "\xff" * 300,
    "Content-Type": "multipart/form-data",
    "Referer": "http://[::1",
    "Origin": "http://[",
    "User-Agent": "\xe9" * 3000,
    "X-Requested-With": "XMLHttpRequest",
}


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_is_a_bug(header: str, everything: Everything) -> None:
    client = somebody(everything)
    told = []
    for route in ("public_site:home", "public_site:api:assessments", "releases:list",
                  "accounts:sessions", "design_system:look", "worklist:feed"):  # fmt: skip
        answer = client.get(everything.address(route), headers={header: HEADERS[header]})
        if answer.status_code >= 500:
            told.append(f"{route}: {answer.status_code}")
    told += [
        address
        for address in ("/look/", "/report-a-problem/", "/account/sign-in/")
        if client.post(address, headers={header: HEADERS[header]}).status_code >= 500
    ]
    assert told == []


def test_a_browser_that_says_odd_things_can_sign_in_all_the_same(everything: Everything) -> None:
    """The name of a browser is kept with its session, however long it is."""
    client = Client(headers={"user-agent": "\xe9<b>" * 1000}, raise_request_exception=False)
    answer = client.post(
        "/account/sign-in/",
        {"login": everything.person.email, "password": "a long enough password"},
    )
    assert answer.status_code == 302


def asked_of_the_process(
    method: str, path: str, *, content_type: str = "", body: bytes = b"", query: str = ""
) -> tuple[str, bytes]:
    """What the web process answers, from before Django has looked at the request."""
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "REMOTE_ADDR": "192.0.2.1",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }

    def start(status: str, headers: object, error: object = None, /) -> Callable[[bytes], object]:
        told.append(status)
        return told.append  # type: ignore[return-value]

    with connections_left_open():
        answer = application(environ, start)
        return told[0], b"".join(answer)


@contextmanager
def connections_left_open() -> Iterator[None]:
    """A real request begins by closing old connections, and this test's transaction with them."""
    request_started.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(close_old_connections)


CHARSETS = ("rot13", "unicode_escape", "utf-7", "utf-16", "base64", "idna", "no-such-thing", '"x')


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("charset", CHARSETS)
def test_whatever_letters_a_request_says_it_is_in_it_is_read_as_ours(charset: str) -> None:
    """A form in letters of another kind could carry what no database keeps, past every check."""
    status, _ = asked_of_the_process(
        "GET", "/", content_type=f"text/plain; charset={charset}", query="page=%ff"
    )
    assert status.startswith("200")
    body = (
        b'--x\r\nContent-Disposition: form-data; name="doing"\r\n\r\n\\ud800 +2AA- a\r\n'
        b'--x\r\nContent-Disposition: form-data; name="wrong"\r\n\r\nb\r\n--x--\r\n'
    )
    status, _ = asked_of_the_process(
        "POST",
        "/report-a-problem/",
        content_type=f"multipart/form-data; boundary=x; charset={charset}",
        body=body,
    )
    assert status.startswith("302")
    assert Problem.objects.filter(doing__contains="\\ud800 +2AA-").exists()


def test_a_form_in_letters_of_another_kind_is_read_as_ours_when_plain_too() -> None:
    status, _ = asked_of_the_process(
        "POST",
        "/look/",
        content_type="application/x-www-form-urlencoded; charset=utf-16",
        body=b"size=larger&contrast=high",
    )
    assert status.startswith("302")


BODIES = {
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "cut short": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; n"),
    "a boundary of 900 letters": ("multipart/form-data; boundary=" + "y" * 900, b"--y--"),
    "not what it says": ("application/x-www-form-urlencoded", b"\xff\xfe\x00%zz&&&=;"),
    "too many answers": ("application/x-www-form-urlencoded", b"a=1&" * 1500),
    "too long": ("application/x-www-form-urlencoded", b"a=" + b"x" * 2_600_000),
    "another kind": ("application/json", b"{"),
}


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("address", ["/look/", "/report-a-problem/", "/account/sign-in/"])
def test_no_body_is_a_bug(kind: str, address: str) -> None:
    content_type, body = BODIES[kind]
    status, _ = asked_of_the_process("POST", address, content_type=content_type, body=body)
    assert int(status[:3]) < 500


@pytest.fixture
def looked_for(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names after the question mark that pages looked for."""
    names: set[str] = set()

    def noted(read: Callable[..., Any]) -> Callable[..., Any]:
        def look(asked: QueryDict, name: str, *more: Any) -> Any:
            names.add(name)
            return read(asked, name, *more)

        return look

    for way in ("__getitem__", "getlist"):
        monkeypatch.setattr(QueryDict, way, noted(getattr(QueryDict, way)))
    return names


def test_every_list_opens_at_any_page(everything: Everything, looked_for: set[str]) -> None:
    """A page that does not look for a number is the same whatever it says, so it is asked once."""
    client = somebody(everything)
    told, lists = [], set()
    for route in patterns():
        if not may_be_looked_at(route) or route.startswith("public_site:api:"):
            continue
        looked_for.clear()
        for page in ("0", "-5", "1e9", "99999999999999999999", "", "last", "१"):
            answer = client.get(everything.address(route), {"page": page})
            if answer.status_code >= 500:
                told.append(f"{route} {page}")
            body_of(answer)
            if "page" not in looked_for:
                break
            lists.add(route)
    assert told == []
    assert len(lists) > 20


@pytest.mark.parametrize(
    "token", ["a" * 5000, "%00", "..%2f..%2fetc", "%ED%A0%80", "x" * 99, "<script>"]
)
def test_a_calendar_without_its_secret_is_a_missing_page(token: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get(f"/calendar/{token}.ics").status_code == 404


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(
    "link",
    ["zzzzzzzzzzzzzzzzzzzz-aaa", "zzzzzzzzzzzzz-aaa-bbb", "0-%00", "1-" + "a" * 3000, "-1-x"],
)
def test_a_link_for_a_password_that_was_never_sent_changes_nothing(link: str) -> None:
    before = list(User.objects.values_list("password", flat=True))
    client = Client(raise_request_exception=False)
    new = {"password1": "a brand new password", "password2": "a brand new password"}
    assert client.get(f"/account/password/new/{link}/").status_code < 500
    assert client.post(f"/account/password/new/{link}/", new).status_code < 500
    assert list(User.objects.values_list("password", flat=True)) == before


def test_an_address_with_two_slashes_leads_nowhere_else() -> None:
    for address in ("//evil.example/", "///evil.example", "/%2F/evil.example", "/\\evil.example"):
        status, _ = asked_of_the_process("GET", address)
        assert status[:3] in ("404", "400"), address


def test_no_address_is_of_two_routes_that_differ_in_who_may_open_them(
    everything: Everything,
) -> None:
    """An address that a stricter route was meant for must not be answered by a laxer one."""
    for route in patterns():
        try:
            found = resolve(everything.address(route)).view_name
        except Resolver404:
            pytest.fail(f"{route} cannot be reached")
        if found != route:
            assert replace(rows()[found], route=route) == rows()[route], (route, found)
