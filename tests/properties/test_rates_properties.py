"""What must and must not matter to a rate, on thousands of made-up areas."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from headwater.analysis import rates
from headwater.analysis.rates import kernels

counts = st.integers(0, 5_000)
people = st.integers(1, 1_000_000)
areas = st.lists(st.tuples(counts, people), min_size=1, max_size=30)
levels = st.sampled_from([0.9, 0.95, 0.998])
seeds = st.integers(0, 2**32 - 1)
harm_values = st.lists(st.integers(0, 1_000), min_size=2, max_size=40).filter(any)


@given(rows=areas, seed=seeds)
def test_the_order_of_areas_does_not_matter(rows: list[tuple[int, int]], seed: int) -> None:
    table = np.array(rows, dtype=float)
    order = np.random.default_rng(seed).permutation(len(table))
    ours = rates.crude_rates(table[:, 0], table[:, 1])
    shuffled = rates.crude_rates(table[order, 0], table[order, 1])
    np.testing.assert_array_equal(shuffled.low, ours.low[order])
    np.testing.assert_array_equal(shuffled.high, ours.high[order])


@given(events=counts, population=people, level=levels)
def test_an_interval_holds_its_rate(events: int, population: int, level: float) -> None:
    rate = rates.crude_rate(events, population, level=level)
    assert 0 <= rate.low <= rate.value < rate.high


@given(events=counts, population=people)
def test_limits_at_99_8_hold_those_at_95(events: int, population: int) -> None:
    inner = rates.crude_rate(events, population, level=0.95)
    outer = rates.crude_rate(events, population, level=0.998)
    assert outer.low <= inner.low
    assert outer.high > inner.high


@given(events=counts, population=people, level=levels)
def test_one_more_event_raises_the_rate_and_both_limits(
    events: int, population: int, level: float
) -> None:
    fewer = rates.crude_rate(events, population, level=level)
    more = rates.crude_rate(events + 1, population, level=level)
    assert more.value > fewer.value
    assert more.low > fewer.low
    assert more.high > fewer.high


@given(events=counts, population=people, factor=st.integers(2, 1_000))
def test_the_multiplier_only_scales(events: int, population: int, factor: int) -> None:
    once = rates.crude_rate(events, population, multiplier=1)
    scaled = rates.crude_rate(events, population, multiplier=factor)
    np.testing.assert_allclose(
        [scaled.value, scaled.low, scaled.high],
        np.array([once.value, once.low, once.high]) * factor,
        rtol=1e-12,
    )


@given(events=counts, others=counts, level=levels)
def test_wilson_limits_stay_between_zero_and_one_and_hold_the_share(
    events: int, others: int, level: float
) -> None:
    if events + others == 0:
        return
    share = rates.proportion(events, events + others, level=level)
    tiny = 1e-12
    assert 0 <= share.low <= share.value + tiny
    assert share.value - tiny <= share.high <= 1


@given(events=counts, others=counts)
def test_those_with_and_those_without_have_mirrored_limits(events: int, others: int) -> None:
    if events + others == 0:
        return
    having = rates.proportion(events, events + others)
    lacking = rates.proportion(others, events + others)
    np.testing.assert_allclose(having.low, 1 - lacking.high, atol=1e-12)


bands = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 10_000), st.integers(1, 7_000)),
    min_size=1,
    max_size=19,
).filter(lambda rows: sum(row[0] for row in rows) >= 10)


@given(rows=bands, seed=seeds, factor=st.floats(0.001, 1_000))
def test_neither_band_order_nor_the_scale_of_the_standard_matters(
    rows: list[tuple[int, int, int]], seed: int, factor: float
) -> None:
    events, population, standard = np.array(rows, dtype=float).T
    order = np.random.default_rng(seed).permutation(len(rows))
    ours = rates.directly_standardised_rates([events], [population], standard=standard)
    again = rates.directly_standardised_rates(
        [events[order]], [population[order]], standard=standard[order] * factor
    )
    for name in ("value", "low", "high"):
        np.testing.assert_allclose(
            getattr(again, name), getattr(ours, name), rtol=1e-9, atol=1e-9 * ours.value[0]
        )


@given(rows=bands)
def test_with_its_own_ages_as_standard_an_area_has_its_crude_rate(
    rows: list[tuple[int, int, int]],
) -> None:
    events, population, _ = np.array(rows, dtype=float).T
    ours = rates.directly_standardised_rates([events], [population], standard=population)
    # With equal weights Dobson's limits are Byar's.
    crude = rates.crude_rates([events.sum()], [population.sum()])
    np.testing.assert_allclose(ours.value, crude.value, rtol=1e-9)
    np.testing.assert_allclose(ours.low, crude.low, rtol=1e-9)
    np.testing.assert_allclose(ours.high, crude.high, rtol=1e-9)


@given(rows=bands)
def test_the_reference_itself_has_ratio_one(rows: list[tuple[int, int, int]]) -> None:
    events, population, _ = np.array(rows, dtype=float).T
    reference = rates.Reference.of(events, population)
    ours = rates.indirectly_standardised_ratios(events.sum(), population, reference=reference)
    np.testing.assert_allclose(ours.value, 1.0, rtol=1e-9)


@given(rows=st.tuples(st.integers(1, 500), people, st.integers(1, 500), people))
def test_swapping_the_groups_turns_a_rate_ratio_over(rows: tuple[int, int, int, int]) -> None:
    events, population, base_events, base_population = rows
    one = rates.rate_ratios(
        [events], [population], base_events=base_events, base_population=base_population
    )
    other = rates.rate_ratios(
        [base_events], [base_population], base_events=events, base_population=population
    )
    np.testing.assert_allclose(one.value * other.value, 1.0, rtol=1e-9)
    np.testing.assert_allclose(one.low * other.high, 1.0, rtol=1e-9)


@given(events=st.integers(0, 400), population=st.integers(1, 5_000), average=st.floats(0.001, 0.2))
def test_an_area_lies_outside_the_rate_funnel_just_when_its_exact_interval_leaves_out_the_average(
    events: int, population: int, average: float
) -> None:
    funnel = rates.rate_funnel([population], average=average, multiplier=1)
    low, high = kernels.exact_poisson_limits(np.array([float(events)]), level=0.95)
    expected, slack = average * population, 1e-9
    outside = bool(
        events / population < funnel.low[0] - slack or events / population > funnel.high[0] + slack
    )
    if min(abs(low[0] / expected - 1), abs(high[0] / expected - 1)) > 1e-6:
        assert outside == bool(high[0] < expected or low[0] > expected)


@given(events=st.integers(0, 300), others=st.integers(0, 3_000), average=st.floats(0.001, 0.999))
def test_an_area_lies_outside_the_funnel_just_when_its_wilson_interval_leaves_out_the_average(
    events: int, others: int, average: float
) -> None:
    if events + others == 0:
        return
    share = rates.proportion(events, events + others)
    funnel = rates.proportion_funnel([events + others], average=average, multiplier=1)
    outside = bool(share.value < funnel.low[0] or share.value > funnel.high[0])
    if min(abs(share.low - average), abs(share.high - average)) > 1e-9:
        assert outside == bool(share.low > average or share.high < average)


@given(values=harm_values, factor=st.integers(1, 50), seed=seeds)
def test_neither_order_nor_scale_changes_concentration(
    values: list[int], factor: int, seed: int
) -> None:
    array = np.array(values, dtype=float)
    other = np.random.default_rng(seed).permutation(array) * factor
    np.testing.assert_allclose(rates.gini(other), rates.gini(array), atol=1e-12)
    np.testing.assert_allclose(
        rates.share_in_top(other, top=0.2).share, rates.share_in_top(array, top=0.2).share
    )


@given(values=harm_values)
def test_concentration_stays_within_its_bounds(values: list[int]) -> None:
    tiny = 1e-12
    assert -tiny <= rates.gini(values) < 1
    assert -tiny <= rates.generalised_gini(values) <= rates.gini(values) + tiny
    ours = rates.share_in_top(values, top=0.1)
    assert ours.share_of_areas <= ours.share + tiny <= 1 + 2 * tiny


@given(values=harm_values)
def test_the_share_in_the_top_lies_on_the_concentration_curve(values: list[int]) -> None:
    curve, top = rates.concentration_curve(values), rates.share_in_top(values, top=0.3)
    np.testing.assert_allclose(curve.harm_share[top.areas], top.share)
    # The Gini coefficient is twice the area between the curve and the diagonal.
    area = np.trapezoid(curve.harm_share, curve.area_share)
    np.testing.assert_allclose(rates.gini(values), 2 * area - 1, atol=1e-12)


@given(seed=seeds)
def test_the_scale_of_values_and_people_passes_through_the_slope_index(seed: int) -> None:
    rng = np.random.default_rng(seed)
    value, population = rng.uniform(10, 50, 10), rng.integers(100, 900, 10)
    once = rates.slope_index(
        value,
        standard_error=value / 20,
        population=population,
        rng=np.random.default_rng(7),
        repetitions=1_000,
    )
    scaled = rates.slope_index(
        value * 3,
        standard_error=value * 3 / 20,
        population=population * 10,
        rng=np.random.default_rng(7),
        repetitions=1_000,
    )
    np.testing.assert_allclose(scaled.sii, once.sii * 3, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(scaled.sii_low, once.sii_low * 3, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(scaled.rii, once.rii, rtol=1e-9)
