"""Every table keeps the promises of the rulebook."""

import re
import string
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import urlsplit

import pytest

from headwater import rulebook
from headwater.lake.contracts import contract
from headwater.rulebook import Sourced, TableHeader

ACCESSORS: dict[str, Callable[[], Sequence[Sourced]]] = {
    "offence_codes": rulebook.offence_codes,
    "court_codes": rulebook.court_codes,
    "definitions": rulebook.definitions,
    "allocation_assumptions": rulebook.allocation_assumptions,
    "discount_rates": rulebook.discount_rates,
    "optimism_bias": rulebook.optimism_biases,
    "harm_weights": rulebook.harm_weights,
    "unit_costs": rulebook.unit_costs,
    "gdp_deflator": rulebook.gdp_deflators,
    "european_standard_population": rulebook.standard_population,
    "suppression_profiles": rulebook.suppression_profiles,
    "dataset_profiles": rulebook.dataset_profiles,
    "police_uk_categories": rulebook.police_uk_categories,
    "police_uk_historic_labels": rulebook.police_uk_historic_labels,
    "evidence_toolkit": rulebook.evidence_toolkit,
    "risk_and_protective_factors": rulebook.factors,
    "sna_chapters": rulebook.chapters,
    "data_register": rulebook.data_register,
    "istv_methods": rulebook.istv_methods,
    "istv_location_types": rulebook.istv_location_types,
    "gap_classes": rulebook.gap_classes,
    "due_diligence": rulebook.due_diligence,
    "unknown_to_police": rulebook.unknown_to_police,
    "success_measures": rulebook.success_measures,
    "thresholds": rulebook.thresholds,
    "deprivation_domains": rulebook.deprivation_domains,
    "publishers": rulebook.publishers,
    "attributions": rulebook.attributions,
    "glossary": rulebook.glossary,
    "atrs_fields": rulebook.atrs_fields,
    "indicators": rulebook.indicators,
    "bank_holidays": rulebook.bank_holidays,
    "watch_measures": rulebook.watch_measures,
    "watch_recording": rulebook.recordings,
    "duty_obligations": rulebook.obligations,
    "readiness_domains": rulebook.readiness_domains,
    "violence_types": rulebook.violence_types,
    "lawful_gateways": rulebook.lawful_gateways,
    "sharing_rules": rulebook.sharing_rules,
    "outcome_tools": rulebook.outcome_tools,
    "round_questions": rulebook.round_questions,
    "round_eligibility": rulebook.round_eligibility,
    "round_criteria": rulebook.round_criteria,
}
HEAVY = ("numpy", "pandas", "pyarrow", "duckdb", "ibis", "pydantic")


def test_every_table_of_the_register_can_be_asked_for() -> None:
    assert {header.id for header in rulebook.tables()} == set(ACCESSORS)


@pytest.mark.parametrize("header", rulebook.tables(), ids=lambda header: header.id)
def test_every_header_says_what_the_table_is_and_whose(header: TableHeader) -> None:
    assert all((header.title, header.description, header.approver, header.licence))
    assert header.version >= 1
    assert isinstance(header.effective_from, date)


@pytest.mark.parametrize("name", ACCESSORS)
def test_every_row_has_a_source_a_date_and_a_mark_of_trust(name: str) -> None:
    rows = ACCESSORS[name]()
    assert rows
    for row in rows:
        assert row.source.strip()
        assert re.fullmatch(r"(19|20)\d{2}(-(0[1-9]|1[0-2])(-[0-3]\d)?)?", row.source_date)
        assert row.trust in rulebook.Trust


@pytest.mark.parametrize("name", ACCESSORS)
def test_no_row_is_there_twice(name: str) -> None:
    rows = ACCESSORS[name]()
    assert len(set(rows)) == len(rows)


