"""Small questions of which projects to pay for."""

from itertools import product

import numpy as np

from headwater.analysis.allocation import (
    ALL,
    Effect,
    Limit,
    Measure,
    Project,
    Question,
    Side,
    Size,
)


def build_project(
    id: str, cost: float, harm: float | Effect, *labels: str, **more: object
) -> Project:
    """A project of one size."""
    effect = harm if isinstance(harm, Effect) else Effect.sure(harm)
    return Project(id, f"Project {id}", (Size("", cost, effect),), frozenset(labels), **more)


def budget(pounds: float) -> Limit:
    """All that may be spent."""
    return Limit("budget", "Budget", Side.AT_MOST, Measure.POUNDS, pounds)


def floor(label: str, value: float, measure: Measure = Measure.SHARE) -> Limit:
    """At least so much for a label."""
    return Limit(f"floor {label}", f"At least for {label}", Side.AT_LEAST, measure, value, label)


def ceiling(label: str, value: float, measure: Measure = Measure.SHARE) -> Limit:
    """At most so much for a label."""
    return Limit(f"ceiling {label}", f"At most for {label}", Side.AT_MOST, measure, value, label)


def build_question(*projects: Project, limits: tuple[Limit, ...] = (), pounds: float) -> Question:
    """A question with a budget."""
    return Question(projects, (budget(pounds), *limits))


def every_set(question: Question) -> list[tuple[float, frozenset[tuple[str, str]]]]:
    """Harm and members of every set that keeps to a question, best first, by trying them all."""
    choices = [
        [None] if each.is_left_out else ([] if each.must else [None]) + list(each.sizes)
        for each in question.projects
    ]
    found = []
    for taken in product(*choices):
        pairs = [(p, s) for p, s in zip(question.projects, taken, strict=True) if s is not None]
        if _keeps(question, pairs):
            harm = sum(size.harm.central for _, size in pairs)
            found.append((harm, frozenset((p.id, s.id) for p, s in pairs)))
    return sorted(found, key=lambda each: -each[0])


def _keeps(question: Question, pairs: list[tuple[Project, Size]]) -> bool:
    inside = {project.id for project, _ in pairs}
    if any(one in inside and other in inside for one, other in question.exclusive):
        return False
    if any((one in inside) != (other in inside) for one, other in question.together):
        return False
    return all(_within(limit, question, pairs) for limit in question.limits)


def _within(limit: Limit, question: Question, pairs: list[tuple[Project, Size]]) -> bool:
    counted = [s.cost_gbp for p, s in pairs if limit.label == ALL or limit.label in p.labels]
    total = sum(size.cost_gbp for _, size in pairs)
    if limit.measure is Measure.PROJECTS:
        have, bound = float(len(counted)), limit.value
    elif limit.measure is Measure.POUNDS:
        shared = sum(
            each.cost_gbp
            for each in question.shared_costs
            if any(each.label in project.labels for project, _ in pairs)
        )
        have, bound = sum(counted) + (shared if limit.label == ALL else 0.0), limit.value
    else:
        have, bound = sum(counted), limit.value * total
    slack = 1e-7 * max(1.0, abs(bound))
    return have >= bound - slack if limit.side is Side.AT_LEAST else have <= bound + slack


def build_round(projects: int, limits: int, *, seed: int, share: float = 0.25) -> Question:
    """A made-up round: costs from £700 to £3,500, ten districts, three levels, 14 approaches.

    Limits are a budget, a floor for each district and level, a floor for small organisations, a
    ceiling on approaches without clear evidence, and caps on how many of a theme.
    """
    rng = np.random.default_rng(seed)
    cost = np.round(rng.uniform(700, 3_500, projects))
    harm = cost * rng.lognormal(0.0, 0.6, projects)
    district, level = rng.integers(0, 10, projects), rng.integers(0, 3, projects)
    small, unclear = rng.random(projects) < 0.3, rng.random(projects) < 0.3
    approach = rng.integers(0, 14, projects)
    theme = rng.random((limits, projects)) < 0.1
    made = []
    for each in range(projects):
        labels = [f"district {district[each]}", f"level {level[each]}"]
        labels += ["small"] * int(small[each]) + ["unclear"] * int(unclear[each])
        labels += [f"theme {number}" for number in range(limits) if theme[number, each]]
        effect = Effect(0.3 * harm[each], harm[each], 2.0 * harm[each])
        of = f"approach {approach[each]}"
        made.append(build_project(str(each), float(cost[each]), effect, *labels, approach=of))
    kept = [
        budget(float(round(share * cost.sum()))),
        *(floor(f"district {number}", 0.07) for number in range(10)),
        *(floor(f"level {number}", 0.2) for number in range(3)),
        floor("small", 0.3),
        ceiling("unclear", 0.2),
    ]
    kept += [
        ceiling(f"theme {number}", float(round(0.2 * theme[number].sum())), Measure.PROJECTS)
        for number in range(limits - len(kept))
    ]
    return Question(tuple(made), tuple(kept[:limits]))
