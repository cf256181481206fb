"""A stored week becomes alerts: what is new, what goes on, what a later run no longer finds."""

import pytest

from builders.alerts import (
    A_DAY,
    ALDER,
    BRACK,
    COLD,
    WEEK,
    Rise,
    build_watch_rule,
    run_week,
    stored_week,
)
from builders.editions_web import AT
from builders.web import build_member, build_workspace
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.insights.watch.changes.raising import How, raise_alerts
from headwater.web.insights.watch.errors import RuleNotKeptError
from headwater.web.insights.watch.models import Alert, Sighting
from headwater.web.insights.watch.rules import answering, registering
from headwater.web.notices.models import Notice, OutgoingMail
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def judge(alert: Alert) -> None:
    Alert.objects.filter(pk=alert.pk).update(
        status=answering.Status.JUDGED, verdict="false", acknowledged_at=AT, judged_at=AT
    )


def test_a_rise_is_kept_with_its_numbers_its_places_and_its_week() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise(areas=[ALDER, BRACK])]})
    alert = Alert.objects.get()
    assert (alert.rule, alert.status, alert.first_week, alert.last_week) == (
        rule,
        "new",
        "2025-W30",
        "2025-W30",
    )
    seen = alert.sightings.get()
    assert (seen.observed, seen.expected, seen.p_value, seen.weeks) == (31, 14.2, 0.0004, 1)
    assert [area["name"] for area in seen.areas] == ["Alderwick", "Brackmere"]
    assert seen.sentence.startswith("Violence with injury rose in Alderwick and Brackmere.")
    assert (seen.table, seen.row) == ("alerts-injury-by-district", "1")


def test_what_is_hidden_in_the_edition_is_hidden_in_the_alert() -> None:
    run_week({build_watch_rule(): [Rise(is_hidden=True)]})
    seen = Sighting.objects.get()
    assert (seen.observed, seen.expected, seen.p_value) == (None, None, None)
    assert "31" not in seen.sentence + seen.because


def test_a_rise_that_goes_on_is_one_alert() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise()]})
    found = run_week({rule: [Rise(areas=[BRACK, ALDER])]}, WEEK.plus(1))
    alert = Alert.objects.get()
    assert (alert.first_week, alert.last_week) == ("2025-W30", "2025-W31")
    assert list(found.alerts[How.GOES_ON]) == [alert]


@pytest.mark.parametrize(
    ("areas", "later"),
    [((BRACK,), 1), ((ALDER,), 2)],
    ids=["another place", "after a quiet week"],
)
def test_another_place_or_a_week_between_is_another_alert(
    areas: tuple[tuple[str, str]], later: int
) -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise(areas=[ALDER])]})
    run_week({rule: [Rise(areas=areas)]}, WEEK.plus(later))
    assert Alert.objects.count() == 2


def test_another_rule_has_alerts_of_its_own() -> None:
    one, other = build_watch_rule(), build_watch_rule("hospital")
    run_week({one: [Rise()], other: [Rise()]})
    assert {alert.rule for alert in Alert.objects.all()} == {one, other}


def test_an_alert_that_was_judged_is_closed_and_the_next_week_is_a_new_one() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise()]})
    judge(Alert.objects.get())
    run_week({rule: [Rise()]}, WEEK.plus(1))
    assert [each.status for each in Alert.objects.order_by("pk")] == ["judged", "new"]


def test_raising_the_same_edition_again_changes_nothing() -> None:
    edition = stored_week({build_watch_rule(): [Rise(), Rise(areas=[COLD])]})
    build_member(Role.LEAD)
    raise_alerts(edition=edition, at=AT)
    again = raise_alerts(edition=edition, at=AT + A_DAY)
    assert (Alert.objects.count(), Sighting.objects.count()) == (2, 2)
    assert not any(again.alerts.values())
    assert Notice.objects.count() == 1


def test_a_later_run_of_the_week_takes_the_place_of_an_earlier_one_and_both_are_kept() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise(observed=31)]})
    found = run_week({rule: [Rise(observed=28)]}, at=AT + A_DAY)
    assert list(found.alerts[How.SEEN_AGAIN]) == [Alert.objects.get()]
    seen = Sighting.objects.order_by("pk").values_list("observed", "is_current")
    assert list(seen) == [(31, False), (28, True)]


def test_a_week_run_again_that_no_longer_finds_the_rise_leaves_the_alert_to_be_answered() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise()]})
    run_week({rule: []}, at=AT + A_DAY)
    alert = Alert.objects.get()
    assert alert.status == "new"
    assert not alert.sightings.get().is_current


