"""The chooser against trying every set, and what must not matter to it."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.allocation import budget, every_set
from headwater.analysis.allocation import (
    ALL,
    ClashError,
    Effect,
    Effort,
    Limit,
    Measure,
    Project,
    Proof,
    Question,
    SharedCost,
    Side,
    Size,
    best_set,
    choose,
)

QUICK = Effort(draws=0, interval_draws=100)
LABELS = ("north", "small", "unclear")


@st.composite
def projects(draw: st.DrawFn, number: int) -> Project:
    amounts = draw(st.lists(st.integers(1, 40), min_size=1, max_size=2, unique=True))
    harms = draw(st.lists(st.integers(-5, 60), min_size=len(amounts), max_size=len(amounts)))
    return Project(
        id=f"p{number}",
        title=f"p{number}",
        sizes=tuple(
            Size(f"s{place}", amount * 100.0, Effect.sure(float(harm)))
            for place, (amount, harm) in enumerate(zip(amounts, harms, strict=True))
        ),
        labels=frozenset(draw(st.sets(st.sampled_from(LABELS)))),
        is_harmful=draw(st.integers(0, 9)) == 0,
        overridden=draw(st.booleans()),
    )


@st.composite
def limits(draw: st.DrawFn, number: int) -> Limit:
    measure = draw(st.sampled_from(Measure))
    value = {
        Measure.SHARE: st.sampled_from([0.1, 0.25, 0.5]),
        Measure.POUNDS: st.integers(0, 60).map(lambda each: each * 100.0),
        Measure.PROJECTS: st.integers(0, 4).map(float),
    }[measure]
    label = draw(st.sampled_from(LABELS))
    side = draw(st.sampled_from(Side))
    return Limit(f"l{number}", f"limit {number}", side, measure, draw(value), label)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    made = tuple(draw(projects(number)) for number in range(draw(st.integers(1, 6))))
    pairs = st.lists(st.sampled_from(list(combinations([p.id for p in made], 2))), max_size=1)
    some = pairs if len(made) > 1 else st.just([])
    kept = tuple(draw(limits(number)) for number in range(draw(st.integers(0, 3))))
    shared = draw(st.lists(st.integers(1, 9), max_size=1))
    return Question(
        projects=made,
        limits=(budget(draw(st.integers(1, 150)) * 100.0), *kept),
        exclusive=tuple(draw(some)),
        together=tuple(draw(some)),
        shared_costs=tuple(SharedCost("north", each * 100.0) for each in shared),
    )


@settings(max_examples=60, deadline=None)
@given(question=questions())
def test_the_sets_are_those_found_by_trying_every_set(question: Question) -> None:
    tried = every_set(question)
    if not tried:
        with pytest.raises(ClashError):
            choose(question, effort=QUICK, seed=1)
        return
    found = choose(question, effort=QUICK, seed=1)
    sets = (found.best, *found.others)
    assert [each.harm for each in sets] == pytest.approx([harm for harm, _ in tried[:4]])
    assert all(each.proof is Proof.OPTIMAL for each in sets)
    allowed = {members for _, members in tried}
    shown = [frozenset((p.project, p.size) for p in each.picked) for each in sets]
    assert set(shown) <= allowed
    assert len(set(shown)) == len(shown) == min(4, len(tried))


@settings(max_examples=30, deadline=None)
@given(question=questions())
def test_limits_said_to_clash_do_and_without_any_one_of_the_smallest_clash_do_not(
    question: Question,
) -> None:
    if every_set(question):
        return
    with pytest.raises(ClashError) as caught:
        best_set(question, effort=QUICK, seed=1)
    named = tuple(each.limit for each in caught.value.clash)
    assert not every_set(replace(question, limits=named))
    if named:
        eased = tuple(
            replace(limit, value=_eased(limit, each.give))
            for limit, each in zip(named, caught.value.clash, strict=True)
        )
        rest = tuple(each for each in question.limits if each not in named)
        assert every_set(replace(question, limits=(*eased, *rest)))


def _eased(limit: Limit, give: float) -> float:
    """The limit moved by what was said, and a hair more for what floating point leaves."""
    hair = 1e-6 * max(1.0, limit.value)
    return (
        max(limit.value - give - hair, 0.0)
        if limit.side is Side.AT_LEAST
        else (limit.value + give + hair)
    )


@settings(max_examples=25, deadline=None)
@given(question=questions(), scale=st.sampled_from([0.01, 7.3, 100.0]), data=st.data())
def test_neither_the_order_of_projects_nor_the_unit_of_money_matters(
    question: Question, scale: float, data: st.DataObject
) -> None:
    if not every_set(question):
        return
    plain = best_set(question, effort=QUICK, seed=1)
    turned = replace(question, projects=tuple(data.draw(st.permutations(question.projects))))
    assert best_set(turned, effort=QUICK, seed=1).harm == pytest.approx(plain.harm)
    scaled = Question(
        projects=tuple(
            replace(
                each,
                sizes=tuple(replace(s, cost_gbp=s.cost_gbp * scale) for s in each.sizes),
            )
            for each in question.projects
        ),
        limits=tuple(
            replace(each, value=each.value * scale) if each.measure is Measure.POUNDS else each
            for each in question.limits
        ),
        exclusive=question.exclusive,
        together=question.together,
        shared_costs=tuple(
            replace(each, cost_gbp=each.cost_gbp * scale) for each in question.shared_costs
        ),
    )
    assert best_set(scaled, effort=QUICK, seed=1).harm == pytest.approx(plain.harm)


@settings(max_examples=25, deadline=None)
@given(question=questions())
def test_a_limit_that_gives_way_never_lowers_the_best(question: Question) -> None:
    if not every_set(question):
        return
    for price in choose(question, effort=QUICK, seed=1).prices:
        relaxed = replace(price.limit, value=price.limit.relaxed(price.step))
        swapped = tuple(relaxed if each is price.limit else each for each in question.limits)
        best = every_set(replace(question, limits=swapped))[0][0]
        assert price.gain == pytest.approx(best - every_set(question)[0][0], abs=1e-9)
        assert price.gain_low <= price.gain <= price.gain_high
        assert price.gain >= 0.0
        assert price.limit.label != ALL or price.without is None
