"""What must hold for every release, whatever was counted and however it was divided."""

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.disclosure import (
    EVERYTHING,
    RULES,
    Rule,
    build_cube,
    build_random_universe,
    publish,
)
from headwater.core.counts import CountCube, Dimension, ReleasedCube
from headwater.core.disclosure import certify, protected_width, release, release_together
from headwater.core.disclosure.audit import recoverable
from headwater.core.disclosure.layout import margin_keys

Margins = dict[tuple[str, ...], npt.NDArray[np.float64]]

FAMILIES = 3
SEEDS = 50
"""Universes for each rule in each family; 600 in all, most of several tables."""


@pytest.mark.parametrize("family", range(FAMILIES))
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_hidden_count_of_linked_tables_can_be_worked_out(rule: Rule, family: int) -> None:
    for seed in range(family * SEEDS, (family + 1) * SEEDS):
        released = release_together(build_random_universe(seed), rule)
        assert recoverable([publish(rule, released)]) == (), f"seed {seed}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_tables_worked_a_few_neighbourhoods_at_a_time_are_as_safe(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As very large tables are; here any table of more than eight open cells counts as large."""
    for seed in range(60):
        with monkeypatch.context() as patched:
            patched.setattr(certify, "LARGE", 8)
            patched.setattr(certify, "CHUNK", 6)
            released = release_together(build_random_universe(seed), rule)
        assert recoverable([publish(rule, released)]) == (), f"seed {seed}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_small_counts_are_hidden_and_the_rest_is_right_up_to_rounding(rule: Rule) -> None:
    for seed in range(60):
        cubes = build_random_universe(seed)
        for cube, shown, raw in _pairs(cubes, rule):
            visible = ~np.isnan(shown)
            possible = raw[visible]
            base = max(rule.round_to, 1)
            assert np.all(possible[possible > 0] > rule.primary_to), cube.id
            assert np.all(np.abs(shown[visible] - possible) <= base / 2)
            assert np.all(shown[visible] % base == 0)


@pytest.mark.parametrize("rule", RULES[:3], ids=lambda rule: rule.id)
def test_zeros_are_never_hidden_where_the_rule_shows_zeros(rule: Rule) -> None:
    for seed in range(60):
        for _, shown, raw in _pairs(build_random_universe(seed), rule):
            assert np.all(shown[raw == 0] == 0)


@pytest.mark.parametrize(
    ("rule", "least_kept"), list(zip(RULES[:3], (0.45, 0.7, 0.8), strict=True))
)
def test_most_counts_that_are_not_small_survive(rule: Rule, least_kept: float) -> None:
    """On tables this small and sparse; large tables keep far more (docs, small numbers)."""
    could, kept = 0, 0
    for seed in range(110):
        for _, shown, raw in _pairs(build_random_universe(seed), rule):
            could += int((raw > rule.primary_to).sum())
            kept += int((~np.isnan(shown) & (raw > rule.primary_to)).sum())
    assert kept / could > least_kept


