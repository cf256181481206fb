"""The directory as it bears on an area: whom it reaches, what ends, what is hidden."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from builders.provision import (
    AREA,
    LAT,
    SMALL_AREAS,
    County,
    Found,
    Row,
    build_lake,
    build_service,
    district_code,
    hidden_everywhere,
    link,
    lon_of,
    look_at,
    put,
    small_area_code,
)
from headwater.analysis.needs.chapters import assets
from headwater.analysis.needs.drafting import Draft
from headwater.analysis.needs.topics import services as topic
from headwater.core.editions import BlockKind


def see(tmp_path: Path, *rows: Row, county: County | None = None) -> Found:
    county = (county or County()).but(services=rows)
    return look_at(build_lake(tmp_path, county))


def drafted(found: Found) -> Draft:
    draft = Draft()
    assets.compose(found.view, found.services, draft)
    return draft


def reached(found: Found) -> list[list[int]]:
    """For each service, how many small areas of each district it reaches."""
    assert found.services is not None
    assert found.services.reach is not None
    by_district = found.services.reach.reshape(-1, SMALL_AREAS, found.services.reach.shape[1])
    return [[int(n) for n in column] for column in by_district.sum(axis=1).T]


def test_a_service_without_a_place_reaches_the_whole_area_it_serves(tmp_path: Path) -> None:
    found = see(
        tmp_path,
        build_service(number=1, area_code=AREA),
        build_service(number=2, area_code=district_code(1)),
        build_service(number=3, area_code=small_area_code(2, 0)),
    )
    assert reached(found) == [[4, 4, 4], [0, 4, 0], [0, 0, 1]]


def test_a_service_with_a_place_reaches_as_far_as_it_says(tmp_path: Path) -> None:
    # Parts of a district stand 0.01 degrees apart: 0.69 km at 52 degrees north.
    at_home = {"lon": lon_of(1), "lat": LAT, "area_code": None}
    found = see(
        tmp_path,
        build_service(number=1, reach_km=0.7, **at_home),
        build_service(number=2, reach_km=40.0, **at_home),
    )
    assert reached(found) == [[0, 2, 0], [4, 4, 4]]


def test_a_place_without_a_reach_is_taken_to_draw_from_three_kilometres(tmp_path: Path) -> None:
    found = see(tmp_path, build_service(lon=lon_of(0), lat=LAT, area_code=None))
    assert reached(found) == [[4, 0, 0]]


def test_a_service_that_gives_a_reach_and_an_area_is_held_to_both(tmp_path: Path) -> None:
    found = see(
        tmp_path,
        build_service(lon=lon_of(1), lat=LAT, reach_km=40.0, area_code=district_code(1)),
    )
    assert reached(found) == [[0, 4, 0]]


def test_a_service_for_a_ward_or_a_country_reaches_what_lies_in_it(tmp_path: Path) -> None:
    ward = {"area_links": [link(small_area_code(0, 1), "Z99W00001", ("lsoa", "ward"))]}
    found = see(
        tmp_path,
        build_service(number=1, area_code="Z99W00001"),
        build_service(number=2, area_code="Z99K00001"),
        county=County(extra=ward),
    )
    assert reached(found) == [[1, 0, 0], [4, 4, 4]]


def test_a_service_elsewhere_is_left_out_and_counted(tmp_path: Path) -> None:
    found = see(tmp_path, build_service(number=1), build_service(number=2, area_code="Z99D00099"))
    assert found.services is not None
    assert len(found.services.entries) == 1
    assert found.services.elsewhere == 1


def test_a_service_in_two_directories_counts_once_by_its_last_confirmed_entry(
    tmp_path: Path,
) -> None:
    lake = build_lake(tmp_path, County(services=[build_service(capacity_per_year=10)]))
    later = build_service(capacity_per_year=70, assured_on=date(2025, 8, 1))
    put(lake, "services", [later], slice_="another")
    found = look_at(lake)
    assert found.services is not None
    assert [each.capacity for each in found.services.entries] == [70]


@pytest.mark.parametrize(
    ("until", "is_open", "ends"),
    [
        (date(2025, 8, 30), False, False),
        (date(2025, 8, 31), True, True),
        (date(2026, 2, 28), True, True),
        (date(2026, 3, 1), True, False),
        (None, True, False),
    ],
)
def test_endings_are_told_from_the_last_day_of_the_period(
    tmp_path: Path, until: date | None, is_open: bool, ends: bool
) -> None:
    found = see(tmp_path, build_service(funded_until=until))
    assert found.services is not None
    assert bool(found.services.open) is is_open
    assert found.services.ends_soon(0) is ends


@pytest.mark.parametrize("status", ["inactive", "defunct", "temporarily closed"])
def test_a_service_that_is_not_active_is_listed_but_not_running(
    tmp_path: Path, status: str
) -> None:
    found = see(tmp_path, build_service(status=status))
    assert found.services is not None
    assert found.services.open == ()
    assert drafted(found).tables["assets-directory"].value.values("status") == (status,)


def test_without_a_directory_the_chapter_says_what_to_load(tmp_path: Path) -> None:
    found = see(tmp_path)
    assert found.services is None
    (block,) = assets.compose(found.view, None, Draft())
    assert block.kind is BlockKind.UNKNOWN
    assert "headwater template services" in block.text


def test_a_directory_of_another_place_is_no_directory(tmp_path: Path) -> None:
    assert see(tmp_path, build_service(area_code="Z99D00099")).services is None


def test_the_ending_finding_counts_services_and_their_places(tmp_path: Path) -> None:
    soon = date(2025, 12, 31)
    found = see(
        tmp_path,
        build_service(number=1, funded_until=soon, capacity_per_year=30),
        build_service(number=2, funded_until=soon, capacity_per_year=12),
        build_service(number=3),
    )
    sentence = drafted(found).findings["assets.ending"].sentence
    assert sentence == (
        "2 of 3 running services lose their funding by the end of February 2026, with 42 places "
        "a year."
    )


def test_take_up_is_of_the_services_that_state_both(tmp_path: Path) -> None:
    # 80 + 10 of 100 + 20 places is 75 %; the third does not say what it took.
    found = see(
        tmp_path,
        build_service(number=1, capacity_per_year=100, places_taken=80),
        build_service(number=2, capacity_per_year=20, places_taken=10),
        build_service(number=3, capacity_per_year=500, places_taken=None),
    )
    table = drafted(found).tables["assets-kinds"].value
    assert table.values("take_up")[0] == 75
    assert table.values("places")[0] == 620


def test_a_handful_of_people_in_a_service_is_hidden(tmp_path: Path) -> None:
    found = see(
        tmp_path,
        build_service(number=1, places_taken=3),
        build_service(number=2, places_taken=60),
        build_service(number=3, places_taken=70),
    )
    shown = drafted(found).tables["assets-directory"].value.values("take_up")
    assert shown[0] == "[c]"


def test_the_chapter_stands_with_every_count_of_people_hidden(tmp_path: Path) -> None:
    found = see(tmp_path, build_service())
    cubes = {key: cube.map(hidden_everywhere) for key, cube in found.view.cubes.items()}
    draft = Draft()
    assert assets.compose(replace(found.view, cubes=cubes), found.services, draft)
    assert draft.tables["assets-kinds"].value.values("take_up") == ("[c]", "[c]")


def test_an_entry_that_states_nothing_is_listed_with_marks(tmp_path: Path) -> None:
    nothing = dict.fromkeys(
        (
            "capacity_per_year", "places_taken", "wait_days", "funded_until", "assured_on",
            "minimum_age", "maximum_age", "evenings", "weekends", "send_friendly", "url",
        )
    )  # fmt: skip
    found = see(tmp_path, build_service(**nothing))
    draft = drafted(found)
    table = draft.tables["assets-directory"].value
    assert table.values("places") == table.values("take_up") == ("[x]",)
    assert table.values("ages") == table.values("hours") == ("not stated",)
    assert draft.tables["assets-entries"].value.values("entries")[0] == 0


def test_completeness_counts_what_entries_state(tmp_path: Path) -> None:
    found = see(tmp_path, build_service(number=1), build_service(number=2, wait_days=None))
    table = drafted(found).tables["assets-entries"].value
    shares = dict(zip(table.values("field"), table.values("share"), strict=True))
    assert (shares["wait"], shares["capacity"], shares["approach"]) == (50, 100, 0)


def test_the_order_of_entries_does_not_matter(tmp_path: Path) -> None:
    rows = [build_service(number=n, name=f"S{n}", wait_days=n) for n in range(1, 6)]
    first = drafted(see(tmp_path / "a", *rows))
    again = drafted(see(tmp_path / "b", *reversed(rows)))
    for name, table in first.tables.items():
        assert again.tables[name].value.rows == table.value.rows


def test_the_ages_of_a_service_are_said_in_words(tmp_path: Path) -> None:
    ages = [(10, 17), (None, 17), (18, None), (0, 120), (None, None)]
    rows = [
        build_service(number=n, name=f"S{n}", minimum_age=low, maximum_age=high)
        for n, (low, high) in enumerate(ages)
    ]
    found = see(tmp_path, *rows)
    said = drafted(found).tables["assets-directory"].value.values("ages")
    assert said == ("10 to 17", "up to 17", "18 and over", "all ages", "not stated")


def test_every_kind_of_help_has_words() -> None:
    assert set(topic.HELP_WORDS) == set(topic.Help)
