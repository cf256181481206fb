"""What was planted in Loamshire is really in its records, within what chance allows.

These tests test the generator, so they may know the truths. Tests of methods may not.
"""

import json
from datetime import date

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components
from scipy.stats import poisson

from headwater.core.periods import Period
from headwater.loamshire import SEED
from headwater.loamshire.feeds.services import PATH, write_services
from headwater.loamshire.hospital import never_reported_shares
from headwater.loamshire.intensity import BURN_IN, town_centre
from headwater.loamshire.observed import observed
from headwater.loamshire.records import hour_of_day, outbreak_extra_means
from headwater.loamshire.truths import GROUPS, KNIFE_GROUPS, VIOLENCE_GROUPS, Group
from headwater.loamshire.world import World, build_world
from headwater.loamshire.writing import Outbox

THREE_STANDARD_ERRORS = 3.0


@pytest.fixture(scope="module", params=[SEED, 7])
def world(request: pytest.FixtureRequest) -> World:
    return build_world(int(request.param), Period.parse("2022-09..2025-08"))


def minutes(day: date) -> float:
    return float(np.datetime64(day, "m").astype(np.int64))


def test_the_outbreak_multiplies_offences_where_and_when_it_was_planted(world: World) -> None:
    outbreak, records = world.plan.outbreak, world.records
    usual = outbreak_extra_means(world.expected, outbreak).sum() / (outbreak.multiplier - 1)
    seen = (
        np.isin(records.area, outbreak.areas)
        & np.isin(records.group, [GROUPS.index(group) for group in outbreak.groups])
        & (records.started >= minutes(outbreak.first_day))
        & (records.started < minutes(outbreak.last_day) + 24 * 60)
    ).sum()
    low, high = poisson.interval(0.998, usual * outbreak.multiplier)
    assert low <= seen <= high
    assert seen > poisson.ppf(0.9999, usual)


def test_outbreak_neighbourhoods_hang_together_in_one_district(world: World) -> None:
    areas = list(world.plan.outbreak.areas)
    inner = world.geography.neighbours[areas][:, areas]
    assert connected_components(inner)[0] == 1
    assert set(world.geography.district[areas]) == {world.plan.outbreak.district}


def test_hot_spots_carry_their_share_of_knife_offences_in_every_year(world: World) -> None:
    records, plan = world.records, world.plan.hot_spots
    year = (records.recorded_month - world.period.first.index) // 12
    for at in range(3):
        knife = records.area[records.knife & (year == at)]
        share = np.mean(np.isin(knife, plan.areas))
        error = np.sqrt(plan.share * (1 - plan.share) / len(knife))
        assert abs(share - plan.share) < THREE_STANDARD_ERRORS * 1.3 * error


def test_expected_knife_offences_in_hot_spots_are_the_stated_share(world: World) -> None:
    knife = world.expected.by_area[:, BURN_IN:, :][..., world.expected.columns(KNIFE_GROUPS)].sum(
        axis=(1, 2)
    )
    share = knife[list(world.plan.hot_spots.areas)].sum() / knife.sum()
    assert share == pytest.approx(world.plan.hot_spots.share, abs=0.005)


def test_violence_follows_deprivation_at_the_planted_ratio(world: World) -> None:
    violence = np.isin(world.records.group, [GROUPS.index(group) for group in VIOLENCE_GROUPS])
    fifth, residents = world.deprivation.fifth, world.people.totals
    counts = np.bincount(fifth[world.records.area[violence]], minlength=6)
    rates = counts[1:] / np.bincount(fifth, weights=residents, minlength=6)[1:]
    assert rates[0] / rates[4] == pytest.approx(world.plan.gradient, rel=0.06)
    assert list(rates) == sorted(rates, reverse=True)


