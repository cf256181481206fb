"""The public site: the same for everybody, without cookies, and never more than was released."""

import json
from datetime import timedelta

import pytest
from defusedxml import ElementTree
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from builders.everything import body_of
from builders.plan import PLAN
from builders.releases import (
    CARDS_SLUG,
    REASON,
    SLUG,
    WEEK_SLUG,
    approver,
    build_edition,
    build_proposal,
    build_scorecards,
    build_update,
    build_warning,
    build_week,
    lead,
    published,
)
from builders.web import build_member, build_workspace, client_of
from headwater.core import clock
from headwater.web.accounts.roles import Role
from headwater.web.config.matrix import rows as matrix
from headwater.web.public_site.models import Problem
from headwater.web.public_site.routes import API, PAGES
from headwater.web.releases import changes
from headwater.web.releases.models import Kind, Release

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25
FIGURE = "what-areas:Z99D00001:rate"
HERE = {"slug": SLUG, "number": 1}
WEEK = {"slug": WEEK_SLUG, "number": 1}
CARDS = {"slug": CARDS_SLUG, "number": 1}
ARGUMENTS = {
    "assessment_latest": {"slug": SLUG},
    "latest": {"slug": SLUG},
    "assessment": HERE,
    "chapter": {**HERE, "name": "what"},
    "tables": HERE,
    "table": {**HERE, "name": "what-areas"},
    "table_file": {**HERE, "name": "what-areas", "ending": "csv"},
    "picture": {**HERE, "name": "what-chart"},
    "document": {**HERE, "name": "json"},
    "explain": HERE,
    "update": {"slug": "new-knife-amnesty"},
    "update_number": {"slug": "new-knife-amnesty", "number": 1},
    "algorithm": {"slug": "needs"},
    "algorithm_file": {"slug": "needs"},
    "api:assessment": HERE,
    "api:table": {**HERE, "table": "what-areas"},
    "api:rows": {**HERE, "table": "what-areas"},
    "api:figure": HERE,
    "api:update": {"slug": "new-knife-amnesty"},
    "api:algorithm": {"slug": "needs"},
    "scorecard": CARDS,
    "scorecard_file": CARDS,
    "api:scorecard": CARDS,
    "plan": {"slug": "plan-loamshire", "number": 1},
    "plan_promises": {"slug": "plan-loamshire", "number": 1},
    "warning_newest": {"slug": WEEK_SLUG},
    "warning_latest": {"slug": WEEK_SLUG},
    "warning": WEEK,
    "warning_chapter": {**WEEK, "name": "what"},
    "warning_tables": WEEK,
    "warning_table": {**WEEK, "name": "what-areas"},
    "warning_table_file": {**WEEK, "name": "what-areas", "ending": "csv"},
    "warning_picture": {**WEEK, "name": "what-chart"},
    "warning_document": {**WEEK, "name": "json"},
    "warning_explain": WEEK,
    "api:warning": WEEK,
    "api:warning-table": {**WEEK, "table": "what-areas"},
    "api:warning-rows": {**WEEK, "table": "what-areas"},
    "api:warning-figure": WEEK,
}
QUERIES = {
    "explain": {"figure": FIGURE},
    "warning_explain": {"figure": FIGURE},
    "api:figure": {"name": FIGURE},
    "api:warning-figure": {"name": FIGURE},
}
HARDER = {"api-root", "indicator"}
"""One answers nothing; the other needs tables that a whole edition has."""
NAMES = [*PAGES, *(f"api:{name}" for name in API if name not in HARDER), "report"]


@pytest.fixture(autouse=True)
def forget_before_each_test() -> None:
    forget_pages()


def forget_pages() -> None:
    """What is kept in memory for the next reader, and how often somebody asked."""
    for name in ("default", "pages"):
        caches[name].clear()


def address(name: str) -> str:
    return reverse(f"public_site:{name}", kwargs=ARGUMENTS.get(name, {}))


