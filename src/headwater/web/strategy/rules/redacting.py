"""The public version of a plan: what is left of it, and the log of what was left out and why.

A plan is plain values here, as `queries.snapshots.internal` gives it. The public version never
holds who leads in person, how an action is done, what holds it up, or which findings it answers:
those may rest on what is not public.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.core import words
from headwater.web.strategy.rules.planning import Ground, Part

Plain = dict[str, Any]
FRONT = ("title", "number", "foreword", "first_day", "last_day")
HELD_BACK: Mapping[Part, Plain] = {
    Part.WHO: {"lead": "", "partners": []},
    Part.DATES: {"starts_on": "", "due_on": ""},
    Part.MONEY: {"cost_gbp": None, "paid_by": ""},
}
"""What stands in place of what is left out."""
SHOWN = (
    "reference",
    "prevention",
    "lead",
    "partners",
    "starts_on",
    "due_on",
    "cost_gbp",
    "paid_by",
    "factor",
    "is_promise",
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One part of an action that the public version leaves out."""

    action: str
    """The reference of the action."""
    part: Part
    ground: Ground


def public_of(plan: Plain, left_out: Iterable[LeftOut]) -> Plain:
    """What of a plan the public may read.

    It says how much was left out and on which grounds, and nothing that tells what it was.
    """
    by_action: dict[str, list[LeftOut]] = {}
    for each in left_out:
        by_action.setdefault(each.action, []).append(each)
    priorities = [_priority(each, by_action) for each in plan["priorities"]]
    return {
        **{name: plan[name] for name in FRONT},
        "priorities": [each for each in priorities if each["outcomes"]],
        "left_out": _counts(plan, by_action),
    }


def _priority(priority: Plain, by_action: Mapping[str, Sequence[LeftOut]]) -> Plain:
    outcomes = [_outcome(each, by_action) for each in priority["outcomes"]]
    shown = [each for each in outcomes if each["actions"]]
    return {"title": priority["title"], "why": priority["why"], "outcomes": shown}


def _outcome(outcome: Plain, by_action: Mapping[str, Sequence[LeftOut]]) -> Plain:
    actions = [
        _action(each, by_action.get(each["reference"], ()))
        for each in outcome["actions"]
        if not _is_whole(by_action.get(each["reference"], ()))
    ]
    return {"title": outcome["title"], "measure": outcome["measure"], "actions": actions}


def _is_whole(left_out: Iterable[LeftOut]) -> bool:
    return any(each.part is Part.WHOLE for each in left_out)


def _action(action: Plain, left_out: Sequence[LeftOut]) -> Plain:
    shown = {name: action[name] for name in SHOWN}
    for each in left_out:
        shown |= HELD_BACK[each.part]
    return {
        "title": action["public_wording"] or action["title"],
        **shown,
        "left_out": [each.part.words for each in left_out],
    }


def _counts(plan: Plain, by_action: Mapping[str, Sequence[LeftOut]]) -> Plain:
    here = {a["reference"] for p in plan["priorities"] for o in p["outcomes"] for a in o["actions"]}
    found = [each for reference in here for each in by_action.get(reference, ())]
    grounds = Counter(each.ground.value for each in found)
    return {
        "actions": sum(1 for each in found if each.part is Part.WHOLE),
        "parts": sum(1 for each in found if each.part is not Part.WHOLE),
        "grounds": [each.value for each in Ground if grounds[each.value]],
    }


def left_out_words(counts: Mapping[str, Any]) -> str:
    """How much was left out and on which grounds; nothing where nothing was.

    >>> left_out_words({"actions": 1, "parts": 0, "grounds": ["endangers"]})
    'Left out: 1 action. The grounds: it could endanger a person.'
    """
    what = [
        words.counted(counts["actions"], "action") if counts["actions"] else "",
        words.counted(counts["parts"], "part") + " of other actions" if counts["parts"] else "",
    ]
    said = words.listed([each for each in what if each])
    grounds = [Ground(each).words for each in counts["grounds"]]
    why = words.listed([f"{each[:1].lower()}{each[1:]}" for each in grounds])
    return f"Left out: {said}. The grounds: {why}." if said else ""
