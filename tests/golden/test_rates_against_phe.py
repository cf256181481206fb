"""Rates and intervals equal PHEindicatormethods 2.0.2 on the shared reference files."""

import csv
from pathlib import Path

import numpy as np
import pytest

from headwater.analysis import rates
from headwater.analysis.rates.kernels import FloatArray

RELATIVE = 1e-8
LEVELS = [(0.95, "95_0"), (0.998, "99_8")]


class Table:
    """One reference file, columns as floats, NA as nan."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))

    def __getitem__(self, column: str) -> FloatArray:
        return np.array(
            [np.nan if row[column] == "NA" else float(row[column]) for row in self.rows]
        )

    def text(self, column: str) -> list[str]:
        return [row[column] for row in self.rows]


def same(ours: FloatArray, theirs: FloatArray) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=RELATIVE, atol=1e-13)


@pytest.fixture(scope="module")
def folder(shared_reference: Path) -> Path:
    return shared_reference / "rates"


@pytest.mark.parametrize(("level", "suffix"), LEVELS)
def test_crude_rates_equal_phe_rate(folder: Path, level: float, suffix: str) -> None:
    table = Table(folder / "rate_A.csv")
    ours = rates.crude_rates(table["obs"], table["pop"], level=level)
    same(ours.value, table["value"])
    same(ours.low, table[f"lower{suffix}cl"])
    same(ours.high, table[f"upper{suffix}cl"])
    assert [name == "Byar" for name in ours.method] == [
        name == "Byars" for name in table.text("method")
    ]


@pytest.mark.parametrize(("level", "suffix"), LEVELS)
def test_proportions_equal_phe_proportion(folder: Path, level: float, suffix: str) -> None:
    table = Table(folder / "proportion_A.csv")
    ours = rates.proportions(table["obs"], table["pop"], level=level)
    same(ours.value, table["value"])
    same(ours.low, table[f"lower{suffix}cl"])
    same(ours.high, table[f"upper{suffix}cl"])


@pytest.mark.parametrize(("level", "suffix"), LEVELS)
def test_directly_standardised_rates_equal_phe_dsr(folder: Path, level: float, suffix: str) -> None:
    table, bands = Table(folder / "dsr_A.csv"), Table(folder / "dsr_A_input.csv")
    ours = rates.directly_standardised_rates(
        bands["obs"].reshape(12, 19),
        bands["pop"].reshape(12, 19),
        standard=bands["esp"][:19],
        level=level,
    )
    same(ours.events, table["total_count"])
    same(ours.population, table["total_pop"])
    same(ours.value, table["value"])
    same(ours.low, table[f"lower{suffix}cl"])
    same(ours.high, table[f"upper{suffix}cl"])
    withheld = [text.startswith("dsr NA") for text in table.text("statistic")]
    assert [reason == rates.Withheld.TOO_FEW_EVENTS for reason in ours.withheld] == withheld


def test_indirectly_standardised_ratios_equal_phe(folder: Path) -> None:
    table, bands = Table(folder / "isratio_A.csv"), Table(folder / "dsr_A_input.csv")
    ours = rates.indirectly_standardised_ratios(
        bands["obs"].reshape(12, 19).sum(axis=1),
        bands["pop"].reshape(12, 19),
        reference=reference_of(folder),
    )
    same(ours.observed, table["observed"])
    same(ours.expected, table["expected"])
    same(ours.value, table["value"])
    same(ours.low, table["lowercl"])
    same(ours.high, table["uppercl"])


def test_indirectly_standardised_rates_equal_phe(folder: Path) -> None:
    table, bands = Table(folder / "israte_A.csv"), Table(folder / "dsr_A_input.csv")
    ours = rates.indirectly_standardised_rates(
        bands["obs"].reshape(12, 19).sum(axis=1),
        bands["pop"].reshape(12, 19),
        reference=reference_of(folder),
    )
    same(ours.value, table["value"])
    same(ours.low, table["lowercl"])
    same(ours.high, table["uppercl"])


@pytest.mark.parametrize(("tail", "sigma"), [(0.025, "2s"), (0.001, "3s")])
def test_proportion_funnels_equal_phe(folder: Path, tail: float, sigma: str) -> None:
    table = Table(folder / "funnel_limits_A.csv")
    average = reference_of(folder).rate
    ours = rates.proportion_funnel(table["Population"], average=average, tail=tail)
    same(ours.low, table[f"lower_{sigma}_limit"])
    same(ours.high, table[f"upper_{sigma}_limit"])
    assert ours.average == pytest.approx(table["baseline"][0], rel=RELATIVE)


def test_the_slope_index_equals_phe_sii_with_simulated_limits_within_one_per_cent(
    folder: Path,
) -> None:
    groups, table = Table(folder / "sii_A_input.csv"), Table(folder / "sii_A.csv")
    ours = rates.slope_index(
        groups["value"],
        standard_error=groups["se"],
        population=groups["pop"],
        rng=np.random.default_rng(61),
    )
    assert ours.sii == pytest.approx(table["sii"][0], rel=RELATIVE)
    assert ours.rii == pytest.approx(table["rii"][0], rel=RELATIVE)
    for name in ("sii", "rii"):
        assert getattr(ours, f"{name}_low") == pytest.approx(
            table[f"{name}_lower95_0cl"][0], rel=0.01
        )
        assert getattr(ours, f"{name}_high") == pytest.approx(
            table[f"{name}_upper95_0cl"][0], rel=0.01
        )


def reference_of(folder: Path) -> rates.Reference:
    table = Table(folder / "isr_A_reference.csv")
    return rates.Reference.of(table["x"], table["n"])
