"""Densities and bandwidths equal spatstat's on a pattern the shared reference does not have.

Twelve weighted events, cells of 100 m, a window that no axis runs along. spatstat.explore 3.0-6
on R 4.2.2: `density.ppp(X, sigma = 180, dimyx = c(10, 20), weights, edge = TRUE, diggle, kernel)`
on the rectangle and in `as.mask(owin(poly))`; `bw.diggle`, `bw.ppl`, `bw.CvL`, `bw.scott` with
defaults; `density.ppp(at = "points", leaveoneout = TRUE, diggle = TRUE)`.
"""

import math

import numpy as np
import pytest

from headwater.analysis import spatial
from headwater.analysis.spatial import Edge, Extent, Kernel, Points, Raster, Smoothing, Sums

STEP = np.arange(12)
POINTS = Points.of(
    100.5 + (STEP * STEP * 37 + STEP * 91) % 1800, 60.25 + (STEP * STEP * 53 + STEP * 17) % 900
)
WEIGHTS = 1.0 + STEP % 3
RASTER = Raster(0, 0, 100, 20, 10)
EXTENT = Extent(0, 0, 2_000, 1_000)
RING = [(103, 52), (1900, 107), (1707, 951), (211, 903)]
# The cells in row 3 column 4, 5 and 10, 8 and 17, counted from 1, and the sum of all.
VALUES = {
    (Kernel.GAUSSIAN, Edge.UNIFORM, False): (
        (3.284399559e-05, 5.430964997e-06, 8.284210312e-06, 2.390243864e-03)
    ),
    (Kernel.GAUSSIAN, Edge.UNIFORM, True): (
        (3.871507505e-05, 4.364393002e-06, 1.227959405e-05, 1.713655137e-03)
    ),
    (Kernel.GAUSSIAN, Edge.JONES_DIGGLE, True): (
        (4.797663133e-05, 5.272838588e-06, 9.761527227e-06, 1.800000000e-03)
    ),
    (Kernel.GAUSSIAN, Edge.JONES_DIGGLE, False): (
        (3.703716332e-05, 6.516470006e-06, 8.254926834e-06, 2.400000000e-03)
    ),
    (Kernel.QUARTIC, Edge.UNIFORM, False): (
        (3.092449973e-05, 5.489128646e-06, 1.056316195e-05, 2.377658814e-03)
    ),
    (Kernel.QUARTIC, Edge.UNIFORM, True): (
        (3.752755453e-05, 4.309844139e-06, 1.645311037e-05, 1.723831448e-03)
    ),
}


@pytest.mark.parametrize(("kernel", "edge", "in_window"), VALUES)
def test_corrected_densities_are_the_peers(kernel: Kernel, edge: Edge, in_window: bool) -> None:
    # Their sigma is the standard deviation of the kernel; that of a quartic is h/√8.
    wide = 180.0 * (math.sqrt(8.0) if kernel is Kernel.QUARTIC else 1.0)
    window = RASTER.inside(RING) if in_window else None
    ours = spatial.kernel_density(
        POINTS,
        RASTER,
        Smoothing(wide, kernel=kernel, edge=edge, sums=Sums.PIXELS),
        weights=WEIGHTS,
        window=window,
    )
    found = [ours.values[2, 3], ours.values[4, 9], ours.values[7, 16], np.nansum(ours.values)]
    np.testing.assert_allclose(found, VALUES[kernel, edge, in_window], rtol=1e-7)
    if window is not None:
        assert (ours.events, ours.outside, int(window.sum())) == (8, 4, 132)
        np.testing.assert_array_equal(np.isnan(ours.values), ~window)


def test_bandwidths_are_the_peers() -> None:
    assert spatial.least_error_bandwidth(POINTS, EXTENT).metres == pytest.approx(62.3776908)
    assert spatial.likelihood_bandwidth(POINTS, EXTENT).metres == pytest.approx(546.5660771)
    assert spatial.balanced_bandwidth(POINTS, EXTENT).metres == pytest.approx(267.1962388)
    assert spatial.scott_bandwidths(POINTS) == pytest.approx((328.6268663, 203.3110724))


def test_the_likelihood_of_a_bandwidth_counts_the_events_the_density_has() -> None:
    """The sum of logs alone prefers another candidate for five events; checked by a fine grid."""
    few = Points.of([205, 1_480, 1_020, 402, 1_750], [310, 90, 705, 840, 420])
    choice = spatial.likelihood_bandwidth(few, EXTENT)
    place = len(choice.candidates) // 2
    wide = float(choice.candidates[place])
    fine = Raster(0, 0, 4, 500, 250)
    smoothing = Smoothing(wide, sums=Sums.EXACT)
    held = spatial.kernel_density(few, fine, smoothing).values.sum() * fine.area_m2
    others = spatial.density_without_itself(few, EXTENT, bandwidth_m=wide)
    assert choice.criterion[place] == pytest.approx(np.log(others).sum() - held, rel=1e-6)
    assert held != pytest.approx(5.0, abs=0.01)


def test_a_density_without_itself_is_the_peers() -> None:
    ours = spatial.density_without_itself(POINTS, EXTENT, bandwidth_m=180, edge=Edge.JONES_DIGGLE)
    theirs = (9.787908722e-06, 1.313676992e-06, 1.301556075e-05)
    np.testing.assert_allclose(ours[[0, 5, 11]], theirs, rtol=1e-8)


def test_a_window_far_smaller_than_the_raster_warns_of_nothing() -> None:
    """A warning of numpy fails this test: cells that keep none of a bump once divided by it."""
    window = np.zeros(RASTER.shape, dtype=bool)
    window[4:6, 2:4] = True
    with np.errstate(all="raise"):
        ours = spatial.kernel_density(POINTS, RASTER, Smoothing(100), window=window)
    assert np.isnan(ours.values[~window]).all()
    assert np.isfinite(ours.values[window]).all()
