"""What the worker finds of the value of awards, on counts that were released."""

from typing import Any

import pytest

from builders.choosing import frozen_award, usual_finishing
from headwater.web.grants.choosing.gateway.values import found, latest_price_year, money_of


def test_cost_for_each_start_completer_and_session() -> None:
    (started, finished, session) = found([frozen_award()], [])["costs"]["AW-2222-2222"]
    assert (started["value"], started["counted"]) == (100.0, "start")
    assert (finished["count"], finished["of"], finished["counted"]) == (24, 40, "completer")
    assert finished["value"] == pytest.approx(4000 / 24)
    assert (session["value"], session["counted"]) == (100.0, "unit")


def test_what_is_hidden_gives_no_cost_and_no_benefit() -> None:
    told = found([frozen_award(people=None, outcomes=[])], [])
    assert told["costs"] == {"AW-2222-2222": []}
    assert (told["fair"]["rows"], told["worth"], told["group"]) == ([], None, None)


def test_money_is_what_was_spent_else_what_was_paid() -> None:
    assert money_of(frozen_award()) == 4000
    assert money_of(frozen_award(spent="0.00")) == 5000


def test_few_participants_are_not_ranked_and_three_awards_make_a_group() -> None:
    awards = [
        frozen_award("AW-2222-2222"),
        frozen_award("AW-2222-2223", people=60, spent="12000.00"),
        frozen_award("AW-2222-2224", people=12),
    ]
    told = found(awards, [])
    ranks = {each["project"]: each["rank_low"] for each in told["fair"]["rows"]}
    assert ranks == {"AW-2222-2222": 1, "AW-2222-2223": 2, "AW-2222-2224": None}
    assert told["group"]["value"] == pytest.approx(20_000 / 112)


def test_benefits_are_social_in_known_prices_and_never_a_saving() -> None:
    # 40 people x 0.05 x 0.4 x 0.6 x 1 = 0.48 offences at £14,050 of 2015/16, x 100/74.5804, x 0.6
    # for optimism, half of it discounted by a year: 5,334. Costs £4,000 x 1.1.
    worth = found([frozen_award()], [])["worth"]
    assert worth["price_year"] == latest_price_year() == "2024-25"
    assert worth["benefits_gbp"]["fiscal"] == worth["benefits_gbp"]["economic"] == 0
    assert worth["benefits_gbp"]["social"] == pytest.approx(5_334, abs=2)
    assert worth["ratio"] == pytest.approx(5_334 / 4_400, abs=0.001)
    assert worth["ratio_low"] < worth["ratio"] < worth["ratio_high"]
    assert "must not be shown as a saving" in worth["caution"]


def finished(award: str, people: int, achieved: int, **ages: int) -> dict[str, Any]:
    """An award of which only who finished is told."""
    outcome = {"words": "Finish", "kind": "finished", "tool": "", "unit": "young people",
               "planned": people, "achieved": achieved}  # fmt: skip
    return frozen_award(award, people=people, ages=ages, outcomes=[outcome])


def test_outcomes_stand_beside_those_that_the_same_ages_have() -> None:
    # 18 of 10 to 13 at 30 / 60, and 22 whose age is not told at 60 / 160: 9 + 8.25 expected.
    (row,) = found([frozen_award()], [usual_finishing()])["mix"]["AW-2222-2222"]
    assert (row["observed"], row["expected"]) == (24, pytest.approx(17.25))
    assert row["ratio"] == pytest.approx(24 / 17.25)
    # Byar's limits of 24 are 15.37 and 35.71 (Breslow and Day 1987, formula 2.13).
    assert row["low"] == pytest.approx(15.37 / 17.25, abs=0.001)
    assert row["high"] == pytest.approx(35.71 / 17.25, abs=0.001)


def test_over_all_awards_that_make_what_is_usual_as_many_are_expected_as_there_were() -> None:
    awards = [
        finished("AW-2222-2222", 40, 12, young=30, old=10),
        finished("AW-2222-2223", 30, 18, young=5, old=25),
        finished("AW-2222-2224", 30, 15, young=10, old=20),
    ]
    ages = [
        {"age_band": "young", "had": 15, "of": 45, "grants": 3},
        {"age_band": "old", "had": 30, "of": 55, "grants": 3},
    ]
    mix = found(awards, [usual_finishing(had=45, of=100, ages=ages)])["mix"]
    expected = [each["expected"] for (each,) in mix.values()]
    assert sum(expected) == pytest.approx(12 + 18 + 15)
    assert expected[0] == pytest.approx(30 * 15 / 45 + 10 * 30 / 55)


def test_the_order_of_ages_and_an_age_cut_in_two_alike_change_no_ratio() -> None:
    ages = [
        {"age_band": "a", "had": 10, "of": 40, "grants": 3},
        {"age_band": "b", "had": 20, "of": 40, "grants": 3},
    ]
    halves = [
        {"age_band": "a1", "had": 5, "of": 20, "grants": 3},
        {"age_band": "a2", "had": 5, "of": 20, "grants": 3},
    ]
    whole = finished("AW-2222-2222", 30, 9, a=20, b=10)
    cut = finished("AW-2222-2222", 30, 9, b=10, a2=12, a1=8)
    (one,) = found([whole], [usual_finishing(ages=ages)])["mix"]["AW-2222-2222"]
    (two,) = found([cut], [usual_finishing(ages=[*halves, ages[1]])])["mix"]["AW-2222-2222"]
    assert two["expected"] == pytest.approx(one["expected"])
    assert two["ratio"] == pytest.approx(one["ratio"])


def test_nothing_is_usual_of_another_tool_or_of_what_is_hidden() -> None:
    other = usual_finishing(kind="improved", tool="sdq")
    hidden = usual_finishing(kind="improved", tool="swemwbs")
    assert found([frozen_award()], [other, hidden])["mix"]["AW-2222-2222"] == []
