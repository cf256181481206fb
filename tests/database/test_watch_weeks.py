"""Weeks of early warning: asked for by people or the clock, run by the worker, kept once."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from builders.alerts import (
    A_DAY,
    WEEK,
    Rise,
    build_watch_rule,
    plain_week,
    run_week,
    stored_week,
)
from builders.algorithms import register_all
from builders.editions_web import AT, queued_edition, stored_edition, write_files
from builders.indicators import plain_with_indicators
from builders.releases import REASON
from builders.web import actor_of, build_member, build_workspace
from headwater.analysis.watch.rules import ExpectedAlarms, RuleError, seal_of
from headwater.core.errors import LakeError
from headwater.core.weeks import Week
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.editions import queries as shown
from headwater.web.editions.errors import AlreadyUnderWayError
from headwater.web.editions.models import Edition, Kind, Status
from headwater.web.editions.rules.permissions import NotAllowedError
from headwater.web.insights.algorithms.models import Algorithm
from headwater.web.insights.algorithms.rules import Pipeline
from headwater.web.insights.assessments import changes as assessments
from headwater.web.insights.assessments import queries as comparable
from headwater.web.insights.assessments import tasks
from headwater.web.insights.assessments.models import HeldMonths
from headwater.web.insights.gateway import weeks as gateway
from headwater.web.insights.gateway.watch import as_the_engine_knows_it
from headwater.web.insights.indicators.queries import editions_of
from headwater.web.insights.watch import schedules
from headwater.web.insights.watch import tasks as watch_tasks
from headwater.web.insights.watch.changes import weeks as changes
from headwater.web.insights.watch.changes.publishing import propose_scorecards
from headwater.web.insights.watch.errors import NoRuleIsOnError, NothingToReleaseError
from headwater.web.insights.watch.models import Alert, Rule, Sighting
from headwater.web.insights.watch.queries import weeks as queries
from headwater.web.notices.models import Notice
from headwater.web.partners.models import Workspace

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., AbstractContextManager[object]]
AREA = "Z99P00001"


@pytest.fixture
def lake(tmp_path: Path, settings: Any) -> Path:
    """A lake that nothing reads, because what the pipeline writes is given."""
    settings.LAKE = tmp_path / "lake"
    settings.LAKE.mkdir()
    register_all()
    return tmp_path / "lake"


def sealed_rule(**given: Any) -> Rule:
    """A rule that is on, with the seal that registering gave it."""
    rule = build_watch_rule(**given)
    expected = ExpectedAlarms(**rule.expected)
    rule.seal = seal_of(as_the_engine_knows_it(rule), expected)
    rule.save(update_fields=["seal"])
    return rule


def asked(week: Week = WEEK, **given: Any) -> Edition:
    """A week that was asked for."""
    return queued_edition(
        kind=Kind.EARLY_WARNING,
        week=str(week),
        first_month=week.monday.replace(day=1),
        last_month=week.sunday.replace(day=1),
        period_words=week.words,
        **given,
    )


@pytest.fixture
def ran(lake: Path, monkeypatch: pytest.MonkeyPatch) -> Rule:
    """A rule that is on, and a pipeline that finds one alert of it in each week it runs."""
    rule = sealed_rule()

    def watch_with(*_: object, week: Week, out: Path, **__: object) -> None:
        write_files(out, plain_week({rule: [Rise()]}, week))

    monkeypatch.setattr(gateway, "watch_with", watch_with)
    return rule


def test_a_week_is_run_and_its_alerts_are_raised(ran: Rule) -> None:
    edition = asked()
    assert tasks.make.call(edition.reference) == "made"
    edition.refresh_from_db()
    assert (edition.status, edition.week) == (Status.DRAFT, "2025-W30")
    assert str(edition) == "Early warning of serious violence: Loamshire, week of 21 July 2025"
    assert Alert.objects.get().rule == ran


def test_a_week_run_twice_by_tasks_is_made_once(ran: Rule) -> None:
    edition = asked()
    tasks.make.call(edition.reference)
    assert tasks.make.call(edition.reference) == "nothing to do"
    assert Sighting.objects.count() == 1


def test_a_week_whose_alerts_cannot_be_raised_is_not_kept_at_all(
    ran: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise NoRuleIsOnError(area=AREA)

    monkeypatch.setattr(gateway, "raise_alerts", refuse)
    edition = asked()
    assert tasks.make.call(edition.reference) == "failed"
    edition.refresh_from_db()
    assert (edition.status, edition.tables.count()) == (Status.FAILED, 0)


def test_a_rule_replaced_while_its_week_is_run_keeps_nothing_and_can_be_tried_again(
    ran: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = gateway.watch_with

    def replaced_meanwhile(*given: Any, **named: Any) -> None:
        find(*given, **named)
        Rule.objects.filter(pk=ran.pk).update(status="off")
        sealed_rule(replaces=ran, switched_on_at=timezone.now())

    edition = asked()
    with monkeypatch.context() as patched:
        patched.setattr(gateway, "watch_with", replaced_meanwhile)
        assert tasks.make.call(edition.reference) == "failed"
    edition.refresh_from_db()
    assert "was replaced while this week was run" in edition.failure
    assert not Alert.objects.exists()


def test_a_rule_switched_off_while_its_week_is_run_is_given_its_alerts(
    ran: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = gateway.watch_with

    def off_meanwhile(*given: Any, **named: Any) -> None:
        find(*given, **named)
        Rule.objects.filter(pk=ran.pk).update(status="off")

    monkeypatch.setattr(gateway, "watch_with", off_meanwhile)
    assert tasks.make.call(asked().reference) == "made"
    assert Alert.objects.get().rule == ran


def test_a_rule_changed_after_it_was_registered_stops_the_week_and_leads_are_told(
    lake: Path,
) -> None:
    build_member(Role.LEAD)
    sealed_rule(seal="another seal")
    Rule.objects.update(alpha=0.1)
    edition = asked()
    assert tasks.make.call(edition.reference) == "failed"
    edition.refresh_from_db()
    assert "[injury-by-district] is not as it was registered" in edition.failure
    told = Notice.objects.get()
    assert told.subject == "Early warning could not be run: Loamshire, week of 21 July 2025"
    assert edition.reference in told.link


def test_a_rule_that_ended_does_not_run_and_the_week_says_so(lake: Path) -> None:
    sealed_rule(expires_on=timezone.localdate() - timedelta(days=1))
    edition = asked()
    assert tasks.make.call(edition.reference) == "failed"
    edition.refresh_from_db()
    assert edition.failure == str(NoRuleIsOnError(area=AREA))


@pytest.mark.parametrize("key", [Pipeline.EARLY_WARNING, Pipeline.DISCLOSURE])
def test_an_algorithm_that_is_not_registered_runs_no_week(ran: Rule, key: Pipeline) -> None:
    Algorithm.objects.filter(key=key).delete()
    edition = asked()
    assert tasks.make.call(edition.reference) == "failed"
    edition.refresh_from_db()
    assert key.value in edition.failure


def test_what_the_pipeline_refuses_is_said_and_can_be_tried_again(
    ran: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = gateway.watch_with

    def refuse(*_: object, **__: object) -> None:
        raise RuleError("The latest week it can judge is [2025-W29].")

    monkeypatch.setattr(gateway, "watch_with", refuse)
    edition = asked()
    assert tasks.make.call(edition.reference) == "failed"
    monkeypatch.setattr(gateway, "watch_with", pipeline)
    edition.refresh_from_db()
    lead = actor_of(build_member(Role.LEAD))
    assessments.try_again(edition=edition, actor=lead, at=AT)
    assert tasks.make.call(edition.reference) == "made"


# --- asking -----------------------------------------------------------------------------------


def test_a_worker_is_asked_for_a_week_once_the_request_is_safe(
    ran: Rule, django_capture_on_commit_callbacks: OnCommit
) -> None:
    lead = actor_of(build_member(Role.LEAD))
    with django_capture_on_commit_callbacks(execute=True):
        edition = changes.run(workspace=ran.workspace, area_code=AREA, week=WEEK, actor=lead, at=AT)
    edition.refresh_from_db()
    assert edition.status == Status.DRAFT
    assert (edition.first_month, edition.last_month) == (date(2025, 7, 1), date(2025, 7, 1))


def test_a_week_of_an_area_without_rules_is_not_asked_for() -> None:
    lead = actor_of(build_member(Role.LEAD))
    with pytest.raises(NoRuleIsOnError):
        changes.run(workspace=build_workspace(), area_code=AREA, week=WEEK, actor=lead, at=AT)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.APPROVER])
def test_only_leads_ask_for_a_week(role: Role) -> None:
    rule = sealed_rule()
    with pytest.raises(NotAllowedError):
        changes.run(
            workspace=rule.workspace,
            area_code=AREA,
            week=WEEK,
            actor=actor_of(build_member(role)),
            at=AT,
        )


def test_a_week_under_way_is_not_run_beside_itself_but_another_week_is() -> None:
    rule, lead = sealed_rule(), actor_of(build_member(Role.LEAD))
    asked()
    with pytest.raises(AlreadyUnderWayError, match="The same week of the same area"):
        changes.run(workspace=rule.workspace, area_code=AREA, week=WEEK, actor=lead, at=AT)
    other = WEEK.plus(1)
    changes.run(workspace=rule.workspace, area_code=AREA, week=other, actor=lead, at=AT)
    assert Edition.objects.filter(kind=Kind.EARLY_WARNING).count() == 2


# --- by the clock -----------------------------------------------------------------------------


@pytest.fixture
def judges(ran: Rule, monkeypatch: pytest.MonkeyPatch) -> Rule:
    """What the lake holds lets each rule judge up to a week of its own."""
    slower = sealed_rule(slug="hospital", title="Hospital")
    latest = {ran.pk: WEEK, slower.pk: WEEK.plus(-2)}

    def latest_weeks(rules: Iterable[Rule], _: date) -> list[Week]:
        return [latest.get(rule.pk, WEEK) for rule in rules]

    monkeypatch.setattr(gateway, "latest_weeks", latest_weeks)
    return ran


def look(area: str = AREA) -> str:
    """What a worker says that looks whether the next week of an area is complete."""
    return watch_tasks.run_what_is_complete.call("loamshire", area)


def test_the_clock_asks_for_the_latest_week_that_every_rule_can_judge_once(judges: Rule) -> None:
    assert look() == "asked for 2025-W28"
    edition = Edition.objects.get()
    assert (edition.week, edition.requested_by) == ("2025-W28", HEADWATER.reference)
    assert look() == "nothing to do"


@pytest.mark.parametrize("status", [Status.FAILED, Status.DISCARDED, Status.DRAFT])
def test_the_clock_leaves_a_week_that_was_asked_for_before(judges: Rule, status: Status) -> None:
    asked(WEEK.plus(-2), status=status)
    assert look() == "nothing to do"


def test_the_clock_does_not_take_an_assessment_for_a_week(judges: Rule) -> None:
    stored_edition()
    assert look() == "asked for 2025-W28"


def test_an_area_of_which_the_lake_holds_nothing_is_left(
    judges: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "latest_weeks", lambda rules, today: [])
    assert look() == "nothing to do"


def test_a_partnership_without_rules_that_are_on_asks_nothing(lake: Path) -> None:
    build_workspace()
    assert schedules.run_weeks(AT) == "asked workers to look at 0 areas"


@pytest.fixture
def broken(judges: Rule, monkeypatch: pytest.MonkeyPatch) -> str:
    """An area looked at before the partnership's other area, of which nothing can be found out."""
    sealed_rule(slug="first", area_code="Z99D00001", area_name="Alderwick")
    find = gateway.latest_weeks

    def latest_weeks(rules: Sequence[Rule], today: date) -> list[Week]:
        if rules[0].area_code == "Z99D00001":
            raise LakeError("The records of this area cannot be read.")
        return find(rules, today)

    monkeypatch.setattr(gateway, "latest_weeks", latest_weeks)
    return "Z99D00001"


