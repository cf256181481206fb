"""The plan as plain values, to be fixed for a board and to be printed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.strategy.models import Action, Plan
from headwater.web.strategy.queries.actions import promises_for, standing_of
from headwater.web.strategy.queries.plan import Limb, tree_for
from headwater.web.strategy.queries.versions import withheld_now
from headwater.web.strategy.rules.planning import Ground, Part
from headwater.web.strategy.rules.promises import how_it_goes
from headwater.web.strategy.rules.redacting import LeftOut, left_out_words, public_of
from headwater.web.strategy.rules.statuses import Prevention
from headwater.web.thread.queries import Strand, strands
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End

Plain = dict[str, Any]


def internal(plan: Plan, actor: Actor) -> Plain:
    """The whole plan as it is written now, under the front of a version."""
    slug = plan.workspace.slug
    tree = tree_for(actor, slug)
    ends = [("action", each.reference) for each in tree.actions]
    ends += [("priority", limb.priority.reference) for limb in tree.limbs]
    tied = strands(actor, slug, ends)
    return {
        "title": plan.title,
        "number": plan.number,
        "foreword": plan.foreword,
        "first_day": plan.first_day.isoformat(),
        "last_day": plan.last_day.isoformat(),
        "priorities": [_priority(limb, tied) for limb in tree.limbs],
    }


def _priority(limb: Limb, tied: Mapping[End, Sequence[Strand]]) -> Plain:
    row = limb.priority
    return {
        "title": row.title,
        "why": row.why,
        "answers": _answers(tied[("priority", row.reference)]),
        "outcomes": [
            {
                "title": branch.outcome.title,
                "measure": branch.outcome.measure,
                "actions": [_action(each, tied) for each in branch.actions],
            }
            for branch in limb.branches
        ],
    }


def _answers(found: Sequence[Strand]) -> list[str]:
    """What something answers, in its own words."""
    return [
        each.other.title
        for each in found
        if each.is_forward and each.tie.relation == Relation.ANSWERS
    ]


def _action(action: Action, tied: Mapping[End, Sequence[Strand]]) -> Plain:
    return {
        "reference": action.reference,
        "title": action.title,
        "detail": action.detail,
        "answers": _answers(tied[("action", action.reference)]),
        "prevention": Prevention(action.prevention).words if action.prevention else "",
        "lead": action.lead.name if action.lead else "",
        "lead_role": action.lead_role,
        "partners": sorted(each.name for each in action.partners.all()),
        "starts_on": action.starts_on.isoformat(),
        "due_on": action.due_on.isoformat(),
        "milestones": [
            {"title": each.title, "due_on": each.due_on.isoformat(), "who": each.who}
            for each in action.milestones.all()
        ],
        "cost_gbp": action.cost_gbp,
        "paid_by": action.paid_by,
        "factor": action.factor,
        "status": action.stands.words,
        "public_wording": action.public_wording,
        "is_promise": action.is_promise,
    }


def log(plan: Plan) -> list[Plain]:
    """What the public version leaves out now, on which ground and why."""
    return [
        {
            "action": each.action.reference,
            "title": each.action.title,
            "part": each.part,
            "ground": each.ground,
            "why": each.why,
            "at": each.at.isoformat(),
        }
        for each in withheld_now(plan.workspace.slug)
    ]


def left_out(entries: Sequence[Plain]) -> list[LeftOut]:
    """The entries of a log as the rules know them."""
    return [LeftOut(e["action"], Part(e["part"]), Ground(e["ground"])) for e in entries]


def for_release(plan: Plan, *, at: datetime) -> Plain:
    """The public side of an adopted plan with how its promises go, as the public site shows it.

    What the partners left out after the plan was adopted is left out as well.
    """
    assert plan.adopted_at is not None
    entries = {(e["action"], e["part"]): e for e in [*log(plan), *plan.left_out]}
    public = public_of(plan.internal, left_out(list(entries.values())))
    priorities = [_shown(each) for each in public["priorities"]]
    every = [a for p in priorities for o in p["outcomes"] for a in o["actions"]]
    return {
        **public,
        "priorities": priorities,
        "left_out_words": left_out_words(public["left_out"]),
        "adopted_on": timezone.localdate(plan.adopted_at).isoformat(),
        "as_of": timezone.localdate(at).isoformat(),
        "promises": _promises(plan, [each for each in every if each["is_promise"]], at=at),
    }


def _shown(priority: Plain) -> Plain:
    outcomes = [
        {**outcome, "actions": [_without_marks(each) for each in outcome["actions"]]}
        for outcome in priority["outcomes"]
    ]
    return {**priority, "outcomes": outcomes}


def _without_marks(action: Plain) -> Plain:
    return {**action, "money_left_out": Part.MONEY.words in action["left_out"]}


def _promises(plan: Plan, promised: Sequence[Plain], *, at: datetime) -> list[Plain]:
    """Promises in the words of the plan, each with how its action stands then."""
    slug = plan.workspace.slug
    rows = {each.reference: each for each in promises_for(HEADWATER, slug)}
    return [
        {
            "promise": each["title"],
            "led_by": each["lead"],
            "due_on": each["due_on"],
            "state": _state(rows[each["reference"]], each, today=timezone.localdate(at)),
        }
        for each in promised
        if each["reference"] in rows
    ]


def _state(action: Action, shown: Plain, *, today: date) -> str:
    if Part.DATES.words in shown["left_out"]:
        # That it is late would tell of the days which are left out.
        return how_it_goes(action.stands, action.stands)
    return how_it_goes(action.stands, standing_of(action, today=today).status)
