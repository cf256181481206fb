"""Early warning for the public: released weeks and scorecards, and nothing else."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client

from builders.releases import (
    CARDS_SLUG,
    REASON,
    SCORECARDS,
    SLUG,
    WEEK_SLUG,
    approver,
    build_edition,
    build_proposal,
    build_scorecards,
    build_warning,
    build_week,
    lead,
    published,
    second_approver,
)
from builders.web import client_with
from headwater.core import clock
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Edition
from headwater.web.releases import changes, queries
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.rules.workflow import Status

pytestmark = pytest.mark.django_db
LIST = "/early-warning/"
ONE = f"{LIST}{WEEK_SLUG}/"
CARDS = f"{LIST}scorecards/{CARDS_SLUG}/"


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    for name in ("default", "pages"):
        caches[name].clear()


def said(address: str) -> str:
    return Client().get(address).content.decode()


def now_published(release: Release) -> Release:
    return published(release, at=clock.now())


def later_week(**given: object) -> Edition:
    return build_week(week="2025-W31", period_words="week of 28 July 2025", **given)


def test_weeks_are_listed_the_latest_week_first_whenever_they_were_published() -> None:
    later = now_published(build_warning(later_week(), slug="later", at=clock.now()))
    now_published(build_warning(at=clock.now()))
    page = said(LIST)
    assert later.published_at is not None
    assert page.index("week of 28 July 2025") < page.index("week of 21 July 2025")


def test_before_the_first_release_every_page_says_what_will_be_there() -> None:
    assert "No week is published at the moment." in said(LIST)
    assert "No scorecards are published at the moment." in said(f"{LIST}scorecards/")


def test_a_week_that_waits_for_approval_is_nowhere() -> None:
    build_warning(at=clock.now())
    assert Client().get(f"{ONE}1/").status_code == 404
    assert WEEK_SLUG not in said(LIST)
    assert Client().get(f"/api/v1/warnings/{WEEK_SLUG}/1").status_code == 404
    for machine in ("/sitemap.xml", "/data/catalogue.jsonld", f"{LIST}feed.atom"):
        assert WEEK_SLUG not in said(machine)


def test_a_released_week_is_in_the_list_sitemap_catalogue_feed_and_api() -> None:
    now_published(build_warning(at=clock.now()))
    for place in (LIST, "/sitemap.xml", "/data/catalogue.jsonld", f"{LIST}feed.atom"):
        assert WEEK_SLUG in said(place), place
    (found,) = Client().get("/api/v1/warnings").json()["results"]
    assert (found["week"], found["slug"]) == ("2025-W30", WEEK_SLUG)
    assert found["url"].endswith(f"/api/v1/warnings/{WEEK_SLUG}/1")
    rows = Client().get(f"/api/v1/warnings/{WEEK_SLUG}/1/tables/what-areas/rows").json()
    assert rows["results"][1]["offences"] == "[c]"


def test_an_assessment_and_a_week_do_not_stand_in_for_each_other() -> None:
    now_published(build_proposal(build_edition(), at=clock.now()))
    now_published(build_warning(at=clock.now() + timedelta(seconds=1)))
    home = said("/")
    assert "September 2024 to August 2025" in home
    assert "21 July 2025" not in home
    assert WEEK_SLUG not in said("/assessments/")
    assert SLUG not in said(LIST)
    assert Client().get(f"/assessments/{WEEK_SLUG}/1/").status_code == 404
    assert Client().get(f"{LIST}{SLUG}/1/").status_code == 404
    assert Client().get(f"/api/v1/assessments/{WEEK_SLUG}/1").status_code == 404
    assert Client().get("/api/v1/assessments").json()["count"] == 1
    assert Client().get("/api/v1/warnings").json()["count"] == 1


def test_a_week_says_its_days_to_machines() -> None:
    now_published(build_warning(at=clock.now()))
    (found,) = Client().get("/data/catalogue.jsonld").json()["dcat:dataset"]
    assert found["dct:temporal"]["dcat:startDate"] == "2025-07-21"
    assert found["dct:temporal"]["dcat:endDate"] == "2025-07-27"
    about = Client().get(f"{ONE}1/tables/what-areas.csv-metadata.json").json()
    assert about["dc:temporal"] == "2025-W30"


@pytest.mark.parametrize("part", ["1/", "1/chapters/what/", "1/tables/", "1/tables/what-areas/"])
def test_every_page_of_a_week_leads_back_to_early_warning(part: str) -> None:
    now_published(build_warning(at=clock.now()))
    page = said(f"{ONE}{part}")
    crumbs = page.partition("govuk-breadcrumbs")[2].partition("<main")[0]
    assert f'href="{LIST}"' in crumbs
    assert "Loamshire, week of 21 July 2025" in page


@pytest.mark.parametrize("address", [ONE, f"{ONE}latest/"])
def test_a_week_that_was_run_again_leads_from_the_old_number_to_the_new(address: str) -> None:
    now_published(build_warning(at=clock.now()))
    now_published(build_warning(build_week(), at=clock.now()))
    assert Client().get(address)["Location"] == f"{ONE}2/"
    assert "There is a newer edition" in said(f"{ONE}1/")


def test_a_withdrawn_week_says_so_and_why_on_every_page_and_in_the_api() -> None:
    release = now_published(build_warning(at=clock.now()))
    changes.withdraw(release=release, reason=REASON, actor=lead(), at=clock.now())
    answer = Client().get(f"{ONE}1/chapters/what/")
    assert (answer.status_code, REASON in answer.content.decode()) == (410, True)
    assert Client().get(f"/api/v1/warnings/{WEEK_SLUG}/1").status_code == 410
    assert "Withdrawn" in said("/corrections/")
    assert WEEK_SLUG not in said(f"{LIST}feed.atom")


def test_a_week_is_corrected_only_by_another_run_of_the_same_week() -> None:
    release = now_published(build_warning(at=clock.now()))
    again, _, _ = build_week(), later_week(), build_edition()
    assert list(queries.editions_to_correct(release)) == [again]
    page = client_with(Role.LEAD).get(f"/work/loamshire/releases/{release.reference}/correct/")
    assert again.reference in page.content.decode()


def test_an_assessment_is_corrected_by_no_week() -> None:
    release = now_published(build_proposal(build_edition(), at=clock.now()))
    build_week()
    assert list(queries.editions_to_correct(release)) == []


def test_a_week_of_restricted_records_needs_two_approvers() -> None:
    release = build_warning(build_week(is_restricted=True), at=clock.now())
    release = changes.approve(release=release, reason=REASON, actor=approver(), at=clock.now())
    assert release.status == Status.PROPOSED
    release = changes.approve(
        release=release, reason=REASON, actor=second_approver(), at=clock.now()
    )
    assert release.status == Status.APPROVED


def test_a_proposed_week_is_previewed_as_the_public_will_see_it() -> None:
    release = build_warning(at=clock.now())
    here = f"/work/loamshire/releases/{release.reference}/preview/"
    page = client_with(Role.LEAD).get(here).content.decode()
    assert "Early warning of serious violence: Loamshire, week of 21 July 2025" in page
    assert f"{here}chapter/?name=what" in page


# --- scorecards -------------------------------------------------------------------------------


def test_released_scorecards_show_what_was_expected_beside_what_became_of_it() -> None:
    now_published(build_scorecards(at=clock.now()))
    page = said(f"{CARDS}1/")
    for words in (
        "75 (95% CI 30 to 95), 3 of 4",
        "1.2 (95% CI 1.0 to 1.5)",
        "2.5 (95% CI 2.0 to 3.1)",
    ):
        assert words in page
    assert "up to 4 March 2026" in page
    assert CARDS_SLUG in said(f"{LIST}scorecards/")


def test_a_share_that_nobody_knows_is_not_a_number() -> None:
    unknown = {"share_true": None, "share_true_low": None, "share_true_high": None, "due": 0}
    snapshot = {**SCORECARDS, "rules": [{**SCORECARDS["rules"][0], **unknown}]}
    now_published(build_scorecards(snapshot=snapshot, at=clock.now()))
    assert "Not known yet" in said(f"{CARDS}1/")
    answer = Client().get(f"{CARDS}1/scorecards.csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (row["share_true"], row["false_expected"]) == ("", "1.2457")


def test_scorecards_that_were_replaced_keep_their_address_and_say_so() -> None:
    now_published(build_scorecards(at=clock.now()))
    now_published(build_scorecards(at=clock.now()))
    assert "There is a newer edition" in said(f"{CARDS}1/")
    assert "There is a newer edition" not in said(f"{CARDS}2/")
    assert Client().get(f"/api/v1/scorecards/{CARDS_SLUG}/2").json()["record"] == SCORECARDS


def test_withdrawn_scorecards_say_so() -> None:
    release = now_published(build_scorecards(at=clock.now()))
    changes.withdraw(release=release, reason=REASON, actor=lead(), at=clock.now())
    assert Client().get(f"{CARDS}1/").status_code == 410
    assert Client().get(f"{CARDS}1/scorecards.csv").status_code == 410
    assert Client().get("/api/v1/scorecards").json()["count"] == 0


def test_proposed_scorecards_are_previewed() -> None:
    release = build_scorecards(at=clock.now())
    here = f"/work/loamshire/releases/{release.reference}/preview/"
    assert "Not published yet." in client_with(Role.LEAD).get(here).content.decode()
    assert release.kind == Kind.SCORECARD
