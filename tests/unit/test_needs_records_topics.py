"""What is counted of record-level data, and what is left out."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from builders.records import (
    AREA,
    DISTRICTS,
    PERIOD,
    Columns,
    Measured,
    Plan,
    build_ground,
    build_lake,
    build_measured,
    build_offences,
)
from headwater.analysis.needs.scope import scope_of
from headwater.analysis.needs.topics import (
    ambulance_fire,
    compared,
    emergency,
    recorded,
    searches,
)
from headwater.core.counts import CountCube
from headwater.core.periods import Month, Period
from headwater.lake.store import Store
from headwater.rulebook import definition, suppression_profile

OPEN = suppression_profile("none")
at = datetime.fromisoformat
FEW = Plan(means={"8N": 6.0, "34B": 2.0, "10D": 2.0})


def offence(**given: object) -> dict[str, object]:
    """One offence in the first neighbourhood, with what is given in place of the usual."""
    usual: dict[str, object] = {
        "offence_ref": "T/1",
        "ho_code": "8N",
        "started_at": at("2024-10-07T15:30"),
        "recorded_on": date(2024, 10, 8),
        "lsoa_code": "Z99L00001",
    }
    return {**usual, **given}


def columns(*rows: Mapping[str, object]) -> Columns:
    """Rows as columns; what a row leaves out is empty."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: np.array([row.get(name) for row in rows], dtype=object) for name in names}


def measured(folder: Path, period: Period = PERIOD, **tables: Columns) -> Measured:
    """A county with just these records, nothing hidden."""
    lake = build_lake(folder, {**build_ground(), **tables})
    return build_measured(lake, profile=OPEN, period=period)


def raw(found: recorded.Recorded | None, cube_id: str) -> CountCube:
    assert found is not None
    return next(cube for cube in found.cubes if cube.id == cube_id)


def test_an_empty_lake_measures_nothing(tmp_path: Path) -> None:
    found = measured(tmp_path)
    assert (found.recorded, found.emergency, found.ambulance, found.fire) == (None,) * 4
    assert (found.searches, found.admissions, found.residents_by_group) == (None,) * 3


def test_records_of_another_year_measure_nothing(tmp_path: Path) -> None:
    found = measured(tmp_path, recorded_crimes=columns(offence(recorded_on=date(2019, 1, 1))))
    assert found.recorded is None


def test_an_offence_counts_in_the_month_it_was_recorded(tmp_path: Path) -> None:
    late = offence(started_at=at("2013-05-01T00:00"), recorded_on=date(2024, 11, 2))
    found = measured(tmp_path, recorded_crimes=columns(late)).recorded
    assert found is not None
    assert found.months == (Month(2024, 11),)
    assert raw(found, "recorded-core-months").margin("month").tolist() == [0, 0, 1] + [0] * 9


@pytest.mark.parametrize(
    ("code", "knife", "broad", "core"),
    [
        ("8N", True, 1, 1),
        ("8N", False, 1, 0),
        ("8N", None, 1, 0),
        ("34B", None, 1, 1),
        ("105A", True, 0, 0),
    ],
)
def test_the_definitions_decide_what_counts(
    tmp_path: Path, code: str, knife: bool | None, broad: int, core: int
) -> None:
    records = columns(offence(ho_code=code, knife=knife), offence(offence_ref="T/2", ho_code="1"))
    cube = raw(measured(tmp_path, recorded_crimes=records).recorded, "recorded-core-districts")
    homicide = 1
    assert cube.margin() == broad + homicide
    assert cube.margin("core")[0] == core + homicide
    counts = definition("SV_core").counts(code, knife=knife)
    assert counts is bool(core)


def test_offences_without_a_neighbourhood_or_elsewhere_are_left_out(tmp_path: Path) -> None:
    records = columns(
        offence(),
        offence(offence_ref="T/2", lsoa_code=None),
        offence(offence_ref="T/3", lsoa_code="Z99L09999"),
    )
    found = measured(tmp_path, recorded_crimes=records)
    assert raw(found.recorded, "recorded-lsoa").margin() == 1
    assert found.recorded is not None
    unplaced = next(s for s in found.recorded.summaries if s.statistic.id == "recorded.unplaced")
    assert unplaced.parts == (1.0, 2.0)


def test_offences_on_split_codes_are_shared_out_everywhere_alike(tmp_path: Path) -> None:
    ground = build_ground({"Z99L90001": ("Z99L00001", "Z99L00002")})
    lake = build_lake(
        tmp_path, {**ground, "recorded_crimes": columns(offence(lsoa_code="Z99L90001"))}
    )
    found = build_measured(lake, profile=OPEN).recorded
    assert raw(found, "recorded-lsoa").counts[:2].tolist() == [0.5, 0.5]
    assert found is not None
    assert all(cube.approximate for cube in found.cubes)
    assert {float(cube.margin()) for cube in found.cubes} == {1.0}
    assert "shared out by residents" in found.carried.sentence