def now_published(release: Release) -> Release:
    return published(release, at=clock.now())


@pytest.fixture
def released(settings: object, tmp_path: object) -> Release:
    """One of each kind of release, all public, with their files."""
    from pathlib import Path

    folder = Path(str(tmp_path)) / "made"
    (folder / "charts").mkdir(parents=True)
    (folder / "edition.json").write_text("{}")
    (folder / "charts" / "what-chart.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings.EDITIONS = Path(str(tmp_path))  # type: ignore[attr-defined]
    edition, week = build_edition(folder="made"), build_week(folder="made")
    for each in (edition, week):
        each.pictures.create(
            slug="what-chart",
            kind="bar",
            title="Larkminster is highest",
            summary="It is.",
            table="what-areas",
            file="charts/what-chart.svg",
        )
    now_published(build_warning(week, at=clock.now()))
    now_published(build_scorecards(at=clock.now()))
    now_published(build_update(at=clock.now()))
    now_published(
        build_update(
            slug="plan-loamshire",
            kind=Kind.PLAN,
            subject="K-TEST",
            title="Loamshire plan",
            snapshot=PLAN,
            at=clock.now(),
        )
    )
    now_published(
        build_update(
            slug="needs",
            kind=Kind.ALGORITHM,
            subject="A-TEST",
            title="Needs assessment",
            snapshot={"phase": "Production", "tier_1": {"name": "Needs assessment"}},
            at=clock.now(),
        )
    )
    return now_published(build_proposal(edition, at=clock.now()))


def test_every_public_page_opens_without_a_cookie_and_within_its_queries(
    released: Release,
) -> None:
    client = Client()
    for name in NAMES:
        forget_pages()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address(name), QUERIES.get(name, {}))
        assert response.status_code in (200, 302), (name, response.content[:300])
        assert not response.cookies, name
        assert "no-store" not in response.get("Cache-Control", "") or name == "report"
        assert len(queries) <= MOST_QUERIES, name
        body_of(response)


def test_a_public_page_shows_nothing_of_whoever_is_signed_in(released: Release) -> None:
    client = client_of(build_member(Role.LEAD, name="Zephyrine Quill"))
    for name in NAMES:
        forget_pages()
        body = body_of(client.get(address(name), QUERIES.get(name, {})))
        assert b"Zephyrine" not in body, name


def test_no_public_page_loads_anything_from_elsewhere(released: Release) -> None:
    for name in NAMES:
        response = Client().get(address(name), QUERIES.get(name, {}))
        text = body_of(response).decode()
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            assert 'src="http' not in text, name
            assert '<link rel="stylesheet" href="http' not in text, name
            assert 'lang="en' in text, name


def test_no_public_page_names_anybody_who_works_here(released: Release) -> None:
    for name in NAMES:
        body = body_of(Client().get(address(name), QUERIES.get(name, {})))
        assert b"P-SECRET" not in body, name
        assert b"Lena Lead" not in body, name
        assert released.proposed_by.encode() not in body, name


def test_what_is_not_released_is_not_there() -> None:
    build_proposal(at=clock.now())
    client = Client()
    assert client.get(address("assessment")).status_code == 404
    assert SLUG not in client.get(address("assessments")).content.decode()
    assert client.get(address("api:assessment")).status_code == 404
    assert client.get(address("api:assessments")).json()["count"] == 0
    assert SLUG not in client.get(address("catalogue")).content.decode()


def test_an_embargoed_release_is_not_there_before_its_time() -> None:
    until = clock.now() + timedelta(hours=1)
    release = build_proposal(at=clock.now(), embargo_until=until)
    changes.approve(release=release, reason=REASON, actor=approver(), at=clock.now())
    assert changes.publish_due(clock.now()) == "published [0]"
    assert Client().get(address("assessment")).status_code == 404


