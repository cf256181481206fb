"""Published indicators: whose they are, what stands beside them, and what they bear on."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from builders.provision import (
    AREA,
    PERIOD,
    County,
    Row,
    build_indicator,
    build_lake,
    district_code,
    link,
    look_at,
)
from headwater.analysis.needs.chapters import priority_groups, why
from headwater.analysis.needs.drafting import Draft
from headwater.analysis.needs.scope import scope_of
from headwater.analysis.needs.topics import indicators
from headwater.analysis.needs.topics.indicators import GROUPS, THEMES, Indicators, Reading
from headwater.core.editions import BlockKind, Strength
from headwater.lake.store import Store
from headwater.rulebook import factors

COUNTRY = {
    "code": "Z99K00001", "name": "Isles", "level": "country", "vintage": "2024",
}  # fmt: skip
INSIDE = link(district_code(0), "Z99K00001", ("lad", "country"))


def see(tmp_path: Path, *rows: Row, county: County | None = None, area: str = AREA) -> Indicators:
    lake = build_lake(tmp_path, (county or County()).but(indicators=rows))
    with Store(lake) as store:
        found = indicators.measure(store, scope_of(store, area=area, period=PERIOD))
    assert found is not None
    return found


def only(found: Indicators) -> Reading:
    (reading,) = found.readings
    return reading


def beside_a_country(*, value: float, **own: object) -> tuple[Row, Row]:
    return (
        build_indicator(**own),
        build_indicator(area_code="Z99K00001", area_name="Isles", value=value),
    )


WITH_COUNTRY = County(extra={"areas": [COUNTRY], "area_links": [INSIDE]})


def test_without_indicators_there_is_nothing_to_measure(tmp_path: Path) -> None:
    lake = build_lake(tmp_path, County())
    with Store(lake) as store:
        assert indicators.measure(store, scope_of(store, area=AREA, period=PERIOD)) is None


def test_indicators_of_other_areas_are_not_ours(tmp_path: Path) -> None:
    lake = build_lake(tmp_path, County(indicators=[build_indicator(area_code="Z99D00099")]))
    with Store(lake) as store:
        assert indicators.measure(store, scope_of(store, area=AREA, period=PERIOD)) is None


def test_a_county_inside_the_force_area_is_ours_by_its_link(tmp_path: Path) -> None:
    county = County(extra={"area_links": [link("E10000099", AREA, ("county", "pfa"))]})
    found = see(tmp_path, build_indicator(area_code="E10000099"), county=county)
    assert only(found).area_code == "E10000099"


def test_a_county_with_the_force_areas_name_is_ours_where_no_link_was_loaded(
    tmp_path: Path,
) -> None:
    named = {"code": "E10000099", "name": "Loamshire", "level": "county", "vintage": "2024"}
    found = see(
        tmp_path,
        build_indicator(area_code="E10000099"),
        county=County(extra={"areas": [named]}),
    )
    assert only(found).area_code == "E10000099"


def test_a_district_reads_the_county_above_it(tmp_path: Path) -> None:
    county = County(extra={"area_links": [link(district_code(0), "E10000099", ("lad", "county"))]})
    found = see(
        tmp_path, build_indicator(area_code="E10000099"), county=county, area=district_code(0)
    )
    assert only(found).area_code == "E10000099"


@pytest.mark.parametrize(
    ("low", "high", "polarity", "compared"),
    [
        (9.0, 11.0, "high_is_bad", "worse"),
        (9.0, 11.0, "low_is_bad", "better"),
        (9.0, 11.0, "neutral", "higher"),
        (7.0, 13.0, "high_is_bad", "similar"),
        (None, None, "high_is_bad", "above, no interval"),
    ],
)
def test_a_value_is_called_different_only_by_its_interval(
    tmp_path: Path, low: float | None, high: float | None, polarity: str, compared: str
) -> None:
    rows = beside_a_country(value=8.0, low=low, high=high, polarity=polarity)
    reading = only(see(tmp_path, *rows, county=WITH_COUNTRY))
    assert reading.compared == compared
    assert (reading.benchmark, reading.benchmark_name) == (8.0, "Isles")


def test_only_the_same_period_is_set_beside_a_value(tmp_path: Path) -> None:
    own, country = beside_a_country(value=8.0)
    reading = only(see(tmp_path, own, {**country, "period": "2022/23"}, county=WITH_COUNTRY))
    assert reading.compared == "not compared"


def test_without_a_larger_area_all_authorities_together_stand_beside(tmp_path: Path) -> None:
    # 20 of 100 and 10 of 300: together 30 of 400, 7.5 %.
    rows = [
        build_indicator(value=20.0, numerator=20, denominator=100),
        build_indicator(
            area_code=district_code(1), area_name="Brinmouth", value=10 / 3, numerator=10,
            denominator=300,
        ),
    ]  # fmt: skip
    found = see(tmp_path, *rows)
    assert {r.benchmark for r in found.readings} == {7.5}
    assert {r.compared for r in found.readings} == {"worse", "better"}


def test_limits_are_worked_out_where_count_and_denominator_give_the_value(
    tmp_path: Path,
) -> None:
    # 81 of 263 is 30.8 % (25.5 to 36.6): Newcombe 1998, table I.
    reading = only(see(tmp_path, build_indicator(value=30.8, numerator=81, denominator=263)))
    assert (round(reading.latest.low, 1), round(reading.latest.high, 1)) == (25.5, 36.6)


def test_limits_are_not_worked_out_where_they_would_not_fit(tmp_path: Path) -> None:
    reading = only(see(tmp_path, build_indicator(value=3.0, numerator=81, denominator=263)))
    assert not reading.has_interval


@pytest.mark.parametrize(
    ("flag", "mark"),
    [("suppressed", "[c]"), ("not_available", "[x]"), ("not_applicable", "[z]"), (None, "[x]")],
)
def test_what_the_publisher_hid_stays_hidden(tmp_path: Path, flag: str | None, mark: str) -> None:
    found = see(tmp_path, build_indicator(value=None, flag=flag, numerator=None, denominator=250))
    assert only(found).latest.mark == mark
    draft = Draft()
    why.compose(look_at(tmp_path).view, found, draft)
    assert draft.tables["why-indicators"].value.values("value") == (mark,)


def years(*values: float | None) -> list[Row]:
    return [
        build_indicator(
            period=str(year), period_end=date(year, 3, 31), value=value,
            flag="suppressed" if value is None else None,
        )
        for year, value in enumerate(values, start=2019)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((1, 2, 3, 4, 5), "rose each time"),
        ((5, 4, 3, 2, 1), "fell each time"),
        ((1, 2, 3, 4, 4), "no clear trend"),
        ((9, 9, 1, 2, 3, 4, 5), "rose each time"),
        ((1, 2, 3, 4), "not enough periods (4)"),
        ((1, 2, None, 4, 5), "not enough periods (2)"),
    ],
)
def test_a_trend_needs_five_periods_that_all_go_one_way(
    tmp_path: Path, values: tuple[float | None, ...], said: str
) -> None:
    assert only(see(tmp_path, *years(*values))).trend.words == said


def test_what_ended_after_the_period_is_not_looked_at(tmp_path: Path) -> None:
    later = build_indicator(period="2025/26", period_end=date(2026, 3, 31), value=99.0)
    assert only(see(tmp_path, build_indicator(), later)).latest.period == "2023/24"


def test_where_everything_is_later_the_earliest_stands_in(tmp_path: Path) -> None:
    rows = [
        build_indicator(period=str(year), period_end=date(year, 3, 31)) for year in (2027, 2026)
    ]
    assert only(see(tmp_path, *rows)).latest.period == "2026"


def test_assessments_that_named_a_factor_are_given_as_a_share(tmp_path: Path) -> None:
    row = build_indicator(
        indicator="dfe_cin_gangs", name="Assessments that named gangs", value=30.0, numerator=30.0,
        denominator=600.0, unit="count", polarity="neutral",
    )  # fmt: skip
    reading = only(see(tmp_path, row))
    assert (reading.latest.value, reading.unit) == (5.0, "percent")
    assert reading.has_interval


def test_each_sex_is_used_only_where_there_are_no_persons(tmp_path: Path) -> None:
    rows = [build_indicator(sex=sex) for sex in ("persons", "female", "male")]
    assert only(see(tmp_path / "a", *rows)).sex == "persons"
    assert [r.sex for r in see(tmp_path / "b", *rows[1:]).readings] == ["female", "male"]


def test_children_counted_by_school_do_not_count_twice(tmp_path: Path) -> None:
    rows = [build_indicator(stratum=stratum) for stratum in ("home", "school", "home: white")]
    assert only(see(tmp_path, *rows)).latest.value == 10.0


@pytest.mark.parametrize(
    ("indicator", "name", "themes"),
    [
        ("lait_totpermex", "Permanent exclusions as a share of pupils", {"exclusion"}),
        ("lait_16_17_neet", "Young people aged 16 and 17 not in education", {"neet"}),
        ("lait_lac_convictions", "Looked-after children convicted", {"care", "youth_justice"}),
        ("dfe_cin_child_criminal_exploitation", "Assessments that named it", {"exploited"}),
        ("suspension_rate", "Suspensions per 100 pupils", {"exclusion"}),
        ("severe_absence_rate", "Pupils missing half or more of their sessions", {"absence"}),
        ("violence_admissions_rate", "Emergency admissions for violence", {"victims"}),
        ("bus_miles", "Miles of bus routes", set()),
    ],
)
def test_an_indicator_bears_on_what_it_is_about(
    indicator: str, name: str, themes: set[str]
) -> None:
    assert {theme.id for theme in THEMES if theme.fits(indicator, name)} == themes


def test_every_theme_names_factors_and_groups_that_exist() -> None:
    known = {factor.factor for factor in factors()}
    for theme in THEMES:
        assert set(theme.factors) <= known, theme.id
        assert set(theme.groups) <= set(GROUPS), theme.id


def chapter(tmp_path: Path, *rows: Row, county: County = WITH_COUNTRY) -> Draft:
    found = see(tmp_path, *rows, county=county)
    view = look_at(tmp_path).view
    draft = Draft()
    assert why.compose(view, found, draft)
    assert priority_groups.compose(view, found, draft)
    return draft


RISKS = (
    "Permanent exclusions", "Suspensions", "Pupils severely absent", "First-time entrants",
    "Children in low-income families", "Young people not in education",
)  # fmt: skip


def planted(*, worse: bool, district: int = 0) -> list[Row]:
    rows: list[Row] = []
    for number, name in enumerate(RISKS):
        own = 20.0 if worse else 10.0
        shape = {"indicator": f"risk_{number}", "name": name}
        rows += [
            build_indicator(**shape, value=own, low=own - 2, high=own + 2,
                            area_code=district_code(district)),
            build_indicator(**shape, value=10.0, area_code="Z99K00001"),
        ]  # fmt: skip
    return rows


def test_an_authority_that_is_worse_throughout_is_found(tmp_path: Path) -> None:
    draft = chapter(tmp_path, *planted(worse=True))
    finding = draft.findings["why.beside"]
    assert finding.sentence.startswith(
        "In Alderby 6 of 6 risk indicators stand on the worse side of Isles; of the 6 with an "
        "interval 6 are clearly worse"
    )
    assert finding.strength is Strength.MODERATE
    assert "why-chart" in draft.charts


def test_an_authority_like_its_country_is_not_called_worse(tmp_path: Path) -> None:
    finding = chapter(tmp_path, *planted(worse=False)).findings["why.beside"]
    assert "0 of 6" in finding.sentence
    assert finding.strength is Strength.WEAK


def test_a_run_of_worse_years_is_found(tmp_path: Path) -> None:
    country = [{**row, "area_code": "Z99K00001", "value": 3.0} for row in years(1, 1, 1, 1, 1)]
    draft = chapter(tmp_path, *years(1, 2, 3, 4, 5), *country)
    assert draft.findings["why.worsening"].sentence.startswith("1 of 1 risk indicators got worse")


def test_old_figures_are_listed_but_not_weighed(tmp_path: Path) -> None:
    rows = [
        {**row, "period": "2015", "period_end": date(2015, 3, 31)} for row in planted(worse=True)
    ]
    draft = chapter(tmp_path, *rows)
    assert "why.beside" not in draft.findings
    assert len(draft.tables["why-indicators"].value.rows) == 6


def test_what_bears_on_no_factor_is_listed_apart(tmp_path: Path) -> None:
    draft = chapter(tmp_path, build_indicator(indicator="bus_miles", name="Miles of bus routes"))
    assert len(draft.tables["why-others"].value.rows) == 1


def test_all_factors_are_listed_with_what_tells_of_them(tmp_path: Path) -> None:
    table = chapter(tmp_path, build_indicator()).tables["why-factors"].value
    assert len(table.rows) == len(factors())
    told = {row[2]: row[3] for row in table.rows}
    assert (told["school exclusion"], told["weapon carrying"]) == (1, 0)


def test_without_indicators_the_chapters_say_what_to_load(tmp_path: Path) -> None:
    view = look_at(build_lake(tmp_path, County())).view
    draft = Draft()
    blocks = why.compose(view, None, draft) + priority_groups.compose(view, None, draft)
    said = " ".join(block.text for block in blocks if block.kind is BlockKind.UNKNOWN)
    assert said.count("headwater template la_indicators") == 2
    assert {"why-factors", "groups"} <= set(draft.tables)


def test_what_came_before_serious_violence_is_set_beside_all_pupils(tmp_path: Path) -> None:
    cohorts = {"all_pupils": 1.0, "any_offence": 11.0, "serious_violence": 17.0}
    rows = [
        build_indicator(
            indicator=f"dfe_sv_ever_excluded_{cohort}",
            unit="percent",
            value=value,
            name=f"Ever permanently excluded: share of {cohort}",
            stratum="home",
            polarity="neutral",
        )
        for cohort, value in cohorts.items()
    ]
    draft = chapter(tmp_path, *rows)
    assert draft.findings["groups.before"].sentence == (
        "Of children in Alderby cautioned or sentenced for serious violence, 17% were ever "
        "permanently excluded, beside 1% of all pupils."
    )


def test_groups_without_any_figure_are_named(tmp_path: Path) -> None:
    found = see(tmp_path, build_indicator())
    draft = Draft()
    blocks = priority_groups.compose(look_at(tmp_path).view, found, draft)
    (silent,) = [block.items for block in blocks if block.kind is BlockKind.BULLETS]
    assert "Children of prisoners" in silent
    assert GROUPS["excluded"] not in silent


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    rows = planted(worse=True) + years(1, 2, 3)
    first = chapter(tmp_path / "a", *rows)
    again = chapter(tmp_path / "b", *reversed(rows))
    for name, table in first.tables.items():
        assert again.tables[name].value.rows == table.value.rows


def test_readings_of_one_authority_have_names_of_their_own(tmp_path: Path) -> None:
    rows = [build_indicator(age=age, sex=sex) for age in ("10", "11") for sex in ("male", "female")]
    keys = sorted(reading.key for reading in see(tmp_path, *rows).readings)
    assert all(a != b for a, b in pairwise(keys))
