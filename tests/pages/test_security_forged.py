"""Forms sent from elsewhere, answers nobody was asked for, hosts that are not ours, ways out."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import Settings

from builders.accounts import PASSWORD, code_now, give_second_factor
from builders.addresses import patterns
from builders.everything import Everything, body_of, build_everything
from builders.releases import REASON, approver, build_edition, build_proposal
from builders.web import actor_of, build_member, build_user, build_workspace, client_of
from headwater.web.accounts.access import Anyone
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.config.matrix import rows
from headwater.web.partners.models import Membership, Organisation
from headwater.web.public_site.models import Post, Problem
from headwater.web.releases import changes as releases
from headwater.web.releases.models import Approval, Release

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
ELSEWHERE = "https://evil.example"
BY_ORIGIN = ("design_system:look", "public_site:report")
"""Forms for readers who have no cookie: they hold to where a form was sent from."""
ACTING = [
    route
    for route, row in rows().items()
    if row.act is not Anyone.NOBODY and not route.startswith("public_site:api:")
]


@pytest.fixture(scope="module")
def kept(rows_are_kept: None) -> Everything:
    return build_everything()


@pytest.fixture
def held(kept: Everything) -> Everything:
    """One of everything."""
    return deepcopy(kept)


def strict(person: User) -> Client:
    """A browser of somebody on a site that looks at tokens, as the real one does."""
    client = client_of(person)
    client.handler.enforce_csrf_checks = True
    return client


# --- forms sent from another site ---------------------------------------------------------------


def test_a_form_without_its_token_does_nothing(held: Everything) -> None:
    client = strict(held.person)
    given = {"reason": REASON, "answer": "approve", "version": "1", "size": "larger"}
    told = []
    for route in ACTING:
        headers = {"Origin": ELSEWHERE} if route in BY_ORIGIN else {}
        answer = client.post(held.address(route), given, headers=headers)
        expected = 422 if route == "public_site:report" else 403
        if answer.status_code != expected or "look" in answer.cookies:
            told.append(f"{route}: {answer.status_code}")
    assert told == []


def test_a_form_with_a_token_from_another_site_is_refused(held: Everything) -> None:
    client = strict(held.person)
    address = held.address("accounts:profile")
    page = client.get(address).content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    sent = {"csrfmiddlewaretoken": token[1], "name": "Somebody Else", "digest": "daily"}
    assert client.post(address, sent, headers={"Origin": ELSEWHERE}).status_code == 403
    assert client.post(address, sent, headers={"Origin": "null"}).status_code == 403
    assert client.post(address, sent).status_code == 302


@pytest.mark.parametrize(
    "origin", [ELSEWHERE, "null", "http://[", "http://testserver.evil.example"]
)
def test_the_forms_without_tokens_hold_to_where_they_were_sent_from(
    origin: str, held: Everything
) -> None:
    client = Client()
    answer = client.post(
        "/look/", {"size": "larger", "contrast": "high"}, headers={"Origin": origin}
    )
    assert (answer.status_code, "look" in answer.cookies) == (403, False)
    said = {"doing": "a", "wrong": "b"}
    assert client.post("/report-a-problem/", said, headers={"Origin": origin}).status_code == 422
    fetched = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/report-a-problem/", said, headers=fetched).status_code == 422
    assert Problem.objects.count() == 1


def test_signing_somebody_in_as_somebody_else_needs_a_token_too() -> None:
    build_user("Ada Ferrier")
    client = Client(enforce_csrf_checks=True)
    sent = {"login": "ada.ferrier@loamshire.example", "password": PASSWORD}
    assert client.post("/account/sign-in/", sent).status_code == 403


# --- answers to questions that no form asks -------------------------------------------------------

FORGED = {
    "id": "1",
    "pk": "1",
    "reference": "Z-2222-2222",
    "workspace": "fenmark",
    "workspace_id": "2",
    "status": "published",
    "is_active": "false",
    "is_staff": "true",
    "is_superuser": "true",
    "is_restricted": "",
    "published_at": "2020-01-01",
    "proposed_by": "P-2222-2222",
    "written_by": "P-2222-2222",
    "authors": "",
    "actor": "headwater",
    "approves": "true",
    "at": "2020-01-01",
    "slug": "forged",
    "number": "99",
    "user": "1",
    "granted_by": "P-2222-2222",
    "joined_at": "2001-01-01",
    "last_login": "2001-01-01",
    "email": "forged@evil.example",
    "password": "forged forged forged",
    "checks": "{}",
    "fingerprint": "0" * 64,
    "edition": "1",
    "snapshot": "{}",
    "locked_by": "",
    "version": "1",
}
FORGEABLE = ("version",)


def row_of(thing: Any) -> dict[str, Any]:
    """A row as it is now."""
    found = type(thing).objects.filter(pk=thing.pk).values().get()
    return dict(found)


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The fields that are not as they were."""
    return {name for name in before if before[name] != after[name]}


