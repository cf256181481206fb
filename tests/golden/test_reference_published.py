"""The real files of the publishers, against totals they print and counts done by hand."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import shapely

from builders.reference import accepted, build_supplied, plain_rows, source_of
from headwater.sources.reference.columns import arrow_schema
from headwater.sources.reference.dfe_lait import measures

Read = Callable[[str], Any]

UNREAD = {
    "dfe_lait_selected_indicator_dictionary.csv.gz": "definitions; ours are in a table",
    "imd2019_england_lsoa11_subdomains.parquet": "sub-domains",
    "imd2025_england_lsoa21_subdomains.parquet": "sub-domains",
    "lookup_lsoa21_icb24.csv.gz": "health boards are no level of area here",
}


@pytest.fixture(scope="module")
def read(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Conform one file of the shared data, once for all tests."""
    scratch = tmp_path_factory.mktemp("reference")
    return cache(lambda name: accepted(build_supplied(shared_data / name, scratch=scratch)))


def where(table: Any, **columns: Any) -> Any:
    """The rows of a table that have some values."""
    for name, value in columns.items():
        table = table.filter(pc.equal(table[name], pa.scalar(value)))
    return table


def one(table: Any, **columns: Any) -> dict[str, Any]:
    """The single row of a table that has some values."""
    rows = where(table, **columns).to_pylist()
    assert len(rows) == 1, rows
    found: dict[str, Any] = rows[0]
    return found


@pytest.mark.parametrize("folder", ["geo", "lookups", "deprivation", "population", "children"])
def test_every_reference_file_has_one_source_or_a_reason_not_to(
    shared_data: Path, tmp_path: Path, folder: str
) -> None:
    for path in sorted((shared_data / folder).iterdir()):
        supplied = build_supplied(path, scratch=tmp_path)
        if path.name in UNREAD:
            with pytest.raises(AssertionError):
                source_of(supplied)
        else:
            assert source_of(supplied).slice_of(supplied).endswith(supplied.name)


@pytest.mark.parametrize("folder", ["geo", "lookups", "deprivation", "children", "health"])
def test_tables_have_exactly_the_promised_columns(
    shared_data: Path, read: Read, folder: str
) -> None:
    for path in sorted((shared_data / folder).iterdir()):
        if path.name in UNREAD:
            continue
        for name, table in read(f"{folder}/{path.name}").tables.items():
            promised = arrow_schema(name)
            assert table.schema.equals(promised)
            assert all(field.nullable or not table[field.name].null_count for field in promised)


# Areas and lookups


def test_force_area_of_cambridgeshire_measures_what_the_ordnance_survey_says(read: Read) -> None:
    # 3,046 sq km of Cambridgeshire and 343 of Peterborough, to mean high water.
    area = one(read("geo/pfa20_ew_bsc.parquet").tables["areas"], code="E23000023")
    assert area["name"] == "Cambridgeshire"
    assert (area["level"], area["vintage"]) == ("pfa", "2020")
    assert area["area_m2"] == pytest.approx(3_389e6, rel=0.005)


def test_areas_of_london_agree_with_the_publishers_own(shared_data: Path, read: Read) -> None:
    panel = shared_data / "police_uk_panels/london_lsoa21_month_2023-06_2025-05.parquet"
    theirs = dict(
        pq.read_table(panel, columns=["lsoa21_code", "area_m2"])
        .group_by("lsoa21_code")
        .aggregate([("area_m2", "min")])
        .select(["lsoa21_code", "area_m2_min"])
        .to_pandas()
        .itertuples(index=False)
    )
    table = read("geo/lsoa21_ew_bsc.parquet").tables["areas"]
    ours = dict(zip(table["code"].to_pylist(), table["area_m2"].to_pylist(), strict=True))
    assert len(theirs) == 4994
    # Ours are of outlines generalised to 200 m, so single areas differ; together they must not.
    assert sum(ours[code] for code in theirs) == pytest.approx(sum(theirs.values()), rel=0.005)


