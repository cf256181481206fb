"""Which projects to pay for: known answers, planted ones, and what is said of them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from builders.allocation import (
    budget,
    build_project,
    build_question,
    build_round,
    ceiling,
    every_set,
    floor,
)
from headwater.analysis.allocation import (
    ClashError,
    Effect,
    Effort,
    Limit,
    Measure,
    Project,
    Proof,
    Question,
    QuestionError,
    SharedCost,
    Side,
    Size,
    best_set,
    choose,
)
from headwater.analysis.allocation.solving import linked_uniforms, spread_draws

QUICK = Effort(draws=0, interval_draws=200)


def test_the_best_sets_are_those_of_the_peer(shared_reference: Path) -> None:
    known = json.loads((shared_reference / "decision" / "portfolio_A.json").read_text())
    for instance in known["instances"]:
        best = best_set(as_question(instance), effort=Effort(seconds=60), seed=1)
        assert best.harm == pytest.approx(instance["optimum"], rel=1e-8)
        assert best.proof is Proof.OPTIMAL


def as_question(instance: dict) -> Question:
    """Sites and interventions of the peer's file as projects."""
    projects, exclusive = [], []
    for area, (harms, costs) in enumerate(zip(instance["benefit"], instance["cost"], strict=True)):
        for kind, (harm, cost) in enumerate(zip(harms, costs, strict=True)):
            labels = [f"kind {kind}"] + ["priority"] * (area in instance["priority_areas"])
            projects.append(build_project(f"{area} {kind}", cost, harm, *labels))
        exclusive += [
            (f"{area} {a}", f"{area} {b}") for a, b in instance["incompatible_in_one_area"]
        ]
    return Question(
        projects=tuple(projects),
        limits=(
            budget(instance["budget"]),
            floor("priority", instance["min_share_of_site_spend_in_priority_areas"]),
            *(
                ceiling(f"kind {kind}", most, Measure.PROJECTS)
                for kind, most in enumerate(instance["max_sites_per_intervention"])
            ),
        ),
        exclusive=tuple(exclusive),
        shared_costs=tuple(
            SharedCost(f"kind {kind}", cost) for kind, cost in enumerate(instance["setup_cost"])
        ),
    )


def test_two_good_projects_beat_the_one_with_most_harm_per_pound() -> None:
    # £10 for 60 is best per pound; with it only £40 is left and nothing fits. 100 + 120 is more.
    question = build_question(
        build_project("a", 10, 60), build_project("b", 20, 100), build_project("c", 30, 120),
        pounds=50,
    )  # fmt: skip
    best = best_set(question, effort=QUICK, seed=1)
    assert (best.projects, best.harm, best.cost_gbp) == ({"b", "c"}, 220.0, 50.0)


def test_the_shadow_price_is_the_rise_of_the_best_when_the_limit_gives_way() -> None:
    # The knapsack of the test above with £10 more: all three, 280 in place of 220.
    question = Question(
        (build_project("a", 10, 60), build_project("b", 20, 100), build_project("c", 30, 120)),
        (Limit("budget", "Budget", Side.AT_MOST, Measure.POUNDS, 50, step=10),),
    )
    price = choose(question, effort=QUICK, seed=1).prices[0]
    assert (price.step, price.gain, price.per_unit) == (10.0, 60.0, 6.0)
    # With parts of projects to be had, each further pound buys a part of c at 4 a pound.
    assert price.slope == pytest.approx(4.0)


def test_a_floor_is_priced_by_what_there_is_without_it() -> None:
    question = build_question(
        build_project("far", 10, 1, "north"), build_project("near", 10, 9), pounds=10,
        limits=(floor("north", 1.0, Measure.PROJECTS),),
    )  # fmt: skip
    found = choose(question, effort=QUICK, seed=1)
    assert found.best.projects == {"far"}
    assert (found.prices[1].without, found.prices[1].gain, found.prices[1].used) == (8.0, 8.0, 1.0)


def test_the_next_best_sets_follow_in_order() -> None:
    question = build_question(
        *(build_project(name, 10, harm) for name, harm in zip("abcd", (9, 7, 4, 2), strict=True)),
        pounds=20,
    )
    found = choose(question, effort=QUICK, seed=1)
    assert found.best.harm == 16
    assert [each.harm for each in found.others] == [13, 11, 11]


def test_next_best_sets_can_be_asked_to_differ_more() -> None:
    question = build_question(
        *(build_project(name, 10, harm) for name, harm in zip("abcd", (9, 7, 4, 2), strict=True)),
        pounds=20,
    )
    apart = Effort(draws=0, interval_draws=200, differing=4, others=1)
    found = choose(question, effort=apart, seed=1)
    assert found.others[0].projects == {"c", "d"}


def test_a_harmful_approach_is_left_out_unless_overridden() -> None:
    harmful = build_project("camp", 10, 50, is_harmful=True)
    other = build_project("mentors", 10, 5)
    found = choose(build_question(harmful, other, pounds=20), effort=QUICK, seed=1)
    assert found.best.projects == {"mentors"}
    assert [each.project for each in found.left_out] == ["camp"]
    wanted = build_project("camp", 10, 50, is_harmful=True, overridden=True)
    assert "camp" in best_set(build_question(wanted, other, pounds=20), seed=1).projects


