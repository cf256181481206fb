"""The page of who lives where a rule speaks: what it says, and what it says when nobody knows."""

import csv
import io

import pytest
from django.core.cache import caches
from django.test import Client

from builders.alerts import build_watch_rule
from builders.algorithms import register_all
from builders.releases import CARDS_SLUG, build_scorecards, published
from builders.watch_register import (
    asked,
    build_words,
    lead_of,
    ready_rule,
    rule_that_is_on,
    written_rule,
)
from builders.watching import FAIRNESS
from builders.web import build_organisation, build_workspace, client_with
from headwater.core import clock
from headwater.web.accounts.roles import Role
from headwater.web.insights.algorithms.models import Algorithm
from headwater.web.insights.algorithms.rules import Pipeline
from headwater.web.insights.watch.changes import rules as changes
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.queries import scorecards

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/early-warning/rules/"
CARDS = f"/early-warning/scorecards/{CARDS_SLUG}/1/"


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    for name in ("default", "pages"):
        caches[name].clear()


def page_of(client: Client, address: str) -> str:
    """What a page says, in one line."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def fairness_of(rule: Rule, role: Role = Role.VIEWER) -> str:
    return page_of(client_with(role), f"{HOME}{rule.reference}/fairness/")


@pytest.mark.parametrize(
    "role", [Role.VIEWER, Role.CONTRIBUTOR, Role.LEAD, Role.APPROVER, Role.AUDITOR]
)
def test_those_who_read_early_warning_read_whom_a_rule_picks(role: Role) -> None:
    page = fairness_of(rule_that_is_on(), role)
    assert FAIRNESS.sentence in page
    assert "Residents by deprivation of their neighbourhood" in page
    for said in ("55.0", "2.75", "20.0 to 50.0", "−20.0", "Not known", "3 of 7 districts"):
        assert said in page
    assert "412,345" in page
    assert "Ethnic group: headwater reads no file" in page
    assert "Town and country: the lake has no class" in page


def test_an_administrator_finds_no_such_page() -> None:
    rule = rule_that_is_on()
    client = client_with(Role.ADMINISTRATOR)
    assert client.get(f"{HOME}{rule.reference}/fairness/").status_code == 404
    assert client.get(f"{HOME}{rule.reference}/fairness.csv").status_code == 404


def test_a_rule_of_another_partnership_is_not_there() -> None:
    rule = rule_that_is_on(build_workspace("fenmark"))
    build_organisation(build_workspace())
    assert client_with(Role.LEAD).get(f"{HOME}{rule.reference}/fairness/").status_code == 404


@pytest.mark.parametrize(
    ("measure", "words", "means"),
    [
        ("weapons_possession", "Mostly found by police", "one alert can bring about the next"),
        ("robbery", "Mostly reported to the police", "it hardly feeds itself"),
        ("hospital_assaults", "Recorded outside the police", "so it does not feed itself"),
    ],
)
def test_it_says_whether_what_is_counted_feeds_itself(measure: str, words: str, means: str) -> None:
    page = fairness_of(ready_rule(measure=measure))
    assert words in page
    assert means in page


def test_before_it_is_worked_out_the_page_says_what_to_wait_for() -> None:
    rule = written_rule()
    page = fairness_of(rule)
    assert "Not worked out yet." in page
    assert "<table" not in page
    assert "fairness.csv" not in page
    assert "A worker is working it out" in fairness_of(asked(rule))


def test_a_rule_registered_before_headwater_worked_it_out_says_how_to_get_it() -> None:
    rule = build_watch_rule(workspace=build_workspace())
    page = fairness_of(rule)
    assert "Not worked out: the rule was registered before" in page
    assert "<table" not in page
    lines = client_with(Role.LEAD).get(f"{HOME}{rule.reference}/fairness.csv")
    assert len(lines.content.decode().strip().splitlines()) == 1


def test_a_rule_that_was_changed_forgets_whom_it_picked() -> None:
    rule = ready_rule()
    assert rule.fairness
    changed = changes.change(
        rule=rule,
        description=build_words(alpha=0.02),
        version=rule.version,
        actor=lead_of(rule.workspace),
        at=clock.now(),
    )
    assert changed.fairness == {}


def test_the_file_has_every_group_with_what_it_rests_on() -> None:
    rule = rule_that_is_on()
    answer = client_with(Role.VIEWER).get(f"{HOME}{rule.reference}/fairness.csv")
    found = list(csv.DictReader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert len(found) == len(FAIRNESS.groups)
    assert found[0]["group"] == "1 most deprived"
    assert found[0]["share_where_alerts"] == "0.55"
    assert (found[0]["difference_low"], found[1]["difference_low"]) == ("0.2", "")
    rests = [found[0][name] for name in ("weeks_with_alerts", "rises", "areas_judged")]
    assert rests == ["14", "12", "7"]


def test_the_page_of_a_rule_says_it_and_leads_there() -> None:
    rule = rule_that_is_on()
    page = page_of(client_with(Role.VIEWER), f"{HOME}{rule.reference}/")
    assert FAIRNESS.sentence in page
    assert f'href="{HOME}{rule.reference}/fairness/"' in page


def test_whoever_switches_a_rule_on_has_read_whom_it_picks() -> None:
    rule = ready_rule()
    assert FAIRNESS.sentence in page_of(client_with(Role.LEAD), f"{HOME}{rule.reference}/on/")


def test_scorecards_that_are_published_say_whom_each_rule_picks() -> None:
    workspace = rule_that_is_on().workspace
    at = clock.now()
    published(build_scorecards(snapshot=scorecards.snapshot(workspace, at), at=at), at=at)
    page = page_of(Client(), CARDS)
    assert "Who lives where each rule speaks" in page
    assert FAIRNESS.sentence in page


def test_scorecards_published_before_that_was_worked_out_are_as_they_were() -> None:
    published(build_scorecards(at=clock.now()), at=clock.now())
    page = page_of(Client(), CARDS)
    assert "Who lives where each rule speaks" not in page


def test_the_register_of_algorithms_leads_to_each_rule_that_is_on() -> None:
    rule, waiting = rule_that_is_on(), ready_rule(title="Robbery by district")
    register_all(rule.workspace)
    entry = Algorithm.objects.get(workspace=rule.workspace, key=Pipeline.EARLY_WARNING)
    here = f"/work/loamshire/algorithms/{entry.reference}/"
    page = page_of(client_with(Role.VIEWER), here)
    assert f'href="{HOME}{rule.reference}/fairness/"' in page
    assert FAIRNESS.sentence in page
    assert waiting.reference not in page

    # Those who do not read early warning, and other entries, have no such table.
    assert "Who lives where it speaks" not in page_of(client_with(Role.ADMINISTRATOR), here)
    other = Algorithm.objects.get(workspace=rule.workspace, key=Pipeline.DISCLOSURE)
    assert "Who lives where it speaks" not in page_of(
        client_with(Role.VIEWER), f"/work/loamshire/algorithms/{other.reference}/"
    )