def test_the_one_broken_outline_of_2011_is_mended(read: Read) -> None:
    conformed = read("geo/lsoa11_ew_bsc.parquet")
    shapes = shapely.from_wkb(conformed.tables["areas"]["geometry"].to_numpy(zero_copy_only=False))
    assert len(shapes) == 34_753
    assert shapely.is_valid(shapes).all()
    assert conformed.warnings[0].startswith("[1] outlines crossed themselves")


def test_the_point_of_each_area_lies_inside_it(read: Read) -> None:
    table = read("geo/lsoa21_ew_bsc.parquet").tables["areas"]
    shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    points = shapely.points(table["lon"].to_numpy(), table["lat"].to_numpy())
    assert shapely.contains(shapes, points).all()


def test_geojson_and_geoparquet_of_the_force_areas_agree(read: Read) -> None:
    either = [
        read(f"geo/{name}").tables["areas"].sort_by("code")
        for name in ("pfa20_ew_bsc.parquet", "pfa20_ew_bsc.geojson.gz")
    ]
    assert either[0]["code"].equals(either[1]["code"])
    assert either[0]["area_m2"].to_pylist() == pytest.approx(
        either[1]["area_m2"].to_pylist(),
        rel=5e-4,  # the GeoJSON has five decimals of a degree
    )


def test_links_lead_from_cambridgeshire_neighbourhoods_to_its_force(read: Read) -> None:
    wards = read("lookups/lookup_lsoa21_ward24_ltla24.csv.gz").tables["area_links"]
    forces = read("lookups/lookup_ltla24_csp24_pfa24.csv.gz").tables["area_links"]
    partnerships = set(
        where(forces, from_level="csp", to_code="E23000023")["from_code"].to_pylist()
    )
    districts = {
        row["from_code"]
        for row in where(forces, from_level="lad", to_level="csp").to_pylist()
        if row["to_code"] in partnerships
    }
    lsoas = {
        row["from_code"]
        for row in where(wards, from_level="lsoa", to_level="lad").to_pylist()
        if row["to_code"] in districts
    }
    assert (len(partnerships), len(districts), len(lsoas)) == (6, 6, 516)


def test_every_district_leads_to_one_force_whatever_its_partnerships(read: Read) -> None:
    links = read("lookups/lookup_ltla24_csp24_pfa24.csv.gz").tables["area_links"]
    forces = defaultdict(set)
    for row in where(links, from_level="lad", to_level="pfa").to_pylist():
        forces[row["from_code"]].add(row["to_code"])
    assert len(forces) == 318
    assert {len(each) for each in forces.values()} == {1}


def test_partnerships_of_a_merged_district_are_part_of_it(read: Read) -> None:
    links = read("lookups/lookup_ltla24_csp24_pfa24.csv.gz").tables["area_links"]
    north_northamptonshire = where(links, from_level="csp", to_code="E06000061")
    assert sorted(north_northamptonshire["from_code"].to_pylist()) == [
        "E22000233",
        "E22000235",
        "E22000236",
        "E22000239",
    ]


def test_changes_from_2011_to_2021_are_those_of_the_register(shared_data: Path, read: Read) -> None:
    name = "lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz"
    links = read(name).tables["area_links"]
    changes = Counter(where(links, relation="changed_to")["change"].to_pylist())
    assert changes == Counter(row["change_code"] for row in plain_rows(shared_data / name))
    assert changes == {"U": 33_647, "S": 1_900, "M": 239, "X": 9}


def test_seventeen_districts_merged_in_2023(read: Read) -> None:
    conformed = read("lookups/lookup_ltla22_ltla23.csv.gz")
    changes = Counter(conformed.tables["area_links"]["change"].to_pylist())
    assert changes == {"U": 314, "M": 17}
    assert conformed.rejected == {"outside England and Wales": 43}