def test_a_profile_takes_only_what_it_asks(held: Everything) -> None:
    client = client_of(held.person)
    before = row_of(held.person)
    sent = {**FORGED, "name": "New Name", "digest": "weekly"}
    assert client.post("/account/profile/", sent).status_code == 302
    assert changed(before, row_of(held.person)) == {"name", "digest"}


def test_a_deputy_is_never_somebody_of_another_partnership(held: Everything) -> None:
    stranger = build_everything("fenmark").person
    client = client_of(held.person)
    sent = {"name": "A", "digest": "daily", "deputy": stranger.reference}
    assert client.post("/account/profile/", sent).status_code == 422


def test_a_correction_of_an_organisation_takes_only_what_it_asks(held: Everything) -> None:
    client = client_of(held.person)
    before = row_of(held.organisation)
    sent = {**FORGED, "name": "Right Name", "statutory_role": "fire", "area_codes": ""}
    address = held.address("partners:correct_organisation")
    assert client.post(address, sent).status_code == 302
    assert changed(before, row_of(held.organisation)) == {"name", "statutory_role", "version"}


def test_a_new_organisation_belongs_where_it_was_added(held: Everything) -> None:
    build_workspace("fenmark")
    client = client_of(held.person)
    day = {"starts_on_day": "1", "starts_on_month": "1", "starts_on_year": "2026"}
    sent = {**FORGED, **day, "name": "Brand New", "statutory_role": "fire"}
    client.post(held.address("partners:add_organisation"), sent)
    made = Organisation.objects.get(name="Brand New")
    assert made.workspace == held.workspace
    assert made.reference != FORGED["reference"]


def test_a_post_takes_only_its_words(held: Everything) -> None:
    client = client_of(held.person)
    post = held.rows["post"]
    before = row_of(post)
    sent = {**FORGED, "title": "T", "summary": "S", "body": "B"}
    assert client.post(held.address("public_site:edit_post"), sent).status_code == 302
    told = changed(before, row_of(post))
    assert told - {"changed_at"} == {"title", "summary", "body", "version"}
    client.post(held.address("public_site:start_post"), sent)
    made = Post.objects.latest("pk")
    assert (made.workspace, made.written_by) == (held.workspace, [held.person.reference])
    assert made.slug == "t"


def test_a_proposal_is_what_it_is_whatever_else_is_sent(held: Everything) -> None:
    edition = build_edition(held.workspace, is_restricted=True, area_name="Elsewhere")
    client = client_of(held.person)
    address = f"/work/loamshire/releases/propose/{edition.reference}/"
    assert client.post(address, {**FORGED, "reason": REASON}).status_code == 302
    made = Release.objects.get(edition=edition)
    assert (made.status, made.is_restricted, made.published_at) == ("proposed", True, None)
    assert made.proposed_by == held.person.reference
    assert held.person.reference in made.authors
    assert made.number == 1


def test_an_answer_to_a_proposal_is_of_whoever_gives_it() -> None:
    proposal = build_proposal()
    client = client_of(build_member(Role.APPROVER, name="Asa Approver"))
    address = f"/work/loamshire/releases/{proposal.reference}/answer/"
    sent = {**FORGED, "answer": "approve", "reason": REASON, "by": "P-2222-2222"}
    assert client.post(address, sent).status_code == 302
    assert Approval.objects.get().by == approver().reference


