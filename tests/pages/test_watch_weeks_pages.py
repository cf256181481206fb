"""Pages of weeks: the list, running one, and reading one on the pages of assessments."""

import csv
import io
from datetime import date

import pytest
from django.test import Client

from builders.alerts import WEEK, Rise, build_watch_rule, stored_week
from builders.editions_web import AT, queued_edition, stored_edition
from builders.web import client_with
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Edition, Kind, Status
from headwater.web.insights.assessments.models import HeldMonths
from headwater.web.insights.watch.changes.raising import raise_alerts

pytestmark = pytest.mark.django_db
WEEKS = "/work/loamshire/early-warning/weeks/"
RUN = f"{WEEKS}run/"
LATEST = WEEK.plus(4)
TITLE = "Early warning of serious violence: Loamshire, week of 21 July 2025"


def hold_to_august(*tables: str) -> None:
    """A worker saw records up to August 2025, whose last Sunday is its last day."""
    for table in tables or ("recorded_crimes",):
        HeldMonths.objects.create(
            table=table, words=table, first_month=date(2022, 9, 1), last_month=date(2025, 8, 1)
        )


def lead() -> Client:
    return client_with(Role.LEAD)


def said(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def page_of(edition: Edition, part: str = "") -> str:
    return f"/work/loamshire/assessments/{edition.reference}/{part}"


@pytest.fixture
def week() -> Edition:
    """A week that was run and raised one alert."""
    edition = stored_week({build_watch_rule(): [Rise()]})
    raise_alerts(edition=edition, at=AT)
    return edition


def test_the_list_says_what_to_do_before_the_first_week() -> None:
    assert "No week has been run yet." in said(client_with(Role.VIEWER), WEEKS)


def test_the_list_shows_weeks_with_their_rules_and_alerts_and_no_assessment(week: Edition) -> None:
    assessment = stored_edition(workspace=week.workspace, requested_at=AT)
    page = said(client_with(Role.VIEWER), WEEKS)
    assert "Week of 21 July 2025" in page
    assert page_of(week) in page
    assert page_of(assessment) not in page
    assert page_of(week) not in said(client_with(Role.VIEWER), "/work/loamshire/assessments/")


def test_the_list_is_narrowed_by_status_and_area(week: Edition) -> None:
    viewer = client_with(Role.VIEWER)
    assert page_of(week) in said(viewer, f"{WEEKS}?status=draft&area=loam")
    assert page_of(week) not in said(viewer, f"{WEEKS}?status=locked")
    assert page_of(week) not in said(viewer, f"{WEEKS}?area=elsewhere")


def test_the_list_is_a_file_too_with_the_same_filter(week: Edition) -> None:
    answer = client_with(Role.VIEWER).get(f"{WEEKS}weeks.csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (row["week"], row["rules"], row["alerts"]) == ("2025-W30", "1", "1")
    none = client_with(Role.VIEWER).get(f"{WEEKS}weeks.csv?status=locked")
    assert len(none.content.decode().splitlines()) == 1


def test_only_leads_are_offered_to_run_a_week(week: Edition) -> None:
    assert RUN in said(lead(), WEEKS)
    assert RUN not in said(client_with(Role.VIEWER), WEEKS)


def test_without_a_rule_that_is_on_there_is_nothing_to_run() -> None:
    page = said(lead(), RUN)
    assert "No rule is on." in page
    assert "<form method=" not in page.partition("<main")[2]


def test_the_latest_week_that_every_rule_can_judge_is_chosen() -> None:
    build_watch_rule()
    build_watch_rule("hospital", measure="hospital_assaults", delay_weeks=4)
    hold_to_august("recorded_crimes", "ed_assaults")
    page = said(lead(), RUN)
    assert '<option value="2025-W34"' in page
    assert '<option value="2025-W31" selected' in page
    assert "Loamshire (2 rules)" in page
    assert "Week of 18 August 2025" in page


def test_a_lead_asks_for_a_week_and_sees_how_far_it_has_come() -> None:
    build_watch_rule()
    hold_to_august()
    latest = str(LATEST)
    answer = lead().post(RUN, {"area": "Z99P00001", "week": latest}, follow=True)
    page = answer.content.decode()
    edition = Edition.objects.get()
    assert (edition.kind, edition.week) == (Kind.EARLY_WARNING, latest)
    assert "The week was asked for." in page
    assert "Making the week" in page


def test_a_week_under_way_is_not_asked_for_twice_and_the_page_says_so() -> None:
    build_watch_rule()
    hold_to_august()
    client, answers = lead(), {"area": "Z99P00001", "week": str(LATEST)}
    client.post(RUN, answers)
    page = client.post(RUN, answers).content.decode()
    assert "The same week of the same area is being made already" in page
    assert "<title>Error: " in page


@pytest.mark.parametrize("answers", [{}, {"area": "Z99P00099", "week": "2025-W30"}, {"week": "x"}])
def test_a_week_that_makes_no_sense_is_not_run(answers: dict[str, str]) -> None:
    build_watch_rule()
    page = lead().post(RUN, answers).content.decode()
    assert "<title>Error: " in page
    assert not Edition.objects.exists()


# --- reading a week ---------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["", "chapters/rising/", "tables/", "tables/rules/"])
def test_a_week_is_read_where_assessments_are_with_its_own_words_and_crumbs(
    week: Edition, part: str
) -> None:
    page = said(lead(), page_of(week, part))
    assert f'href="{WEEKS}"' in page
    assert 'href="/work/loamshire/early-warning/"' in page
    assert (
        ">Assessments</a></li>" not in page.partition("govuk-breadcrumbs")[2].partition("<main")[0]
    )


def test_the_first_page_of_a_week_says_where_and_when_and_offers_what_fits(week: Edition) -> None:
    page = said(lead(), page_of(week))
    assert TITLE in page
    assert "Lock this week" in page
    assert "Compare with another assessment" not in page
    assert "Discard this week" not in page


def test_a_week_without_an_alert_can_be_discarded_and_leads_back_to_the_weeks() -> None:
    quiet = stored_week({build_watch_rule(): []})
    client = lead()
    assert "Discard this week" in said(client, page_of(quiet))
    answer = client.post(page_of(quiet, "discard/"))
    assert answer["Location"] == WEEKS


def test_a_week_that_raised_alerts_is_not_discarded_by_hand_made_requests(week: Edition) -> None:
    page = lead().post(page_of(week, "discard/"), follow=True).content.decode()
    assert "Alerts of the week" in page
    week.refresh_from_db()
    assert week.status == Status.DRAFT


def test_a_week_is_locked_and_proposed_at_an_address_of_its_own(week: Edition) -> None:
    client = lead()
    assert "Lock this week?" in said(client, page_of(week, "lock/"))
    page = client.post(page_of(week, "lock/"), follow=True).content.decode()
    assert "The week is locked. It can now be proposed for release." in page
    proposing = said(client, f"/work/loamshire/releases/propose/{week.reference}/")
    assert "/early-warning/early-warning-loamshire-2025-w30/" in proposing
    assert TITLE in proposing


def test_a_week_has_no_page_to_compare_it(week: Edition) -> None:
    other = stored_edition(workspace=week.workspace)
    assert lead().get(page_of(week, "compare/")).status_code == 404
    beside = f"{page_of(other, 'compare/')}?with={week.reference}"
    assert lead().get(beside).status_code == 404


def test_a_week_that_could_not_be_run_says_why_and_can_be_tried_again() -> None:
    build_watch_rule()
    failed = queued_edition(
        kind=Kind.EARLY_WARNING,
        week=str(WEEK),
        first_month=date(2025, 7, 1),
        last_month=date(2025, 7, 1),
        period_words=WEEK.words,
        status=Status.FAILED,
        failure="The rule [injury] is not as it was registered.",
    )
    page = said(lead(), page_of(failed))
    assert "This week could not be made" in page
    assert "The rule [injury] is not as it was registered." in page
    assert "The rules that are on now are run" in said(lead(), page_of(failed, "retry/"))


def test_a_lead_proposes_the_scorecards_and_is_led_to_the_release() -> None:
    build_watch_rule()
    here = "/work/loamshire/early-warning/scorecards/propose/"
    client = lead()
    assert "become public with it" in said(client, here)
    answers = {"reason": "The rules have run for half a year and were judged."}
    page = client.post(here, answers, follow=True).content.decode()
    assert "Proposed. The approvers have been told." in page
    assert "Scorecards of early warning: Loamshire" in page


def test_scorecards_without_a_reason_are_not_proposed() -> None:
    build_watch_rule()
    page = lead().post("/work/loamshire/early-warning/scorecards/propose/", {})
    assert "<title>Error: " in page.content.decode()