def test_what_is_wrong_with_one_area_holds_up_no_other(broken: str) -> None:
    Workspace.objects.update(area_code=broken)  # a partnership's own area comes first
    assert schedules.run_weeks(timezone.now()) == "asked workers to look at 2 areas"
    assert [each.area_code for each in Edition.objects.all()] == [AREA]


def test_what_is_wrong_with_an_area_is_told_to_those_who_keep_its_rules(broken: str) -> None:
    lead = build_member(Role.LEAD)
    build_member(Role.VIEWER)
    assert look(broken) == "failed"
    told = Notice.objects.get()
    assert (told.user, told.words) == (lead, "The records of this area cannot be read.")
    assert told.subject == "No week could be asked for: Alderwick"


def test_the_latest_week_ends_with_the_months_held_less_the_delay() -> None:
    rule = sealed_rule(delay_weeks=1)
    HeldMonths.objects.create(
        table="recorded_crimes",
        words="police records",
        first_month=date(2022, 9, 1),
        last_month=date(2025, 8, 1),  # ends on a Sunday: 2025-W35 is whole
    )
    (ready,) = queries.ready(rule.workspace, today=AT.date())
    assert str(ready.latest) == "2025-W34"
    HeldMonths.objects.update(last_month=date(2025, 7, 1))  # ends on a Thursday of 2025-W31
    (ready,) = queries.ready(rule.workspace, today=AT.date())
    assert str(ready.latest) == "2025-W29"