def test_an_invitation_gives_the_role_it_names_and_nothing_more(held: Everything) -> None:
    fenmark = build_everything("fenmark")
    client = client_of(held.person)
    sent = {
        **FORGED,
        "name": "New Colleague",
        "email": "new@loamshire.example",
        "organisation": held.organisation.reference,
        "role": "viewer",
    }
    assert client.post(held.address("partners:invite"), sent).status_code == 302
    made = User.objects.get(email="new@loamshire.example")
    assert (made.is_active, made.has_usable_password()) == (True, False)
    seat = Membership.objects.get(user=made)
    assert (seat.role, seat.granted_by) == ("viewer", held.person.reference)
    sent = {
        **sent,
        "email": "other@loamshire.example",
        "organisation": fenmark.organisation.reference,
    }
    assert client.post(held.address("partners:invite"), sent).status_code == 422


def test_nobody_gives_themselves_a_role(held: Everything) -> None:
    admin = build_member(Role.ADMINISTRATOR, name="Only Administrator")
    client = client_of(admin)
    organisation = Organisation.objects.get(name="Loamshire Constabulary")
    sent = {"organisation": organisation.reference, "role": "approver"}
    address = f"/work/loamshire/partners/people/{admin.reference}/grant/"
    assert client.post(address, sent).status_code == 422
    sent |= {"name": admin.name, "email": admin.email}
    assert client.post(held.address("partners:invite"), sent).status_code == 422
    assert [seat.role for seat in admin.memberships.all()] == ["administrator"]


def test_a_comment_mentions_nobody_of_another_partnership(held: Everything) -> None:
    stranger = build_everything("fenmark").person
    client = client_of(held.person)
    address = held.address("insights:assessment_chapter")
    client.post(address, {"text": "See this", "mention": stranger.reference})
    assert not stranger.notices.filter(kind="assessment_mentioned").exists()


def test_an_author_cannot_approve_by_any_address() -> None:
    proposal = build_proposal()
    author = build_member(Role.LEAD, Role.APPROVER, name="Lena Lead")
    client = client_of(author)
    sent = {"answer": "approve", "reason": REASON}
    client.post(f"/work/loamshire/releases/{proposal.reference}/answer/", sent)
    client.post(f"/work/loamshire/releases/{proposal.reference}/publish/", {})
    proposal.refresh_from_db()
    assert (proposal.status, Approval.objects.count()) == ("proposed", 0)


# --- the same button twice ------------------------------------------------------------------------


def test_what_is_confirmed_twice_happens_once() -> None:
    proposal = build_proposal()
    first, second = (client_of(build_member(Role.APPROVER, name=n)) for n in ("Asa A", "Bea B"))
    here = f"/work/loamshire/releases/{proposal.reference}"
    sent = {"answer": "approve", "reason": REASON}
    for client in (first, first, second):
        client.post(f"{here}/answer/", sent)
    assert Approval.objects.count() == 1
    for _ in range(2):
        second.post(f"{here}/publish/", {})
    proposal.refresh_from_db()
    assert (proposal.status, proposal.version) == ("published", 3)
    for _ in range(2):
        second.post(f"{here}/withdraw/", {"reason": REASON})
    proposal.refresh_from_db()
    assert (proposal.status, proposal.version) == ("withdrawn", 4)


def test_two_proposals_sent_at_once_leave_one(held: Everything) -> None:
    client = client_of(held.person)
    edition = build_edition(held.workspace, area_name="Elsewhere")
    before = set(Release.objects.values_list("pk", flat=True))
    for _ in range(2):
        client.post(f"/work/loamshire/releases/propose/{edition.reference}/", {"reason": REASON})
        client.post(held.address("public_site:propose_post"), {"reason": REASON})
        client.post(held.address("insights:algorithm_propose"), {"reason": REASON})
    kinds = Release.objects.exclude(pk__in=before).values_list("kind", flat=True)
    assert sorted(kinds) == ["algorithm", "assessment", "update"]


