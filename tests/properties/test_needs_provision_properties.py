"""What must not matter to coverage and to likeness, and what must always hold."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from headwater.analysis.needs.provision_kernels import (
    floating_catchment,
    nearest,
    places_by_service,
    times_kept,
    unlikeness,
)

CLOSE = 1e-9


def amounts(*shape: int) -> st.SearchStrategy[Any]:
    return arrays(np.float64, shape, elements=st.integers(0, 500).map(float))


def switches(*shape: int) -> st.SearchStrategy[Any]:
    return arrays(np.float64, shape, elements=st.sampled_from([0.0, 0.25, 1.0]))


@st.composite
def offers(draw: st.DrawFn) -> tuple[Any, Any, Any, Any]:
    """Need, capacity, reach and whom services suit, of any shape."""
    areas, groups, services = (draw(st.integers(1, 5)) for _ in range(3))
    return (
        draw(amounts(areas, groups)),
        draw(amounts(services)),
        draw(switches(areas, services)),
        draw(switches(groups, services)),
    )


@given(offers())
def test_no_more_places_are_given_out_than_there_are(offer: tuple[Any, Any, Any, Any]) -> None:
    need, capacity, reaches, suits = offer
    found = floating_catchment(need, capacity, reaches=reaches, suits=suits)
    assert found.places.sum() <= capacity.sum() * (1 + CLOSE) + CLOSE
    assert (found.places >= 0).all()


@given(offers())
def test_no_service_gives_more_places_than_it_has(offer: tuple[Any, Any, Any, Any]) -> None:
    need, capacity, reaches, suits = offer
    given_out = places_by_service(need, capacity, reaches=reaches, suits=suits)
    assert (given_out >= 0).all()
    assert (given_out.sum(axis=(1, 2)) <= capacity * (1 + CLOSE) + CLOSE).all()
    # One that reaches somebody who needs it gives every place it has.
    wanted = np.einsum("ag,as,gs->s", need, reaches, suits) > 0
    np.testing.assert_allclose(given_out.sum(axis=(1, 2)), capacity * wanted, rtol=1e-9, atol=CLOSE)


@given(offers())
def test_what_services_give_adds_up_to_what_each_area_gets(
    offer: tuple[Any, Any, Any, Any],
) -> None:
    need, capacity, reaches, suits = offer
    apart = places_by_service(need, capacity, reaches=reaches, suits=suits)
    whole = floating_catchment(need, capacity, reaches=reaches, suits=suits)
    np.testing.assert_allclose(apart.sum(axis=0), whole.places, rtol=1e-9, atol=CLOSE)


@given(offers(), st.randoms(use_true_random=False))
def test_the_order_of_services_does_not_matter(
    offer: tuple[Any, Any, Any, Any], chance: Any
) -> None:
    need, capacity, reaches, suits = offer
    order = list(range(len(capacity)))
    chance.shuffle(order)
    first = floating_catchment(need, capacity, reaches=reaches, suits=suits)
    again = floating_catchment(
        need, capacity[order], reaches=reaches[:, order], suits=suits[:, order]
    )
    np.testing.assert_allclose(again.ratio, first.ratio, atol=CLOSE)


@given(offers(), st.floats(0.0, 1.0))
def test_splitting_a_service_in_two_at_one_place_changes_nothing(
    offer: tuple[Any, Any, Any, Any], share: float
) -> None:
    need, capacity, reaches, suits = offer
    parts = np.concatenate([capacity, [capacity[0] * share]])
    parts[0] = capacity[0] - parts[-1]
    first = floating_catchment(need, capacity, reaches=reaches, suits=suits)
    split = floating_catchment(
        need,
        parts,
        reaches=np.column_stack([reaches, reaches[:, 0]]),
        suits=np.column_stack([suits, suits[:, 0]]),
    )
    np.testing.assert_allclose(split.ratio, first.ratio, rtol=1e-6, atol=1e-6)


@given(offers(), st.integers(1, 50))
def test_more_need_never_raises_coverage(offer: tuple[Any, Any, Any, Any], more: int) -> None:
    need, capacity, reaches, suits = offer
    first = floating_catchment(need, capacity, reaches=reaches, suits=suits)
    later = floating_catchment(need * more, capacity, reaches=reaches, suits=suits)
    assert (later.ratio <= first.ratio + CLOSE).all()


FEATURES = arrays(np.float64, (8, 3), elements=st.integers(-50, 50).map(float))


@settings(max_examples=60)
@given(
    FEATURES,
    st.tuples(*[st.sampled_from([0.01, 0.5, 3.0, 1_000.0])] * 3),
    st.tuples(*[st.integers(-100, 100)] * 3),
)
def test_neighbours_do_not_depend_on_units(
    features: Any, scale: tuple[float, ...], shift: tuple[int, ...]
) -> None:
    moved = features * np.array(scale) + np.array(shift)
    np.testing.assert_allclose(unlikeness(moved, 0), unlikeness(features, 0), atol=1e-6)


@given(FEATURES)
def test_the_sign_of_a_feature_does_not_matter(features: Any) -> None:
    turned = features * np.array([-1.0, 1.0, -1.0])
    np.testing.assert_allclose(unlikeness(turned, 2), unlikeness(features, 2), atol=CLOSE)


@given(FEATURES)
def test_each_list_without_a_feature_names_as_many_areas(features: Any) -> None:
    assert times_kept(features, 0, count=5).sum() == 3 * 5
    assert 0 not in nearest(unlikeness(features, 0), 0, count=5)