@settings(max_examples=35, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_categories_dimensions_and_cubes_decides_nothing(seed: int) -> None:
    cubes = build_random_universe(seed)
    rule = RULES[seed % len(RULES)]
    order = np.random.default_rng(seed)
    turned = [_turned(cube, order) for cube in reversed(cubes)]
    before, after = release_together(cubes, rule), release_together(turned, rule)
    for cube in cubes:
        assert _by_name(before[cube.id].value) == _by_name(after[cube.id].value)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_same_counts_are_released_the_same_way_twice(seed: int) -> None:
    rule = RULES[seed % len(RULES)]
    first = release_together(build_random_universe(seed), rule)
    second = release_together(build_random_universe(seed), rule)
    for id_, cube in first.items():
        assert _by_name(cube.value) == _by_name(second[id_].value)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_hidden_fraction_can_be_worked_out(rule: Rule) -> None:
    """Counts brought between vintages of areas are fractions, and so may be the attacker's."""
    for seed in range(40):
        shares = np.random.default_rng(seed).uniform(0.05, 1.7)
        cubes = [
            build_cube(cube.counts * shares, cube.dimensions, id=cube.id, approximate=True)
            for cube in build_random_universe(seed)
        ]
        released = release_together(cubes, rule)
        assert recoverable([publish(rule, released)]) == (), f"seed {seed}"


@settings(max_examples=35, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_rule_that_hides_nothing_shows_everything(seed: int) -> None:
    for _, shown, raw in _pairs(build_random_universe(seed), EVERYTHING):
        np.testing.assert_array_equal(shown, raw)


TINY_RULES = (*RULES, Rule("one_or_two", 1, 2))
TINY_SHAPES = ((4,), (2, 2), (3, 2), (2, 3), (3, 3), (2, 2, 2))


@pytest.mark.parametrize("rule", TINY_RULES, ids=lambda rule: rule.id)
def test_listing_every_possible_table_finds_each_hidden_count_open(rule: Rule) -> None:
    """A second route, without linear programmes: enumerate the whole-number tables that agree
    with everything shown, and look how far apart they are in each hidden cell."""
    listed = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        shape = TINY_SHAPES[int(rng.integers(len(TINY_SHAPES)))]
        cube = build_cube(rng.poisson(rng.choice([0.5, 1.5, 3, 5]), size=shape))
        shown = release(cube, rule).value.margins
        tables = _possible_tables(cube, shown, rule)
        if tables is None:
            continue
        listed += 1
        for keys, margin in tables.items():
            apart = margin.max(axis=0) - margin.min(axis=0)
            assert np.all(apart[np.isnan(shown[keys])] >= protected_width(rule)), f"seed {seed}"
    assert listed > 25


def _pairs(
    cubes: list[CountCube], rule: Rule
) -> list[tuple[CountCube, npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
    """Every margin of every cube, as shown and raw."""
    released = release_together(cubes, rule)
    return [
        (cube, shown, cube.margin(*keys))
        for cube in cubes
        for keys, shown in released[cube.id].value.margins.items()
    ]


def _turned(cube: CountCube, order: np.random.Generator) -> CountCube:
    """The same cube with axes and categories in another order."""
    axes = order.permutation(len(cube.dimensions))
    counts = np.transpose(cube.counts, axes)
    dimensions = []
    for axis, dimension in enumerate(cube.dimensions[int(i)] for i in axes):
        places = order.permutation(len(dimension))
        counts = np.take(counts, places, axis=axis)
        dimensions.append(_reordered(dimension, places))
    return build_cube(counts, dimensions, id=cube.id)


def _reordered(dimension: Dimension, places: npt.NDArray[np.int64]) -> Dimension:
    codes = tuple(dimension.codes[int(i)] for i in places)
    parents = tuple(dimension.parents[int(i)] for i in places) if dimension.parents else ()
    return Dimension(dimension.key, dimension.label, codes, codes, dimension.parent, parents)


def _by_name(cube: ReleasedCube) -> dict[frozenset[tuple[str, str]], str]:
    """Each cell by what it fixes, so that order cannot matter."""
    cells: dict[frozenset[tuple[str, str]], str] = {}
    for keys in margin_keys(cube.dimensions):
        codes = [cube.dimension(key).codes for key in keys]
        values = cube.margins[keys].ravel()
        for place, value in zip(product(*codes), values, strict=True):
            cells[frozenset(zip(keys, place, strict=True))] = str(value)
    return cells


def _possible_tables(
    cube: CountCube, shown: Margins, rule: Rule, *, at_most: int = 40_000
) -> Margins | None:
    """Margins of every table that agrees with what is shown; None where there are too many."""
    most = int(cube.counts.max(initial=0)) + protected_width(rule) + 1
    base = shown[tuple(dimension.key for dimension in cube.dimensions)]
    options = [_behind(value, rule, most) for value in base.ravel()]
    if np.prod([float(len(option)) for option in options]) > at_most:
        return None
    tables = np.array(list(product(*options)), dtype=np.float64).reshape(-1, *base.shape)
    margins: Margins = {}
    agrees = np.ones(len(tables), dtype=np.bool_)
    for keys, margin in shown.items():
        summed = tuple(i + 1 for i, d in enumerate(cube.dimensions) if d.key not in keys)
        totals = tables.sum(axis=summed)
        good = np.where(np.isnan(margin), _may_be_hidden(totals, rule), _seen(totals, rule, margin))
        agrees &= good.reshape(len(tables), -1).all(axis=1)
        margins[keys] = totals
    return {keys: totals[agrees] for keys, totals in margins.items()}


def _behind(shown: float, rule: Rule, most: int) -> list[int]:
    """Counts that could stand behind one shown value."""
    return [
        count
        for count in range(most + 1 if np.isnan(shown) else int(shown) + 6)
        if (np.isnan(shown) and _may_be_hidden(np.array(count), rule))
        or _seen(np.array(count), rule, np.array(shown))
    ]


def _may_be_hidden(counts: npt.NDArray[np.generic], rule: Rule) -> npt.NDArray[np.bool_]:
    return np.asarray((counts > 0) | (rule.primary_from == 0))


def _seen(
    counts: npt.NDArray[np.generic], rule: Rule, shown: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    """Whether a count would be shown, and as this value."""
    base = max(rule.round_to, 1)
    small = (counts >= rule.primary_from) & (counts <= rule.primary_to)
    return np.asarray((np.floor(counts / base + 0.5) * base == shown) & ~small)