def test_publishing_and_withdrawing_show_at_once(released: Release) -> None:
    client = Client()
    first = client.get(address("assessments"))
    assert released.title in first.content.decode()
    changes.withdraw(release=released, reason=REASON, actor=lead(), at=clock.now())
    assert released.title not in client.get(address("assessments")).content.decode()
    gone = client.get(address("chapter"))
    assert gone.status_code == 410
    assert REASON in gone.content.decode()
    assert client.get(address("api:assessment")).status_code == 410
    assert client.get(address("latest")).status_code == 302


def test_a_page_that_has_not_changed_is_not_sent_again(released: Release) -> None:
    client = Client()
    first = client.get(address("chapter"))
    again = client.get(address("chapter"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with CaptureQueriesContext(connection) as queries:
        client.get(address("chapter"))
    assert len(queries) <= 3


def test_a_kept_page_is_kept_apart_by_its_look(released: Release) -> None:
    client = Client()
    plain = client.get("/").content
    client.cookies["look"] = "dark"
    assert client.get("/").content != plain


def test_the_latest_address_leads_to_the_current_edition(released: Release) -> None:
    now_published(build_proposal(build_edition(), at=clock.now()))
    client = Client()
    assert client.get(address("latest"))["Location"].endswith(f"/{SLUG}/2/")
    old = client.get(address("assessment")).content.decode()
    assert "There is a newer edition" in old


def test_withdrawing_the_newest_edition_brings_back_the_one_before_everywhere(
    released: Release,
) -> None:
    second = now_published(build_proposal(build_edition(), at=clock.now()))
    client = Client()
    assert "There is a newer edition" in client.get(address("assessment")).content.decode()
    changes.withdraw(release=second, reason=REASON, actor=lead(), at=clock.now())
    assert "There is a newer edition" not in client.get(address("assessment")).content.decode()
    assert client.get(address("latest"))["Location"].endswith(f"/{SLUG}/1/")
    assert f"/{SLUG}/1/" in client.get(address("assessments")).content.decode()
    assert f"{SLUG}/1" in client.get(address("catalogue")).content.decode()
    assert f"/{SLUG}/1/" in client.get(address("sitemap")).content.decode()
    assert [
        each["number"] for each in client.get(address("api:assessments")).json()["results"]
    ] == [1]
    assert client.get(address("api:assessment")).json()["is_current"] is True


def test_withdrawing_the_newest_post_brings_back_the_one_before_in_the_feed(
    released: Release,
) -> None:
    words = {"title": "Second words", "summary": "Other words.", "body": "Other words."}
    second = now_published(build_update(snapshot=words, at=clock.now()))
    client = Client()
    assert b"Second words" in client.get(address("feed")).content
    changes.withdraw(release=second, reason=REASON, actor=lead(), at=clock.now())
    feed = client.get(address("feed")).content
    assert b"Second words" not in feed
    assert b"A new knife amnesty" in feed


def test_an_edition_whose_correction_was_withdrawn_says_so(released: Release) -> None:
    words = "Two districts had changed places."
    right = now_published(
        build_proposal(build_edition(), at=clock.now(), corrects=released, correction=words)
    )
    changes.withdraw(release=right, reason=REASON, actor=lead(), at=clock.now())
    old = Client().get(address("assessment")).content.decode()
    assert "A correction of this was withdrawn" in old
    assert "This was corrected" not in old
    assert REASON in old


def test_a_correction_stands_on_both_pages(released: Release) -> None:
    words = "Two districts had changed places."
    now_published(
        build_proposal(build_edition(), at=clock.now(), corrects=released, correction=words)
    )
    client = Client()
    old = client.get(address("assessment")).content.decode()
    new = client.get(f"/assessments/{SLUG}/2/").content.decode()
    log = client.get(address("corrections")).content.decode()
    assert all(words in page for page in (old, new, log))


def test_a_hidden_number_is_a_mark_everywhere(released: Release) -> None:
    client = Client()
    csv = client.get(address("table_file")).content.decode()
    assert "Z99D00002,Emberstow,[c],[c],[c],[c]" in csv
    rows = client.get(address("api:rows"), {"where": "area:Emberstow"}).json()["results"]
    assert rows[0]["offences"] == "[c]"
    assert "[c]" in client.get(address("table")).content.decode()


def test_text_that_a_spreadsheet_would_run_is_inert(released: Release) -> None:
    assert ",'=Mosswater," in Client().get(address("table_file")).content.decode()


def test_the_feed_is_atom_with_every_post(released: Release) -> None:
    feed = ElementTree.fromstring(Client().get(address("feed")).content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.tag == f"{atom}feed"
    assert [each.findtext(f"{atom}title") for each in feed.iter(f"{atom}entry")] == [
        "A new knife amnesty"
    ]
    assert all(each.findtext(f"{atom}id") for each in feed.iter(f"{atom}entry"))


def test_the_catalogue_lists_every_table_with_its_licence(released: Release) -> None:
    found = json.loads(Client().get(address("catalogue")).content)
    dataset = found["dcat:dataset"][0]
    assert found["@type"] == "dcat:Catalog"
    assert "open-government-licence" in dataset["dct:license"]["@id"]
    links = [each["dcat:downloadURL"]["@id"] for each in dataset["dcat:distribution"]]
    assert f"http://testserver{address('table_file')}" in links


def test_the_csv_points_to_its_description(released: Release) -> None:
    response = Client().get(address("table_file"))
    about = response["Link"].partition(">")[0].lstrip("<")
    described = json.loads(Client().get(about).content)
    names = [each["name"] for each in described["tableSchema"]["columns"]]
    assert names == response.content.decode().splitlines()[0].split(",")


def test_every_public_route_is_in_the_matrix() -> None:
    assert all(f"public_site:{name}" in matrix() for name in NAMES)


def send_problem(client: Client, **more: str) -> object:
    given = {"page": "/areas/", "doing": "Reading", "wrong": "It is blank", **more}
    return client.post(address("report"), given, headers={"Sec-Fetch-Site": "same-origin"})


def test_a_problem_is_kept_and_gets_a_reference() -> None:
    build_workspace()
    client = Client()
    response = send_problem(client)
    problem = Problem.objects.get()
    assert problem.reference in response["Location"]  # type: ignore[index]
    assert not client.cookies


def test_a_problem_with_an_empty_answer_keeps_the_others() -> None:
    build_workspace()
    response = send_problem(Client(), doing="")
    assert response.status_code == 422  # type: ignore[attr-defined]
    text = response.content.decode()  # type: ignore[attr-defined]
    assert "It is blank" in text
    assert "<title>Error: " in text


def test_a_form_sent_from_another_site_is_refused() -> None:
    build_workspace()
    client = Client(headers={"Sec-Fetch-Site": "cross-site"})
    client.post(address("report"), {"doing": "a", "wrong": "b"})
    Client(headers={"Origin": "https://elsewhere.example"}).post(
        address("report"), {"doing": "a", "wrong": "b"}
    )
    assert not Problem.objects.exists()


def test_a_machine_that_fills_in_the_hidden_box_is_thanked_and_forgotten() -> None:
    build_workspace()
    response = send_problem(Client(), website="http://spam.example")
    assert response.status_code == 302  # type: ignore[attr-defined]
    assert not Problem.objects.exists()


def test_reports_are_limited_by_the_hour() -> None:
    build_workspace()
    statuses = [send_problem(Client()).status_code for _ in range(7)]  # type: ignore[attr-defined]
    assert statuses == [302] * 5 + [429] * 2


def test_a_reported_page_is_never_an_address_elsewhere() -> None:
    build_workspace()
    send_problem(Client(), page="//elsewhere.example")
    assert Problem.objects.get().page == ""


def test_the_help_page_leaves_without_script() -> None:
    text = Client().get(address("help")).content.decode()
    assert "Leave this page now" in text
    assert 'href="tel:999"' in text
    assert "does not remove this page from the history" in text