# --- one kind is not taken for the other --------------------------------------------------------


@pytest.fixture
def both(db: None) -> tuple[Edition, Edition]:
    """A locked assessment and a locked week of the same area."""
    rule = sealed_rule()
    assessment = stored_edition(plain=plain_with_indicators(), status=Status.LOCKED)
    later = date(2026, 2, 1)
    Edition.objects.filter(pk=assessment.pk).update(locked_at=AT)
    week = stored_week({rule: [Rise()]}, status=Status.LOCKED, locked_at=AT + timedelta(days=9))
    Edition.objects.filter(pk=week.pk).update(first_month=later, last_month=later)
    return assessment, week


def test_the_latest_locked_assessment_is_no_week(both: tuple[Edition, Edition]) -> None:
    assessment, _ = both
    assert shown.latest_locked(assessment.workspace_id, AREA) == assessment


def test_each_kind_is_listed_by_itself(both: tuple[Edition, Edition]) -> None:
    assessment, week = both
    viewer = actor_of(build_member(Role.VIEWER))
    assert list(shown.of_kind(viewer, "loamshire", Kind.ASSESSMENT)) == [assessment]
    assert list(queries.weeks_for(viewer, "loamshire")) == [week]


def test_a_week_tells_how_many_rules_and_alerts_it_has(both: tuple[Edition, Edition]) -> None:
    from headwater.web.insights.watch.changes.raising import raise_alerts

    raise_alerts(edition=both[1], at=AT)
    found = queries.weeks_for(actor_of(build_member(Role.VIEWER)), "loamshire").get()
    assert (found.rules, found.alerts) == (1, 1)


