"""What the Duty asks, by day."""

from datetime import date, timedelta

import pytest

from headwater.core.errors import NotFoundError
from headwater.rulebook import Level, obligation, obligations, obligations_on, readiness_domains
from headwater.web.partners.rules.duty import StatutoryRole

COMMENCED = date(2023, 1, 31)
STANDINGS = {"specified", "relevant"}


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