def test_every_table_of_the_universe_counts_the_same_offences(tmp_path: Path) -> None:
    found = measured(tmp_path, **build_offences(FEW)).recorded
    assert found is not None
    totals = {cube.universe: set() for cube in found.cubes}  # type: dict[str, set[float]]
    for cube in found.cubes:
        totals[cube.universe].add(float(cube.margin()))
    assert all(len(each) == 1 for each in totals.values())
    assert set(totals) == {recorded.UNIVERSE, recorded.BEFORE}


def test_values_on_no_list_count_as_unknown_and_not_as_nothing(tmp_path: Path) -> None:
    strange = offence(
        victim_ref="V1", victim_age_band="0-99", victim_sex="F", victim_ethnicity="martian"
    )
    found = measured(tmp_path, recorded_crimes=columns(strange)).recorded
    people = raw(found, "recorded-victims")
    assert people.counts[people.dimension("victim_person").position("unknown")] == 1
    groups = raw(found, "recorded-victim-ethnicity")
    assert groups.counts[groups.dimension("victim_ethnicity").position("not_stated")] == 1


def test_nobody_is_not_the_same_as_somebody_unknown(tmp_path: Path) -> None:
    records = columns(offence(), offence(offence_ref="T/2", victim_ref="V1"))
    people = raw(measured(tmp_path, recorded_crimes=records).recorded, "recorded-victims")
    codes = people.dimension("victim_person").codes
    assert people.counts[codes.index("none")] == 1
    assert people.counts[codes.index("unknown")] == 1


@pytest.mark.parametrize(
    ("started", "ended", "code"),
    [
        (at("2024-10-07T15:30"), None, "0-15"),
        (at("2024-10-12T23:59"), None, "5-21"),
        (at("2024-10-13T00:00"), at("2024-10-13T03:00"), "6-00"),
        (at("2024-10-13T00:00"), at("2024-10-13T03:01"), "6-unknown"),
    ],
)
def test_hours_are_known_only_to_within_one_band(
    tmp_path: Path, started: datetime, ended: datetime | None, code: str
) -> None:
    records = columns(offence(started_at=started, ended_at=ended))
    week = raw(measured(tmp_path, recorded_crimes=records).recorded, "recorded-week")
    assert week.dimension("week_hours").codes[int(np.argmax(week.counts))] == code


def test_the_same_months_of_the_year_before_are_compared_or_none(tmp_path: Path) -> None:
    now = offence()
    then = offence(offence_ref="T/2", recorded_on=date(2023, 10, 8))
    other = offence(offence_ref="T/3", recorded_on=date(2024, 12, 1))
    whole = measured(tmp_path / "a", recorded_crimes=columns(now, then)).recorded
    gap = measured(tmp_path / "b", recorded_crimes=columns(now, then, other)).recorded
    assert whole is not None
    assert gap is not None
    assert (whole.compares, gap.compares) == (True, False)


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    records = build_offences(FEW)["recorded_crimes"]
    size = len(np.asarray(records["offence_ref"]))
    order = np.random.default_rng(3).permutation(size)
    turned = {name: np.asarray(values)[order] for name, values in records.items()}
    first = measured(tmp_path / "a", recorded_crimes=records).recorded
    second = measured(tmp_path / "b", recorded_crimes=turned).recorded
    assert first is not None
    assert second is not None
    for one, two in zip(first.cubes, second.cubes, strict=True):
        assert (one.counts == two.counts).all()
    for a, b in zip(first.summaries, second.summaries, strict=True):
        assert repr(a.statistic.value) == repr(b.statistic.value)
        assert a.parts == b.parts


def test_repeat_victims_are_people_named_twice(tmp_path: Path) -> None:
    names = ["A", "A", "A", "B", "C", None]
    records = columns(
        *(offence(offence_ref=f"T/{i}", victim_ref=name) for i, name in enumerate(names))
    )
    found = measured(tmp_path, recorded_crimes=records).recorded
    assert found is not None
    said = {s.statistic.id: s for s in found.summaries}
    # One of three people; three of five offences that name anyone.
    assert said["recorded.repeat_victims"].parts == (1.0, 2.0)
    assert said["recorded.repeat_victim_offences"].statistic.value == pytest.approx(60.0)


