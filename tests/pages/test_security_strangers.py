"""What belongs to others answers, byte for byte, as what is not there: on every route.

The addresses are made from the permission matrix and one object of each kind, so that a new route
with a reference in its address is held to this without anybody thinking of it.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core import serializers
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from builders.addresses import parts_of, patterns
from builders.everything import Everything, body_of, build_everything, release_everything
from builders.releases import build_update
from builders.web import (
    build_member,
    build_organisation,
    build_user,
    build_workspace,
    client_of,
)
from headwater.core import clock
from headwater.web.accounts.access import Anyone
from headwater.web.accounts.roles import Role
from headwater.web.config.matrix import rows
from headwater.web.partners.models import StatutoryRole
from headwater.web.releases.models import Release
from headwater.web.releases.models import Status as ReleaseStatus

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
HERE, THERE = "loamshire", "fenmark"
ABOUT_SOMETHING = sorted(
    route
    for route in patterns()
    if "workspace" in parts_of(route) and {"reference", "number", "comment"} & set(parts_of(route))
)
OF_A_PERSON = (
    "notices:open",
    "notices:read",
    "worklist:revoke_calendar",
    "accounts:end_session",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
TOLD = frozenset({"Content-Type", "Location", "Content-Disposition", "Cache-Control", "ETag"})
KEPT_APART = frozenset(
    {"sessions.session", "usersessions.usersession", "audit.entry", "audit.head"}
)
"""What asking changes by itself: sessions, and a ledger of who asked."""


@pytest.fixture
def theirs() -> Everything:
    """One of everything in a partnership that is not ours."""
    return build_everything(THERE)


def said(ask: Callable[..., Any], address: str) -> tuple[int, str, dict[str, str]]:
    """All that an address answers, but for the address itself and the form's token."""
    answer = ask(address)
    body = body_of(answer)
    text = TOKEN.sub("", body.decode())
    for way in (address, quote(address, safe=""), quote(address)):
        text = text.replace(way, "")
    headers = {name: value.replace(address, "") for name, value in answer.items() if name in TOLD}
    return answer.status_code, text, headers


def everything_kept() -> str:
    """A fingerprint of every row there is."""
    seal = hashlib.sha256()
    for model in apps.get_models():
        if model._meta.label_lower not in KEPT_APART and model._meta.managed:
            found = model._base_manager.order_by("pk")
            seal.update(serializers.serialize("json", found).encode())
    return seal.hexdigest()


def may_open(route: str, role: Role) -> bool:
    row = rows()[route]
    return any(not isinstance(who, Anyone) and role in who for who in (row.look, row.act))


def test_every_route_that_names_something_is_walked(theirs: Everything) -> None:
    for route in patterns():
        assert set(parts_of(route)) - {"workspace"} <= set(theirs.parts[route]), route
    assert len(ABOUT_SOMETHING) > 50


@pytest.mark.parametrize("role", list(Role))
def test_what_another_partnership_holds_is_not_there(role: Role, theirs: Everything) -> None:
    build_workspace(HERE)
    client = client_of(build_member(role, name=f"Nosy {role}"))
    before = everything_kept()
    told = []
    for route in ABOUT_SOMETHING:
        if not may_open(route, role):
            continue
        for ask in (client.get, client.post):
            found = said(ask, theirs.address(route, workspace=HERE))
            missing = said(ask, theirs.address_of_nothing(route, workspace=HERE))
            if found != missing or found[0] not in (403, 404, 405):
                told.append(f"{ask.__name__} {route}: {found[0]} and {missing[0]}")
    assert told == []
    assert everything_kept() == before


def test_nothing_of_another_person_is_there(theirs: Everything) -> None:
    client = client_of(build_member(*Role, name="Every Role"))
    before = everything_kept()
    told = []
    for route in OF_A_PERSON:
        for ask in (client.get, client.post):
            found = said(ask, theirs.address(route))
            missing = said(ask, theirs.address_of_nothing(route))
            if found != missing or found[0] not in (404, 405):
                told.append(f"{ask.__name__} {route}: {found[0]} and {missing[0]}")
    assert told == []
    assert everything_kept() == before


BY_ORGANISATION = [
    route
    for route in ABOUT_SOMETHING
    if route.startswith("insights:upload") or route == "documents:download"
]


def test_what_another_partner_of_the_same_partnership_supplied_is_not_there() -> None:
    ours = build_everything(HERE)
    police = build_organisation(name="Loamshire Constabulary", statutory_role=StatutoryRole.POLICE)
    client = client_of(build_member(Role.CONTRIBUTOR, name="Pat Police", organisation=police))
    before = everything_kept()
    told = []
    for route in BY_ORGANISATION:
        for ask in (client.get, client.post):
            found = said(ask, ours.address(route))
            missing = said(ask, ours.address_of_nothing(route))
            if found != missing or found[0] not in (404, 405):
                told.append(f"{ask.__name__} {route}: {found[0]} and {missing[0]}")
    assert told == []
    assert everything_kept() == before


