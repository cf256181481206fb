"""Aberrations equal R surveillance 1.20.3 (farringtonFlexible, earsC) on the reference files."""

import csv
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy import special

from headwater.analysis import temporal
from headwater.analysis.temporal.results import FloatArray

# The peer's fits stop at a relative change of 1e-8 of the deviance.
RELATIVE = 1e-5
SETTINGS = {
    "noufaily_nb": temporal.NOUFAILY,
    "muan": replace(
        temporal.NOUFAILY,
        years_back=3,
        trend_below=0.05,
        threshold=temporal.Threshold.MUAN,
        alpha=0.05,
    ),
    "delta_default": replace(
        temporal.NOUFAILY,
        years_back=3,
        seasons=1,
        weeks_left_out=3,
        down_weights_above=1.0,
        trend_below=0.05,
        threshold=temporal.Threshold.DELTA,
        alpha=0.05,
    ),
}
CASES = [
    ("panel_A", "noufaily_nb"),
    ("panel_A", "muan"),
    ("panel_A", "delta_default"),
    ("salmonella.agona", "noufaily_nb"),
    ("salmonella.agona", "muan"),
    ("salmonella.agona", "delta_default"),
    ("offset_A", "noufaily_nb"),
]


@dataclass(frozen=True)
class Case:
    """What the peer was given and what it said, and ours at the same series and weeks."""

    theirs: dict[str, FloatArray]
    ours: temporal.Aberrations
    at: tuple[list[int], list[int]]

    def same(self, column: str, ours: FloatArray) -> None:
        """Equal, and missing in the same places."""
        np.testing.assert_allclose(ours[self.at], self.theirs[column], rtol=RELATIVE, atol=1e-12)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def column(rows: list[dict[str, str]], name: str) -> FloatArray:
    return np.array([np.nan if row[name] == "NA" else float(row[name]) for row in rows])


@pytest.fixture(scope="module")
def folder(shared_reference: Path) -> Path:
    return shared_reference / "aberration"


def case_of(folder: Path, name: str, kind: str) -> Case:
    given = rows_of(folder / f"farrington_{name}_input.csv")
    said = rows_of(folder / f"farrington_{name}_{kind}.csv")
    names = list(given[0]) if name == "panel_A" else ["count"]
    weeks = sorted({int(row["t"]) - 1 for row in said})
    ours = temporal.farrington(
        np.array([column(given, series) for series in names]),
        # The public series has no dates: its years are 52 weeks.
        first_week=None if name.startswith("salmonella") else date(2018, 1, 1),
        judged=weeks,
        settings=SETTINGS[kind],
        population=column(given, "population") if name == "offset_A" else None,
    )
    series = [names.index(row["series"]) if name == "panel_A" else 0 for row in said]
    places = [weeks.index(int(row["t"]) - 1) for row in said]
    return Case(
        {key: column(said, key) for key in said[0] if key != "series"}, ours, (series, places)
    )


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_farrington_equals_farrington_flexible(folder: Path, name: str, kind: str) -> None:
    case = case_of(folder, name, kind)
    ours = case.ours
    case.same("observed", ours.observed)
    case.same("upperbound", ours.upper)
    case.same("expected", ours.expected)
    case.same("phi", ours.dispersion)
    case.same("pvalue", ours.p_value)
    case.same("alarm", ours.is_alarm.astype(np.float64))
    # The file has the slope, cut to a whole number, where the trend was kept and NA where not.
    case.same("trend_kept", np.where(ours.trend_kept, 0.0, np.nan))
    if kind != "delta_default":
        case.same("mu0", ours.mean)


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_scores_equal_once_the_peers_use_of_the_log_is_followed(
    folder: Path, name: str, kind: str
) -> None:
    case = case_of(folder, name, kind)
    possible = ~np.isnan(case.theirs["expected"])
    ours = case.ours.score if kind == "delta_default" else case.ours.score_on_log_scale
    np.testing.assert_allclose(
        ours[case.at][possible], case.theirs["score"][possible], rtol=RELATIVE
    )
    # Either score passes 1 for the same weeks.
    alarm = case.theirs["alarm"][possible] == 1
    assert np.array_equal(case.ours.score[case.at][possible] > 1, alarm)


@pytest.mark.parametrize(
    ("method", "name"),
    [
        (temporal.EarsMethod.C1, "C1"),
        (temporal.EarsMethod.C2, "C2"),
        (temporal.EarsMethod.C3_SURVEILLANCE, "C3"),
    ],
)
def test_ears_equals_ears_c(folder: Path, method: temporal.EarsMethod, name: str) -> None:
    counts = column(rows_of(folder / "farrington_salmonella.agona_input.csv"), "count")
    said = rows_of(folder / f"ears_{name}_salmonella.agona.csv")
    ours = temporal.ears(
        counts,
        judged=[int(row["t"]) - 1 for row in said],
        settings=temporal.EarsSettings(method, alpha=0.001),
    )
    np.testing.assert_allclose(ours.upper[0], column(said, "upperbound"), rtol=1e-9)
    assert np.array_equal(ours.is_alarm[0], column(said, "alarm") == 1)


def test_the_peers_c3_ignores_the_week_it_judges_and_ours_does_not() -> None:
    quiet = [3, 5, 4, 6, 2, 4, 4, 5, 3, 4, 4, 4, 4, 4]
    high = [*quiet[:-1], 40]

    def limit(method: temporal.EarsMethod, counts: list[int]) -> float:
        return float(temporal.ears(counts, settings=temporal.EarsSettings(method)).upper[0, 0])

    theirs, ours = temporal.EarsMethod.C3_SURVEILLANCE, temporal.EarsMethod.C3
    assert limit(theirs, high) - limit(theirs, quiet) == pytest.approx(36)
    assert limit(ours, high) == limit(ours, quiet)
    # The two weeks before were quiet, so C3 is C2.
    mean, deviation = np.mean(quiet[4:11]), np.std(quiet[4:11], ddof=1)
    assert limit(ours, high) == pytest.approx(mean + special.ndtri(0.999) * deviation)
