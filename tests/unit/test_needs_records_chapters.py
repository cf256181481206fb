"""What the record-level chapters say: always something, never more than was let out."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from builders.disclosure import Rule
from builders.records import (
    PERIOD,
    Measured,
    Plan,
    build_ground,
    build_lake,
    build_measured,
    build_offences,
)
from headwater.analysis.needs.chapters import (
    disproportionality,
    health,
    kinds,
    recorded_change,
    recorded_what,
    when,
    who,
)
from headwater.analysis.needs.chapters.disagreement import Seen
from headwater.analysis.needs.drafting import Draft
from headwater.analysis.needs.topics.searches import GroupResidents
from headwater.core.counts import Statistic
from headwater.core.editions import Block, BlockKind, Table
from headwater.core.provenance import Provenance

HIDE_ALL = Rule("police", 1, 10_000_000)


def written(found: Measured) -> tuple[list[Block], Draft]:
    """Every record-level chapter, one after the other."""
    draft = Draft()
    seen = Seen(found.recorded, found.emergency, found.ambulance, found.fire, found.admissions)
    blocks = [
        *recorded_what.compose(found.view, found.recorded, draft),
        *when.compose(found.view, found.recorded, draft),
        *who.compose(found.view, found.recorded, draft),
        *kinds.compose(found.view, found.recorded, draft),
        *health.compose(found.view, seen, draft),
        *disproportionality.compose(
            found.view, found.recorded, found.searches, found.residents_by_group, draft
        ),
    ]
    return blocks, draft


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """A county with every record-level source."""
    lake = tmp_path_factory.mktemp("county")
    searched = {
        "force": ["testshire"] * 40,
        "type": ["Person search"] * 40,
        "searched_at": [datetime.fromisoformat("2024-10-07T15:30")] * 40,
        "lon": [0.1] * 40,
        "lat": [52.0] * 40,
        "self_defined_ethnicity": ["White - Irish", "Black/African - Any other"] * 20,
        "officer_defined_ethnicity": ["White", "Black"] * 20,
        "object_of_search": ["Controlled drugs"] * 40,
        "outcome": ["Arrest"] * 10 + ["A no further action disposal"] * 30,
    }
    fires = {
        "incident_ref": [f"F{i}" for i in range(30)],
        "called_at": [datetime.fromisoformat("2024-10-07T15:30")] * 30,
        "incident_type": ["deliberate_primary"] * 30,
        "lsoa_code": ["Z99L00001"] * 30,
    }
    build_lake(
        lake,
        {
            **build_ground(),
            **build_offences(Plan()),
            "stop_searches": searched,
            "fire_incidents": fires,
        },
    )
    return build_measured(lake)


def test_without_any_data_every_chapter_says_what_to_load(tmp_path: Path) -> None:
    blocks, draft = written(build_measured(build_lake(tmp_path, build_ground())))
    told = " ".join(block.text for block in blocks if block.kind is BlockKind.UNKNOWN)
    assert not draft.tables
    assert not draft.findings
    for source in ("recorded_crime", "istv_ed", "ambulance", "fire"):
        assert f"headwater template {source}" in told


def test_with_everything_hidden_every_table_is_there_and_nothing_is_claimed(
    tmp_path: Path,
) -> None:
    lake = build_lake(tmp_path, {**build_ground(), **build_offences(Plan(means={"8N": 4.0}))})
    _, draft = written(build_measured(lake, profile=HIDE_ALL))
    counts = [
        cell
        for table in draft.tables.values()
        for column in table.value.columns
        if column.key in ("count", "broad", "core", "now", "before", "police", "hospital")
        for cell in table.value.values(column.key)
    ]
    assert counts
    assert not [cell for cell in counts if isinstance(cell, int | float) and cell > 0]
    assert not [
        f for f in draft.findings if f in ("who.repeat", "when.peak", "health.disagreement")
    ]
    for finding in draft.findings.values():
        assert "nan" not in finding.sentence


def test_one_offence_is_written_about_without_being_shown(tmp_path: Path) -> None:
    one = {
        "offence_ref": ["T/1"],
        "ho_code": ["8N"],
        "started_at": [datetime.fromisoformat("2024-10-07T15:30")],
        "recorded_on": [date(2024, 10, 8)],
        "lsoa_code": ["Z99L00001"],
        "victim_ref": ["V1"],
        "victim_age_band": ["15-17"],
        "victim_sex": ["F"],
    }
    _, draft = written(
        build_measured(build_lake(tmp_path, {**build_ground(), "recorded_crimes": one}))
    )
    assert draft.tables["who-victims"].value.values("count").count("[c]") == 1
    assert draft.tables["recorded-groups"].value.rows[0][2] == "[c]"


def test_findings_are_sentences_with_figures_and_reasons(county: Measured) -> None:
    _, draft = written(county)
    for finding in draft.findings.values():
        assert finding.sentence.endswith(".")
        assert "nan" not in finding.sentence
        assert finding.because
        chapter, _, name = finding.id.partition(".")
        assert chapter
        assert name
    assert {
        "recorded_what.amount", "recorded_what.harm", "recorded_what.district",
        "recorded_what.change", "recorded_what.rising", "recorded_what.falling",
        "recorded_what.knife_measure", "recorded_what.concentration",
        "when.month", "when.peak", "when.night", "when.school",
        "who.victims_young", "who.suspects_young", "who.repeat", "who.victims_rate",
        "kinds.flags", "kinds.knife",
        "health.sites", "health.sharp", "health.places", "health.ambulance", "health.fire",
        "health.disagreement", "health.gap",
        "disproportionality.victims", "disproportionality.suspects",
        "disproportionality.searches", "disproportionality.outcomes",
    } <= set(draft.findings)  # fmt: skip


def test_charts_say_the_finding_and_draw_columns_that_are_there(county: Measured) -> None:
    _, draft = written(county)
    assert draft.charts
    for chart in draft.charts.values():
        table = draft.tables[chart.table].value
        assert chart.title
        assert chart.summary.endswith(".")
        for key in (chart.x, chart.y, chart.series, chart.low, chart.high):
            assert not key or table.position(key) >= 0


def test_every_number_says_how_it_was_made(county: Measured) -> None:
    _, draft = written(county)
    for table in draft.tables.values():
        for column in table.value.columns:
            if column.kind.is_number:
                assert column.provenance is not None, (table.value.id, column.key)
                assert column.provenance.expressions, (table.value.id, column.key)


def test_rows_of_a_table_are_told_apart_by_their_key(county: Measured) -> None:
    _, draft = written(county)
    for table in draft.tables.values():
        keys = [table.value.row_key(row) for row in table.value.rows]
        assert len(set(keys)) == len(keys), table.value.id
        assert not any(":" in key for key in keys)


def test_writing_twice_gives_the_same_words(county: Measured) -> None:
    first, second = written(county)[1], written(county)[1]
    assert first.findings == second.findings
    assert {k: t.value for k, t in first.tables.items()} == {
        k: t.value for k, t in second.tables.items()
    }


def test_the_gap_is_a_range_and_never_one_figure(county: Measured) -> None:
    _, draft = written(county)
    said = draft.findings["health.gap"]
    assert "between 50% and 80%" in said.sentence
    assert "at least" in said.sentence
    assert len(said.figures) == 3


def test_double_counting_is_said_where_counts_stand_side_by_side(county: Measured) -> None:
    blocks, draft = written(county)
    assert any("never added" in block.text for block in blocks)
    assert any("never added" in note for note in draft.tables["health-sources"].value.notes)


def test_no_change_is_shown_for_a_hidden_count(tmp_path: Path) -> None:
    means = {"8N": 30.0, "34B": 0.15}
    lake = build_lake(tmp_path, {**build_ground(), **build_offences(Plan(means=means))})
    _, draft = written(build_measured(lake))
    table = draft.tables["recorded-change"].value
    hidden = [row for row in table.rows if "[c]" in (row[4], row[5])]
    assert hidden
    assert {row[6] for row in hidden} == {"[x]"}


def test_rates_by_group_need_residents_by_group(county: Measured) -> None:
    _, without = written(county)
    assert set(without.tables["fair-victims"].value.values("index")) <= {"[x]", "[z]"}
    rows = county.scope.ages
    people = dict.fromkeys(("asian", "black", "mixed", "other", "white"), 5_000.0)
    _, with_them = written(
        replace(county, residents_by_group=GroupResidents(people, "Census 2021", rows))
    )
    table = with_them.tables["fair-victims"].value
    at = {row[0]: row for row in table.rows}
    counts = {code: float(str(row[2])) for code, row in at.items()}
    # Equal residents, so the index is the ratio of the counts.
    assert at["black"][7] == pytest.approx(counts["black"] / counts["white"], abs=1e-5)
    assert at["white"][7] == "[z]"
    assert "as times" in with_them.findings["disproportionality.victims"].sentence


def test_only_the_public_files_still_give_possession(county: Measured, tmp_path: Path) -> None:
    records = 120
    crimes = {
        "month": [date(2024, 9, 1)] * records,
        "reported_by": ["x"] * records,
        "falls_within": ["x"] * records,
        "force": ["testshire"] * records,
        "lsoa_code": ["Z99L00001"] * records,
        "crime_type": ["Possession of weapons"] * 20 + ["Drugs"] * 100,
    }
    lake = build_lake(tmp_path, {**build_ground(), "crimes": crimes})
    _, draft = written(build_measured(lake))
    table = draft.tables["kinds-public"].value
    assert table.values("count") == (20, 100)
    assert "kinds.possession" in draft.findings


def statistic(value: float, low: float, high: float, method: str) -> Statistic:
    return Statistic("x", value, low, high, 100, "%", Provenance(method))


def test_a_change_alone_beyond_chance_is_not_beyond_chance_among_many() -> None:
    method = "Ratio of the two totals"
    # Limits of 1 % and 46 % on the log scale: z = log 1.214 / ((log 1.46 - log 1.01) / 3.92).
    clear = statistic(21.4, 1.0, 46.0, method)
    nothing = [statistic(0.0, -15.0, 100 / 85 * 100 - 100, method)] * 30
    alone, _ = recorded_change.directions_of([clear], months=12)
    among, _ = recorded_change.directions_of([clear, *nothing], months=12)
    assert alone == [recorded_change.Direction.RISING]
    assert among[0] == recorded_change.Direction.NO_CLEAR_CHANGE


def test_a_change_without_limits_is_not_judged() -> None:
    directions, q = recorded_change.directions_of(
        [statistic(-100.0, np.nan, np.nan, "Ratio")], months=12
    )
    assert directions == [recorded_change.Direction.NOT_ENOUGH]
    assert np.isnan(q).all()


def test_residents_by_sex_and_age_are_in_the_bands_of_the_records(county: Measured) -> None:
    found = who.residents_by_sex_and_age(county.scope)
    assert found is not None
    people, basis = found
    areas, band = len(county.scope.lsoa), 75
    # Two bands of the supply make the youngest band here.
    assert people[0].tolist() == [2 * areas * band, *[areas * band] * 6]
    assert basis == "mid_2024"


def test_months_that_were_not_supplied_are_not_zero(tmp_path: Path) -> None:
    plan = Plan(first=PERIOD.first, months=6)
    lake = build_lake(tmp_path, {**build_ground(), **build_offences(plan)})
    _, draft = written(build_measured(lake))
    table: Table = draft.tables["recorded-months"].value
    assert table.values("broad")[-1] == "[x]"
    whole = draft.tables["recorded-groups"].value.rows[0]
    # Six months of data: rates are for half a year of residents.
    residents = 32 * 16 * 75
    assert float(str(whole[4])) == pytest.approx(float(str(whole[2])) / (residents * 0.5) * 1_000)