def test_overlap_counts_victims_who_are_suspects(tmp_path: Path) -> None:
    records = columns(
        offence(victim_ref="A", suspect_ref="B"),
        offence(offence_ref="T/2", victim_ref="B", suspect_ref="C"),
    )
    found = measured(tmp_path, recorded_crimes=records).recorded
    assert found is not None
    overlap = next(s for s in found.summaries if s.statistic.id == "recorded.overlap")
    assert overlap.parts == (1.0, 1.0)


def visit(**given: object) -> dict[str, object]:
    """One attendance, placed in the first neighbourhood."""
    usual: dict[str, object] = {
        "site_code": "Z9901",
        "period_start": date(2024, 10, 1),
        "period_end": date(2024, 10, 31),
        "arrived_at": at("2024-10-07T17:00"),
        "assaulted_at": at("2024-10-07T15:30"),
        "method": "knife",
        "location_type": "public_street",
        "lsoa_code": "Z99L00001",
        "location_confidence": "street",
    }
    return {**usual, **given}


def of(found: tuple[CountCube, ...], cube_id: str) -> CountCube:
    return next(cube for cube in found if cube.id == cube_id)


def test_attendances_are_placed_here_elsewhere_or_nowhere(tmp_path: Path) -> None:
    records = columns(
        visit(), visit(), visit(lsoa_code="Z99L09999"), visit(lsoa_code=None, method="not_known")
    )
    found = measured(tmp_path, ed_assaults=records).emergency
    assert found is not None
    places = of(found.cubes, "ed-places")
    seen = dict(zip(places.dimensions[0].codes, places.counts.tolist(), strict=True))
    assert (seen[DISTRICTS[0]], seen["elsewhere"], seen["unplaced"], seen["apart"]) == (2, 1, 1, 0)
    assert of(found.cubes, "ed-located").counts.tolist() == [[3.0, 1.0]]


def test_methods_and_places_are_read_as_codes_or_words(tmp_path: Path) -> None:
    records = columns(
        visit(), visit(method="Other sharp object"), visit(method="Glass"), visit(method="spoon"),
        visit(location_type="Licensed premises"),
    )  # fmt: skip
    found = measured(tmp_path, ed_assaults=records).emergency
    assert found is not None
    methods = of(found.cubes, "ed-methods")
    counts = dict(zip(methods.dimension("method").codes, methods.margin("method"), strict=True))
    assert (counts["knife_sharp"], counts["sharp"], counts["not_known"]) == (3, 1, 1)
    kinds = of(found.cubes, "ed-locations")
    assert kinds.margin("location_type")[1] == 1


def test_a_hospital_elsewhere_is_not_ours(tmp_path: Path) -> None:
    away = [visit(site_code="X1", lsoa_code="Z99L09999") for _ in range(3)]
    records = columns(visit(), *away, visit(site_code="X1"))
    found = measured(tmp_path, ed_assaults=records).emergency
    assert found is not None
    assert found.sites == ("Z9901",)


def test_months_that_one_site_left_out_are_named_and_not_compared(tmp_path: Path) -> None:
    november = {"arrived_at": at("2024-11-07T17:00")}
    records = columns(visit(), visit(**november), visit(site_code="Z9902"))
    found = measured(tmp_path, ed_assaults=records).emergency
    assert found is not None
    assert found.months == (Month(2024, 10),)
    assert Month(2024, 11) in found.missing["Z9902"]
    assert Month(2024, 11) not in found.missing["Z9901"]


def test_the_floor_counts_attendances_beyond_the_offences_of_the_same_cell(tmp_path: Path) -> None:
    records = columns(
        offence(started_at=at("2024-10-01T09:00"), recorded_on=date(2024, 12, 1)),
        offence(offence_ref="T/2", lsoa_code="Z99L00002"),
    )
    seen = columns(*(visit() for _ in range(3)), visit(lsoa_code="Z99L00002"))
    found = measured(tmp_path, recorded_crimes=records, ed_assaults=seen).emergency
    assert found is not None
    # Three seen where one offence started, one seen where one started: two cannot be recorded.
    assert found.summaries[0].parts == (2.0, 2.0)


def test_calls_are_counted_where_they_lie(tmp_path: Path) -> None:
    called = {"called_at": at("2024-10-07T23:00"), "lsoa_code": "Z99L00001"}
    records = columns(
        {**called, "incident_ref": "A1", "incident_type": "stabbing", "age_band": "15-17"},
        {**called, "incident_ref": "A2", "incident_type": "assault", "lsoa_code": None},
    )
    found = measured(tmp_path, ambulance_incidents=records).ambulance
    assert found is not None
    assert of(found.cubes, "ambulance-places").counts[0] == 1
    assert of(found.cubes, "ambulance-ages").counts.tolist() == [1, 0, 0, 0]
    assert found.missing(PERIOD) == tuple(m for m in PERIOD if m != Month(2024, 10))


