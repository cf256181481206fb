"""Value for money in the worker, on counts that were released."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from headwater.analysis.allocation import Effect
from headwater.analysis.allocation.harm import OFFENCE, expected_harm
from headwater.analysis.allocation.value import (
    Appraisal,
    CostFor,
    Counted,
    Flow,
    Given,
    Whose,
    appraise,
    case_mix,
    cost_for_each,
    cost_for_each_of,
    cost_for_each_of_a_group,
    fair_costs,
)
from headwater.core import clock
from headwater.pipelines.assess import DEFAULT_SEED
from headwater.rulebook import (
    cost_caution,
    gdp_deflators,
    harm_weight_of_subgroup,
    table_version,
    unit_cost,
)
from headwater.web.editions.attempts import Attempt
from headwater.web.editions.gate import run_registered
from headwater.web.grants.choosing.changes import attempts
from headwater.web.grants.choosing.changes import values as changes
from headwater.web.grants.choosing.gateway.portfolios import USUAL_LEVEL, plain
from headwater.web.grants.choosing.models import Reckoning
from headwater.web.grants.choosing.queries.values import awards_of
from headwater.web.grants.choosing.rules.wishes import LEVELS
from headwater.web.grants.choosing.rules.working import OvertakenError
from headwater.web.grants.delivering.usual_outcomes import usual_outcomes

VALUE = "value-for-money"
"""What the register of algorithms calls it."""
COST_GRADE, BENEFIT_GRADE = 3, 6
"""How well figures are known: money by those who deliver, benefits by judgement."""
LEAST_OF_A_GROUP = 3
UNIT_COST = "violence_with_injury"
STARTED = "Young person who started"
OF_THOSE = {"finished": Counted.COMPLETER, "improved": Counted.OUTCOME, "goals": Counted.OUTCOME}
"""Targets that count some of those who started."""
NOT_TOLD = "age not told"
Outcome = tuple[str, str]
"""A kind of target that counts people, and the tool that measures it, if one does."""


def reckon(reference: str) -> str:
    """Find what the awards of a round gave for their money, and say in a word how it ended.

    Run again after a worker died, it starts again; an earlier run that still lives changes nothing.
    """
    row = attempts.begin(Reckoning, reference)

    def fail(sentence: str) -> None:
        changes.keep_failure(reckoning=row, sentence=sentence, at=clock.now())

    with Attempt(fail=fail, overtaken=OvertakenError) as attempt:
        usual = usual_of(row)
        result = run_registered(row.workspace, VALUE, clock.today(), found, row.awards, usual)
        changes.keep_made(reckoning=row, result=result, at=clock.now())
        attempt.ended = "made"
    return attempt.ended


def usual_of(row: Reckoning) -> list[dict[str, Any]]:
    """What is usual for each outcome that enough awards of a round count, by age and in all.

    In all it rests on totals of accepted returns that show both. What nobody has had yet is not
    there.
    """
    counts: dict[Outcome, list[tuple[int, int]]] = defaultdict(list)
    for award in row.awards:
        for each in award["outcomes"]:
            if _is_of_those(each, award["people"]):
                counts[_outcome_of(each)].append((int(each["achieved"]), int(award["people"])))
    enough = {
        key: told
        for key, told in counts.items()
        if len(told) >= LEAST_OF_A_GROUP and any(had for had, _ in told)
    }
    awards = list(awards_of(row.round)) if enough else []
    return [
        {
            "kind": kind,
            "tool": tool,
            "had": sum(had for had, _ in told),
            "of": sum(of for _, of in told),
            "awards": len(told),
            "ages": [asdict(each) for each in usual_outcomes(awards, kind=kind, tool=tool)],
        }
        for (kind, tool), told in sorted(enough.items())
    ]


def _outcome_of(outcome: Mapping[str, Any]) -> Outcome:
    return outcome["kind"], outcome["tool"]


def _is_of_those(outcome: Mapping[str, Any], people: int | None) -> bool:
    """Whether an outcome and those who could have had it are both told."""
    achieved = outcome["achieved"]
    is_told = achieved is not None and bool(people) and outcome["kind"] in OF_THOSE
    return is_told and int(achieved) <= int(people or 0)


def found(
    awards: Sequence[Mapping[str, Any]], usual: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Costs for each award, a fair comparison, the group, and benefits beside costs.

    `usual` is how often young people of each age have each outcome.
    """
    told = [each for each in awards if each["people"]]
    given = [Given(e["reference"], money_of(e), int(e["people"])) for e in told]
    group = None
    if len(told) >= LEAST_OF_A_GROUP:
        group = cost_for_each_of_a_group(
            [each.cost_gbp for each in given],
            [each.participants for each in given],
            counted=Counted.PARTICIPANT,
        )
    kept = {
        "costs": {each["reference"]: _costs(each) for each in awards},
        "mix": {each["reference"]: _mix(each, usual) for each in awards},
        "usual": list(usual),
        "fair": asdict(fair_costs(given, seed=DEFAULT_SEED)),
        "group": asdict(group) if group else None,
        "worth": _worth(told),
        "versions": [
            table_version(name)
            for name in ("unit_costs", "gdp_deflator", "discount_rates", "optimism_bias",
                         "allocation_assumptions", "evidence_toolkit")
        ],
        "caution": cost_caution(),
    }  # fmt: skip
    result: dict[str, Any] = plain(kept)
    return result


