"""How pages are served: framed by nobody, kept for everybody alike, never without bounds."""

import itertools
import pickle
from copy import deepcopy

import pytest
from django.conf import settings as now_set
from django.core.cache import caches
from django.test import Client

from builders.addresses import patterns
from builders.everything import Everything, body_of, build_everything, release_everything
from builders.web import client_of
from headwater.web.accounts.access import Anyone
from headwater.web.config.matrix import rows
from headwater.web.releases import serving

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])


@pytest.fixture(scope="module")
def kept(rows_are_kept: None) -> Everything:
    found = build_everything()
    release_everything(found)
    return found


@pytest.fixture
def held(kept: Everything) -> Everything:
    """One of everything, and public."""
    caches["pages"].clear()
    return deepcopy(kept)


def kept_bytes() -> int:
    """How much the pages in memory weigh."""
    return sum(len(each) for each in caches["pages"]._cache.values())  # type: ignore[attr-defined]


# --- headers --------------------------------------------------------------------------------------


def test_every_answer_carries_its_guards(held: Everything) -> None:
    """No frame, no guessing of types, nothing from elsewhere, no plug-ins, no sensors."""
    client = client_of(held.person)
    told = []
    for route in patterns():
        if rows()[route].look is Anyone.NOBODY or route == "account_logout":
            continue
        answer = client.get(held.address(route))
        body_of(answer)
        policy = answer.get("Content-Security-Policy", "")
        guards = {
            "frames": answer.get("X-Frame-Options") == "DENY",
            "types": answer.get("X-Content-Type-Options") == "nosniff",
            "referrer": answer.get("Referrer-Policy") in ("same-origin", "no-referrer"),
            "opener": answer.get("Cross-Origin-Opener-Policy") == "same-origin",
            "scripts": "unsafe" not in policy and "default-src" in policy,
            "elsewhere": "http:" not in policy and "https:" not in policy and "*" not in policy,
            "sensors": "geolocation=()" in answer.get("Permissions-Policy", ""),
            "framing": "frame-ancestors 'none'" in policy or "sandbox" in policy,
            "software": "Server" not in answer.headers and "X-Powered-By" not in answer.headers,
        }
        told += [f"{route}: {name}" for name, is_there in guards.items() if not is_there]
    assert told == []


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/work/elsewhere/", "/calendar/x.ics", "/updates/x/"]
)
def test_error_pages_carry_them_too(address: str, held: Everything) -> None:
    answer = client_of(held.person).get(address)
    assert answer.status_code == 404
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_what_is_signed_in_is_kept_by_nobody(held: Everything) -> None:
    """A shared machine's browser, or a proxy, must not give somebody's pages to the next person."""
    client = client_of(held.person)
    told = []
    for route in patterns():
        if rows()[route].look in (Anyone.NOBODY, Anyone.PUBLIC):
            continue
        answer = client.get(held.address(route))
        body_of(answer)
        kept = answer.get("Cache-Control", "")
        if "public" in kept or ("Cookie" not in answer.get("Vary", "") and "no-store" not in kept):
            told.append(f"{route}: [{kept}] [{answer.get('Vary', '')}]")
    assert told == []


# --- pages kept for everybody ---------------------------------------------------------------------

PUBLIC = [
    route
    for route, row in rows().items()
    if row.look is Anyone.PUBLIC
    and route.startswith("public_site:")
    and route != "public_site:report"
]


def test_a_public_page_is_the_same_whoever_asked_first(held: Everything) -> None:
    """Cookies and headers of one reader never reach the next, in either order."""
    person = client_of(held.person)
    poison = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "gopher",
        "X-Original-URL": "/account/",
        "Accept-Language": "xx",
        "User-Agent": "poison",
        "Cookie": "look=stripes; csrftoken=poison; sessionid=poison; a=b",
    }
    for route in PUBLIC:
        address = held.address(route)
        caches["pages"].clear()
        clean = body_of(Client().get(address))
        caches["pages"].clear()
        first = Client().get(address, headers=poison)
        after_poison = body_of(Client().get(address))
        signed_in = person.get(address)
        assert body_of(first) == after_poison == clean == body_of(signed_in), route
        assert b"poison" not in clean, route
        for answer in (first, signed_in):
            assert not answer.cookies or "public" not in answer.get("Cache-Control", ""), route


def test_a_look_that_nobody_offers_makes_no_page_of_its_own(held: Everything) -> None:
    for number in range(50):
        Client(headers={"cookie": f"look=largest.{number}"}).get("/about/")
    assert len(caches["pages"]._cache) == 1  # type: ignore[attr-defined]


def test_questions_nobody_asks_fill_no_memory(held: Everything) -> None:
    """Every address can be asked in endless ways; what is kept of that stays small."""
    client = Client()
    large = serving.LARGEST_VARIANT
    limit = 500 * (large + 2_000)
    for number in range(700):
        client.get(f"/about/?x={number}")
    assert len(caches["pages"]._cache) <= 500  # type: ignore[attr-defined]
    assert kept_bytes() < limit


def test_a_large_page_is_kept_once_however_it_is_asked_for(
    held: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "LARGEST_VARIANT", 100)
    address = held.address("public_site:indicator_file")
    looks = (".".join(each) for each in itertools.product(("larger", "largest"), ("dark", "high")))
    for number in range(20):
        Client().get(f"{address}?x={number}")
    for look in looks:
        Client(headers={"cookie": f"look={look}"}).get(address)
    Client().get(address)
    whole = pickle.dumps(Client().get(address).content)
    assert kept_bytes() < 2 * len(whole) + 2_000


def test_a_page_that_is_not_there_is_not_kept(held: Everything) -> None:
    for number in range(20):
        Client().get(f"/updates/nothing-{number}/")
        Client().get(f"/data/nothing-{number}/")
    assert len(caches["pages"]._cache) == 0  # type: ignore[attr-defined]


def test_a_long_address_is_answered_and_not_kept(held: Everything) -> None:
    Client().get(f"/about/?x={'y' * 700}")
    assert len(caches["pages"]._cache) == 0  # type: ignore[attr-defined]


def test_nothing_waits_for_a_secret_that_is_guessed_letter_by_letter() -> None:
    """Secrets in addresses are looked up by their hash: how alike a guess is cannot be measured."""
    import inspect

    from headwater.web.worklist import changes, views

    assert "hash_of(token)" in inspect.getsource(views.feed)
    assert "sha" in inspect.getsource(changes.hash_of)


def test_the_settings_of_the_site_are_those_of_a_site_in_the_open() -> None:
    assert now_set.DEBUG is False
    assert now_set.SESSION_COOKIE_HTTPONLY is True
    assert now_set.X_FRAME_OPTIONS == "DENY"
    assert now_set.SECURE_CONTENT_TYPE_NOSNIFF is True
    assert "*" not in now_set.CONTENT_SECURITY_POLICY["DIRECTIVES"]["default-src"]
