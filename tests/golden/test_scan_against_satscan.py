"""Scans equal SaTScan 10.3.2 and SpatialEpi 1.2.8 on the shared reference files.

The set of places, the periods and the log likelihood ratio of every cluster are compared, and the
distribution of the replicas' maxima. SaTScan's own p-values come from other random numbers.
"""

import csv
import datetime
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from headwater.analysis.temporal.scan_results import (
    FloatArray,
    ScanModel,
    ScanReach,
    ScanResult,
    ScanSettings,
)
from headwater.analysis.temporal.scans import adjusted_expected, scan

ANALYSES = [
    "prospective_poisson_pop50_t10",
    "prospective_stp_pop50_t10",
    "prospective_poisson_pop10_t4",
    "retrospective_stp_pop20_t10",
    "retrospective_poisson_pop50_t10",
    "spatial_poisson_pop50_t0",
]
REACHES = {
    "prospective": ScanReach.PROSPECTIVE,
    "retrospective": ScanReach.RETROSPECTIVE,
    "spatial": ScanReach.SPATIAL,
}
EARTH_KM = 6367.0
Json = dict[str, Any]


@pytest.fixture(scope="module")
def folder(shared_reference: Path) -> Path:
    return shared_reference / "scan"


def found_clusters(result: ScanResult, names: list[str]) -> list[tuple[list[str], float]]:
    return [(sorted(names[at] for at in one.places), one.llr) for one in result.clusters]


def assert_same(result: ScanResult, names: list[str], theirs: list[Json]) -> None:
    """Each of the peer's clusters is ours, in the same order but for equal strength."""
    ours = found_clusters(result, names)[: len(theirs)]
    wanted = [
        (sorted(one["locations"]), float(one.get("LLR") or one["TEST_STAT"])) for one in theirs
    ]
    np.testing.assert_allclose([llr for _, llr in ours], [llr for _, llr in wanted], atol=1e-6)
    assert sorted(places for places, _ in ours) == sorted(places for places, _ in wanted)


def lines_of(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def on_globe(degrees: FloatArray) -> FloatArray:
    """Points in space: straight lines between them are ordered as distances over the ground."""
    north, east = np.radians(degrees).T
    flat = np.cos(north)
    return np.column_stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)]) * EARTH_KM


@pytest.mark.parametrize("name", ANALYSES)
def test_clusters_and_chance_equal_satscan(folder: Path, name: str) -> None:
    peer = json.loads((folder / "scan_A_satscan.json").read_text())["results"][name]
    asked = peer["parameters"]
    counts = np.loadtxt(folder / "scan_A_counts.csv", delimiter=",", skiprows=1)
    places = np.loadtxt(folder / "scan_A_locations.csv", delimiter=",", skiprows=1)
    is_poisson = asked["model"] == "poisson"
    result = scan(
        counts,
        centres=places[:, 1:3],
        expected=places[:, 3] if is_poisson else None,
        settings=ScanSettings(
            model=ScanModel.POISSON if is_poisson else ScanModel.PERMUTATION,
            reach=REACHES[asked["analysis"]],
            most_share=asked["max_population_share"],
            longest=asked["max_weeks"] or None,
            least_cases=asked["min_cases"],
        ),
        seed=7,
    )
    names = [f"L{int(one)}" for one in places[:, 0]]
    assert_same(result, names, peer["clusters"])
    for ours, theirs in zip(result.clusters, peer["clusters"], strict=False):
        assert ours.first_period + 1 == int(theirs["START_DATE"])
        assert ours.last_period + 1 == int(theirs["END_DATE"])
        assert ours.observed == float(theirs["OBSERVED"])
        assert ours.expected == pytest.approx(float(theirs["EXPECTED"]), abs=0.0051)
        if "REL_RISK" in theirs:
            assert ours.relative_risk == pytest.approx(float(theirs["REL_RISK"]), abs=0.0051)
        p = float(theirs["P_VALUE"])
        # Both p-values rest on 999 replicas: five standard errors of their difference.
        assert abs(ours.p_value - p) < 5 * np.sqrt(2 * p * (1 - p) / 999) + 0.002
    maxima = peer["mc_max_llr"]
    for quantile, room in (("q05", 0.3), ("q50", 0.3), ("q90", 0.5), ("q95", 0.8)):
        ours_at = float(np.quantile(result.maxima, float(quantile[1:]) / 100))
        assert abs(ours_at - maxima[quantile]) < room


