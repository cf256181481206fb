"""Alerts are answered: who may, what is kept, what waits; and what comes of it for a rule."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from builders.alerts import (
    A_DAY,
    ALDER,
    BRACK,
    WEEK,
    Rise,
    build_alert,
    build_watch_rule,
    run_week,
    stored_week,
)
from builders.editions_web import AT
from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.editions.models import Edition, Status
from headwater.web.insights.watch.changes import alerts as changes
from headwater.web.insights.watch.models import Alert
from headwater.web.insights.watch.presenters import scorecards as presented
from headwater.web.insights.watch.queries import scorecards
from headwater.web.insights.watch.rules import registering
from headwater.web.insights.watch.rules.answering import AnswerError, Verdict
from headwater.web.insights.watch.rules.permissions import NotAllowedError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def somebody(role: Role = Role.CONTRIBUTOR) -> Actor:
    return actor_of(build_member(role))


def acknowledged(alert: Alert | None = None) -> Alert:
    return changes.acknowledge(
        alert=alert or build_alert(), text=" Ask them ", actor=somebody(), at=AT + A_DAY
    )


def judge(alert: Alert, verdict: Verdict, *, version: int = 0, text: str = "Seen") -> Alert:
    return changes.judge(
        alert=alert,
        verdict=verdict,
        text=text,
        version=version or alert.version,
        actor=somebody(Role.LEAD),
        at=AT + 30 * A_DAY,
    )


def test_acknowledging_says_who_and_when_and_asks_for_a_verdict_later() -> None:
    alert = acknowledged()
    assert (alert.status, alert.acknowledged_at) == ("acknowledged", AT + A_DAY)
    assert [(n.kind, n.text) for n in alert.notes.all()] == [("acknowledged", "Ask them")]
    waiting = Item.objects.get(closed_at=None)
    assert waiting.kind == "alert_to_judge"
    # 28 working days after Thursday 5 March 2026, over Good Friday and Easter Monday.
    assert waiting.due_on.isoformat() == "2026-04-16"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.APPROVER, Role.AUDITOR])
def test_only_contributors_and_leads_answer(role: Role) -> None:
    alert = build_alert()
    actor = actor_of(build_member(role))
    for answer in (
        lambda: changes.acknowledge(alert=alert, text="", actor=actor, at=AT),
        lambda: changes.note(alert=alert, text="x", actor=actor, at=AT),
        lambda: changes.judge(
            alert=alert, verdict=Verdict.TRUE, text="x", version=1, actor=actor, at=AT
        ),
    ):
        with pytest.raises(NotAllowedError, match="contributors and leads"):
            answer()


def test_an_alert_is_acknowledged_once() -> None:
    alert = acknowledged()
    with pytest.raises(AnswerError, match="already"):
        acknowledged(alert)
    assert alert.notes.count() == 1


def test_judging_closes_what_waits_and_says_so_in_the_ledger() -> None:
    alert = judge(acknowledged(), Verdict.TRUE)
    assert (alert.status, alert.verdict) == ("judged", "true")
    assert not Item.objects.filter(closed_at=None).exists()
    assert Entry.objects.get(event="alert_judged").facts == {"verdict": "true", "before": ""}


def test_judging_anew_keeps_every_verdict_with_its_reason() -> None:
    alert = judge(acknowledged(), Verdict.FALSE, text="Late files")
    judge(alert, Verdict.TRUE, text="It was no lateness")
    said = alert.notes.exclude(verdict="").values_list("verdict", "text")
    assert list(said) == [("false", "Late files"), ("true", "It was no lateness")]
    assert Entry.objects.filter(event="alert_judged").latest("number").facts["before"] == "false"


def test_a_verdict_over_a_newer_one_is_refused() -> None:
    alert = acknowledged()
    judge(alert, Verdict.FALSE)
    with pytest.raises(ChangedMeanwhileError):
        judge(alert, Verdict.TRUE, version=alert.version)
    assert Alert.objects.get().verdict == "false"


@pytest.mark.parametrize("text", ["", "  \r\n"])
def test_a_verdict_says_how_it_is_known(text: str) -> None:
    with pytest.raises(AnswerError, match="how you know"):
        judge(acknowledged(), Verdict.TRUE, text=text)


def test_the_database_itself_refuses_a_verdict_nobody_gave() -> None:
    alert = build_alert()
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(verdict="true")


# --- scorecards ---------------------------------------------------------------------------------


def test_a_week_that_was_run_twice_is_one_week_run() -> None:
    rule = build_watch_rule()
    run_week({rule: []})
    run_week({rule: [Rise()]}, at=AT + A_DAY)
    run_week({rule: []}, WEEK.plus(-1))
    (scored,) = scorecards.scorecards(build_workspace(), at=AT)
    assert (scored.card.weeks_run, scored.card.alerts) == (2, 1)


def test_a_week_counts_for_the_rule_that_was_on_when_it_was_made() -> None:
    old = build_watch_rule(status=registering.Status.OFF)
    new = build_watch_rule(switched_on_at=AT + A_DAY, replaces=old)
    run_week({old: []}, at=AT)
    run_week({new: []}, WEEK.plus(1), at=AT + 2 * A_DAY)
    run_week({new: []}, WEEK.plus(2), at=AT + 3 * A_DAY)
    scored = scorecards.scorecards(build_workspace(), at=AT)
    assert {each.rule: each.card.weeks_run for each in scored} == {new: 2, old: 1}


def test_an_alert_of_three_weeks_is_one_alert_and_three_false_alarms() -> None:
    rule = build_watch_rule()
    for later in range(3):
        run_week({rule: [Rise()]}, WEEK.plus(later))
    judge(acknowledged(Alert.objects.get()), Verdict.FALSE)
    (scored,) = scorecards.scorecards(build_workspace(), at=AT)
    assert (scored.card.alerts, scored.card.weekly_alerts, scored.card.false_weekly) == (1, 3, 3)


def test_weeks_that_are_not_made_or_belong_to_others_do_not_count() -> None:
    rule = build_watch_rule()
    edition = stored_week({rule: []})
    Edition.objects.filter(pk=edition.pk).update(made_at=None, status=Status.RUNNING)
    run_week({build_watch_rule(workspace=build_workspace("markshire")): [Rise()]})
    (scored,) = scorecards.scorecards(build_workspace(), at=AT)
    assert (scored.card.weeks_run, scored.card.alerts) == (0, 0)


def test_a_quiet_week_that_was_put_away_is_no_week_run_unless_another_run_of_it_stands() -> None:
    rule = build_watch_rule()
    put_away = {"status": Status.DISCARDED}
    run_week({rule: []}, **put_away)
    run_week({rule: []}, WEEK.plus(1), **put_away)
    run_week({rule: []}, WEEK.plus(1), at=AT + A_DAY)
    (scored,) = scorecards.scorecards(build_workspace(), at=AT)
    assert scored.card.weeks_run == 1


def test_a_snapshot_is_plain_and_says_what_was_expected_beside_what_came() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise(areas=[ALDER]), Rise(areas=[BRACK])]})
    first, _ = Alert.objects.order_by("pk")
    judge(acknowledged(first), Verdict.TRUE)
    plain = scorecards.snapshot(build_workspace(), at=AT + timedelta(days=60))
    assert plain["as_of"] == "2026-05-03"
    (said,) = plain["rules"]
    assert (said["weeks_run"], said["alerts"], said["judged_true"]) == (1, 2, 1)
    assert (said["acknowledged_in_time"], said["due"]) == (1, 2)
    assert said["share_true"] == 1
    assert said["share_true_low"] == pytest.approx(0.2065, abs=1e-4)
    assert said["expected_a_year"] == {"a_year": 2.5, "low": 2.0, "high": 3.1}
    assert said["false_expected"] == pytest.approx(2.5 / 52.18, abs=1e-4)


def test_a_rule_whose_last_day_is_over_is_not_said_to_be_on() -> None:
    ended = build_watch_rule("a", title="A", expires_on=AT.date() - A_DAY)
    last_day = build_watch_rule("b", title="B", expires_on=AT.date())
    scored = scorecards.scorecards(build_workspace(), at=AT)
    assert [(each.rule, each.status) for each in scored] == [(last_day, "On"), (ended, "Ended")]
    said = scorecards.snapshot(build_workspace(), at=AT)["rules"]
    assert [each["status"] for each in said] == ["On", "Ended"]
    assert [line[2] for line in presented.csv_rows(scored)] == ["on", "ended"]


def test_a_scorecard_is_read_by_those_who_read_alerts() -> None:
    rule = build_watch_rule()
    scorecards.scorecard_for(somebody(Role.VIEWER), "loamshire", rule.reference, at=AT)
    with pytest.raises(NotYours):
        scorecards.scorecard_for(somebody(Role.ADMINISTRATOR), "loamshire", rule.reference, at=AT)