def test_one_programme_cut_injuries_and_the_other_did_not(world: World) -> None:
    seen = observed(world)
    # Working: a district has about 45 to 70 such offences a month, 800 or more before and 700
    # after, so the ratio has a standard error of about 0.05 by chance and a little over by months.
    for name, truth in (("programme_that_worked", 1 - world.plan.worked.reduction),
                        ("programme_that_did_nothing", 1.0)):  # fmt: skip
        figures = seen[name]
        assert isinstance(figures, dict)
        assert figures["ratio_of_ratios"] == pytest.approx(truth, abs=0.15)


def test_police_never_hear_of_the_planted_share_of_ed_assaults(world: World) -> None:
    shares, overall = never_reported_shares(world.visits, world.geography)
    planted = np.array(world.plan.unreported)
    visits = np.bincount(world.geography.district[world.visits.area])
    error = np.sqrt(planted * (1 - planted) / visits)
    assert np.all(np.abs(shares - planted) < 3.5 * error)
    assert int(np.argmax(shares)) == world.plan.worst_reporting
    assert 0.5 < overall < 0.8


def test_only_the_city_s_robberies_grow(world: World) -> None:
    trend = observed(world)["trend_yearly_counts"]
    assert isinstance(trend, dict)
    growth = (1 + world.plan.trend.per_month) ** 24
    here, elsewhere = trend["here"], trend["elsewhere"]
    assert here[2] / here[0] == pytest.approx(growth, rel=0.35)
    assert abs(elsewhere[2] / elsewhere[0] - 1) < THREE_STANDARD_ERRORS * np.sqrt(
        1 / elsewhere[2] + 1 / elsewhere[0]
    )


def test_children_are_hurt_when_school_closes(world: World) -> None:
    peak = observed(world)["school_closing_peak"]
    assert isinstance(peak, dict)
    assert peak["busiest_hour"] == 15
    assert peak["share_15_to_17"] > 0.3


def test_the_city_s_nights_out_end_in_injuries_after_dark(world: World) -> None:
    centre = town_centre(world.geography)[world.records.area] > 0.5
    injury = world.records.group == GROUPS.index(Group.INJURY)
    hours = hour_of_day(world.records.started[centre & injury])
    late = (hours >= 20) | (hours < 5)
    assert late.mean() > 0.45


def test_some_victims_come_back_and_some_become_suspects(world: World) -> None:
    seen = observed(world)
    repeats = seen["repeat_victims"]
    assert isinstance(repeats, dict)
    assert 0.08 < repeats["share_of_victims"] < 0.18
    assert 0.03 < float(str(seen["victims_who_are_suspects_too_share"])) < 0.15
    assert 0.28 < float(str(seen["domestic_share_of_violence"])) < 0.36


def test_services_leave_the_planted_gap_and_the_thin_spot(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = Outbox(tmp_path_factory.mktemp("services"))
    write_services(world, out)
    services = json.loads((out.root / PATH).read_text())["contents"]

    def serving(district: int, need: str, low: int, high: int) -> list[int]:
        return [
            service["headwater"]["capacity_per_year"]
            for service in services
            if service["headwater"]["need_type"] == need
            and service["headwater"]["area_code"] in (f"Z99D{district + 1:05d}", "Z99P00001")
            and service["minimum_age"] <= high
            and service["maximum_age"] >= low
        ]

    missing, thin = world.plan.missing, world.plan.thin
    for district in range(7):
        mentors = serving(district, missing.need_type, missing.age_from, missing.age_to)
        treated = serving(district, thin.need_type, thin.age_from, thin.age_to)
        assert bool(mentors) is (district != missing.district)
        assert (sum(treated) < 10) is (district == thin.district)


def test_no_two_truths_share_a_district(world: World) -> None:
    plan = world.plan
    homes = [plan.outbreak.district, plan.worked.district, plan.idle.district,
             plan.worst_reporting, plan.missing.district, plan.thin.district,
             plan.trend.district]  # fmt: skip
    assert len(set(homes)) == len(homes)
