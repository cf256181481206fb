"""Pages of alerts: who gets in, what they say, and how an alert is answered."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from builders.alerts import (
    A_DAY,
    ALDER,
    BRACK,
    COLD,
    WEEK,
    Rise,
    build_alert,
    build_watch_rule,
    run_week,
)
from builders.editions_web import AT
from builders.web import (
    actor_of,
    build_member,
    build_organisation,
    build_workspace,
    client_of,
    client_with,
)
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Edition, Picture
from headwater.web.insights.watch.changes import alerts as changes
from headwater.web.insights.watch.models import Alert, Rule
from headwater.web.insights.watch.rules.answering import Verdict
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/early-warning/"
MOST_QUERIES = 25
ANSWERS = ("acknowledge/", "note/", "judge/")
Counted = Callable[..., AbstractContextManager[object]]


def page(alert: Alert, rest: str = "") -> str:
    return f"{HOME}alerts/{alert.reference}/{rest}"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def acknowledged(alert: Alert | None = None) -> Alert:
    lead = actor_of(build_member(Role.LEAD))
    return changes.acknowledge(alert=alert or build_alert(), text="", actor=lead, at=AT)


def judged(alert: Alert, verdict: Verdict = Verdict.FALSE) -> Alert:
    lead = actor_of(build_member(Role.LEAD))
    held = acknowledged(alert)
    return changes.judge(
        alert=held, verdict=verdict, text="Late files", version=held.version, actor=lead, at=AT
    )


# --- the inbox ----------------------------------------------------------------------------------


def test_an_inbox_without_rules_says_what_to_do() -> None:
    build_organisation()
    text = text_of(client_with(Role.LEAD), HOME)
    assert "No rule is on, so nothing is watched" in text
    assert "Write a rule and switch it on" in text


def test_an_inbox_with_a_rule_and_no_week_offers_to_run_one() -> None:
    build_watch_rule()
    assert "Run a week now" in text_of(client_with(Role.LEAD), HOME)
    assert "Run a week now" not in text_of(client_with(Role.VIEWER), HOME)


def test_an_inbox_after_a_quiet_week_says_that_nothing_rose() -> None:
    run_week({build_watch_rule(): []})
    assert "The rules found nothing that chance does not explain" in text_of(
        client_with(Role.VIEWER), HOME
    )


def test_new_alerts_come_first_and_of_those_the_latest_and_most_surprising() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise(areas=[("Z99D00009", "Oldest")])]}, WEEK.plus(-5))
    run_week({rule: [Rise(areas=[("Z99D00008", "Answered")], p_value=1e-6)]}, WEEK.plus(-2))
    acknowledged(Alert.objects.latest("pk"))
    run_week({rule: [Rise(areas=[COLD], p_value=0.004), Rise(areas=[ALDER], p_value=0.0001)]})
    text = text_of(client_with(Role.VIEWER), HOME)
    body = text[text.index("<tbody>") :]
    places = [body.index(name) for name in ("Alderwick", "Cold", "Oldest", "Answered")]
    assert places == sorted(places)
    assert "3 new, 1 being looked into, 0 judged." in text


def test_an_alert_in_the_inbox_says_what_rose_by_how_much_and_until_when_it_waits() -> None:
    build_alert()
    text = text_of(client_with(Role.VIEWER), HOME)
    assert "31" in text
    assert "14.2" in text
    assert "Week of 21 July 2025" in text
    assert "Acknowledge it now: it was due by 6 March 2026" in text


def test_an_alert_that_goes_on_says_for_how_many_weeks_and_counts_once() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise()]})
    run_week({rule: [Rise()]}, WEEK.plus(1))
    assert "1 new, 0 being looked into" in text_of(client_with(Role.VIEWER), HOME)
    assert "2 weeks, the last the week of 28 July 2025" in text_of(client_with(Role.VIEWER), HOME)


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("status=new", {"Brackmere"}),
        ("status=judged", {"Alderwick"}),
        ("verdict=false", {"Alderwick"}),
        ("verdict=true", set()),
        ("area=bracK", {"Brackmere"}),
        ("area=Z99D00001", {"Alderwick"}),
        ("area=ŵern", {"Gŵern"}),
        ("status=nonsense", {"Alderwick", "Brackmere", "Gŵern"}),
    ],
)
def test_the_inbox_is_filtered(asked: str, there: set[str]) -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise(areas=[ALDER]), Rise(areas=[BRACK]), Rise(areas=[("Z9", "Gŵern")])]})
    first, _, third = Alert.objects.order_by("pk")
    judged(first)
    acknowledged(third)
    text = text_of(client_with(Role.VIEWER), f"{HOME}?{asked}")
    shown = {name for name in ("Alderwick", "Brackmere", "Gŵern") if f">{name}</a>" in text}
    assert shown == there


def test_the_inbox_is_filtered_by_rule() -> None:
    one, other = build_watch_rule(), build_watch_rule("knives", title="Knives by district")
    run_week({one: [Rise(areas=[ALDER])], other: [Rise(areas=[BRACK])]})
    text = text_of(client_with(Role.VIEWER), f"{HOME}?rule={other.reference}")
    assert ">Brackmere</a>" in text
    assert ">Alderwick</a>" not in text


def test_the_inbox_has_pages_of_25_that_keep_the_filter() -> None:
    many = [Rise(areas=[(f"Z99D{n:05}", f"Place {n:02}")]) for n in range(30)]
    run_week({build_watch_rule(): many})
    text = text_of(client_with(Role.VIEWER), f"{HOME}?status=new")
    assert "?status=new&amp;page=2" in text
    assert "Place 29" in text_of(client_with(Role.VIEWER), f"{HOME}?status=new&page=2")


def test_the_inbox_as_a_file_has_what_the_page_has_and_hides_what_it_hides() -> None:
    run_week({build_watch_rule(): [Rise(areas=[ALDER, BRACK]), Rise([COLD], is_hidden=True)]})
    answer = client_with(Role.VIEWER).get(f"{HOME}alerts.csv?status=new")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["areas"] for row in rows] == ["Alderwick; Brackmere", "Cold"]
    assert [row["observed"] for row in rows] == ["31", "[c]"]
    assert (rows[1]["expected"], rows[1]["p_value"]) == ("[c]", "[c]")
    assert (rows[0]["status"], rows[0]["weeks"], rows[0]["last_week"]) == ("new", "1", "2025-W30")


@pytest.mark.parametrize("rest", ["", "alerts.csv", "scorecards/", "scorecards/scorecards.csv"])
def test_an_inbox_and_its_files_ask_few_questions_of_the_database(
    rest: str, django_assert_max_num_queries: Counted
) -> None:
    many = [Rise(areas=[(f"Z99D{n:05}", f"Place {n:02}")]) for n in range(30)]
    run_week({build_watch_rule(): many, build_watch_rule("other"): many[:9]})
    client = client_with(Role.LEAD)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(HOME + rest).status_code == 200


# --- one alert ----------------------------------------------------------------------------------


def test_an_alert_says_on_one_page_what_rose_by_how_much_how_sure_where_and_since_when() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise(areas=[ALDER, BRACK])]})
    run_week({rule: [Rise(areas=[ALDER], observed=44)]}, WEEK.plus(1))
    text = text_of(client_with(Role.VIEWER), page(Alert.objects.get()))
    assert "Violence with injury rose in Alderwick. 44 offences were seen" in text
    assert "3.1 times what was to be expected" in text
    assert "1 in 2,500" in text
    assert "2.5 (95% CI 2.0 to 3.1) a year when nothing is going on" in text
    assert "Since the week of 21 July 2025, 2 weeks up to the week of 28 July 2025." in text
    assert "Brackmere (Z99D00002)" in text
    assert "Violence reduction partnership, head of analysis" in text


def test_an_alert_says_what_it_waits_for_before_anything_else() -> None:
    text = text_of(client_with(Role.CONTRIBUTOR), page(build_alert()))
    said = [text.index(words) for words in ("Acknowledge it", "were seen in the week", "Where")]
    assert said == sorted(said)


def test_each_number_of_an_alert_leads_to_how_it_was_made() -> None:
    alert = build_alert()
    edition = Edition.objects.get()
    text = text_of(client_with(Role.VIEWER), page(alert))
    for column in ("observed", "expected", "p_value"):
        href = (
            f"/work/loamshire/assessments/{edition.reference}/number/"
            f"?figure=alerts-injury-by-district%3A1%3A{column}"
        )
        assert href in text
        assert client_with(Role.VIEWER).get(href).status_code == 200


def test_an_alert_shows_its_own_weeks_and_the_map_of_its_rule() -> None:
    run_week({build_watch_rule(): [Rise(areas=[ALDER]), Rise(areas=[BRACK])]})
    second = Alert.objects.order_by("pk")[1]
    text = text_of(client_with(Role.VIEWER), page(second))
    assert "Drawing weeks-injury-by-district-2" in text
    assert "Drawing weeks-injury-by-district-1" not in text
    assert "Drawing places-injury-by-district" in text
    # The judged week and those just before it, of this alert alone.
    assert "Brackmere, 0 weeks before" in text
    assert "Brackmere, 19 weeks before" not in text
    assert "Alderwick, 0 weeks before" not in text


def test_an_alert_with_a_map_alone_says_why_its_weeks_are_not_drawn() -> None:
    alert, viewer = build_alert(), client_with(Role.VIEWER)
    why = "The weeks before are not drawn"
    assert why not in text_of(viewer, page(alert))
    Picture.objects.filter(slug__startswith="weeks-").delete()
    assert why in text_of(viewer, page(alert))
    Picture.objects.all().delete()
    assert why not in text_of(viewer, page(alert))


def test_an_alert_whose_week_was_put_away_leads_nowhere() -> None:
    alert = build_alert()
    Edition.objects.update(status="discarded")
    text = text_of(client_with(Role.VIEWER), page(alert))
    assert "/assessments/E-" not in text
    assert "Numbers of a run that was put away lead nowhere" in text


def test_a_rise_that_fell_into_two_shows_both_week_by_week() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise(areas=[ALDER, BRACK])]})
    run_week({rule: [Rise(areas=[ALDER], observed=21), Rise([BRACK], observed=17)]}, WEEK.plus(1))
    text = text_of(client_with(Role.VIEWER), page(Alert.objects.get()))
    rows = text[text.index("Week by week") : text.index("What else is near")]
    assert rows.count("Week of 28 July 2025") == 2
    assert "Alderwick and Brackmere" in text
    assert all(f">{number}<" in rows for number in (21, 17, 31))


def test_what_is_hidden_is_hidden_on_the_page_of_an_alert() -> None:
    text = text_of(client_with(Role.VIEWER), page(build_alert(rise=Rise(is_hidden=True))))
    assert "[c]" in text
    assert "14.2" not in text
    assert "Each number leads" not in text
    assert "times what was to be expected" not in text


def test_an_alert_that_a_later_run_no_longer_finds_says_so_and_can_be_answered() -> None:
    rule = build_watch_rule()
    run_week({rule: [Rise()]})
    run_week({rule: []}, at=AT + A_DAY)
    alert = Alert.objects.get()
    text = text_of(client_with(Role.CONTRIBUTOR), page(alert))
    assert "no longer raises this alert" in text
    assert "No run of these weeks raises this alert any more." not in text
    assert "Acknowledge" in text
    assert "no longer raises it" in text_of(client_with(Role.VIEWER), HOME)


def test_alerts_of_other_rules_in_the_same_place_and_beside_it_are_shown() -> None:
    mine, other, far = build_watch_rule(), build_watch_rule("other"), build_watch_rule("far")
    run_week(
        {
            mine: [Rise(areas=[ALDER])],
            other: [Rise(areas=[ALDER, COLD]), Rise(areas=[BRACK])],
            far: [Rise(areas=[("Z99D00006", "Fallowdale")])],
        }
    )
    draw_outlines({"Z99D00001": 0.0, "Z99D00002": 0.1, "Z99D00006": 0.5})
    text = text_of(client_with(Role.VIEWER), page(Alert.objects.get(rule=mine)))
    near = text[text.index("What else is near") :]
    assert "The same place" in near
    assert "Beside it, in it or around it" in near
    assert "Fallowdale" not in near


def test_a_cluster_of_many_areas_near_an_alert_is_named_in_short() -> None:
    mine, other = build_watch_rule(), build_watch_rule("other")
    many = [ALDER, *((f"Z99L000{at}", f"Street {at}") for at in range(10, 30))]
    run_week({mine: [Rise(areas=[ALDER])], other: [Rise(areas=many)]})
    text = text_of(client_with(Role.VIEWER), page(Alert.objects.get(rule=mine)))
    assert "Alderwick, Street 10, Street 11 and 18 more areas" in text
    assert "Street 12" not in text


def test_an_alert_of_another_time_is_not_near() -> None:
    mine, other = build_watch_rule(), build_watch_rule("other")
    run_week({other: [Rise()]}, WEEK.plus(-2))
    run_week({mine: [Rise()]})
    text = text_of(client_with(Role.VIEWER), page(Alert.objects.get(rule=mine)))
    assert "No other rule raised an alert here" in text


def test_a_cluster_of_many_weeks_is_near_what_rose_in_any_of_them() -> None:
    mine, scan = build_watch_rule(), build_watch_rule("clusters", method="scan")
    run_week({mine: [Rise()]}, WEEK.plus(-2))
    run_week({scan: [Rise(weeks=4)]})
    text = text_of(client_with(Role.VIEWER), page(Alert.objects.get(rule=mine)))
    assert "The same place" in text


def draw_outlines(places: dict[str, float]) -> None:
    """Squares a tenth of a degree wide, at these longitudes."""
    edition = Edition.objects.get()
    features = [
        {
            "id": code,
            "geometry": {
                "coordinates": [[[[x, 0], [x + 0.1, 0], [x + 0.1, 0.1], [x, 0.1], [x, 0]]]]
            },
        }
        for code, x in places.items()
    ]
    import json

    path = Path(settings.EDITIONS) / edition.folder / "outlines.geojson"
    path.write_text(json.dumps({"features": features}), encoding="utf-8")


def test_an_alert_asks_few_questions_of_the_database(
    django_assert_max_num_queries: Counted,
) -> None:
    rules = [build_watch_rule(f"rule-{n}") for n in range(12)]
    for back in range(6):
        run_week({rule: [Rise(areas=[ALDER, BRACK])] for rule in rules}, WEEK.plus(-back))
    alert = Alert.objects.filter(rule=rules[0]).first()
    assert alert is not None
    client = client_with(Role.LEAD)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(page(alert)).status_code == 200


# --- who gets in --------------------------------------------------------------------------------


@pytest.mark.parametrize("rest", ["", *ANSWERS])
def test_an_alert_of_another_workspace_is_not_there(rest: str) -> None:
    elsewhere = build_workspace("markshire")
    alert = build_alert(build_watch_rule(workspace=elsewhere))
    assert client_with(Role.LEAD).get(page(alert, rest)).status_code == 404
    there = f"/work/markshire/early-warning/alerts/{alert.reference}/{rest}"
    assert client_with(Role.LEAD).get(there).status_code == 404


@pytest.mark.parametrize("rest", ANSWERS)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_contributors_and_leads_answer(rest: str, role: Role) -> None:
    alert = build_alert()
    assert client_with(role).get(page(alert, rest)).status_code == 404
    assert client_with(role).post(page(alert, rest), {"text": "x"}).status_code == 404


def test_a_viewer_sees_an_alert_without_anything_to_answer() -> None:
    text = text_of(client_with(Role.VIEWER), page(build_alert()))
    assert "<textarea" not in text


def test_an_administrator_finds_no_alert() -> None:
    assert client_with(Role.ADMINISTRATOR).get(page(build_alert())).status_code == 404


# --- answering ----------------------------------------------------------------------------------


def test_a_contributor_acknowledges_an_alert_from_its_page() -> None:
    alert = build_alert()
    client = client_with(Role.CONTRIBUTOR)
    said = {"text": "Ask the night-time economy team"}
    text = client.post(page(alert, "acknowledge/"), said, follow=True).content.decode()
    assert "You look into this alert" in text
    assert "Ask the night-time economy team" in text
    assert "Contributor Person" in text
    assert "Judge it by" in text
    alert.refresh_from_db()
    assert alert.status == "acknowledged"


def test_acknowledging_what_somebody_else_acknowledged_keeps_the_words() -> None:
    alert = acknowledged()
    answer = client_with(Role.CONTRIBUTOR).post(page(alert, "acknowledge/"), {"text": "My words"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Somebody has acknowledged this alert already" in text
    assert "My words" in text
    assert "Error:" in text


def test_what_was_done_is_added_to_the_timeline() -> None:
    alert = acknowledged()
    client = client_with(Role.CONTRIBUTOR)
    text = client.post(page(alert, "note/"), {"text": "Patrol moved"}, follow=True).content.decode()
    assert "Done or found" in text
    assert "Patrol moved" in text


def test_an_empty_note_is_asked_for_again() -> None:
    answer = client_with(Role.LEAD).post(page(acknowledged(), "note/"), {"text": "  "})
    assert answer.status_code == 422
    assert "Enter what was done or found" in answer.content.decode()


def test_nothing_is_added_to_an_alert_that_nobody_looks_into() -> None:
    answer = client_with(Role.LEAD).post(page(build_alert(), "note/"), {"text": "Words"})
    assert answer.status_code == 422
    assert "Acknowledge it first" in answer.content.decode()


def test_a_lead_judges_an_alert_and_it_says_so() -> None:
    alert = acknowledged()
    client = client_with(Role.LEAD)
    assert "More really happened than usual" in text_of(client, page(alert, "judge/"))
    said = {"verdict": "true", "text": "The hospital saw it too", "version": alert.version}
    text = client.post(page(alert, "judge/"), said, follow=True).content.decode()
    assert "Judged true" in text
    assert "The hospital saw it too" in text
    assert not Item.objects.filter(closed_at=None).exists()


def test_a_verdict_without_a_reason_is_asked_for_again_and_keeps_the_choice() -> None:
    alert = acknowledged()
    said = {"verdict": "unknown", "text": "", "version": alert.version}
    answer = client_with(Role.LEAD).post(page(alert, "judge/"), said)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Enter how you know" in text
    assert 'value="unknown" checked' in text


def test_judging_anew_keeps_what_was_said_before() -> None:
    alert = judged(build_alert())
    client = client_with(Role.LEAD)
    said = {"verdict": "true", "text": "It went on", "version": alert.version}
    text = client.post(page(alert, "judge/"), said, follow=True).content.decode()
    assert "Late files" in text
    assert "It went on" in text
    alert.refresh_from_db()
    assert alert.verdict == "true"


def test_two_who_judge_at_once_see_both_and_nothing_is_lost() -> None:
    alert = acknowledged()
    opened = alert.version
    judged_by_another = actor_of(build_member(Role.LEAD, name="Another Lead"))
    changes.judge(
        alert=alert,
        verdict=Verdict.FALSE,
        text="Theirs",
        version=opened,
        actor=judged_by_another,
        at=AT,
    )
    client = client_of(build_member(Role.LEAD))
    said = {"verdict": "true", "text": "Mine", "version": opened}
    answer = client.post(page(alert, "judge/"), said)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Theirs" in text
    assert "Mine" in text
    alert.refresh_from_db()
    assert alert.verdict == "false"
    again = {**said, "version": alert.version}
    assert client.post(page(alert, "judge/"), again).status_code == 302
    alert.refresh_from_db()
    assert alert.verdict == "true"


# --- scorecards ---------------------------------------------------------------------------------


def test_scorecards_without_rules_say_what_stands_there_later() -> None:
    build_organisation()
    assert "No rule has been switched on yet" in text_of(
        client_with(Role.VIEWER), f"{HOME}scorecards/"
    )


def test_a_scorecard_sets_false_alarms_expected_beside_those_found() -> None:
    rule = build_watch_rule()
    for back in range(8):
        run_week({rule: [Rise(areas=[(f"Z99D{back:05}", f"Place {back}")])]}, WEEK.plus(-back))
    for at, alert in enumerate(Alert.objects.order_by("pk")[:6]):
        judged(alert, Verdict.TRUE if at < 4 else Verdict.FALSE)
    client = client_with(Role.VIEWER)
    text = text_of(client, f"{HOME}scorecards/{rule.reference}/")
    # 4 of 6, with Wilson's interval.
    assert "67% (30 to 90), 4 of 6" in text
    # 2.5 a year for 8 weeks.
    assert "0.4 (0.3 to 0.5)" in text
    assert "look at it again" in text
    assert rule.title in text_of(client, f"{HOME}scorecards/")


def test_a_scorecard_of_few_judged_alerts_claims_nothing() -> None:
    rule = build_watch_rule()
    judged(build_alert(rule), Verdict.TRUE)
    text = text_of(client_with(Role.VIEWER), f"{HOME}scorecards/{rule.reference}/")
    assert "Only 1 alert was judged true or false. That is too few" in text


def test_scorecards_as_a_file() -> None:
    rule = build_watch_rule()
    judged(build_alert(rule), Verdict.TRUE)
    answer = client_with(Role.VIEWER).get(f"{HOME}scorecards/scorecards.csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (row["rule"], row["weeks_run"], row["judged_true"]) == ("injury-by-district", "1", "1")


def test_a_scorecard_of_a_rule_that_was_never_on_or_of_another_workspace_is_not_there() -> None:
    draft = build_watch_rule(status="draft", switched_on_at=None)
    theirs: Rule = build_watch_rule(workspace=build_workspace("markshire"))
    for rule in (draft, theirs):
        address = f"{HOME}scorecards/{rule.reference}/"
        assert client_with(Role.LEAD).get(address).status_code == 404
