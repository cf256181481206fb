"""What must not matter to the arithmetic of the record-level chapters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.analysis.needs import record_kernels

CHANCES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=40)
COUNTS = st.lists(st.integers(1, 500), min_size=2, max_size=12)


@given(p=CHANCES, seed=st.integers(0, 100))
def test_the_order_of_tests_does_not_matter(p: list[float], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(p))
    chances = np.array(p)
    assert record_kernels.false_discovery_values(chances[order]) == pytest.approx(
        record_kernels.false_discovery_values(chances)[order]
    )


@given(p=CHANCES)
def test_a_smaller_chance_never_has_a_larger_false_discovery_rate(p: list[float]) -> None:
    chances = np.sort(np.array(p))
    found = record_kernels.false_discovery_values(chances)
    assert (np.diff(found) >= 0).all()
    assert (found >= chances - 1e-12).all()


@given(p=CHANCES)
def test_a_test_that_could_not_be_made_changes_nothing(p: list[float]) -> None:
    chances = np.array(p)
    with_gap = record_kernels.false_discovery_values(np.append(chances, np.nan))
    assert with_gap[:-1] == pytest.approx(record_kernels.false_discovery_values(chances))


@given(above=COUNTS, below=COUNTS, times=st.integers(2, 50))
def test_scaling_all_lower_counts_leaves_every_ratio_to_the_rest(
    above: list[int], below: list[int], times: int
) -> None:
    size = min(len(above), len(below))
    over, under = np.array(above[:size], float), np.array(below[:size], float)
    plain, _ = record_kernels.against_the_rest(over, under)
    scaled, _ = record_kernels.against_the_rest(over, under * times)
    assert scaled == pytest.approx(plain)


@given(people=st.lists(st.integers(0, 200), min_size=1, max_size=6))
def test_a_share_on_repeats_lies_inside_its_limits(people: list[int]) -> None:
    times = np.arange(1, len(people) + 1)
    share, low, high = record_kernels.share_of_events_on_repeats(
        times, np.array(people, float), level=0.95
    )
    if sum(people):
        assert 0 <= low <= share <= high <= 1
    else:
        assert np.isnan(share)


@given(events=st.integers(1, 1_000), people=st.integers(1, 100_000))
def test_chance_repeats_are_a_share(events: int, people: int) -> None:
    assert 0 <= record_kernels.repeat_share_by_chance(events, people) <= 1
