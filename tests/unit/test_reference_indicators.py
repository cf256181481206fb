"""Published indicators, from small made-up files in the publishers' layouts."""

import doctest
import importlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders.reference import accepted, build_csv, problems, source_of
from headwater.sources.found_faults import is_code
from headwater.sources.reference import SOURCES
from headwater.sources.reference.authorities import authorities, codes_by_name, codes_by_number
from headwater.sources.reference.dfe_cin import EPISODES
from headwater.sources.reference.dfe_lait import measures
from headwater.sources.reference.spans import YearType, month_span, span_of
from headwater.sources.reference.tidy_indicators import POLARITIES, UNITS

REGION_NUMBERS = ("980", "981", "982", "983", "984", "985", "986", "989", "990")
TIDY: dict[str, Any] = {
    "indicator": "school_suspensions",
    "name": "Suspensions",
    "area_code": "Z99D00001",
    "period": "2023/24",
    "period_start": "2023-09-01",
    "period_end": "2024-08-31",
    "value": "7.5",
    "low": "7",
    "high": "8",
    "unit": "percent",
    "flag": None,
    "publisher": "Loamshire County Council",
}


def build_tool(value: str, **changes: str) -> dict[str, str]:
    """One line of the Local Authority Interactive Tool."""
    return {
        "measure_code": "CIN",
        "measure": "",
        "years": "2024",
        "area_name": "Cambridgeshire",
        "value": value,
        "la_number": "873",
        "region": "East of England",
        **changes,
    }


def build_factors(**changes: str) -> dict[str, str]:
    """One line of the table of factors at the end of assessment."""
    return {
        "time_period": "2025",
        "geographic_level": "Local authority",
        "country_code": "E92000001",
        "country_name": "England",
        "region_code": "E12000006",
        "region_name": "East of England",
        "new_la_code": "E10000003",
        "la_name": "Cambridgeshire",
        EPISODES: "500",
        "Gangs": "12",
        **changes,
    }


def build_fingertips(**changes: str) -> dict[str, str]:
    """One line of a Fingertips export."""
    return {
        "Indicator ID": "1",
        "Indicator Name": "Injuries",
        "Area Code": "E92000001",
        "Area Name": "England",
        "Sex": "Persons",
        "Age": "All ages",
        "Time period": "2022/23",
        "Value": "50.0",
        "Lower CI 95.0 limit": "49",
        "Upper CI 95.0 limit": "51",
        "Count": "50",
        "Denominator": "100000",
        "Value note": "",
        "Recent Trend": "Increasing and getting worse",
        "Compared to England": "Not compared",
        **changes,
    }


def rows_of(name: str, rows: list[dict[str, Any]], tmp_path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        accepted(build_csv(name, rows, scratch=tmp_path)).tables["indicators"].to_pylist()
    )
    return found


# Periods


