"""How much more harm does the chooser prevent for each pound than ranking does?

Two hundred made-up rounds of 60 applications with a budget for a third of what they ask, floors for
districts, levels of prevention and small organisations, and a ceiling on approaches without clear
evidence. A panel today ranks by score and pays down the list for as long as the money lasts;
another might rank by expected harm prevented for each pound. Both lists are held to the limits
here, by paying next whatever a floor still lacks and passing over what a ceiling forbids; without
that they would break them. Scores follow expected harm loosely (correlation 0.4), as scores do.

Harm is reckoned on true effects, drawn apart from what the chooser is told. The ratio is the mean
over rounds of harm prevented, ours over theirs: first for each pound spent, then for each pound of
the budget, as a list that stops short leaves money idle.
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from builders.allocation import budget, build_project, ceiling, floor
from headwater.analysis.allocation import Effect, Effort, Measure, Proof, Question, Side, best_set
from headwater.analysis.allocation.solving import spread_draws

ROUNDS, APPLICATIONS = 200, 60
LOYALTY = 0.4
EFFORT = Effort(seconds=10, draws=0, interval_draws=100)


@dataclass(frozen=True)
class Round:
    """A made-up round: the question, the panel's scores, and what effects turn out to be."""

    question: Question
    scores: np.ndarray
    true: np.ndarray


def made_up(seed: int) -> Round:
    """One round."""
    rng = np.random.default_rng(seed)
    cost = np.round(rng.uniform(700, 3_500, APPLICATIONS))
    harm = cost * rng.lognormal(-1.0, 0.7, APPLICATIONS)
    low, high = 0.2 * harm, 2.2 * harm
    district, level = rng.integers(0, 5, APPLICATIONS), rng.integers(0, 3, APPLICATIONS)
    small, unclear = rng.random(APPLICATIONS) < 0.35, rng.random(APPLICATIONS) < 0.3
    projects = tuple(
        build_project(
            str(each),
            float(cost[each]),
            Effect(float(low[each]), float(harm[each]), float(high[each])),
            f"district {district[each]}",
            f"level {level[each]}",
            *["small"] * int(small[each]),
            *["unclear"] * int(unclear[each]),
        )
        for each in range(APPLICATIONS)
    )
    limits = (
        budget(float(round(cost.sum() / 3))),
        *(floor(f"district {number}", 0.1) for number in range(5)),
        *(floor(f"level {number}", 0.2) for number in range(3)),
        floor("small", 0.25),
        ceiling("unclear", 0.2),
    )
    worth = np.log(harm / cost)
    worth = (worth - worth.mean()) / worth.std()
    scores = LOYALTY * worth + np.sqrt(1 - LOYALTY**2) * rng.standard_normal(APPLICATIONS)
    true = spread_draws(rng.random(APPLICATIONS), low=low, central=harm, high=high)
    return Round(Question(projects, limits), scores, true)


def down_the_list(question: Question, order: np.ndarray) -> list[int]:
    """Pay down a list: first what each floor lacks, then the rest, passing over what is capped."""
    total = next(each.value for each in question.limits if each.is_budget)
    taken: list[int] = []
    floors = [each for each in question.limits if each.side is Side.AT_LEAST]
    for limit in floors:
        for each in order:
            have = spent(question, taken, limit.label)
            if have >= limit.value * total:
                break
            if each not in taken and limit.label in question.projects[each].labels:
                pay(question, taken, int(each), total)
    for each in order:
        if each not in taken:
            pay(question, taken, int(each), total)
    return taken


def pay(question: Question, taken: list[int], each: int, total: float) -> None:
    """Take one more where the money and the ceilings leave room."""
    more = [*taken, each]
    if spent(question, more) > total:
        return
    for limit in question.limits:
        capped = limit.side is Side.AT_MOST and limit.measure is Measure.SHARE
        if capped and spent(question, more, limit.label) > limit.value * total:
            return
    taken.append(each)


def spent(question: Question, taken: list[int], label: str = "") -> float:
    """Money on those taken that carry a label."""
    return sum(
        question.projects[each].sizes[0].cost_gbp
        for each in taken
        if not label or label in question.projects[each].labels
    )


def harm(each: Round, taken: list[int]) -> tuple[float, float]:
    """Harm that a set truly prevents for each pound spent, and for each pound of the budget."""
    total = next(limit.value for limit in each.question.limits if limit.is_budget)
    prevented = float(each.true[taken].sum())
    return prevented / spent(each.question, taken), prevented / total


def main() -> None:
    """Play the rounds and print how the three ways compare."""
    ours, by_score, by_ratio, proofs, took = [], [], [], 0, 0.0
    for seed in range(ROUNDS):
        played = made_up(seed)
        began = time.perf_counter()
        best = best_set(played.question, effort=EFFORT, seed=1)
        took += time.perf_counter() - began
        proofs += best.proof is Proof.OPTIMAL
        ours.append(harm(played, [int(each.project) for each in best.picked]))
        sizes = [each.sizes[0] for each in played.question.projects]
        worth = np.array([each.harm.central / each.cost_gbp for each in sizes])
        for order, told in ((-played.scores, by_score), (-worth, by_ratio)):
            told.append(harm(played, down_the_list(played.question, np.argsort(order))))
    for name, theirs in (("score", by_score), ("harm_per_pound", by_ratio)):
        each = np.array(ours) / np.array(theirs)
        error = each.std(axis=0, ddof=1) / np.sqrt(ROUNDS)
        means = np.mean(ours, axis=0), np.mean(theirs, axis=0)
        for at, of in enumerate(("", "_of_budget")):
            print(
                f"portfolio_against_{name}{of} ratio={each[:, at].mean():.3f} "
                f"ours={means[0][at]:.4f} peer={means[1][at]:.4f} ranking by-{name} "
                f"error={error[at]:.3f} better_in={np.mean(each[:, at] > 1):.2f}"
            )
    sys.stderr.write(f"{proofs} of {ROUNDS} proved, {took / ROUNDS:.2f} s a round\n")


if __name__ == "__main__":
    main()