def money_of(award: Mapping[str, Any]) -> float:
    """What an award cost so far: what its accepted returns say was spent, else what was paid."""
    return float(award["spent"]) or float(award["paid"])


def _costs(award: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Cost for each participant, and for each that one of its targets counts."""
    people, cost = award["people"], money_of(award)
    if not cost:
        return []
    rows = []
    if people is not None:
        each = cost_for_each(cost, int(people), counted=Counted.START)
        rows.append({"words": STARTED, **asdict(each)})
    for outcome in award["outcomes"]:
        if outcome["achieved"] is not None:
            told = _outcome(cost, outcome, people)
            rows.append({"words": outcome["words"], **asdict(told)})
    return rows


def _mix(award: Mapping[str, Any], usual: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Outcomes beside those that are usual for the same ages. Empty where too little is told."""
    known = {_outcome_of(each): each for each in usual}
    rows = []
    for outcome in award["outcomes"]:
        held = known.get(_outcome_of(outcome)) if outcome["kind"] in OF_THOSE else None
        if held is not None and _is_of_those(outcome, award["people"]):
            took_part, shares = _by_age(award, held)
            each = case_mix(int(outcome["achieved"]), took_part=took_part, usual_share=shares)
            told = {"words": outcome["words"], "kind": outcome["kind"], "awards": held["awards"]}
            rows.append({**told, **asdict(each)})
    return rows


def _by_age(
    award: Mapping[str, Any], usual: Mapping[str, Any]
) -> tuple[dict[str, int], dict[str, float]]:
    """Who took part by age with the usual share of each; all others at the share of everybody."""
    by_age = {each["age_band"]: each["had"] / each["of"] for each in usual["ages"]}
    ages = {age: int(n) for age, n in award["ages"].items() if n is not None and age in by_age}
    rest = max(int(award["people"]) - sum(ages.values()), 0)
    shares = {**by_age, NOT_TOLD: usual["had"] / usual["of"]}
    return {**ages, NOT_TOLD: rest}, shares


def _outcome(cost: float, outcome: Mapping[str, Any], people: int | None) -> CostFor:
    achieved = int(outcome["achieved"])
    counted = OF_THOSE.get(outcome["kind"])
    if counted and people and _is_of_those(outcome, people):
        return cost_for_each_of(cost, achieved, of=int(people), counted=counted)
    return cost_for_each(cost, achieved, counted=counted or Counted.UNIT)


def _worth(awards: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Benefits that are expected of those who took part, beside what was spent on them."""
    told = [each for each in awards if money_of(each) > 0.0]
    if not told:
        return None
    year = latest_price_year()
    cost = sum(money_of(each) for each in told)
    asked = Appraisal(
        costs=(Flow("Money that was spent", (Effect.sure(cost),), year, COST_GRADE),),
        benefits=tuple(_benefit(each) for each in told),
        price_year=year,
    )
    return {**asdict(appraise(asked, seed=DEFAULT_SEED)), "awards": len(told)}


def _benefit(award: Mapping[str, Any]) -> Flow:
    """What violence avoided among those who took part would be worth, over two years.

    Half falls in the first year and half in the next. The report splits too little of its cost by
    who bears it, so all of it is told as social.
    """
    level = award["level"] if award["level"] in LEVELS else USUAL_LEVEL
    days = expected_harm(int(award["people"]), approach=award["approach"], level=level).effect
    row = unit_cost(UNIT_COST)
    each = row.cost_gbp / harm_weight_of_subgroup(OFFENCE).days / 2.0
    half = Effect(days.low * each, days.central * each, days.high * each)
    return Flow(award["title"], (half, half), row.price_year, BENEFIT_GRADE, Whose.SOCIAL)


def latest_price_year() -> str:
    """The newest year whose prices are known and not forecast."""
    return [each.year for each in gdp_deflators() if each.status == "outturn"][-1]