def test_a_project_is_had_at_one_of_its_sizes() -> None:
    sizes = (Size("half", 10, Effect.sure(6)), Size("whole", 20, Effect.sure(10)))
    question = build_question(Project("a", "A", sizes), Project("b", "B", sizes), pounds=30)
    best = best_set(question, effort=QUICK, seed=1)
    assert sorted(each.size for each in best.picked) == ["half", "whole"]
    assert best.harm == 16


def test_limits_that_clash_are_named_with_a_way_out() -> None:
    question = build_question(
        build_project("a", 300, 5, "north"), build_project("b", 200, 5), pounds=250,
        limits=(
            floor("north", 100.0, Measure.POUNDS),
            floor("small", 0.0, Measure.PROJECTS),
        ),
    )  # fmt: skip
    with pytest.raises(ClashError) as caught:
        best_set(question, effort=QUICK, seed=1)
    assert {each.limit.id for each in caught.value.clash} == {"budget", "floor north"}
    assert "raise [Budget] by £50.00" in str(caught.value)


def test_a_share_gives_way_by_its_part_of_what_projects_cost_without_what_they_share() -> None:
    # All £100 for projects go to the north, and £100 more for what its projects share.
    limits = (floor("north", 100.0, Measure.POUNDS), ceiling("north", 0.1))
    question = build_question(build_project("a", 100, 5, "north"), pounds=200, limits=limits)
    shared = replace(question, shared_costs=(SharedCost("north", 100.0),))
    with pytest.raises(ClashError) as caught:
        best_set(shared, effort=QUICK, seed=1)
    gives = {each.limit.id: each.give for each in caught.value.clash}
    assert gives == {"floor north": 0.0, "ceiling north": pytest.approx(0.9)}


def test_everything_wrong_with_a_question_is_said_at_once() -> None:
    question = Question(
        (build_project("a", 0, 5), build_project("a", 10, Effect(3, 2, 1))),
        (Limit("share", "Share", Side.AT_LEAST, Measure.SHARE, 1.5, "north"),),
        exclusive=(("a", "b"),),
    )
    with pytest.raises(QuestionError) as caught:
        best_set(question, seed=1)
    assert len(caught.value.problems) == 6


def test_an_interval_holds_what_effects_come_to() -> None:
    # 40 projects of mean 10 between 4 and 16, all of one approach and moving as one.
    made = [
        build_project(str(each), 10, Effect(4, 10, 16), approach="mentoring") for each in range(40)
    ]
    question = build_question(*made, pounds=400)
    alone = best_set(question, effort=Effort(alike=0.0), seed=1)
    as_one = best_set(question, effort=Effort(alike=1.0), seed=1)
    # Beta(3, 3) has the standard deviation 1/√28 of its width: 12/√28 = 2.27 a project.
    assert (alone.high - alone.low) / 2 == pytest.approx(1.96 * 2.27 * np.sqrt(40), rel=0.08)
    assert as_one.high - as_one.low > 5 * (alone.high - alone.low)
    assert alone.harm == as_one.harm == pytest.approx(400)


def test_the_mean_of_drawn_effects_is_the_central_value() -> None:
    rng = np.random.default_rng(3)
    chances = linked_uniforms(np.zeros(3, dtype=np.int64), alike=0.5, draws=20_000, rng=rng)
    low, central, high = (
        np.array([0.0, 1.0, 2.0]),
        np.array([1.0, 1.0, 9.0]),
        np.array([9.0, 1, 10]),
    )
    drawn = spread_draws(chances, low=low, central=central, high=high)
    assert drawn.mean(axis=0) == pytest.approx(central, abs=0.05)
    assert np.all((drawn >= low) & (drawn <= high))


def test_a_project_that_is_plainly_better_always_stays_and_a_plainly_worse_one_never() -> None:
    made = [
        build_project("best", 10, Effect(90, 100, 110)),
        *(build_project(f"even {each}", 10, Effect(5, 10, 15)) for each in range(4)),
        build_project("worst", 10, Effect(0.1, 0.2, 0.3)),
    ]
    found = choose(build_question(*made, pounds=30), effort=Effort(draws=100), seed=5)
    stays = {each.project: each for each in found.stays}
    assert (stays["best"].share, stays["worst"].share) == (1.0, 0.0)
    even = [stays[f"even {each}"] for each in range(4)]
    # Two of four places for four alike: half the time each, give or take three standard errors.
    assert all(abs(each.share - 0.5) < 3 * each.error for each in even)
    assert sum(each.share for each in found.stays) == pytest.approx(3.0)
    assert found.regret is not None
    assert found.regret.mean > 0.0


def test_the_same_seed_gives_the_same_answer() -> None:
    question = build_round(20, 4, seed=2, share=0.4)
    few = Effort(draws=5, interval_draws=200)
    assert choose(question, effort=few, seed=4) == choose(question, effort=few, seed=4)


def test_a_set_that_is_not_proved_says_how_far_it_may_be_from_the_best() -> None:
    hurried = best_set(build_round(300, 30, seed=3), effort=Effort(seconds=0.2), seed=1)
    assert hurried.gap == pytest.approx(hurried.bound / hurried.harm - 1, abs=1e-9)
    assert 0.0 <= hurried.gap < 0.05


def test_the_set_of_a_large_round_is_no_worse_than_any_that_a_search_by_hand_finds() -> None:
    question = build_round(12, 5, seed=1, share=0.5)
    assert best_set(question, effort=QUICK, seed=1).harm == pytest.approx(every_set(question)[0][0])
