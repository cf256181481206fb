"""The values in the tables, and the questions asked of them."""

from itertools import pairwise

import pytest

from headwater import rulebook
from headwater.core.errors import NotFoundError


def test_the_standard_population_is_the_published_one() -> None:
    bands = rulebook.standard_population()
    assert sum(band.persons for band in bands) == 100_000
    assert len(bands) == 19
    assert (bands[0].age_from, bands[-1].age_from, bands[-1].age_to) == (0, 90, 120)
    assert all(a.age_to + 1 == b.age_from for a, b in pairwise(bands))


def test_a_cost_is_brought_to_another_years_prices_by_the_ratio_of_the_index() -> None:
    # 11,320 x 100 / 74.5804 = 15,178.25
    uprated = rulebook.uprate(11_320, from_year="2015-16", to_year="2024/25")
    assert uprated == pytest.approx(15_178.25, abs=0.01)


def test_a_price_year_that_is_not_held_is_refused() -> None:
    with pytest.raises(NotFoundError, match=r"no price year \[1999-00\].*2015-16"):
        rulebook.uprate(1, from_year="1999-00", to_year="2024-25")


def test_prices_never_fall_and_years_have_no_gap() -> None:
    rows = rulebook.gdp_deflators()
    assert [row.year for row in rows] == [f"{y}-{y % 100 + 1:02d}" for y in range(2015, 2026)]
    assert [row.index for row in rows] == sorted(row.index for row in rows)


@pytest.mark.parametrize(
    ("code", "days", "cost"),
    [
        ("1", 5475, 3_217_740),
        ("8N", 365, 14_050),
        ("34B", 365, 11_320),
        ("34A", 365, None),
        ("19C", 2555, 39_360),
        ("10D", 273.75, None),
        ("105A", 10, 5_930),
    ],
)
def test_an_offence_weighs_what_its_sub_group_weighs(
    code: str, days: float, cost: float | None
) -> None:
    weight, money = rulebook.harm_weight_of_code(code), rulebook.unit_cost_of_code(code)
    assert (weight.days, weight.basis) == (days, "sub-group median")
    assert (money.cost_gbp if money else None) == cost


def test_cautions_come_with_harm_and_cost() -> None:
    assert "not confirmed" in rulebook.harm_caution()
    assert "Medians hide rare severe offences" in rulebook.harm_caution()
    assert "Never a cash saving" in rulebook.cost_caution()


@pytest.mark.parametrize(
    ("table", "profile", "small", "shown", "round_to"),
    [
        ("recorded_crimes", "police", 4, 5, 1),
        ("ed_assaults", "istv", 7, 8, 5),
        ("ambulance_incidents", "istv", 7, 8, 5),
        ("fire_incidents", "public", 4, 5, 5),
    ],
)
def test_each_dataset_goes_out_under_its_rule(
    table: str, profile: str, small: int, shown: int, round_to: int
) -> None:
    rule = rulebook.profile_for(table)
    assert (rule.id, rule.round_to) == (profile, round_to)
    assert [rule.hides(n) for n in (0, 1, small, shown)] == [False, True, True, False]


@pytest.mark.parametrize("table", ["crimes", "crime_outcomes", "stop_searches", "services"])
def test_published_numbers_and_capacities_are_not_hidden(table: str) -> None:
    assert not rulebook.profile_for(table).hides(1)


def test_a_best_fit_fraction_below_the_limit_is_hidden_too() -> None:
    assert rulebook.suppression_profile("police").hides(0.3)
    assert rulebook.suppression_profile("police").hides(4.4)
    assert not rulebook.suppression_profile("police").hides(4.6)


def test_an_unknown_table_has_no_rule_to_go_out_under() -> None:
    with pytest.raises(NotFoundError, match=r"no suppression profile for the table \[cases\]"):
        rulebook.profile_for("cases")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Robbery", "robbery"),
        ("violence and sexual offences", "violent-crime"),
        ("Violent crime", "violent-crime"),
        ("Public disorder and weapons", "public-order"),
        ("shoplifting", "shoplifting"),
    ],
)
def test_labels_new_and_old_lead_to_a_crime_type(name: str, slug: str) -> None:
    assert rulebook.police_uk_category(name).slug == slug


@pytest.mark.parametrize(
    ("ratio", "name"),
    [(0, "none"), (0.24, "severe"), (0.25, "partial"), (0.75, "adequate"), (1.25, "surplus")],
)
def test_capacity_over_need_has_a_name(ratio: float, name: str) -> None:
    assert rulebook.gap_class(ratio).id == name


def test_a_gap_ratio_cannot_be_negative() -> None:
    with pytest.raises(NotFoundError, match=r"\[-0.1\]"):
        rulebook.gap_class(-0.1)


def test_the_share_unknown_to_police_is_a_range_with_its_sources() -> None:
    found = rulebook.unknown_to_police_range()
    assert (found.low, found.high) == (0.5, 0.8)
    assert len(found.sources) == 3


@pytest.mark.parametrize(
    ("approach", "impact", "harmful"),
    [
        ("mentoring", rulebook.Impact.MODERATE, False),
        ("focused_deterrence", rulebook.Impact.HIGH, False),
        ("knife_crime_education", rulebook.Impact.NO_CLEAR_EVIDENCE, False),
        ("boot_camps", rulebook.Impact.HARMFUL, True),
        ("street_lighting", rulebook.Impact.NOT_READ, False),
    ],
)
def test_an_approach_carries_its_band(
    approach: str, impact: rulebook.Impact, harmful: bool
) -> None:
    found = rulebook.toolkit_approach(approach)
    assert (found.impact, found.harmful) == (impact, harmful)


def test_no_evidence_score_is_invented() -> None:
    rows = rulebook.evidence_toolkit()
    assert all(row.evidence_quality is None and row.cost_band is None for row in rows)


@pytest.mark.parametrize(
    ("threshold", "value"),
    [("dsr_minimum_events", 10), ("exact_interval_below", 10), ("wide_interval_confidence", 0.998)],
)
def test_thresholds_are_looked_up_by_name(threshold: str, value: float) -> None:
    assert rulebook.threshold(threshold).value == value


@pytest.mark.parametrize(
    ("look_up", "kind"),
    [
        (rulebook.unit_cost, "unit cost"),
        (rulebook.suppression_profile, "suppression profile"),
        (rulebook.toolkit_approach, "approach"),
        (rulebook.threshold, "threshold"),
        (rulebook.publisher, "publisher"),
        (rulebook.police_uk_category, "police.uk crime type"),
        (rulebook.harm_weight_of_subgroup, "harm weight by prc_subgroup"),
    ],
)
def test_a_name_that_is_not_there_is_bracketed(look_up: object, kind: str) -> None:
    assert callable(look_up)
    with pytest.raises(NotFoundError, match=rf"no {kind} \[nowhere\]"):
        look_up("nowhere")


def test_the_crime_domain_is_left_out_when_explaining_violence() -> None:
    domains = rulebook.deprivation_domains()
    assert [d.domain for d in domains if d.leave_out_when_explaining_violence] == ["crime"]
    assert sum(d.weight_percent for d in domains) == pytest.approx(100, abs=0.2)
