"""Densities and bandwidths equal spatstat.explore 3.0-6 and sfhotspot 1.0.0 on the reference files.

spatstat moves each event to the middle of its pixel and corrects with a sum over pixels; with
`Sums.PIXELS` we do the same, so the comparison is far tighter than the 1e-3 that the binning
would otherwise allow.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.spatial.bandwidths import (
    balanced_bandwidth,
    least_error_bandwidth,
    likelihood_bandwidth,
    scott_bandwidths,
)
from headwater.analysis.spatial.density import (
    Density,
    Edge,
    Kernel,
    Smoothing,
    Sums,
    adaptive_density,
    density_without_itself,
    kernel_density,
)
from headwater.analysis.spatial.grids import Extent, Raster
from headwater.analysis.spatial.points import Points

AREA = Extent(0, 0, 5_000, 4_000)
RASTER = Raster.covering(AREA, cell_m=100)
BINNED = 1e-8
"""Their Fourier transform leaves about 1e-15 of the peak, which is 1e-9 of the thinnest cell."""


def column(path: Path, name: str) -> FloatArray:
    with path.open(encoding="utf-8") as file:
        return np.array([float(row[name]) for row in csv.DictReader(file)])


@pytest.fixture(scope="module")
def folder(shared_reference: Path) -> Path:
    return shared_reference / "points"


@pytest.fixture(scope="module")
def points(folder: Path) -> Points:
    return Points.of(column(folder / "points_A.csv", "x"), column(folder / "points_A.csv", "y"))


def on_raster(path: Path, name: str = "density") -> FloatArray:
    """Values by row from the south, whichever order the file has."""
    cell = RASTER.of(Points.of(column(path, "x"), column(path, "y")))
    values = np.full(len(RASTER), np.nan)
    values[cell] = column(path, name)
    return values.reshape(RASTER.shape)


def peak_error(ours: Density, theirs: Density) -> float:
    return float(np.abs(ours.values - theirs.values).max() / theirs.values.max())


@pytest.mark.parametrize(("edge", "name"), [(Edge.UNIFORM, "edge"), (Edge.NONE, "noedge")])
def test_a_gaussian_density_equals_spatstat(
    folder: Path, points: Points, edge: Edge, name: str
) -> None:
    ours = kernel_density(points, RASTER, Smoothing(250, edge=edge, sums=Sums.PIXELS))
    theirs = on_raster(folder / f"kde_A_spatstat_gauss250_{name}.csv")
    np.testing.assert_allclose(ours.values, theirs, rtol=BINNED)
    assert (ours.events, ours.outside, ours.unplaced) == (405, 0, 0)


def test_an_adaptive_density_equals_spatstat(folder: Path, points: Points) -> None:
    ours = adaptive_density(
        points, RASTER, Smoothing(250, sums=Sums.PIXELS), bandwidths_of_spatstat(points)
    )
    theirs = on_raster(folder / "kde_A_spatstat_adaptive_h0_250.csv")
    np.testing.assert_allclose(ours.values, theirs, rtol=BINNED)


def bandwidths_of_spatstat(points: Points) -> FloatArray:
    """Abramson's rule on their pilot: 128 x 128 pixels, and bandwidths moved to mid quantiles."""
    shares, pixels = [], []
    for place, end in ((points.x, 5_000.0), (points.y, 4_000.0)):
        middles = (np.arange(128) + 0.5) * end / 128
        apart = (middles[:, None] - middles) / 250
        heights = np.exp(-0.5 * apart**2) / (250 * np.sqrt(2 * np.pi))
        shares.append((heights, heights.sum(axis=1) * end / 128))
        pixels.append(np.minimum((place / end * 128).astype(int), 127))
    counts = np.zeros((128, 128))
    np.add.at(counts, tuple(pixels), 1)
    (across, kept_across), (up, kept_up) = shares
    pilot = (across @ counts @ up / kept_across[:, None] / kept_up)[tuple(pixels)]
    own = 250 * pilot**-0.5 / np.exp(np.mean(np.log(pilot**-0.5)))
    number = len(own)
    limits = np.quantile(own, np.linspace(0, 1, number + 1))
    group = np.clip(np.searchsorted(limits, own, side="right") - 1, 0, number - 1)
    return np.asarray(np.quantile(own, (np.arange(number) + 0.5) / number)[group])


def test_density_at_events_without_themselves_equals_spatstat(folder: Path, points: Points) -> None:
    ours = density_without_itself(points, AREA, bandwidth_m=250)
    np.testing.assert_allclose(ours, column(folder / "kde_A_spatstat_loo.csv", "loo"), rtol=1e-8)


def test_bandwidths_equal_spatstat(folder: Path, points: Points) -> None:
    diggle, ppl, cvl, scott_x, scott_y = column(folder / "kde_A_bandwidths.csv", "value")
    assert least_error_bandwidth(points, AREA).metres == pytest.approx(diggle, rel=1e-8)
    assert likelihood_bandwidth(points, AREA).metres == pytest.approx(ppl, rel=1e-8)
    assert balanced_bandwidth(points, AREA).metres == pytest.approx(cvl, rel=1e-8)
    assert scott_bandwidths(points) == pytest.approx((scott_x, scott_y), rel=1e-8)


def test_a_quartic_surface_equals_sfhotspot(folder: Path, points: Points) -> None:
    """SpatialKDE adds up (1 - d²/h²)² without scaling it to a density."""
    flat = Smoothing(400, kernel=Kernel.QUARTIC, edge=Edge.NONE, sums=Sums.EXACT)
    ours = kernel_density(points, RASTER, flat).values * np.pi * 400**2 / 3
    theirs = on_raster(folder / "kde_A_sfhotspot_quartic400.csv", "kde")
    np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-10)


def test_counts_equal_sfhotspot_but_for_an_event_on_a_side(folder: Path, points: Points) -> None:
    ours = np.bincount(RASTER.of(points), minlength=len(RASTER)).reshape(RASTER.shape)
    theirs = on_raster(folder / "kde_A_sfhotspot_quartic400.csv", "n")
    # One event has an easting of exactly 2,400; sfhotspot counts it on both sides.
    assert theirs.sum() == 406
    assert ours.sum() == 405
    (different,) = np.argwhere(ours != theirs)
    assert RASTER.eastings[different[1]] == 2_350


def test_the_stated_error_of_quick_sums_holds(points: Points) -> None:
    exact = kernel_density(points, RASTER, Smoothing(250, sums=Sums.EXACT))
    assert peak_error(kernel_density(points, RASTER, Smoothing(250)), exact) < 0.005
    finer = Raster.covering(AREA, cell_m=50)
    exact = kernel_density(points, finer, Smoothing(250, sums=Sums.EXACT))
    assert peak_error(kernel_density(points, finer, Smoothing(250)), exact) < 0.0015