def test_fires_are_counted_by_kind(tmp_path: Path) -> None:
    records = columns(
        {"incident_ref": "F1", "called_at": at("2024-10-07T23:00"),
         "lsoa_code": "Z99L00001", "incident_type": "attack_on_crew"}
    )  # fmt: skip
    found = measured(tmp_path, fire_incidents=records).fire
    assert found is not None
    assert of(found.cubes, "fire-types").counts.tolist() == [0, 0, 1, 0]


def test_sources_are_compared_in_the_months_all_of_them_have(tmp_path: Path) -> None:
    lake = build_lake(
        tmp_path,
        {
            **build_ground(),
            "recorded_crimes": columns(offence(), offence(recorded_on=date(2024, 11, 3))),
            "ed_assaults": columns(visit()),
        },
    )
    with Store(lake) as store:
        scope = scope_of(store, area=AREA, period=PERIOD)
        assert compared.compared_months(store, scope) == (Month(2024, 10),)


def search(**given: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "force": "testshire",
        "type": "Person search",
        "searched_at": at("2024-10-07T15:30"),
        "lon": 0.1,
        "lat": 52.0,
        "self_defined_ethnicity": "White - Irish",
        "officer_defined_ethnicity": "White",
        "object_of_search": "Controlled drugs",
        "outcome": "Arrest",
    }
    return {**usual, **given}


def test_searches_of_people_count_by_broad_group_and_what_followed(tmp_path: Path) -> None:
    records = columns(
        search(),
        search(self_defined_ethnicity="Other ethnic group - Not stated"),
        search(self_defined_ethnicity="Other ethnic group - Arab", outcome=None),
        search(self_defined_ethnicity="Mixed/Multiple ethnic groups - White and Asian",
               outcome="A no further action disposal"),
        search(type="Vehicle search"),
        search(force="elsewhere", lon=5.0),
    )  # fmt: skip
    found = measured(tmp_path, stop_searches=records).searches
    assert found is not None
    cube = of(found.cubes, "searches-self")
    groups = dict(zip(cube.dimensions[0].codes, cube.counts.tolist(), strict=True))
    assert groups["white"] == [1, 0, 0]
    assert groups["mixed"] == [0, 1, 0]
    assert groups["other"] == [0, 0, 1]
    assert groups["not_stated"] == [1, 0, 0]
    assert found.forces == ("testshire",)


def indicator(**given: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "indicator": "sharp_object_admissions", "name": "Admissions", "area_code": "Z99R00001",
        "area_name": "Test Region", "period": "x", "sex": "persons", "age": "all",
        "stratum": "all", "unit": "count", "publisher": "NHS",
    }  # fmt: skip
    return {**usual, **given}


def test_admissions_are_added_up_by_year_for_the_region(tmp_path: Path) -> None:
    months = Period.parse("2023-04..2025-03").months
    rows = [
        indicator(period_start=m.first_day, period_end=m.last_day, value=float(i // 12 + 1) * 10)
        for i, m in enumerate(months)
    ]
    found = measured(tmp_path, indicators=columns(*rows)).admissions
    assert found is not None
    assert found.ends == (Month(2025, 3), Month(2024, 3))
    assert found.persons.tolist() == [240.0, 120.0]
    assert not found.is_own_area


def test_a_suppressed_month_hides_its_year_of_admissions(tmp_path: Path) -> None:
    months = Period.parse("2024-04..2025-03").months
    rows = [
        indicator(period_start=m.first_day, period_end=m.last_day, value=None if i == 3 else 10.0)
        for i, m in enumerate(months)
    ]
    found = measured(tmp_path, indicators=columns(*rows)).admissions
    assert found is not None
    assert np.isnan(found.persons).all()


def test_residents_by_group_are_added_up_over_districts(tmp_path: Path) -> None:
    rows = [
        indicator(
            indicator=searches.RESIDENTS_BY_GROUP, area_code=district, period="2021",
            stratum=group, value=float(i),
        )
        for district in DISTRICTS
        for i, group in enumerate(("asian", "black", "mixed", "other", "white"))
    ]  # fmt: skip
    found = measured(tmp_path, indicators=columns(*rows)).residents_by_group
    assert found is not None
    assert found.persons == {"asian": 0, "black": 4, "mixed": 8, "other": 12, "white": 16}


def test_topics_name_the_tables_whose_rule_they_go_out_under() -> None:
    assert (recorded.TABLE, emergency.TABLE, searches.TABLE) == (
        "recorded_crimes",
        "ed_assaults",
        "stop_searches",
    )
    assert (ambulance_fire.AMBULANCE, ambulance_fire.FIRE) == (
        "ambulance_incidents",
        "fire_incidents",
    )
