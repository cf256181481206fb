"""What the Duty asks, of whom, where it stands, and by which guidance."""

import re
from datetime import date, timedelta

import pytest

from headwater.core.errors import NotFoundError
from headwater.rulebook import (
    Force,
    Level,
    obligation,
    obligations,
    obligations_on,
    readiness_domains,
)
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.thread import kinds

COMMENCED = date(2023, 1, 31)
STANDINGS = {"specified", "relevant"}
THE_ACT = "Police, Crime, Sentencing and Courts Act 2022, Part 2 Chapter 1"
THE_REGULATIONS = "Prevention and Reduction of Serious Violence (Strategies etc.) Regulations 2022"
OF_THE_ACT = {
    "8": "collaborate plan_together identify_kinds identify_causes prepare_strategy "
    "implement_strategy consult_relevant give_actions review_strategy",
    "9": "relevant_area area_consult_relevant consult_specified invite_prescribed",
    "13": "weigh_factors",
    "14": "monitor assist report convene",
    "15": "work_unasked answer_specified answer_relevant carry_out_actions relevant_together",
    "16": "disclose_lawfully",
    "17": "give_information use_for_monitoring",
    "18": "follow_directions",
    "19": "regard_guidance",
}
"""By section. Sections 10 to 12 say who may be named, and 20 to 23 change and make other law."""
POWERS = {
    "give_actions", "relevant_area", "invite_prescribed", "monitor", "assist", "report",
    "convene", "work_unasked", "csp_combination",
}  # fmt: skip
GUIDANCE_UPDATED = date(2023, 6, 22)


def _number(section: str) -> str:
    return re.match(r"\d*", section)[0]  # type: ignore[index]


@pytest.mark.parametrize("section", OF_THE_ACT)
def test_what_a_section_of_the_act_asks_is_all_there(section: str) -> None:
    found = [x.id for x in obligations() if x.act == THE_ACT and _number(x.section) == section]
    assert found == OF_THE_ACT[section].split()


def test_nothing_is_said_to_stand_in_another_section_of_the_act() -> None:
    found = {_number(each.section) for each in obligations() if each.act == THE_ACT}
    assert found == set(OF_THE_ACT)


@pytest.mark.parametrize(
    ("act", "ids"),
    [
        (THE_REGULATIONS, "publish_strategy publish_revised leave_out send_strategy"),
        ("Crime and Disorder Act 1998", "csp_strategy csp_combination"),
    ],
)
def test_what_the_regulations_and_the_act_of_1998_ask_is_all_there(act: str, ids: str) -> None:
    assert [each.id for each in obligations() if each.act == act] == ids.split()


def test_what_the_law_only_allows_is_not_said_to_be_a_must() -> None:
    assert {each.id for each in obligations() if each.force is Force.POWER} == POWERS


def test_everybody_who_decides_what_is_serious_must_weigh_the_four_factors() -> None:
    asked = obligation("weigh_factors")
    assert asked.owed_by == ("specified",)
    for factor in ("maximum penalty", "impact on any victim", "prevalent", "community"):
        assert factor in asked.text


def test_another_area_is_chosen_for_the_same_work_and_with_the_same_consultation() -> None:
    for part in ("kinds", "causes", "prepare and carry out a strategy"):
        assert part in obligation("relevant_area").text
    for name in ("area_consult_relevant", "consult_specified"):
        assert obligation(name).force is Force.MUST


def test_every_obligation_of_the_duty_names_the_day_of_its_guidance() -> None:
    of_the_duty = [each for each in obligations() if each.act in (THE_ACT, THE_REGULATIONS)]
    assert {each.guidance_updated for each in of_the_duty} == {GUIDANCE_UPDATED}
    assert all(bool(each.guidance) == bool(each.guidance_updated) for each in obligations())


def test_guidance_is_said_with_its_version() -> None:
    assert obligation("weigh_factors").guidance_words == (
        "Home Office, Preventing and reducing serious violence, as updated on 22 June 2023"
    )
    assert obligation("csp_plan").guidance_words == ""


def test_every_kind_of_evidence_can_be_tied() -> None:
    named = {kind for each in obligations() for kind in each.evidence_kinds}
    assert {kind for kind in named if kinds.kind(kind) is None} == set()


def test_the_chapter_holds_from_the_day_it_commenced_and_not_the_day_before() -> None:
    before = {each.id for each in obligations_on(COMMENCED - timedelta(days=1))}
    after = {each.id for each in obligations_on(COMMENCED)}
    assert "collaborate" not in before
    assert {"collaborate", "consult_relevant", "carry_out_actions"} <= after - before


def test_a_later_act_adds_an_obligation_on_its_own_day() -> None:
    begins = obligation("child_information").starts_on
    gained = set(obligations_on(begins)) - set(obligations_on(begins - timedelta(days=1)))
    assert {each.id for each in gained} == {"child_information"}


def test_everybody_named_is_somebody_the_partnership_knows() -> None:
    known = {role.value for role in StatutoryRole} | STANDINGS
    assert {name for each in obligations() for name in each.owed_by} <= known


def test_names_are_unique_and_an_unknown_one_is_said_to_be() -> None:
    names = [each.id for each in obligations()]
    assert len(set(names)) == len(names)
    with pytest.raises(NotFoundError, match="nothing_of_the_kind"):
        obligation("nothing_of_the_kind")


def test_every_obligation_can_be_shown_to_be_met() -> None:
    assert all(each.evidence_kinds and each.evidence_months >= 1 for each in obligations())


def test_every_level_of_every_domain_means_something_else() -> None:
    domains = readiness_domains()
    said = [domain.meaning(level) for domain in domains for level in Level]
    assert len(domains) == 9
    assert len(set(said)) == 9 * len(Level)