@pytest.mark.parametrize(
    ("text", "kind", "span"),
    [
        ("2024", YearType.CALENDAR, (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024", YearType.FINANCIAL, (date(2023, 4, 1), date(2024, 3, 31))),
        ("2024", YearType.MARCH, (date(2024, 3, 31), date(2024, 3, 31))),
        ("2024", YearType.JANUARY, (date(2024, 1, 1), date(2024, 1, 31))),
        ("2023/24", YearType.ACADEMIC, (date(2023, 9, 1), date(2024, 8, 31))),
        ("1999/00", YearType.FINANCIAL, (date(1999, 4, 1), date(2000, 3, 31))),
        ("2010/11 - 12/13", YearType.FINANCIAL, (date(2010, 4, 1), date(2013, 3, 31))),
        ("2015 - 17", YearType.CALENDAR, (date(2015, 1, 1), date(2017, 12, 31))),
        ("2016-17 (OT)", YearType.FINANCIAL, (date(2016, 4, 1), date(2017, 3, 31))),
    ],
)
def test_a_published_period_covers_its_days(
    text: str, kind: YearType, span: tuple[date, date]
) -> None:
    assert span_of(text, kind) == span


@pytest.mark.parametrize("text", ["0", "2023/25", "", "next year", "2013/14-15/17", "99"])
def test_a_text_that_is_no_period_has_no_days(text: str) -> None:
    assert span_of(text, YearType.FINANCIAL) is None


def test_a_month_covers_its_days() -> None:
    assert month_span("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert month_span("2024-13") is None


# Tables in the package


def test_authorities_have_one_code_each_and_every_code_is_a_code() -> None:
    codes = [each.code for each in authorities()]
    assert len(set(codes)) == len(codes)
    assert all(is_code(code) for code in codes)


def test_a_number_kept_through_a_change_gives_the_present_code() -> None:
    assert codes_by_number()["815"] == "E06000065"
    assert codes_by_name(year=2018)["north yorkshire"] == "E10000023"
    assert "bournemouth" not in codes_by_name()


def test_measures_have_known_units_and_polarities() -> None:
    assert {each.unit for each in measures().values()} <= set(UNITS)
    assert {each.polarity for each in measures().values()} <= set(POLARITIES)
    assert len({each.indicator for each in measures().values()}) == len(measures())


# The Local Authority Interactive Tool


def test_the_tool_gives_codes_units_and_dates(tmp_path: Path) -> None:
    (row,) = rows_of("tool.csv", [build_tool("6.2E-2")], tmp_path)
    assert row["indicator"] == "lait_cin"
    assert row["area_code"] == "E10000003"
    assert row["value"] == pytest.approx(0.062)
    assert (row["unit"], row["polarity"]) == ("per_10000", "neutral")
    assert (row["period"], row["period_end"]) == ("2024", date(2024, 3, 31))


def test_what_the_tool_does_not_say_is_left_out_for_one_reason_each(tmp_path: Path) -> None:
    rows = [
        build_tool("1"),
        build_tool("1", measure_code="Happiness"),
        build_tool("1", la_number="999"),
        build_tool("1", years="0"),
    ]
    conformed = accepted(build_csv("tool.csv", rows, scratch=tmp_path))
    assert conformed.tables["indicators"].num_rows == 1
    assert conformed.rejected == {
        "measure not in headwater's list": 1,
        "authority without an area code": 1,
        "period is not a year": 1,
    }


@pytest.mark.parametrize(
    ("england", "value", "flag"),
    [("1258", None, "not_available"), ("150", 150.0, None), ("-", None, "not_available")],
)
def test_a_rate_for_england_must_lie_between_its_regions(
    tmp_path: Path, england: str, value: float | None, flag: str | None
) -> None:
    rows = [
        build_tool(str(100 + 10 * place), measure_code="FirstYJS", la_number=number)
        for place, number in enumerate(REGION_NUMBERS)
    ]
    rows.append(build_tool(england, measure_code="FirstYJS", la_number="970"))
    found = rows_of("tool.csv", rows, tmp_path)
    (row,) = [each for each in found if each["area_code"] == "E92000001"]
    assert (row["value"], row["flag"]) == (value, flag)


def test_spending_for_england_may_be_more_than_any_region(tmp_path: Path) -> None:
    rows = [
        build_tool("100", measure_code="YouthJusticeFinance", years="2024-25", la_number=number)
        for number in REGION_NUMBERS
    ]
    rows.append(
        build_tool("900", measure_code="YouthJusticeFinance", years="2024-25", la_number="970")
    )
    assert rows_of("tool.csv", rows, tmp_path)[-1]["value"] == 900


def test_a_year_written_as_fractions_becomes_percentages(tmp_path: Path) -> None:
    rows = [
        build_tool(value, measure_code="SecFSM", years=year, la_number=number)
        for year, values in (
            ("2022", ("20.5", "31")),
            ("2023", ("22", "33")),
            ("2024", ("0.22", "0.34")),
        )
        for value, number in zip(values, ("873", "874"), strict=True)
    ]
    conformed = accepted(build_csv("tool.csv", rows, scratch=tmp_path))
    values = conformed.tables["indicators"]["value"].to_pylist()
    assert values == pytest.approx([20.5, 31, 22, 33, 22, 34])
    assert "written as fractions" in conformed.warnings[0]


def test_percentages_that_are_always_small_stay_small(tmp_path: Path) -> None:
    rows = [
        build_tool("0.08", measure_code="TotPermEx", years=year) for year in ("2022/23", "2023/24")
    ]
    assert [row["value"] for row in rows_of("tool.csv", rows, tmp_path)] == [0.08, 0.08]


def test_a_value_that_is_neither_number_nor_mark_is_refused(tmp_path: Path) -> None:
    rows = [build_tool("about 5"), build_tool("1")]
    assert problems(build_csv("tool.csv", rows, scratch=tmp_path)) == [
        (2, "value", "it is neither a number nor a mark for a missing one"),
        (3, "measure_code", "the same measure, year and place is already further up"),
    ]


# Children in need


@pytest.mark.parametrize(
    ("mark", "flag"),
    [
        ("c", "suppressed"),
        ("[c]", "suppressed"),
        ("u", "not_available"),
        ("x", "not_available"),
        ("z", "not_applicable"),
        ("", "not_available"),
    ],
)
def test_a_mark_never_becomes_a_number(tmp_path: Path, mark: str, flag: str) -> None:
    found = rows_of("cin.csv", [build_factors(Gangs=mark)], tmp_path)
    gangs = found[-1]
    assert (gangs["indicator"], gangs["value"], gangs["flag"]) == ("dfe_cin_gangs", None, flag)
    assert gangs["denominator"] == 500


def test_national_and_regional_counts_are_marked_as_rounded(tmp_path: Path) -> None:
    rows = [
        build_factors(geographic_level="National", Gangs="8860"),
        build_factors(geographic_level="Regional", Gangs="900"),
        build_factors(),
    ]
    gangs = [
        row for row in rows_of("cin.csv", rows, tmp_path) if row["indicator"] == "dfe_cin_gangs"
    ]
    assert [(row["area_code"], row["flag"]) for row in gangs] == [
        ("E92000001", "rounded"),
        ("E12000006", "rounded"),
        ("E10000003", None),
    ]


def test_faults_of_a_departments_table_are_all_named(tmp_path: Path) -> None:
    rows = [
        build_factors(time_period="25", Gangs="many"),
        build_factors(geographic_level="Ward", new_la_code="Cambs"),
    ]
    assert problems(build_csv("cin.csv", rows, scratch=tmp_path)) == [
        (2, "Gangs", "it is neither a number nor a mark for a missing one"),
        (2, "time_period", "it is not one of the words allowed"),
        (3, "geographic_level", "it is not one of the words allowed"),
        (3, "new_la_code", "it is empty"),
    ]


# Serious violence, Fingertips


def test_tables_with_the_same_columns_are_told_apart_by_name(tmp_path: Path) -> None:
    row = {"LA": "England", "indicator": "Home", "group": "Any Offence", "perc": "29.0"}
    named = {
        name: rows_of(name, [row], tmp_path)[0]["indicator"]
        for name in ("cohort_EverAP.csv", "cohort_FSM.csv")
    }
    assert named == {
        "cohort_EverAP.csv": "dfe_sv_ever_in_alternative_provision_any_offence",
        "cohort_FSM.csv": "dfe_sv_ever_free_school_meals_any_offence",
    }


def test_an_empty_percentage_was_suppressed(tmp_path: Path) -> None:
    row = {"LA": "Rutland", "indicator": "School", "Gender": "Male", "perc": ""}
    (found,) = rows_of("g.csv", [{**row, "group": "Serious Violence Offence"}], tmp_path)
    assert found["indicator"] == "dfe_sv_sex_serious_violence"
    assert (found["sex"], found["stratum"]) == ("male", "school")
    assert (found["value"], found["flag"]) == (None, "suppressed")


def test_an_authority_by_an_unknown_name_is_left_out_and_counted(tmp_path: Path) -> None:
    row = {"indicator": "Home", "perc": "3", "group": "Any Offence", "Gender": "Male"}
    rows = [{"LA": "Loamshire", **row}, {"LA": "Kingston Upon Hull, City Of", **row}]
    conformed = accepted(build_csv("g.csv", rows, scratch=tmp_path))
    assert conformed.tables["indicators"]["area_code"].to_pylist() == ["E06000010"]
    assert conformed.rejected == {"authority without an area code": 1}


def test_fingertips_rows_that_differ_only_in_comparison_come_once(tmp_path: Path) -> None:
    rows = [build_fingertips(), build_fingertips(**{"Compared to England": "Similar"})]
    conformed = accepted(build_csv("f.csv", rows, scratch=tmp_path))
    (row,) = conformed.tables["indicators"].to_pylist()
    assert (row["indicator"], row["unit"]) == ("fingertips_1", "per_100000")
    assert row["polarity"] == "high_is_bad"
    assert conformed.rejected == {"the same row for another comparison": 1}


def test_fingertips_rows_that_disagree_are_refused(tmp_path: Path) -> None:
    rows = [build_fingertips(), build_fingertips(Value="51.0")]
    assert problems(build_csv("f.csv", rows, scratch=tmp_path)) == [
        (3, "Area Code", "the same indicator, place and period is already further up")
    ]


def test_a_fingertips_indicator_without_a_plain_unit_is_refused(tmp_path: Path) -> None:
    supplied = build_csv("f.csv", [build_fingertips(Value="3.7")], scratch=tmp_path)
    ((row, column, problem),) = problems(supplied)
    assert (row, column) == (2, "Indicator ID")
    assert "unit" in problem


# Tidy


def test_tidy_indicators_fill_in_what_is_not_split(tmp_path: Path) -> None:
    (row,) = rows_of("indicators_loamshire.csv", [TIDY], tmp_path)
    assert (row["sex"], row["age"], row["stratum"]) == ("persons", "all", "all")
    assert row["period_start"] == date(2023, 9, 1)


def test_tidy_indicators_have_all_their_faults_named(tmp_path: Path) -> None:
    rows = [
        {**TIDY, "value": None},
        {**TIDY, "period": "a", "value": "-1"},
        {**TIDY, "period": "b", "low": "9"},
        {**TIDY, "period": "c", "period_end": "2023-08-31", "unit": "each"},
        {**TIDY, "period": "d", "period_start": "01/09/2023", "flag": "odd"},
        {**TIDY, "period": "d", "name": "=HYPERLINK(1)"},
        {**TIDY, "period": "e", "flag": "suppressed"},
    ]
    assert problems(build_csv("indicators_x.csv", rows, scratch=tmp_path)) == [
        (2, "value", "there is neither a value nor a flag that says why"),
        (3, "value", "a count or a rate is below zero"),
        (4, "low", "the limits are the wrong way round"),
        (5, "period_end", "the period ends before it starts"),
        (5, "unit", "it is not one of the words allowed"),
        (6, "flag", "it is not one of the words allowed"),
        (6, "period_start", "it is not a day"),
        (
            7,
            "indicator",
            "the same indicator, place, period, sex, age and stratum is already further up",
        ),
        (7, "name", "it is a spreadsheet formula"),
        (8, "value", "there is a value and a flag that says there is none"),
    ]


def test_the_slice_of_a_file_is_its_layout_and_name(tmp_path: Path) -> None:
    supplied = build_csv("indicators_loamshire.csv", [TIDY], scratch=tmp_path)
    assert source_of(supplied).slice_of(supplied) == "indicators/tidy/indicators_loamshire.csv"


def test_a_file_said_to_be_ours_in_an_unknown_layout_is_refused(tmp_path: Path) -> None:
    supplied = build_csv("new.csv", [{"council": "Millford", "rate": "3"}], scratch=tmp_path)
    for source in SOURCES:
        (fault,) = source.conform(supplied).faults
        assert "none of the layouts known" in fault.problem
        assert source.slice_of(supplied) == f"{source.id}/new.csv"


MODULES = (
    "reference.authorities",
    "reference.columns",
    "reference.dfe_cin",
    "reference.dfe_lait",
    "found_faults",
    "reference.names",
    "reference.outlines",
    "reference.residents",
    "reference.spans",
)


@pytest.mark.parametrize("name", MODULES)
def test_worked_examples_in_the_docs_are_true(name: str) -> None:
    module = importlib.import_module(f"headwater.sources.{name}")
    tried = doctest.testmod(module)
    assert tried.attempted > 0
    assert tried.failed == 0
