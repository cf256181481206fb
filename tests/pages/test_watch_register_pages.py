"""Pages of the register of rules: who gets in, what they say, what they refuse."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from builders.algorithms import register_all
from builders.watch_register import (
    asked,
    build_words,
    lead_of,
    ready_rule,
    rule_that_is_on,
    switched_on,
    worked_out,
    written_rule,
)
from builders.web import build_organisation, build_workspace, client_with
from headwater.core import clock
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.insights.watch.changes import rules as changes
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.rules.registering import Status

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/early-warning/rules/"
DAY = timedelta(days=1)


def answers(**given: object) -> dict[str, object]:
    """What a browser sends from the form."""
    ends = timezone.localdate() + 90 * DAY
    return {
        "title": "Knife crime by district",
        "purpose": "Tell districts early of a rise",
        "owner": "Violence reduction partnership",
        "measure": "knife_crime",
        "area_code": "Z99P00001",
        "level": "lad",
        "method": "farrington",
        "alpha": "0.005",
        "least_cases": "5",
        "delay_weeks": "4",
        "expires_on_day": ends.day,
        "expires_on_month": ends.month,
        "expires_on_year": ends.year,
        **given,
    }


def page_of(client: Client, address: str) -> str:
    """What a page says, in one line."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_list_says_what_is_watched_and_how_often_that_is_wrong() -> None:
    rule_that_is_on()
    page = page_of(client_with(Role.VIEWER), HOME)
    assert "Knife crime by district" in page
    assert "2.5" in page
    assert "2.0 to 3.1" in page
    assert "Write a rule" not in page


def test_an_empty_register_says_what_to_do() -> None:
    build_organisation(build_workspace())
    assert "A lead writes one" in page_of(client_with(Role.VIEWER), HOME)


@pytest.mark.parametrize(
    ("asked_for", "shown"),
    [("status=on", ["Knife"]), ("words=rob", ["Robbery"]), ("words=loams", ["Knife", "Robbery"])],
)
def test_the_list_is_filtered(asked_for: str, shown: list[str]) -> None:
    rule_that_is_on()
    written_rule(title="Robbery", measure="weapons_possession")
    page = page_of(client_with(Role.VIEWER), f"{HOME}?{asked_for}")
    assert [word for word in ("Knife", "Robbery") if word in page] == shown


def test_the_register_is_a_file_of_one_line_a_rule_that_runs_nothing() -> None:
    rule_that_is_on(title="=1+1")
    text = client_with(Role.VIEWER).get(f"{HOME}rules.csv").content.decode()
    header, line, end = text.split("\r\n")
    assert (header.split(",")[:4], end) == (["reference", "name", "rule", "status"], "")
    assert "'=1+1,On,Knife-enabled offences,Loamshire" in line
    assert ",2.5,2.0,3.1,2000,3,52,7,7," in line


def test_the_form_starts_with_what_is_usual() -> None:
    build_workspace()
    page = page_of(client_with(Role.LEAD), f"{HOME}new/")
    assert "1 in 200" in page
    assert "Loamshire (this partnership" in page
    assert "same time of year in earlier years" in page


def test_a_rule_is_written_for_later() -> None:
    answer = client_with(Role.LEAD).post(f"{HOME}new/", answers())
    rule = Rule.objects.get()
    assert answer.headers["Location"] == f"{HOME}{rule.reference}/"
    assert (rule.status, rule.slug, rule.area_name) == (
        Status.DRAFT, "knife-crime-by-district", "Loamshire",
    )  # fmt: skip


def test_a_rule_is_written_and_worked_out_at_one_press() -> None:
    client_with(Role.LEAD).post(f"{HOME}new/", answers(work_out="yes"))
    assert Rule.objects.get().stands is Status.WORKING


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Enter a name"),
        ({"measure": ""}, "Select what is counted"),
        ({"measure": "happiness"}, "Select what is counted"),
        ({"area_code": "Z99P00077"}, "Select an area"),
        ({"alpha": "0.3"}, "Select the chance of a false alarm"),
        ({"delay_weeks": "27"}, "26"),
        ({"least_cases": "0"}, "1"),
        ({"expires_on_year": "2999"}, "Rule ends on must be"),
    ],
)
def test_wrong_answers_are_named_and_the_others_kept(
    given: dict[str, object], sentence: str
) -> None:
    build_workspace()
    answer = client_with(Role.LEAD).post(f"{HOME}new/", answers(owner="The Board", **given))
    page = answer.content.decode()
    assert "<title>Error: " in page
    assert sentence in page
    assert "The Board" in page
    assert not Rule.objects.exists()