def test_lookups_name_each_code_of_a_vintage_once(shared_data: Path, read: Read) -> None:
    named: Counter[tuple[str, str]] = Counter()
    for path in sorted((shared_data / "lookups").iterdir()):
        if path.name not in UNREAD:
            table = read(f"lookups/{path.name}").tables.get("areas")
            rows = table.to_pylist() if table else []
            named.update((row["code"], row["vintage"]) for row in rows)
    assert set(named.values()) == {1}


def test_rural_neighbourhoods_are_those_of_the_publisher(read: Read) -> None:
    counted = {
        year: Counter(
            read(f"lookups/ruc{year}_lsoa{year}.csv.gz").tables["area_classes"]["broad"].to_pylist()
        )
        for year in ("11", "21")
    }
    assert counted == {
        "11": {"urban": 28_549, "rural": 6_204},
        "21": {"urban": 29_557, "rural": 6_115},
    }


def test_counties_lie_in_their_force_area_and_region(read: Read) -> None:
    tables = read("children/dfe_la_code_list.csv.gz").tables
    above = where(tables["area_links"], from_code="E10000003")["to_code"].to_pylist()
    assert sorted(above) == ["E12000006", "E23000023"]
    assert one(tables["areas"], code="E10000003")["name"] == "Cambridgeshire"


def test_force_areas_of_counties_exist(shared_data: Path, read: Read) -> None:
    lookup = plain_rows(shared_data / "lookups/lookup_ltla24_csp24_pfa24.csv.gz")
    forces = {row["pfa24_code"] for row in lookup}
    links = where(read("children/dfe_la_code_list.csv.gz").tables["area_links"], to_level="pfa")
    assert set(links["to_code"].to_pylist()) <= forces
    assert links.num_rows == 27


# Residents and deprivation


def test_census_residents_add_up_to_the_printed_total(read: Read) -> None:
    table = read("population/census2021_lsoa21_ethnic_group.parquet").tables["residents"]
    assert table.num_rows == 35_672
    assert pc.sum(table["persons"]).as_py() == 59_597_576


@pytest.mark.parametrize(
    ("name", "areas", "level"),
    [
        ("population_mid2020_lsoa11_single_year_age.parquet", 34_753, "lsoa"),
        ("population_mid2020_ltla21_single_year_age.csv.gz", 331, "lad"),
    ],
)
def test_mid_2020_residents_add_up_by_age_and_in_all(
    read: Read, name: str, areas: int, level: str
) -> None:
    table = read(f"population/{name}").tables["residents"]
    everyone = where(table, age_from=0, age_to=120)
    single = table.filter(
        pc.or_(pc.equal(table["age_from"], table["age_to"]), pc.equal(table["age_from"], 90))
    )
    assert set(table["area_level"].to_pylist()) == {level}
    assert (everyone.num_rows, single.num_rows) == (areas, areas * 91)
    assert pc.sum(everyone["persons"]).as_py() == 59_719_724
    assert pc.sum(single["persons"]).as_py() == 59_719_724


def test_bands_that_do_not_add_up_are_loaded_as_what_they_are(read: Read) -> None:
    conformed = read("population/census2021_ltla21_age_sex_bands.csv.gz")
    table = conformed.tables["residents"]
    spans = {(row["age_from"], row["age_to"]) for row in table.to_pylist()}
    assert spans == {(0, 120), (16, 64), (65, 74)}
    # Printed census figures for England and Wales: 30,420,100 women and girls (rounded).
    women = where(table, sex="female", age_from=0)
    assert pc.sum(women["persons"]).as_py() == 30_420_320
    assert "counts children under 1 twice" in conformed.warnings[0]