def test_indicators_read_no_week(both: tuple[Edition, Edition]) -> None:
    viewer = actor_of(build_member(Role.VIEWER))
    assert editions_of(viewer, both[0].workspace) == (both[0],)


def test_an_assessment_is_compared_with_no_week(both: tuple[Edition, Edition]) -> None:
    assessment, week = both
    assert not comparable.can_be_compared(assessment)
    assert not comparable.can_be_compared(week)
    assert list(comparable.others_to_compare(week)) == [assessment]
    with pytest.raises(NotYours):
        assessments.compare(
            before=assessment, after=week, actor=actor_of(build_member(Role.VIEWER)), at=AT
        )


# --- putting away -----------------------------------------------------------------------------


def test_a_week_that_raised_alerts_stays_and_one_that_did_not_can_be_put_away(ran: Rule) -> None:
    lead = actor_of(build_member(Role.LEAD))
    edition = asked()
    tasks.make.call(edition.reference)
    edition.refresh_from_db()
    with pytest.raises(assessments.AlertsLeadHereError, match="run the week again"):
        assessments.discard(edition=edition, actor=lead, at=AT)
    quiet = stored_week({ran: []}, WEEK.plus(1))
    assessments.discard(edition=quiet, actor=lead, at=AT)
    quiet.refresh_from_db()
    assert quiet.status == Status.DISCARDED


