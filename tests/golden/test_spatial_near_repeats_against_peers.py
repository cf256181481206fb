"""Near-repeat tables equal NearRepeat 0.1.1 and T. Davies' knox_test on the shared reference files.

Observed pairs are exact. What comes from shuffles is compared through its own error: both sides
drew, so a difference of two expected counts has both standard errors in it.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from headwater.analysis.spatial.near_repeats import Bands, Closed, Metric, NearRepeats, near_repeats
from headwater.analysis.spatial.points import Points

Columns = dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]
SHUFFLES = 1_999
# Five standard errors: over 25 bands a right answer fails once in 70,000 seeds.
SURE = 5.0


def columns(path: Path) -> Columns:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    kept = [name for name in rows[0] if name not in ("space", "time")]
    return {name: np.array([float(row[name]) for row in rows]) for name in kept}


@pytest.fixture(scope="module")
def folder(shared_reference: Path) -> Path:
    return shared_reference / "points"


@pytest.fixture(scope="module", params=list(Metric))
def beside_near_repeat(request: pytest.FixtureRequest, folder: Path) -> tuple[NearRepeats, Columns]:
    events = columns(folder / "points_A.csv")
    ours = near_repeats(
        Points.of(events["x"], events["y"]),
        events["day"],
        bands=Bands(metric=request.param),
        shuffles=SHUFFLES,
        seed=41,
    )
    return ours, columns(folder / f"knox_A_nearrepeat_{request.param}.csv")


def test_observed_pairs_equal_near_repeat(
    beside_near_repeat: tuple[NearRepeats, Columns],
) -> None:
    ours, theirs = beside_near_repeat
    # Their rows run through the distances first.
    assert ours.observed.T.ravel().tolist() == theirs["observed"].tolist()


def test_expected_pairs_agree_within_the_error_of_both(
    beside_near_repeat: tuple[NearRepeats, Columns],
) -> None:
    ours, theirs = beside_near_repeat
    error = np.hypot(ours.sd.T.ravel(), theirs["mc_sd"]) / np.sqrt(SHUFFLES)
    assert (np.abs(ours.expected.T.ravel() - theirs["mc_mean"]) <= SURE * error).all()
    known = theirs["mc_mean"] > 0
    apart = np.abs(ours.ratio.T.ravel() - theirs["knox_ratio"])[known]
    relative = error[known] / theirs["mc_mean"][known]
    assert (apart <= SURE * relative * 1.1 * theirs["knox_ratio"][known] + 1e-12).all()


def test_p_values_agree_within_the_error_of_both(
    beside_near_repeat: tuple[NearRepeats, Columns],
) -> None:
    ours, theirs = beside_near_repeat
    p = theirs["p"]
    error = np.sqrt(2 * np.maximum(p * (1 - p), 1 / SHUFFLES) / SHUFFLES)
    assert (np.abs(ours.p.T.ravel() - p) <= SURE * error).all()


@pytest.mark.parametrize("closed", list(Closed))
def test_chicago_equals_the_knox_test_of_davies(folder: Path, closed: Closed) -> None:
    """No pair lies on a limit there, so both ways of closing a band give his counts."""
    events = columns(folder / "chicago_burglary_2014h1.csv")
    theirs = columns(folder / "knox_chicago_2014h1_davies.csv")
    bands = Bands(
        metres=(0, 0.1, 100, 200, 400), days=(0, 0.5, 7.5, 14.5, 21.5, 28.5), closed=closed
    )
    ours = near_repeats(
        Points.of(events["x"], events["y"]), events["day"], bands=bands, shuffles=999, seed=41
    )
    assert ours.observed.ravel().tolist() == theirs["observed_pairs"].tolist()
    p, draws = theirs["p"], 199
    error = np.sqrt(np.maximum(p * (1 - p), 1 / draws) * (1 / draws + 1 / 999))
    assert (np.abs(ours.p.ravel() - p) <= SURE * error).all()
    mean_error = ours.sd.ravel() * np.sqrt(1 / draws + 1 / 999)
    their_mean = theirs["observed_pairs"] / theirs["ratio_mean"]
    assert (np.abs(ours.expected.ravel() - their_mean) <= SURE * mean_error).all()