@pytest.mark.parametrize(
    ("name", "edition", "areas"),
    [
        ("imd2025_england_lsoa21.parquet", "IMD2025", 33_755),
        ("imd2019_england_lsoa11.parquet", "IMD2019", 32_844),
        ("imd2019_wales_lsoa11.parquet", "WIMD2019", 1_909),
    ],
)
def test_each_index_ranks_every_area_from_the_most_deprived(
    read: Read, name: str, edition: str, areas: int
) -> None:
    table = read(f"deprivation/{name}").tables["deprivation"]
    overall = where(table, domain="overall")
    assert set(table["edition"].to_pylist()) == {edition}
    assert table.num_rows == areas * 8
    ranks = sorted(overall["rank"].to_pylist())
    # Tied areas share a rank, so a rank may be passed over but never by much.
    assert (ranks[0], ranks[-1]) == (1, areas)
    assert all(abs(rank - place) < 5 for place, rank in enumerate(ranks, start=1))
    worst = where(overall, decile=1)
    assert max(worst["rank"].to_pylist()) == pytest.approx(areas / 10, abs=5)


def test_a_place_keeps_its_published_ranks(read: Read) -> None:
    table = read("deprivation/imd2025_england_lsoa21.parquet").tables["deprivation"]
    ranks = {row["domain"]: row["rank"] for row in where(table, area_code="E01000001").to_pylist()}
    assert ranks == {
        "overall": 26_525,
        "income": 33_730,
        "employment": 33_708,
        "education": 33_755,
        "health": 33_108,
        "crime": 33_698,
        "barriers": 29_220,
        "living": 244,
    }


def test_recorded_crime_rates_of_the_index_are_indicators(read: Read) -> None:
    conformed = read("deprivation/imd2025_england_lsoa21_indicators.parquet")
    rate = one(
        conformed.tables["indicators"],
        indicator="imd2025_violence_with_injury",
        area_code="E01000001",
    )
    assert (rate["value"], rate["unit"]) == (0.4, "per_1000")
    assert conformed.tables["indicators"].num_rows == 8 * 33_755


# Indicators


def test_children_in_need_factors_keep_their_numbers(read: Read) -> None:
    table = read("children/dfe_cin_assessment_factors_la_2018_2025.csv.gz").tables["indicators"]
    exploitation = one(
        table,
        indicator="dfe_cin_child_criminal_exploitation",
        area_code="E92000001",
        period="2025",
    )
    assert (exploitation["value"], exploitation["denominator"]) == (16_250, 513_250)
    assert exploitation["flag"] == "rounded"
    assert exploitation["period_start"] == date(2024, 4, 1)
    assert exploitation["period_end"] == date(2025, 3, 31)


def test_children_in_need_marks_are_counted_as_by_hand(shared_data: Path, read: Read) -> None:
    name = "children/dfe_cin_assessment_factors_la_2018_2025.csv.gz"
    by_hand = Counter(row["Gangs"] for row in plain_rows(shared_data / name))
    gangs = where(read(name).tables["indicators"], indicator="dfe_cin_gangs")
    flags = Counter(gangs["flag"].to_pylist())
    assert flags["suppressed"] == by_hand["c"] == 47
    assert flags["not_available"] == by_hand["u"] + by_hand["x"] == 4
    assert flags["not_applicable"] == by_hand["z"] == 1
    assert flags["rounded"] == 8 * 12  # England, nine regions, inner and outer London, eight years
    assert gangs["value"].null_count == 52


def test_a_factor_no_longer_collected_is_not_read_as_none(read: Read) -> None:
    conformed = read("children/dfe_cin_assessment_factors_la_2018_2025.csv.gz")
    england = where(
        conformed.tables["indicators"],
        indicator="dfe_cin_physical_abuse_unknown",
        area_code="E92000001",
    )
    by_year = {row["period"]: (row["value"], row["flag"]) for row in england.to_pylist()}
    assert by_year["2024"] == (2_090, "rounded")
    assert by_year["2025"] == (None, "not_applicable")
    assert any("Physical_Abuse_unknown" in warning for warning in conformed.warnings)