def test_new_york_fever_by_permutation_on_a_globe(folder: Path) -> None:
    peer = json.loads((folder / "satscan_sample" / "satscan_results.json").read_text())
    rows = lines_of(folder / "satscan_sample/NYCfever.cas")
    geo = lines_of(folder / "satscan_sample/NYCfever.geo")
    names = [row[0] for row in geo]
    cases = np.zeros((len(names), 24))
    for place, count, day in rows:
        cases[names.index(place), int(day.split("/")[2]) - 1] += int(count)
    result = scan(
        cases,
        centres=on_globe(np.array([[float(x) for x in row[1:3]] for row in geo])),
        settings=ScanSettings(model=ScanModel.PERMUTATION, most_radius_m=3.0, longest=7),
        seed=1,
    )
    theirs = peer["results"]["NYCfever"]["clusters"]
    assert_same(result, names, theirs)
    for ours, one in zip(result.clusters, theirs, strict=False):
        assert ours.first_period + 1 == int(one["START_DATE"].split("/")[2])


def person_years(years: list[float], people: list[float], first: int, last: int) -> FloatArray:
    """People x days of each calendar year, by straight lines between the first days of July."""
    counted = [datetime.date(1900 + int(year), 7, 1).toordinal() for year in years]
    sums = []
    for year in range(first, last + 1):
        start = datetime.date(year, 1, 1).toordinal()
        days = np.arange(start, datetime.date(year + 1, 1, 1).toordinal())
        sums.append(float(np.interp(days + 0.5, counted, people).sum()))
    return np.array(sums)


def test_new_mexico_by_age_and_sex(folder: Path) -> None:
    peer = json.loads((folder / "satscan_sample" / "satscan_results.json").read_text())
    base = folder / "satscan_sample"
    geo = lines_of(base / "nm.geo")
    names = [row[0] for row in geo]
    people: dict[tuple[str, str], dict[str, list[tuple[float, float]]]] = {}
    for place, year, count, age, sex in lines_of(base / "nm.pop"):
        stratum = people.setdefault((age, sex), {})
        stratum.setdefault(place, []).append((float(year), float(count)))
    strata = sorted(people)
    cases, by_stratum = np.zeros((len(names), 19)), Counter[tuple[str, str]]()
    for place, count, year, age, sex in lines_of(base / "nm.cas"):
        cases[names.index(place), int(year) - 1973] += int(count)
        by_stratum[age, sex] += int(count)
    population = np.zeros((len(strata), len(names), 19))
    for at, stratum_name in enumerate(strata):
        for place, counted in people[stratum_name].items():
            years, numbers = zip(*sorted(counted), strict=True)
            population[at, names.index(place)] = person_years(
                list(years), list(numbers), 1973, 1991
            )
    result = scan(
        cases,
        centres=on_globe(np.array([[float(x) for x in row[1:3]] for row in geo])),
        expected=adjusted_expected([by_stratum[name] for name in strata], population),
        settings=ScanSettings(reach=ScanReach.RETROSPECTIVE, longest=9),
        seed=1,
    )
    theirs = peer["results"]["nm"]["clusters"]
    assert_same(result, names, theirs)
    for ours, one in zip(result.clusters, theirs, strict=False):
        assert ours.first_period + 1973 == int(one["START_DATE"][:4])
        assert ours.last_period + 1973 == int(one["END_DATE"][:4])


def test_north_humberside_by_bernoulli(folder: Path) -> None:
    peer = json.loads((folder / "satscan_sample" / "satscan_results.json").read_text())
    base = folder / "satscan_sample"
    geo, cases, controls = (
        np.loadtxt(base / f"NHumberside.{kind}") for kind in ("geo", "cas", "ctl")
    )
    result = scan(
        cases[:, 1:],
        centres=geo[:, 1:],
        expected=cases[:, 1:] + controls[:, 1:],
        settings=ScanSettings(model=ScanModel.BERNOULLI, reach=ScanReach.SPATIAL),
        seed=1,
    )
    names = [f"{int(one)}" for one in geo[:, 0]]
    assert_same(result, names, peer["results"]["NHumberside"]["clusters"])


@pytest.mark.parametrize("model", [ScanModel.POISSON, ScanModel.BERNOULLI])
def test_pennsylvania_lung_cancer_equals_spatialepi(folder: Path, model: ScanModel) -> None:
    with (folder / "pennLC_input.csv").open() as file:
        table = list(csv.DictReader(file))
    kind = "poisson" if model is ScanModel.POISSON else "binomial"
    with (folder / f"pennLC_kulldorff_{kind}.csv").open() as file:
        theirs = list(csv.DictReader(file))
    column = "expected" if model is ScanModel.POISSON else "population"
    result = scan(
        np.array([[float(row["cases"])] for row in table]),
        centres=[[float(row["x_km"]), float(row["y_km"])] for row in table],
        expected=np.array([[float(row[column])] for row in table]),
        settings=ScanSettings(model=model, reach=ScanReach.SPATIAL, replicas=199),
        seed=1,
    )
    found = found_clusters(result, [row["county"] for row in table])
    for row in theirs:
        wanted = sorted(row["counties"].split())
        assert [llr for places, llr in found if places == wanted] == pytest.approx(
            [float(row["llr"])], abs=1e-6
        )