def test_roles_given_or_ended_twice_are_once(held: Everything) -> None:
    client = client_of(held.person)
    other = build_member(Role.VIEWER, name="Vera Viewer", organisation=held.organisation)
    sent = {"organisation": held.organisation.reference, "role": "lead"}
    for _ in range(2):
        client.post(f"/work/loamshire/partners/people/{other.reference}/grant/", sent)
    assert sorted(other.memberships.values_list("role", flat=True)) == ["lead", "viewer"]
    for _ in range(2):
        client.post(f"/work/loamshire/partners/people/{other.reference}/leave/")
    assert other.memberships.filter(ended_at=None).count() == 0


def test_what_an_embargo_holds_nobody_lets_out_early() -> None:
    from datetime import timedelta

    from headwater.core import clock

    at = clock.now()
    proposal = build_proposal(at=at, embargo_until=at + timedelta(days=2))
    releases.approve(release=proposal, reason=REASON, actor=approver(), at=at)
    client = client_of(build_member(Role.LEAD, name="Lena Lead"))
    client.post(f"/work/loamshire/releases/{proposal.reference}/publish/", {})
    proposal.refresh_from_db()
    assert proposal.status == "approved"


# --- hosts that are not ours ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "", "a b", "[::1"],
)
def test_a_host_that_is_not_ours_gets_no_page(host: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    answer = Client(raise_request_exception=False).get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_a_header_for_another_host_is_read_by_nobody(held: Everything) -> None:
    caches["pages"].clear()
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Host": "evil.example",
        "Forwarded": "host=evil.example",
    }
    client = Client()
    for route in ("home", "feed", "sitemap", "catalogue", "robots", "security", "api:assessments"):
        address = held.address(f"public_site:{route}")
        assert b"evil.example" not in body_of(client.get(address, headers=forged)), route
        assert b"evil.example" not in body_of(client.get(address)), route


def test_letters_lead_to_the_address_of_the_settings_whatever_host_was_asked(
    held: Everything, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": "evil.example", "X-Forwarded-Host": "evil.example"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/password/forgotten/", {"email": held.person.email})
    assert len(mail.outbox) == 1
    assert "evil.example" not in str(mail.outbox[0].message())
    assert settings.HEADWATER.address in str(mail.outbox[0].body)


# --- ways out -------------------------------------------------------------------------------------

OUT = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example/",
    "\t//evil.example/",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "ftp://testserver/",
    "//testserver\\@evil.example/",
)


def leads_out(location: str) -> bool:
    """Whether a browser on our page would leave the site, by its own odd reading."""
    seen = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    whole = urlsplit(urljoin("http://testserver/account/", seen))
    return whole.scheme not in ("http", "https") or whole.netloc != "testserver"


def hrefs(page: str) -> list[str]:
    """Where links and forms of a page lead."""
    from html import unescape

    return [unescape(each) for each in re.findall(r'(?:href|action|formaction)="([^"]*)"', page)]


@pytest.mark.parametrize("way", OUT)
def test_no_way_back_leads_elsewhere(way: str, held: Everything) -> None:
    told = []
    asked = urlencode(dict.fromkeys(("next", "back", "to", "page", "redirect_to", "url"), way))
    client = client_of(held.person)
    fresh = Client()
    look = {"size": "normal", "contrast": "default", "next": way}
    answers = {
        "look": fresh.post("/look/", look),
        "look forgotten": fresh.post("/look/", {"forget": "1", "next": way}),
        "sign out": client_of(held.person).post(f"/account/sign-out/?{asked}", {"next": way}),
        "confirm": client.post(
            f"/account/confirm-again/?{asked}", {"code": code_now(), "next": way}
        ),
    }
    signing_in = Client()
    other = build_user("Ada Ferrier")
    give_second_factor(other)
    sent = {"login": other.email, "password": PASSWORD, "next": way}
    answers["sign in"] = signing_in.post(f"/account/sign-in/?{asked}", sent)
    told += [name for name, answer in answers.items() if leads_out(answer.get("Location", "/"))]
    told += [name for name, answer in answers.items() if answer.status_code >= 500]
    assert told == []


