"""Cambridgeshire on the real open data: its authorities, their figures and its like."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from headwater.analysis.needs.scope import Scope, scope_of
from headwater.analysis.needs.topics import elsewhere, indicators, neighbours
from headwater.core.periods import Period
from headwater.lake.store import Store
from headwater.pipelines.ingest import ingest

pytestmark = pytest.mark.slow
SUPPLIED = (
    "children",
    "lookups",
    "geo/ltla24_ew_bsc.parquet",
    "geo/pfa20_ew_bsc.parquet",
    "health",
    "population/population_mid2020_ltla21_single_year_age.csv.gz",
    "population/census2021_lsoa21_ethnic_group.parquet",
    "deprivation/imd2025_england_lsoa21.parquet",
)
AT = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def opened(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Scope]]:
    lake = tmp_path_factory.mktemp("lake")
    ingest([shared_data / name for name in SUPPLIED], lake=lake, by="test", at=AT)
    with Store(lake) as store:
        yield store, scope_of(store, area="E23000023", period=Period.parse("2024-09..2025-08"))


def test_its_authorities_are_the_county_and_the_city_beside_it(
    opened: tuple[Store, Scope],
) -> None:
    found = indicators.measure(*opened)
    assert found is not None
    assert found.authorities == (("E06000031", "Peterborough"), ("E10000003", "Cambridgeshire"))


def test_a_published_figure_is_the_one_in_the_file(opened: tuple[Store, Scope]) -> None:
    # dfe_neet_la_2023: Peterborough 4.4 %, England 2.8 %.
    found = indicators.measure(*opened)
    assert found is not None
    (reading,) = [
        each
        for each in found.readings
        if (each.indicator, each.area_code) == ("dfe_neet_percent", "E06000031")
    ]
    assert reading.latest.value == 4.4
    assert (reading.benchmark, reading.benchmark_name) == (2.8, "England")
    assert reading.latest.period == "2023"


def test_its_like_are_mixed_counties_of_middling_size(opened: tuple[Store, Scope]) -> None:
    found = neighbours.measure(*opened)
    assert found is not None
    names = {found.candidates.names[i] for i in found.nearest}
    assert names == {"Wiltshire", "Warwickshire", "Gloucestershire", "Suffolk", "Northamptonshire"}
    # The four of Wales have an index of deprivation of their own.
    assert found.left_out == 4
    assert len(found.candidates.codes) == 39


def test_authorities_like_its_own_are_those_one_would_expect(opened: tuple[Store, Scope]) -> None:
    # A growing city with an industrial past, and a mixed county with a university.
    found = elsewhere.measure(*opened)
    assert found is not None
    named = {like.name: [like.candidates.names[i] for i in like.nearest] for like in found.likes}
    assert named == {
        "Peterborough": [
            "North East Lincolnshire", "Rotherham", "Doncaster", "Rochdale", "Telford and Wrekin",
        ],
        "Cambridgeshire": [
            "Oxfordshire", "Leicestershire", "Warwickshire", "Gloucestershire", "Devon",
        ],
    }  # fmt: skip
    # Two Sussexes share a force; the rest ended in a reorganisation or lack a feature.
    assert found.left_out == 10


def test_a_change_elsewhere_is_the_one_in_the_file(opened: tuple[Store, Scope]) -> None:
    # fingertips_90284, Cambridgeshire: 2019/20 and 2023/24 as published, with their counts.
    found = elsewhere.measure(*opened)
    assert found is not None
    (measure,) = [
        each
        for each in found.measures
        if (each.of, each.key) == ("E10000003", "fingertips_90284 <15 yrs")
    ]
    own = measure.moves[0]
    assert own.before is not None
    assert own.now is not None
    assert own.ratio == pytest.approx(own.now.value / own.before.value)
    by_hand = np.exp(1.959964 * np.sqrt(1 / own.now.numerator + 1 / own.before.numerator))
    assert own.high / own.ratio == pytest.approx(by_hand, rel=1e-3)
    assert (own.compared, measure.compared) == ("better", "similar")
    assert measure.others == 5