def test_tool_marks_and_places_are_counted_as_by_hand(shared_data: Path, read: Read) -> None:
    name = "children/dfe_lait_selected_indicators_la.csv.gz"
    rows = [row for row in plain_rows(shared_data / name) if row["years"] != "0"]
    conformed = read(name)
    table = conformed.tables["indicators"]
    dashes = sum(row["value"] == "-" for row in rows)
    assert conformed.rejected == {"period is not a year": 170}
    assert table.num_rows == len(rows) == 44_370
    # Nine years of first-time entrants for England are taken out besides.
    assert Counter(table["flag"].to_pylist())["not_available"] == dashes + 9
    assert table["value"].null_count == dashes + 9
    assert len(set(table["area_code"].to_pylist())) == 170


def test_small_numbers_in_powers_of_ten_are_read(read: Read) -> None:
    table = read("children/dfe_lait_selected_indicators_la.csv.gz").tables["indicators"]
    row = one(table, indicator="lait_totpermex", area_code="E92000001", period="2015/16")
    assert row["value"] == pytest.approx(0.08443)  # 8.4430000000000005E-2
    assert (row["period_start"], row["period_end"]) == (date(2015, 9, 1), date(2016, 8, 31))


def test_first_time_entrants_of_england_are_taken_out_and_of_regions_kept(read: Read) -> None:
    conformed = read("children/dfe_lait_selected_indicators_la.csv.gz")
    entrants = where(conformed.tables["indicators"], indicator="lait_firstyjs", period="2024")
    england = one(entrants, area_code="E92000001")
    assert (england["value"], england["flag"]) == (None, "not_available")
    assert one(entrants, area_code="E12000006")["value"] == 122
    assert len(conformed.warnings) == 1


def test_spending_is_in_pounds_and_its_year_is_financial(read: Read) -> None:
    table = read("children/dfe_lait_selected_indicators_la.csv.gz").tables["indicators"]
    row = one(
        table,
        indicator="lait_youthjusticefinance",
        area_code="E09000003",
        period="2016-17 (OT)",
    )
    assert (row["value"], row["unit"]) == (825_576, "gbp")
    assert (row["period_start"], row["period_end"]) == (date(2016, 4, 1), date(2017, 3, 31))


def test_the_tool_and_fingertips_agree_on_injury_admissions(read: Read) -> None:
    tool = where(
        read("children/dfe_lait_selected_indicators_la.csv.gz").tables["indicators"],
        indicator="lait_hospad0_14",
        area_code="E92000001",
    )
    fingertips = where(
        read("health/fingertips_90284_child_injury_admissions_la_2010-11_2023-24.csv.gz").tables[
            "indicators"
        ],
        area_code="E92000001",
        sex="persons",
    )
    ours = {row["period_end"]: row["value"] for row in fingertips.to_pylist()}
    theirs = {row["period_end"]: row["value"] for row in tool.to_pylist()}
    # 2016 is for 2015/16 in both: 104.9.
    assert len(theirs) == 9
    assert {end: ours[end] for end in theirs} == pytest.approx(theirs, abs=0.005)


def test_our_list_of_measures_agrees_with_the_tools_dictionary(shared_data: Path) -> None:
    dictionary = {
        row["Measure_short"]: row
        for row in plain_rows(shared_data / "children" / next(iter(UNREAD)))
    }
    assert set(measures()) == set(dictionary)
    polarity = {"Low": "high_is_bad", "High": "low_is_bad", "-": "neutral", "": "neutral"}
    years = {
        "Calendar Year": "calendar",
        "Financial Year": "financial",
        "Academic Year": "academic",
        "Annual": "march",
        "Annual - January": "january",
    }
    for code, row in dictionary.items():
        ours = measures()[code]
        assert ours.polarity == polarity[row["Polarity"]], code
        assert ours.year_type == years[row["Year_Type"]], code