def test_names_are_unique_where_they_are_looked_up() -> None:
    names: dict[str, list[str]] = {
        "offence_codes": [row.code for row in rulebook.offence_codes()],
        "court_codes": [row.court_code for row in rulebook.court_codes()],
        "unit_costs": [row.id for row in rulebook.unit_costs()],
        "profiles": [row.id for row in rulebook.suppression_profiles()],
        "datasets": [row.dataset for row in rulebook.dataset_profiles()],
        "slugs": [row.slug for row in rulebook.police_uk_categories()],
        "approaches": [row.id for row in rulebook.evidence_toolkit()],
        "chapters": [row.id for row in rulebook.chapters()],
        "methods": [row.code for row in rulebook.istv_methods()],
        "locations": [row.code for row in rulebook.istv_location_types()],
        "thresholds": [row.id for row in rulebook.thresholds()],
        "publishers": [row.id for row in rulebook.publishers()],
        "indicators": [row.id for row in rulebook.indicators()],
        "record fields": [row.id for row in rulebook.atrs_fields()],
        "measures to watch": [row.id for row in rulebook.watch_measures()],
        "questions of rounds": [row.id for row in rulebook.round_questions()],
        "rules of rounds": [row.id for row in rulebook.round_eligibility()],
        "criteria of rounds": [row.id for row in rulebook.round_criteria()],
        "terms": [row.term for row in rulebook.glossary()],
        "definitions": [f"{row.id} v{row.version}" for row in rulebook.definitions()],
    }
    assert {name: len(rows) - len(set(rows)) for name, rows in names.items()} == dict.fromkeys(
        names, 0
    )


def test_every_code_in_a_definition_is_a_known_code() -> None:
    known = {row.code for row in rulebook.offence_codes()}
    for definition in rulebook.definitions():
        assert set(definition.codes + definition.knife_flag_codes) <= known
        assert not set(definition.codes) & set(definition.knife_flag_codes)


def test_every_code_in_a_definition_is_on_the_list_partners_consider() -> None:
    listed = {row.code for row in rulebook.offence_codes() if row.serious_violence_list}
    for definition in rulebook.definitions():
        assert set(definition.codes + definition.knife_flag_codes) <= listed


def test_every_definition_weighs_the_four_factors_and_has_a_caution() -> None:
    for row in rulebook.definitions():
        assert all((row.penalty, row.victim_impact, row.prevalence, row.community_impact))
        assert row.cautions
        assert row.sentence.endswith(".")


def test_every_category_in_a_definition_is_a_crime_type_and_the_other_way_round() -> None:
    proxy = {row.slug for row in rulebook.police_uk_categories() if row.in_public_proxy}
    assert set(rulebook.definition("public_proxy").categories) == proxy


def test_the_knife_enabled_list_is_the_same_wherever_it_is_written() -> None:
    selected = {row.code for row in rulebook.offence_codes() if row.knife_selected}
    assert set(rulebook.definition("knife_enabled").knife_flag_codes) == selected
    assert set(rulebook.definition("knife_enabled_under_25").knife_flag_codes) == selected


def test_every_court_code_leads_to_a_known_code() -> None:
    known = {row.code for row in rulebook.offence_codes()}
    assert {row.code for row in rulebook.court_codes()} <= known


def test_every_offence_code_has_a_harm_weight_and_a_cost_or_none() -> None:
    for row in rulebook.offence_codes():
        assert rulebook.harm_weight_of_code(row.code).days > 0
        rulebook.unit_cost_of_code(row.code)


def test_every_crime_type_has_a_weight_and_a_cost_or_a_reason() -> None:
    costs = {row.id for row in rulebook.unit_costs()}
    categories = rulebook.police_uk_categories()
    assert len(categories) == 14
    for row in categories:
        assert row.harm_days >= 0
        assert row.unit_cost in costs if row.unit_cost else row.cost_note
    assert [row.slug for row in categories if row.harm_days == 0] == ["anti-social-behaviour"]


def test_every_old_label_leads_to_a_crime_type() -> None:
    slugs = {row.slug for row in rulebook.police_uk_categories()}
    assert {row.slug for row in rulebook.police_uk_historic_labels()} <= slugs


def test_harm_days_lie_within_the_range_of_their_group() -> None:
    for row in rulebook.harm_weights():
        if row.lowest is not None and row.highest is not None and row.mean is not None:
            assert row.lowest <= row.days <= row.highest
            assert row.lowest <= row.mean <= row.highest


def test_profiles_hide_from_one_up_to_a_small_limit() -> None:
    for row in rulebook.suppression_profiles():
        assert (row.primary_from == 0) == (row.primary_to == 0)
        assert row.round_to in {1, 5}
        assert row.symbol == "[c]"
        assert row.sentence.endswith(".")
        if row.primary_to:
            assert row.primary_from == 1
            assert 4 <= row.primary_to <= 9
            assert row.secondary
            assert row.minimum_population >= 1_000


