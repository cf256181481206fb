"""What the rulebook says of indicators, and of the fields of an algorithm's record."""

import re

import pytest

from headwater import rulebook
from headwater.core.errors import NotFoundError
from headwater.rulebook import Indicator

ALL = rulebook.indicators()


@pytest.mark.parametrize("indicator", ALL, ids=lambda each: each.id)
def test_every_indicator_says_what_it_is(indicator: Indicator) -> None:
    assert re.fullmatch(r"[a-z][a-z-]+", indicator.id)
    said = (
        indicator.title,
        indicator.theme,
        indicator.description,
        indicator.rationale,
        indicator.definition,
        indicator.numerator_words,
        indicator.method,
        indicator.unit,
        indicator.gateway,
        indicator.refresh,
        indicator.owner,
    )
    assert all(said)
    assert indicator.caveats
    assert indicator.sources
    assert indicator.description.endswith(".")


@pytest.mark.parametrize("indicator", ALL, ids=lambda each: each.id)
def test_every_indicator_names_its_columns_in_pairs(indicator: Indicator) -> None:
    assert bool(indicator.low) == bool(indicator.high)
    assert bool(indicator.benchmark) == bool(indicator.benchmark_name)
    assert bool(indicator.value_type.is_comparable) == bool(indicator.multiplier)
    assert all("=" in each for each in (*indicator.where, *indicator.whole_where))


def test_indicators_of_one_theme_stand_together_or_are_gathered() -> None:
    assert {each.theme for each in ALL} == {
        "Violence",
        "Violence seen by others",
        "Deprivation",
        "Children and young people",
    }
    assert len(ALL) >= 12


def test_an_unknown_indicator_is_named() -> None:
    with pytest.raises(NotFoundError, match="no indicator"):
        rulebook.indicator("who-next")


def test_definitions_named_by_an_indicator_are_those_of_the_rulebook() -> None:
    known = {each.id for each in rulebook.definitions()}
    coded = {each.definition for each in ALL if "_" in each.definition}
    assert coded <= known


def test_fields_of_a_record_are_numbered_once_and_have_a_tier() -> None:
    fields = rulebook.atrs_fields()
    assert len({each.number for each in fields}) == len(fields)
    assert {each.tier for each in fields} == {1, 2}
    assert {each.tier_words for each in fields} == {"Tier 1", "Tier 2"}