def test_fingertips_rows_come_once_with_their_unit(read: Read) -> None:
    conformed = read("health/fingertips_90284_child_injury_admissions_la_2010-11_2023-24.csv.gz")
    table = conformed.tables["indicators"]
    assert conformed.rejected == {"the same row for another comparison": 38}
    assert table.num_rows == 5_878 - 38
    # 107,429 admissions of 9,324,084 children are 115.2 for each 10,000.
    assert set(table["unit"].to_pylist()) == {"per_10000"}
    assert set(table["polarity"].to_pylist()) == {"high_is_bad"}
    assert Counter(table["flag"].to_pylist())["suppressed"] == 1


@pytest.mark.parametrize(
    ("year", "admissions"), [("2012-13", 3_849), ("2018-19", 5_069), ("2021-22", 4_049)]
)
def test_sharp_object_admissions_add_up_to_the_printed_totals(
    read: Read, year: str, admissions: int
) -> None:
    table = read(
        "health/nhs_sharp_object_assault_admissions_region_month_2012-04_2022-03.csv.gz"
    ).tables["indicators"]
    england = where(
        table,
        indicator="nhs_sharp_object_admissions",
        area_code="E92000001",
        sex="persons",
        age="all",
        stratum="all",
    )
    start = date(int(year[:4]), 4, 1)
    months = [row for row in england.to_pylist() if 0 <= (row["period_start"] - start).days < 365]
    assert len(months) == 12
    assert sum(row["value"] for row in months) == admissions
    assert {row["flag"] for row in months} == {"provisional" if year == "2021-22" else None}


def test_sharp_object_stars_stay_suppressed(shared_data: Path, read: Read) -> None:
    name = "health/nhs_sharp_object_assault_admissions_region_month_2012-04_2022-03.csv.gz"
    elsewhere = ("England - Not", "Foreign", "Other UK", "Unknown")
    rows = [
        row for row in plain_rows(shared_data / name) if not row["region"].startswith(elsewhere)
    ]
    conformed = read(name)
    flags = Counter(
        where(conformed.tables["indicators"], indicator="nhs_sharp_object_admissions")[
            "flag"
        ].to_pylist()
    )
    assert flags["suppressed"] == sum(row["fae"] == "*" for row in rows)
    assert flags["not_available"] == sum(row["fae"] == "" for row in rows)
    assert conformed.rejected == {"place is not a region of England": 31_864 - len(rows)}


def test_serious_violence_counts_and_names_are_read(read: Read) -> None:
    table = read("children/dfe_serious_violence_cohort_la_info_table.csv.gz").tables["indicators"]
    england = one(
        table, indicator="dfe_sv_serious_violence", area_code="E92000001", stratum="school"
    )
    assert (england["numerator"], england["denominator"]) == (34_118, 3_165_037)
    assert (england["value"], england["flag"]) == (1, "rounded")
    again = one(
        table,
        indicator="dfe_sv_serious_violence_after_another",
        area_code="E92000001",
        stratum="school",
    )
    assert (again["numerator"], again["denominator"]) == (12_734, 34_118)


def test_serious_violence_authorities_are_those_of_2018(read: Read) -> None:
    table = read("children/dfe_serious_violence_cohort_la_FSM.csv.gz").tables["indicators"]
    codes = dict(zip(table["area_name"].to_pylist(), table["area_code"].to_pylist(), strict=True))
    assert len(set(codes.values())) == 151
    assert codes["Dorset"] == "E10000009"  # not the unitary of 2019, which has Christchurch
    assert codes["Medway Towns"] == "E06000035"


def test_young_people_out_of_education_are_read(read: Read) -> None:
    table = read("children/dfe_neet_la_2023.csv.gz").tables["indicators"]
    row = one(table, indicator="dfe_neet_percent", area_code="E92000001")
    assert (row["value"], row["denominator"]) == (2.8, 1_236_365)
    assert (row["period_start"], row["period_end"]) == (date(2022, 12, 1), date(2023, 2, 28))
    assert Counter(table["flag"].to_pylist())["suppressed"] == 6