def test_raising_an_earlier_run_late_does_not_put_a_later_one_behind_it() -> None:
    rule = build_watch_rule()
    earlier = stored_week({rule: [Rise(observed=31)]})
    raise_alerts(edition=earlier, at=AT)
    run_week({rule: [Rise(observed=28)]}, at=AT + A_DAY)
    raise_alerts(edition=earlier, at=AT + A_DAY)
    assert Sighting.objects.get(is_current=True).observed == 28


def test_weeks_run_out_of_order_join_the_alert_they_lead_up_to() -> None:
    rule = build_watch_rule()
    for week in (WEEK, WEEK.plus(-1), WEEK.plus(-2)):
        run_week({rule: [Rise()]}, week)
    alert = Alert.objects.get()
    assert (alert.first_week, alert.last_week) == ("2025-W28", "2025-W30")


def test_a_new_alert_waits_two_working_days_for_those_who_answer() -> None:
    run_week({build_watch_rule(): [Rise()]})
    item = Item.objects.get()
    assert item.kind == "alert_to_acknowledge"
    assert item.title == "Look into an alert: Violence with injury by district, Alderwick"
    assert item.roles == "|contributor|lead|"
    # AT is a Wednesday.
    assert item.due_on == AT.date() + 2 * A_DAY


def test_an_alert_that_goes_on_waits_once() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise()]})
    run_week({rule: [Rise()]}, WEEK.plus(1))
    assert Item.objects.count() == 1


def test_one_notice_tells_contributors_and_leads_of_the_whole_week() -> None:
    told = {build_member(Role.LEAD), build_member(Role.CONTRIBUTOR)}
    build_member(Role.VIEWER)
    run_week({build_watch_rule(): [Rise(), Rise(areas=[COLD])]})
    notices = Notice.objects.all()
    assert {each.user for each in notices} == told
    assert {each.subject for each in notices} == {"2 new alerts: week of 21 July 2025"}
    assert "New: Violence with injury rose in Cold." in notices[0].words


def test_a_quiet_week_tells_nobody() -> None:
    build_member(Role.LEAD)
    run_week({build_watch_rule(): []})
    assert not Notice.objects.exists()


def test_a_restricted_week_is_not_told_of_in_mail() -> None:
    build_member(Role.LEAD)
    run_week({build_watch_rule(): [Rise()]}, profile="police-public")
    assert Notice.objects.get().restricted
    assert not OutgoingMail.objects.filter(text__contains="Alderwick").exists()


def test_the_ledger_says_what_a_week_brought() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise()]})
    run_week({rule: [Rise()]}, WEEK.plus(1))
    facts = Entry.objects.filter(event="alerts_raised").latest("number").facts
    assert facts == {"week": "2025-W31", "new": 0, "goes_on": 1, "seen_again": 0}


def test_a_rule_that_was_replaced_is_not_given_the_alerts_of_the_new_one() -> None:
    old = build_watch_rule(status=registering.Status.OFF)
    new = build_watch_rule(switched_on_at=AT, replaces=old)
    run_week({new: [Rise()]}, at=AT + A_DAY)
    assert Alert.objects.get().rule == new


def test_a_week_made_under_the_old_rule_stays_the_old_rules() -> None:
    old = build_watch_rule(status=registering.Status.OFF)
    build_watch_rule(switched_on_at=AT + A_DAY, replaces=old)
    run_week({old: [Rise()]}, at=AT)
    assert Alert.objects.get().rule == old


def test_a_week_of_one_area_leaves_what_the_rule_of_that_name_saw_in_another() -> None:
    old = build_watch_rule(area_code="Z99D00001", status=registering.Status.OFF)
    new = build_watch_rule(replaces=old)
    run_week({old: [Rise()]}, area_code="Z99D00001")
    run_week({new: [Rise()]}, at=AT + A_DAY)
    assert [each.is_current for each in Sighting.objects.order_by("pk")] == [True, True]


def test_nothing_is_raised_of_a_rule_that_nobody_switched_on() -> None:
    draft = build_watch_rule(status=registering.Status.DRAFT, switched_on_at=None)
    with pytest.raises(RuleNotKeptError, match="injury-by-district"):
        run_week({draft: [Rise()]})
    assert not Alert.objects.exists()


def test_a_rule_of_another_workspace_is_not_taken_for_ours() -> None:
    build_watch_rule(workspace=build_workspace("markshire"))
    mine = build_watch_rule(status=registering.Status.DRAFT, switched_on_at=None)
    with pytest.raises(RuleNotKeptError):
        run_week({mine: [Rise()]})
