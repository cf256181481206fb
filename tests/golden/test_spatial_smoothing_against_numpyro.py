"""Smoothed risks are those NumPyro 0.22.0 samples from the same model, within sampling error.

25 areas on a 5 x 5 lattice, rook neighbours; BYM2 with σ exponential (P(σ > 1) = 0.01), ρ beta
(½, ½), a flat level, and s adding up to 0 within N(0, 0.025²). NUTS, one chain, 600 draws to warm
up and 5,000 kept, target acceptance 0.9, 64-bit.
"""

import numpy as np
import pytest

from headwater.analysis.spatial.smoothing import smoothed_risks
from headwater.analysis.spatial.weights import weights_from_pairs

EXPECTED = [
    *(6.2, 5.1, 5.2, 5.2, 8.9, 6.8, 7.0, 5.0, 7.1, 3.7, 3.3, 8.1, 3.1),
    *(8.9, 8.0, 7.7, 3.3, 4.2, 8.1, 5.6, 6.8, 3.7, 4.1, 6.0, 7.6),
]
EVENTS = [
    *(1, 2, 4, 4, 6, 3, 6, 4, 11, 3, 4, 11, 3),
    *(9, 12, 10, 6, 7, 15, 6, 13, 12, 9, 14, 12),
]
MEAN = [
    *(0.594, 0.7096, 0.8407, 0.8999, 0.8503, 0.7386, 0.8919, 0.9818, 1.192, 1.0227, 1.1149),
    *(1.2461, 1.1983, 1.1911, 1.325, 1.3811, 1.6289, 1.5863, 1.641, 1.3416, 1.8501, 2.3051),
    *(1.9831, 1.9836, 1.6007),
]
SD = [
    *(0.203, 0.2101, 0.2236, 0.2416, 0.2246, 0.2078, 0.2134, 0.2392, 0.2611, 0.2694, 0.3096),
    *(0.2598, 0.2909, 0.2426, 0.2883, 0.3043, 0.3776, 0.3452, 0.3141, 0.3157, 0.4155, 0.5915),
    *(0.4641, 0.4367, 0.3658),
]


def test_means_and_sds_are_those_of_sampling() -> None:
    area = np.arange(25).reshape(5, 5)
    low = np.concatenate([area[:, :-1].ravel(), area[:-1].ravel()])
    high = np.concatenate([area[:, 1:].ravel(), area[1:].ravel()])
    weights = weights_from_pairs(np.concatenate([low, high]), np.concatenate([high, low]), areas=25)
    ours = smoothed_risks(EVENTS, EXPECTED, weights)
    mean, sd = ours.mean / np.array(MEAN) - 1.0, ours.sd / np.array(SD) - 1.0
    # About 1,000 independent draws: means good to 0.8 %, SDs to 2.5 %. So few areas leave σ and ρ
    # open, which is where the approximation is at its worst.
    assert np.mean(np.abs(mean)) < 0.02
    assert np.max(np.abs(mean)) < 0.04
    assert np.mean(np.abs(sd)) < 0.04
    assert ours.sd_between == pytest.approx(0.321, abs=0.03)