@pytest.mark.parametrize("way", [OUT[0], OUT[1], OUT[7]])
def test_no_page_links_to_where_its_address_says(way: str, held: Everything) -> None:
    told = []
    asked = urlencode(dict.fromkeys(("next", "back", "to", "page", "redirect_to", "url"), way))
    client = client_of(held.person)
    for route in patterns():
        if rows()[route].look is Anyone.NOBODY or route == "account_logout":
            continue
        answer = client.get(f"{held.address(route)}?{asked}")
        body = body_of(answer)
        if leads_out(answer.get("Location", "/")):
            told.append(f"{route} redirects")
        if answer.get("Content-Type", "").startswith("text/html"):
            told += [f"{route} links to {each}" for each in hrefs(body.decode()) if is_evil(each)]
    assert told == []


def is_evil(href: str) -> bool:
    """Whether a link leads to the site that an address named, or runs what it named."""
    whole = urljoin("http://testserver/", href)
    return "evil" in urlsplit(whole).netloc or href.strip().lower().startswith(
        ("javascript:", "data:text")
    )


@pytest.mark.parametrize("way", OUT)
def test_signing_in_with_a_second_factor_leads_nowhere_else(way: str) -> None:
    person = build_member(Role.LEAD, name="Ada Ferrier")
    give_second_factor(person)
    client = Client()
    sent = {"login": person.email, "password": PASSWORD, "next": way}
    client.post(f"/account/sign-in/?{urlencode({'next': way})}", sent)
    caches["default"].clear()
    answer = client.post("/account/sign-in/second-factor/", {"code": code_now(), "next": way})
    assert answer.status_code == 302
    assert not leads_out(answer.headers["Location"])


@pytest.mark.parametrize(
    "referer",
    [*OUT, "http://testserver//evil.example/x", "http://testserver/\\evil.example", "x" * 9000],
)
def test_a_suspended_form_leads_back_to_this_site_only(referer: str, held: Everything) -> None:
    from builders.accounts import prove

    client = client_of(held.person)
    prove(client, held.person, minutes_ago=60)
    address = held.address("releases:answer")
    answer = client.post(address, {"reason": "x"}, headers={"Referer": referer})
    assert not leads_out(answer.headers["Location"])
    prove(client, held.person)
    page = client.get("/account/confirm-again/carry-on/").content.decode()
    assert [each for each in hrefs(page) if leads_out(each)] == []


@pytest.mark.parametrize("way", OUT)
def test_a_reported_problem_leads_nobody_away(way: str, held: Everything) -> None:
    caches["default"].clear()
    Client().post("/report-a-problem/", {"page": way, "doing": "a", "wrong": "b"})
    problem = Problem.objects.latest("pk")
    client = client_of(held.person)
    for address in ("", f"{problem.reference}/"):
        page = client.get(f"/work/loamshire/problems/{address}").content.decode()
        assert [each for each in hrefs(page) if leads_out(each)] == []


def test_everybody_who_may_approve_was_asked_with_their_own_account(held: Everything) -> None:
    """Approving needs the second factor again, however the form is sent."""
    from builders.accounts import prove

    proposal = build_proposal(slug="another")
    person = build_member(Role.APPROVER, name="Asa Approver")
    client = client_of(person)
    prove(client, person, minutes_ago=11)
    sent = {"answer": "approve", "reason": REASON}
    client.post(f"/work/loamshire/releases/{proposal.reference}/answer/", sent)
    assert not Approval.objects.filter(by=actor_of(person).reference).exists()


def test_reports_are_held_up_for_the_whole_hour(held: Everything) -> None:
    from datetime import timedelta

    import time_machine

    from headwater.core import clock

    caches["default"].clear()
    said = {"doing": "a", "wrong": "b"}
    client = Client()
    begun = clock.now()
    for minutes in (0, 0, 0, 0, 0, 6, 12, 30, 55):
        with time_machine.travel(begun + timedelta(minutes=minutes), tick=False):
            answer = client.post("/report-a-problem/", said)
    assert answer.status_code == 429
    with time_machine.travel(begun + timedelta(minutes=61), tick=False):
        assert client.post("/report-a-problem/", said).status_code == 302