def test_once_a_run_is_put_away_what_the_run_before_it_found_counts_again() -> None:
    rule, lead = build_watch_rule(), actor_of(build_member(Role.LEAD))
    run_week({rule: [Rise()]}, WEEK.plus(-1))
    run_week({rule: [Rise()]})
    run_week({rule: []}, at=AT + A_DAY)
    alert = Alert.objects.get()
    assert (alert.last_week, alert.sightings.filter(is_current=True).count()) == ("2025-W29", 1)
    assessments.discard(edition=Edition.objects.latest("made_at"), actor=lead, at=AT)
    alert.refresh_from_db()
    assert (alert.last_week, alert.sightings.filter(is_current=True).count()) == ("2025-W30", 2)


def test_putting_away_an_earlier_run_changes_nothing_of_what_the_later_one_says() -> None:
    rule, lead = build_watch_rule(), actor_of(build_member(Role.LEAD))
    run_week({rule: [Rise()]})
    run_week({rule: []}, at=AT + A_DAY)
    run_week({rule: []}, at=AT + 2 * A_DAY)
    quiet = Edition.objects.get(made_at=AT + A_DAY)
    assessments.discard(edition=quiet, actor=lead, at=AT)
    assert not Sighting.objects.filter(is_current=True).exists()


# --- releasing the scorecards -------------------------------------------------------------------


def test_scorecards_are_not_proposed_before_a_rule_was_on() -> None:
    build_watch_rule(status="draft", switched_on_at=None)
    with pytest.raises(NothingToReleaseError):
        propose_scorecards(
            workspace=build_workspace(),
            reason=REASON,
            embargo_until=None,
            actor=actor_of(build_member(Role.LEAD)),
            at=AT,
        )


def test_scorecards_are_frozen_as_they_were_proposed_by_others_than_who_approves() -> None:
    rule = build_watch_rule(written_by="P-WRITER", switched_on_by="P-SWITCHER")
    lead = actor_of(build_member(Role.LEAD))
    release = propose_scorecards(
        workspace=rule.workspace, reason=REASON, embargo_until=None, actor=lead, at=AT
    )
    Rule.objects.update(purpose="Something else")
    (said,) = release.snapshot["rules"]
    assert said["purpose"] == "Tell districts early of a rise in injuries"
    assert set(release.authors) == {"P-WRITER", "P-SWITCHER", lead.reference}
    assert release.is_restricted, "recorded crime was not published by its supplier"


def test_only_leads_propose_scorecards() -> None:
    rule = build_watch_rule()
    with pytest.raises(NotYours):
        propose_scorecards(
            workspace=rule.workspace,
            reason=REASON,
            embargo_until=None,
            actor=actor_of(build_member(Role.CONTRIBUTOR)),
            at=AT,
        )
