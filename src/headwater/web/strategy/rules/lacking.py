"""What an action of the plan does not say yet, so that a board sees it before it decides.

A plan is plain values here, as `queries.snapshots.internal` gives it. Nothing is refused for what
lacks: a draft is written a piece at a time, and a board may decide on a plan whose gaps it knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Plain = Mapping[str, Any]
PARTS = {
    "answers": "a finding or gap that it answers",
    "prevention": "how early it prevents",
    "lead": "who leads it",
    "partners": "who helps",
    "milestones": "a milestone",
    "cost_gbp": "what it costs",
    "factor": "a risk or protective factor",
}
"""What every action is to say, by its name in the plan, and each in words."""


@dataclass(frozen=True, slots=True)
class Incomplete:
    """An action that does not say everything."""

    reference: str
    title: str
    lacks: tuple[str, ...]


def lacks(action: Plain) -> tuple[str, ...]:
    """What an action does not say, in words. That it costs nothing is said.

    >>> said = dict.fromkeys(PARTS, "said")
    >>> lacks({**said, "lead": "", "cost_gbp": 0})
    ('who leads it',)
    """
    return tuple(words for name, words in PARTS.items() if action[name] in ("", None, []))


def incomplete(plan: Plain) -> list[Incomplete]:
    """Actions that do not say everything, in the order of the plan."""
    every = [a for p in plan["priorities"] for o in p["outcomes"] for a in o["actions"]]
    found = [Incomplete(each["reference"], each["title"], lacks(each)) for each in every]
    return [each for each in found if each.lacks]
