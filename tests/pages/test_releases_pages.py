"""Proposing, deciding, publishing, correcting and withdrawing, page by page."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from builders.releases import (
    REASON,
    approved,
    approver,
    build_edition,
    build_proposal,
    build_update,
    published,
)
from builders.web import build_member, build_organisation, build_workspace, client_of
from headwater.core import clock
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Edition
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.public_site.models import Post
from headwater.web.releases.models import Release
from headwater.web.releases.rules.workflow import Status

pytestmark = pytest.mark.django_db
HERE = "loamshire"
MOST_QUERIES = 25


def browser(role: Role, name: str = "") -> Client:
    return client_of(build_member(role, name=name))


def address(route: str, *more: object) -> str:
    app = route if ":" in route else f"releases:{route}"
    return reverse(app, args=[HERE, *more])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def refreshed(release: Release) -> Release:
    return Release.objects.get(pk=release.pk)


def test_a_lead_proposes_a_locked_edition_and_sees_its_checks() -> None:
    edition = build_edition()
    client = browser(Role.LEAD)
    page = text_of(client.get(address("propose", edition.reference)))
    assert "No hidden number could be worked out" in page
    assert "recorded crime" in page
    response = client.post(address("propose", edition.reference), {"reason": REASON})
    release = Release.objects.get()
    assert response["Location"] == address("release", release.reference)


def test_a_proposal_without_a_reason_keeps_the_page_and_says_so() -> None:
    edition = build_edition()
    page = text_of(browser(Role.LEAD).post(address("propose", edition.reference), {"reason": "x"}))
    assert "<title>Error: " in page
    assert not Release.objects.exists()


def test_a_draft_cannot_be_proposed_and_the_page_says_what_to_do() -> None:
    edition = build_edition(status=EditionStatus.DRAFT)
    client = browser(Role.LEAD)
    assert "Lock it first" in text_of(client.get(address("propose", edition.reference)))
    client.post(address("propose", edition.reference), {"reason": REASON})
    assert not Release.objects.exists()


def test_an_embargo_is_said_with_its_time_zone() -> None:
    edition = build_edition()
    given = {
        "reason": REASON,
        "embargo_on_day": "1",
        "embargo_on_month": "7",
        "embargo_on_year": str(clock.today().year + (1 if clock.today().month > 6 else 0)),
        "embargo_at": "09:30",
    }
    page = browser(Role.LEAD).post(address("propose", edition.reference), given, follow=True)
    assert "09:30 (BST, United Kingdom time)" in text_of(page)


def test_an_embargo_that_has_gone_is_refused_on_the_page() -> None:
    edition = build_edition()
    gone = {"embargo_on_day": "1", "embargo_on_month": "1", "embargo_on_year": "2024"}
    given = {"reason": REASON, **gone}
    page = text_of(browser(Role.LEAD).post(address("propose", edition.reference), given))
    assert "The embargo must end later than now" in page


def test_an_approver_decides_and_then_somebody_publishes() -> None:
    release = build_proposal(at=clock.now())
    client = browser(Role.APPROVER)
    given = {"answer": "approve", "reason": REASON}
    client.post(address("answer", release.reference), given)
    assert refreshed(release).status == Status.APPROVED
    client.post(address("publish", release.reference))
    assert refreshed(release).status == Status.PUBLISHED


def test_a_refusal_is_shown_with_its_reason() -> None:
    release = build_proposal(at=clock.now())
    client = browser(Role.APPROVER)
    given = {"answer": "refuse", "reason": "The map has the wrong year in it."}
    page = text_of(client.post(address("answer", release.reference), given, follow=True))
    assert "The map has the wrong year in it." in page


def test_publishing_before_approval_says_why_not() -> None:
    release = build_proposal(at=clock.now())
    response = browser(Role.LEAD, "Other Lead").post(address("publish", release.reference))
    assert "cannot be moved by [publish]" in text_of(response)
    assert refreshed(release).status == Status.PROPOSED


def test_a_withdrawal_needs_a_reason_for_the_public() -> None:
    release = published(build_proposal(at=clock.now()), at=clock.now())
    client = browser(Role.LEAD, "Other Lead")
    client.post(address("withdraw", release.reference), {"reason": "no"})
    assert refreshed(release).status == Status.PUBLISHED
    client.post(address("withdraw", release.reference), {"reason": REASON})
    assert refreshed(release).status == Status.WITHDRAWN


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR])
def test_only_those_who_may_correct_are_offered_it(role: Role) -> None:
    wrong = published(build_proposal(at=clock.now()), at=clock.now())
    to_correct = address("correct", wrong.reference)
    assert to_correct in text_of(browser(Role.LEAD).get(address("release", wrong.reference)))
    others = browser(role)
    assert to_correct not in text_of(others.get(address("release", wrong.reference)))
    assert others.get(to_correct).status_code == 404


def test_a_correction_is_proposed_from_the_wrong_release() -> None:
    wrong = published(build_proposal(at=clock.now()), at=clock.now())
    right = build_edition()
    given = {
        "edition": right.reference,
        "correction": "Two districts had changed places.",
        "reason": REASON,
    }
    browser(Role.LEAD).post(address("correct", wrong.reference), given)
    made = Release.objects.get(corrects=wrong)
    assert (made.number, made.edition) == (2, right)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize(
    "route",
    ["release", "answer", "publish", "withdraw", "public_site:preview"],
)
def test_others_get_the_same_answer_as_for_what_is_not_there(role: Role, route: str) -> None:
    release = build_proposal()
    client = browser(role)
    there = client.get(address(route, release.reference))
    nowhere = client.get(address(route, "R-NOWH-ERE2"))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content.replace(release.reference.encode(), b"") == nowhere.content.replace(
        b"R-NOWH-ERE2", b""
    )


def test_an_approver_of_another_partnership_sees_nothing() -> None:
    release = build_proposal()
    elsewhere = build_organisation(build_workspace("millshire"), name="Millshire Police")
    client = client_of(build_member(Role.APPROVER, name="Else Where", organisation=elsewhere))
    assert client.get(address("release", release.reference)).status_code == 404
    assert client.get(f"/work/millshire/releases/{release.reference}/").status_code == 404


@pytest.mark.parametrize("part", ["chapter", "table", "tables", "explain", "file"])
def test_a_preview_shows_every_part_before_it_is_public(part: str) -> None:
    release = build_proposal(at=clock.now())
    asked = {
        "chapter": {"name": "what"},
        "table": {"name": "what-areas"},
        "explain": {"figure": "what-areas:Z99D00001:rate"},
        "file": {"name": "what-areas", "ending": "csv"},
    }.get(part, {})
    response = browser(Role.APPROVER).get(
        address("public_site:preview_part", release.reference, part), asked
    )
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_pages_stay_within_their_queries() -> None:
    for _ in range(5):
        published(build_proposal(at=clock.now()), at=clock.now())
    release = Release.objects.latest("pk")
    client = browser(Role.LEAD)
    for path in (
        address("list"),
        address("release", release.reference),
        address("public_site:preview", release.reference),
        address("public_site:posts"),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) <= MOST_QUERIES


def test_the_list_is_filtered() -> None:
    release = approved(build_update())
    client = browser(Role.APPROVER)
    assert release.title in text_of(client.get(address("list"), {"status": "approved"}))
    assert release.title not in text_of(client.get(address("list"), {"status": "published"}))
    assert client.get(address("list"), {"status": "nonsense"}).status_code == 200


def rows_of(client: Client, **asked: str) -> list[dict[str, str]]:
    text = client.get(address("csv"), asked).content.decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_list_is_a_file_filtered_as_on_the_page() -> None:
    release = approved(build_update())
    client = browser(Role.AUDITOR)
    (row,) = rows_of(client, status="approved")
    assert (row["reference"], row["proposed_by"]) == (release.reference, "Lena Lead")
    assert row["status"] == "Approved, waiting to be published"
    assert rows_of(client, status="published") == []
    page = client.get(address("list"), {"status": "approved"}).content.decode()
    assert f"{address('csv')}?status=approved" in page


def test_nothing_in_the_file_of_releases_runs_in_a_spreadsheet() -> None:
    build_update(title="=1+1")
    (row,) = rows_of(browser(Role.LEAD))
    assert row["title"] == "'=1+1"


def test_the_file_of_releases_holds_those_of_one_partnership() -> None:
    build_update(title="Ours")
    theirs = build_update("theirs", title="Theirs")
    Release.objects.filter(pk=theirs.pk).update(workspace=build_workspace("millshire"))
    assert [row["title"] for row in rows_of(browser(Role.LEAD))] == ["Ours"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.ADMINISTRATOR])
def test_others_do_not_get_the_file_of_releases(role: Role) -> None:
    build_update()
    assert browser(role).get(address("csv")).status_code == 404


# --- posts ---------------------------------------------------------------------------------------

WORDS = {"title": "A new amnesty", "summary": "Bins open.", "body": "On Monday.\n\n- Here"}


def write(client: Client, **more: str) -> Post:
    client.post(address("public_site:start_post"), {**WORDS, **more})
    return Post.objects.latest("pk")


def test_a_post_is_written_proposed_approved_and_read() -> None:
    build_workspace()
    writer = browser(Role.LEAD)
    post = write(writer)
    writer.post(address("public_site:propose_post", post.reference), {"reason": REASON})
    release = Release.objects.get()
    decider = browser(Role.APPROVER)
    decider.post(address("answer", release.reference), {"answer": "approve", "reason": REASON})
    decider.post(address("publish", release.reference))
    page = Client().get(f"/updates/{post.slug}/")
    assert "On Monday." in text_of(page)


def test_what_was_approved_is_what_goes_out_whatever_is_written_after() -> None:
    writer = browser(Role.LEAD)
    post = write(writer)
    writer.post(address("public_site:propose_post", post.reference), {"reason": REASON})
    release = approved(Release.objects.get(), at=clock.now())
    changed = {**WORDS, "body": "Something nobody approved.", "version": "1"}
    writer.post(address("public_site:edit_post", post.reference), changed)
    browser(Role.APPROVER).post(address("publish", release.reference))
    page = text_of(Client().get(f"/updates/{post.slug}/"))
    assert "On Monday." in page
    assert "Something nobody approved." not in page


def test_a_published_post_is_corrected_with_words_for_the_public() -> None:
    writer = browser(Role.LEAD)
    post = write(writer)
    writer.post(address("public_site:propose_post", post.reference), {"reason": REASON})
    published(Release.objects.get(), at=clock.now())
    given = {"reason": REASON, "correction": "The day was wrong: it is Tuesday."}
    writer.post(address("public_site:propose_post", post.reference), given)
    release = Release.objects.latest("pk")
    assert (release.number, release.correction) == (2, given["correction"])


def test_two_people_changing_one_post_lose_nothing() -> None:
    writer = browser(Role.LEAD)
    post = write(writer)
    edit = address("public_site:edit_post", post.reference)
    writer.post(edit, {**WORDS, "body": "Theirs.", "version": "1"})
    page = text_of(writer.post(edit, {**WORDS, "body": "Mine.", "version": "1"}))
    assert "Theirs." in page
    assert "Mine." in page
    assert Post.objects.get().body == "Theirs."
    writer.post(edit, {**WORDS, "body": "Both.", "version": "2"})
    assert Post.objects.get().body == "Both."


def test_two_posts_with_one_title_have_two_addresses() -> None:
    writer = browser(Role.LEAD)
    assert write(writer).slug != write(writer).slug


@pytest.mark.parametrize(
    "body", ["<script>alert(1)</script>", "## <b>x</b>", "- <img src=x onerror=alert(1)>"]
)
def test_markup_in_a_post_is_shown_not_run(body: str) -> None:
    post = write(browser(Role.LEAD), body=body)
    page = text_of(browser(Role.LEAD).get(address("public_site:post", post.reference)))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>x</b>" not in page


def test_only_leads_write() -> None:
    build_workspace()
    response = browser(Role.APPROVER).post(address("public_site:start_post"), WORDS)
    assert response.status_code == 404
    assert not Post.objects.exists()


def test_the_name_of_the_writer_is_never_public() -> None:
    edition = build_edition()
    release = published(build_proposal(edition, at=clock.now()), at=clock.now())
    page = text_of(Client().get(f"/assessments/{release.slug}/1/"))
    people = {"Lena Lead", approver().name, *release.authors}
    assert not [each for each in people if each in page]


def test_an_edition_of_elsewhere_is_not_there_to_propose() -> None:
    edition: Edition = build_edition(build_workspace("millshire"))
    response: HttpResponse = browser(Role.LEAD).get(address("propose", edition.reference))  # type: ignore[assignment]
    assert response.status_code == 404