def test_a_rule_that_is_worked_out_says_its_false_alarms_in_words() -> None:
    rule = ready_rule()
    page = page_of(client_with(Role.VIEWER), f"{HOME}{rule.reference}/")
    assert "About 2.5" in page
    assert "alerts a year when nothing is going on" in page
    assert "95% interval 2.0 to 3.1, from 2,000 simulated weeks" in page
    assert "It rests on 96 simulated alerts, so chance leaves it somewhere from 2.0 to 3.1" in page
    assert "half or double" not in page
    assert "It would have spoken 3 times in the last 52 weeks of its own history" in page
    assert "It can judge 7 of 7 areas" in page
    assert "one in 21 weeks" in page
    assert "Switch on</a>" not in page


def test_a_rule_whose_simulation_hardly_spoke_says_that_its_number_is_rough() -> None:
    rule = worked_out(written_rule(), a_year=0.052, low=0.006, high=0.188)
    page = page_of(client_with(Role.VIEWER), f"{HOME}{rule.reference}/")
    assert "It rests on 2 simulated alerts" in page
    assert "the true number may be half or double" in page


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        (0, "None: every week that was supplied is judged"),
        (1, "The latest week of a supply, which is not judged"),
        (4, "The latest 4 weeks of a supply, which are not judged"),
    ],
)
def test_a_rule_says_which_weeks_it_leaves(weeks: int, said: str) -> None:
    rule = written_rule(delay_weeks=weeks)
    assert said in page_of(client_with(Role.VIEWER), f"{HOME}{rule.reference}/")


def test_a_rule_that_speaks_too_often_says_so() -> None:
    rule = worked_out(written_rule(), a_year=60.7, judged_areas=2)
    page = page_of(client_with(Role.LEAD), f"{HOME}{rule.reference}/")
    assert "more than one a week" in page
    assert "Areas that cannot be judged" in page


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.APPROVER, Role.AUDITOR])
def test_only_a_lead_is_offered_what_only_a_lead_may_do(role: Role) -> None:
    rule = written_rule()
    page = page_of(client_with(role), f"{HOME}{rule.reference}/")
    for words in ("Change</a>", "Put away", "Work out its false alarms"):
        assert words not in page


def test_while_it_is_worked_out_the_page_asks_again_and_then_no_more() -> None:
    rule = asked(written_rule())
    client = client_with(Role.VIEWER)
    here = f"{HOME}{rule.reference}/"
    assert f'data-poll-url="{here}progress/"' in page_of(client, here)
    assert "data-poll-url" in page_of(client, f"{here}progress/")
    changes.keep_failure(
        rule=changes.begin(reference=rule.reference), sentence="Too few weeks.", at=clock.now()
    )
    assert "data-poll-url" not in page_of(client, f"{here}progress/")
    assert "Too few weeks." in page_of(client, here)


def test_a_rule_is_asked_to_be_worked_out_from_its_page() -> None:
    rule = written_rule()
    client = client_with(Role.LEAD)
    client.post(f"{HOME}{rule.reference}/work-out/", {"version": rule.version})
    rule.refresh_from_db()
    assert rule.stands is Status.WORKING


def test_the_page_before_switching_on_shows_what_is_to_be_borne() -> None:
    rule_that_is_on(title="Robbery")
    rule = ready_rule()
    page = page_of(client_with(Role.LEAD), f"{HOME}{rule.reference}/on/")
    assert "About 2.5" in page
    assert "With the 1 other rule that is on, expect about 5.0 false alarms a year." in page
    assert f'value="{rule.seal}"' in page


def test_a_lead_switches_a_rule_on_with_the_seal_of_that_page() -> None:
    rule = ready_rule()
    answer = client_with(Role.LEAD).post(
        f"{HOME}{rule.reference}/on/", {"version": rule.version, "seal": rule.seal}
    )
    assert answer.headers["Location"] == f"{HOME}{rule.reference}/"
    rule.refresh_from_db()
    assert rule.stands is Status.ON


def test_false_alarms_that_were_not_seen_are_shown_first() -> None:
    rule = ready_rule()
    seen = {"version": rule.version, "seal": rule.seal}
    again = changes.change(
        rule=rule,
        description=build_words(alpha=0.02),
        version=rule.version,
        actor=lead_of(rule.workspace),
        at=clock.now(),
    )
    now = worked_out(again, a_year=9.9)
    answer = client_with(Role.LEAD).post(f"{HOME}{rule.reference}/on/", seen)
    page = answer.content.decode()
    assert "Somebody else changed the rule" in page
    assert "About 9.9" in page
    assert f'value="{now.seal}"' in page
    now.refresh_from_db()
    assert now.stands is Status.READY