def test_the_same_objects_are_there_for_those_they_belong_to() -> None:
    """Or the tests above would hold for addresses that are wrong.

    A file of faults is written by the worker; a number's name comes after the question mark.
    """
    ours = build_everything(HERE)
    client = client_of(ours.person)
    lost = []
    for route in ABOUT_SOMETHING:
        if rows()[route].look is Anyone.NOBODY:
            continue
        answer = client.get(ours.address(route))
        body_of(answer)
        if answer.status_code == 404:
            lost.append(route)
    assert set(lost) <= {"insights:upload_faults_file", "insights:assessment_number"}


PUBLIC_ABOUT = [
    route
    for route in patterns()
    if rows()[route].look is Anyone.PUBLIC
    and route.startswith("public_site:")
    and {"slug"} & set(parts_of(route))
]


@pytest.mark.parametrize(
    "status", [s for s in ReleaseStatus if s.value in ("proposed", "refused", "approved")]
)
def test_what_was_not_published_answers_the_public_as_nothing(
    status: ReleaseStatus, theirs: Everything
) -> None:
    release_everything(theirs)
    Release.objects.update(status=status, published_at=None)
    caches["pages"].clear()
    client = Client()
    told = []
    for route in PUBLIC_ABOUT:
        address = theirs.address(route)
        nothing = re.sub(
            r"(needs|post|key|early-warning|scorecards|plan)-fenmark", r"\1-nowhere", address
        )
        assert address != nothing
        found, missing = said(client.get, address), said(client.get, nothing)
        if found != missing or found[0] not in (404, 422):
            told.append(f"{route}: {found[0]} and {missing[0]}")
    assert told == []


OF_ALL = frozenset(
    {
        "rounds:open",
        "rounds:open_csv",
        "publishing:projects",
        "publishing:projects_csv",
        "publishing:money",
        "publishing:months_csv",
        "publishing:spending_csv",
        "public_site:catalogue",
    }
)
"""What the partnerships of a site have published, for everybody."""


def test_lists_hold_nothing_of_another_partnership() -> None:
    ours = build_everything(HERE)
    marked = build_everything(THERE, said="Zanzibarquux")
    client = client_of(ours.person)
    told = []
    for route in patterns():
        if set(parts_of(route)) == {"workspace"} or not parts_of(route):
            answer = client.get(ours.address(route))
            body = body_of(answer)
            # What was published is for everybody; what only waits to be is for nobody else.
            says = b"Zanzibarquux" in body and route not in OF_ALL
            if says or marked.rows["release"].reference.encode() in body:
                told.append(route)
    assert told == []


def test_somebody_without_any_role_sees_no_partnership() -> None:
    build_everything(HERE)
    client = client_of(build_user("Nobody Yet"))
    assert "Larkminster" not in client.get("/work/").content.decode()
    assert client.get(f"/work/{HERE}/").status_code == 404


def test_an_open_proposal_of_another_partnership_is_not_shown_where_addresses_meet(
    theirs: Everything,
) -> None:
    """Two partnerships may want one public address: neither learns more than that it is taken."""
    ours = build_everything(HERE)
    slug = "larkminster-needs-assessment"
    Release.objects.filter(pk=theirs.rows["release"].pk).update(slug=slug)
    page = client_of(ours.person).get(ours.address("releases:propose")).content.decode()
    assert theirs.rows["release"].reference not in page


def test_whoever_left_is_shut_out_at_the_next_request(theirs: Everything) -> None:
    from headwater.web.partners.models import Membership

    client = client_of(theirs.person)
    assert client.get(f"/work/{THERE}/").status_code == 200
    Membership.objects.filter(user=theirs.person).update(
        ended_at=clock.now(), ends_on=timezone.localdate()
    )
    assert client.get(f"/work/{THERE}/").status_code == 404


def test_a_closed_account_is_nobody_at_the_next_request(theirs: Everything) -> None:
    client = client_of(theirs.person)
    theirs.person.is_active = False
    theirs.person.save(update_fields=["is_active"])
    answer = client.get(f"/work/{THERE}/")
    assert "sign-in" in answer.headers["Location"]


def test_a_proposal_cannot_take_another_partnerships_address(theirs: Everything) -> None:
    from headwater.web.releases.errors import AddressTakenError

    release_everything(theirs)
    with pytest.raises(AddressTakenError):
        build_update(slug=theirs.rows["post"].slug)