def test_every_dataset_names_a_profile() -> None:
    profiles = {row.id for row in rulebook.suppression_profiles()}
    assert {row.profile for row in rulebook.dataset_profiles()} <= profiles


def test_gap_classes_meet_without_a_hole() -> None:
    rows = [row for row in rulebook.gap_classes() if row.id != "none"]
    assert rows[0].ratio_from == 0
    assert rows[-1].ratio_below is None
    assert [row.ratio_below for row in rows[:-1]] == [row.ratio_from for row in rows[1:]]


def test_chapters_are_twenty_in_order_and_each_asks_something() -> None:
    rows = rulebook.chapters()
    assert [row.order for row in rows] == list(range(1, 21))
    assert all(row.question.endswith("?") for row in rows)


def test_addresses_are_https_and_say_what_fills_them() -> None:
    for row in rulebook.publishers():
        assert urlsplit(row.address).scheme == "https"
        filled = [name for _, name, _, _ in string.Formatter().parse(row.address) if name]
        assert tuple(filled) == row.fills
        assert row.licence


def test_only_approaches_with_a_band_state_an_effect_and_harmful_ones_are_stopped() -> None:
    for row in rulebook.evidence_toolkit():
        assert row.harmful == (row.impact is rulebook.Impact.HARMFUL)
        assert bool(row.pages_read) == (row.impact is not rulebook.Impact.NOT_READ)
        if row.harmful:
            assert "board signs" in row.use_rule


def test_every_measure_names_a_definition_or_an_indicator() -> None:
    definitions = {row.id for row in rulebook.definitions()}
    named = [row.definition for row in rulebook.success_measures()]
    assert [name for name in named if name not in definitions] == ["sharp_object_admissions"]


def test_the_glossary_is_in_order_and_plain() -> None:
    rows = rulebook.glossary()
    assert [row.term for row in rows] == sorted((row.term for row in rows), key=str.lower)
    assert len(rows) >= 50
    assert max(len(row.meaning.split()) for row in rows) <= 40


def test_importing_the_rulebook_loads_nothing_heavy() -> None:
    script = (
        "import sys, headwater.rulebook as r; r.offence_codes(); "
        f"sys.exit(','.join(m for m in {HEAVY!r} if m in sys.modules) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_every_measure_that_is_watched_counts_something_the_lake_promises() -> None:
    for row in rulebook.watch_measures():
        assert row.day_column in contract(row.lake_table).column_names
        assert not (row.definition and row.groups)
        if row.definition:
            meant = rulebook.definition(row.definition)
            assert meant.codes or meant.knife_flag_codes
        if row.groups:
            assert set(row.groups.split()) <= {group.value for group in rulebook.OffenceGroup}


def test_of_every_measure_that_is_watched_the_rulebook_says_how_it_comes_to_be_recorded() -> None:
    assert [row.measure for row in rulebook.recordings()] == [
        row.id for row in rulebook.watch_measures()
    ]
    for row in rulebook.recordings():
        is_police = rulebook.watch_measure(row.measure).lake_table == "recorded_crimes"
        assert is_police == (row.route is not rulebook.Route.ELSEWHERE)
        assert row.how.endswith(".")
        assert row.route.words
        assert row.route.means.endswith(".")


def test_criteria_of_rounds_come_to_a_hundred_and_say_what_every_score_means() -> None:
    rows = rulebook.round_criteria()
    assert sum(row.weight for row in rows) == 100
    assert all(len(set(row.anchors)) == 6 and all(row.anchors) for row in rows)
    assert [row.id for row in rows if row.no_zero] == ["delivery"]


def test_questions_of_rounds_hang_on_answers_that_can_be_given_before_them() -> None:
    before: dict[str, rulebook.LibraryQuestion] = {}
    for row in rulebook.round_questions():
        if row.shown_if:
            other = before[row.shown_if]
            assert row.shown_if_answer in (other.choices or ("yes", "no"))
            assert other.in_starter or not row.in_starter
        before[row.id] = row


def test_every_rule_of_a_round_can_be_passed_and_says_what_to_do_otherwise() -> None:
    for row in rulebook.round_eligibility():
        assert set(row.passing) <= set(row.choices or ("yes", "no"))
        assert row.sentence.endswith(".")