def test_a_rule_changed_while_it_is_switched_on_says_where_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = ready_rule()
    seen = {"version": rule.version, "seal": rule.seal}

    def overtaken(**_: object) -> None:
        Rule.objects.filter(pk=rule.pk).update(status="draft", expected={}, seal="")
        raise ChangedMeanwhileError(what="rule")

    monkeypatch.setattr(changes, "switch_on", overtaken)
    answer = client_with(Role.LEAD).post(f"{HOME}{rule.reference}/on/", seen)
    assert answer.status_code == 422
    assert "Being written" in answer.content.decode()


def test_a_rule_that_another_took_the_place_of_is_not_offered_to_be_copied() -> None:
    old = rule_that_is_on()
    told: dict[str, Any] = {"actor": lead_of(old.workspace), "at": clock.now()}
    switched_on(worked_out(changes.copy(rule=old, description=build_words(), **told)))
    assert "Copy and change" not in page_of(client_with(Role.LEAD), f"{HOME}{old.reference}/")


def test_a_rule_that_is_not_worked_out_has_no_page_to_switch_it_on() -> None:
    rule = written_rule()
    answer = client_with(Role.LEAD).get(f"{HOME}{rule.reference}/on/")
    assert answer.status_code == 422
    assert "Being written" in answer.content.decode()


def test_an_approver_switches_a_rule_off_and_says_why() -> None:
    rule = rule_that_is_on()
    client = client_with(Role.APPROVER)
    here = f"{HOME}{rule.reference}/"
    assert "Switch off</a>" in page_of(client, here)
    asked_again = client.post(f"{here}off/", {"version": rule.version}).content.decode()
    assert "Enter why it is switched off" in asked_again
    client.post(f"{here}off/", {"version": rule.version, "reason": "Late files every month"})
    assert "Late files every month" in page_of(client, here)


def test_a_draft_that_is_put_away_never_ran() -> None:
    rule = written_rule()
    client = client_with(Role.LEAD)
    client.post(f"{HOME}{rule.reference}/off/", {"version": rule.version})
    page = page_of(client, f"{HOME}{rule.reference}/")
    assert "Never ran and never will" in page
    assert "scorecard" not in page


def test_an_approver_cannot_put_a_draft_away() -> None:
    rule = written_rule()
    address = f"{HOME}{rule.reference}/off/"
    assert client_with(Role.APPROVER).post(address, {"version": rule.version}).status_code != 302
    rule.refresh_from_db()
    assert rule.stands is Status.DRAFT


def test_an_edit_over_somebody_elses_shows_both_and_loses_nothing() -> None:
    rule = written_rule()
    changes.change(
        rule=rule,
        description=build_words(purpose="Their purpose"),
        version=rule.version,
        actor=lead_of(rule.workspace),
        at=clock.now(),
    )
    client = client_with(Role.LEAD)
    mine = answers(purpose="My purpose", version=rule.version)
    page = client.post(f"{HOME}{rule.reference}/edit/", mine).content.decode()
    assert "Their purpose" in page
    assert "My purpose" in page
    answer = client.post(f"{HOME}{rule.reference}/edit/", {**mine, "version": rule.version + 1})
    assert answer.status_code == 302
    rule.refresh_from_db()
    assert rule.purpose == "My purpose"


def test_a_copy_starts_with_the_same_words_and_is_to_replace_the_rule() -> None:
    rule = rule_that_is_on(alpha=0.001)
    client = client_with(Role.LEAD)
    here = f"{HOME}{rule.reference}/"
    form = page_of(client, f"{here}copy/")
    assert "Tell districts early of a rise" in form
    assert '<option value="0.001" selected' in form
    client.post(f"{here}copy/", answers(alpha="0.0005"))
    new = Rule.objects.exclude(pk=rule.pk).get()
    assert (new.replaces, new.alpha, new.slug) == (rule, 0.000_5, rule.slug)
    assert new.reference in page_of(client, here)
    assert rule.reference in page_of(client, f"{HOME}{new.reference}/")


@pytest.mark.parametrize("name", ["", "edit/", "copy/", "on/", "off/", "progress/"])
def test_a_rule_of_another_partnership_is_not_found(name: str) -> None:
    theirs = rule_that_is_on(build_workspace("elsewhere"))
    client = client_with(Role.LEAD)
    assert client.get(f"{HOME}{theirs.reference}/{name}").status_code == 404
    theirs_home = HOME.replace("loamshire", "elsewhere")
    assert client.get(f"{theirs_home}{theirs.reference}/{name}").status_code == 404


def test_words_of_a_rule_are_only_words() -> None:
    register_all()
    rule = rule_that_is_on(title="<script>x</script>", purpose="{{ 7|add:7 }} <b>", owner="<i>")
    page = page_of(client_with(Role.LEAD), f"{HOME}{rule.reference}/")
    for raw in ("<script>x", "<b>", "<i>"):
        assert raw not in page
