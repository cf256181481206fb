"""Reading actions: lists of them, and one with what was told of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.partners.models import Membership, Organisation
from headwater.web.partners.queries import in_force
from headwater.web.strategy.models import (
    Action,
    EarlierMilestone,
    Milestone,
    Outcome,
    Update,
    Withheld,
    Wording,
)
from headwater.web.strategy.rules import permissions, planning
from headwater.web.strategy.rules.computing import Computed, Facts, Step, computed, is_stale
from headwater.web.strategy.rules.describing import Description, MilestoneSaid
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End

ACTION = "action"
"""The kind of an action on the thread."""
ANSWERED = ("finding", "gap")
"""Kinds of what an action answers: both rest on an edition."""


def actions_for(actor: Actor, workspace: str) -> QuerySet[Action]:
    """Every action of a workspace whose plan the actor reads, the first due first."""
    if actor is not HEADWATER and not permissions.can_read(actor, workspace):
        raise NotYours
    return with_what_counts(Action.objects.filter(workspace__slug=workspace))


def with_what_counts(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Actions with everything that lists show and that their computed status rests on."""
    return (
        actions.select_related("workspace", "lead", "outcome__priority")
        .prefetch_related("milestones", "partners")
        .annotate(is_shown=Exists(_what_shows(OuterRef("reference"))))
    )


def _what_shows(reference: OuterRef) -> QuerySet[Tie]:
    return Tie.objects.filter(
        workspace=OuterRef("workspace"),
        relation=Relation.EVIDENCE,
        to_kind=ACTION,
        to_reference=reference,
        ended_at=None,
    )


def action_for(actor: Actor, workspace: str, reference: str) -> Action:
    """One action of a workspace. Raises `NotYours` for any other, there or not."""
    found = actions_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def milestone_for(action: Action, number: int) -> Milestone:
    """One milestone of an action. Raises `NotYours` for any other."""
    found = action.milestones.filter(pk=number).first()
    if found is None:
        raise NotYours
    return found


def was_removed(action: Action, number: int) -> bool:
    """Whether an action had a milestone that somebody took away."""
    return action.earlier_milestones.filter(milestone=number, was_removed=True).exists()


def said_of(step: Milestone | EarlierMilestone) -> MilestoneSaid:
    """What a milestone says, or said."""
    return MilestoneSaid(step.title, step.due_on, step.who)


def step_before(step: Milestone, version: int) -> MilestoneSaid | None:
    """What a milestone said in an earlier version; None where it never had that version."""
    found = EarlierMilestone.objects.filter(milestone=step.pk, version=version).first()
    return said_of(found) if found else None


def earlier_milestones_of(action: Action) -> QuerySet[EarlierMilestone]:
    """What milestones of an action said before they were corrected or removed, latest first."""
    return action.earlier_milestones.all()


def chosen(
    found: QuerySet[Action],
    *,
    status: str = "",
    priority: str = "",
    lead: str = "",
    prevention: str = "",
    words: str = "",
) -> QuerySet[Action]:
    """Actions of a declared status, a priority, a leading organisation, a level, with words."""
    wanted = {
        "status": status,
        "outcome__priority__reference": priority,
        "lead__reference": lead,
        "prevention": prevention,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if words:
        found = found.filter(Q(title__icontains=words) | Q(detail__icontains=words))
    return found


def facts_of(action: Action) -> Facts:
    """What is known of an action that was read with what counts."""
    told = action.told_at or action.written_at
    return Facts(
        declared=action.stands,
        starts_on=action.starts_on,
        due_on=action.due_on,
        told_on=timezone.localdate(told),
        steps=[Step(each.due_on, each.reached_on) for each in action.milestones.all()],
        is_blocked=bool(action.blocker),
        is_evidenced=bool(action.evidence) or action.is_shown,  # type: ignore[attr-defined]
    )


def standing_of(action: Action, *, today: date) -> Computed:
    """How an action stands today by what is known of it."""
    return computed(facts_of(action), today=today)


def standings(actions: Iterable[Action], *, today: date) -> dict[int, Computed]:
    """By the key of each action, how it stands today."""
    return {each.pk: standing_of(each, today=today) for each in actions}


def differing(actions: Iterable[Action], found: Mapping[int, Computed]) -> list[Action]:
    """Actions that were declared to stand otherwise than their facts say."""
    return [each for each in actions if found[each.pk].status is not each.stands]


def unheard_of(actions: Iterable[Action], *, today: date) -> list[Action]:
    """Open actions that have begun and that nobody told of for too long."""
    is_open = [each for each in actions if each.closed_at is None]
    return [each for each in is_open if is_stale(facts_of(each), today=today)]


def answering_nothing(actions: Sequence[Action]) -> list[Action]:
    """Actions that answer no finding and no gap on the thread."""
    ties = Tie.objects.filter(
        workspace__in={each.workspace_id for each in actions},
        relation=Relation.ANSWERS,
        from_kind=ACTION,
        to_kind__in=ANSWERED,
        ended_at=None,
    )
    tied = set(ties.values_list("from_reference", flat=True))
    return [each for each in actions if each.reference not in tied]


def updates_of(action: Action) -> QuerySet[Update]:
    """What was told of an action, the latest first."""
    return action.updates.all()


def description_of(action: Action) -> Description:
    """What an action says of itself now."""
    return Description(
        title=action.title,
        starts_on=action.starts_on,
        due_on=action.due_on,
        outcome=action.outcome.reference if action.outcome else "",
        detail=action.detail,
        prevention=action.prevention,
        lead=action.lead.reference if action.lead else "",
        lead_role=action.lead_role,
        partners=tuple(sorted(each.reference for each in action.partners.all())),
        cost_gbp=action.cost_gbp,
        paid_by=action.paid_by,
        factor=action.factor,
        strand=action.strand,
        public_wording=action.public_wording,
        is_promise=action.is_promise,
    )


def wording_of(action: Action, number: int) -> Description | None:
    """What an action said in a version; None where it never had that version."""
    found = Wording.objects.filter(action=action, number=number).first()
    return Description.of(found.said) if found else None


def leads_of(actor: Actor, workspace: str) -> QuerySet[Organisation]:
    """Organisations that lead an action, by name."""
    led = actions_for(actor, workspace).order_by().values("lead")
    return Organisation.objects.filter(pk__in=led).order_by("name")


def who_tells_of(action: Action, *, today: date) -> QuerySet[User]:
    """Everybody who tells how an action goes for the organisation that leads it."""
    seats = Membership.objects.filter(
        in_force(today), organisation=action.lead, role__in=permissions.TELLERS
    )
    return User.objects.filter(is_active=True, pk__in=seats.values("user"))


def names_of(references: Collection[str]) -> dict[str, str]:
    """Names of people by reference, and headwater's own."""
    rows = User.objects.filter(reference__in=references).values_list("reference", "name")
    return {HEADWATER.reference: HEADWATER.name, **dict(rows)}


def outcome_that_answers(actor: Actor, workspace: str, end: End) -> Outcome | None:
    """The outcome under which something is answered already, by a priority or another action."""
    ties = Tie.objects.filter(
        workspace__slug=workspace,
        relation=Relation.ANSWERS,
        to_kind=end[0],
        to_reference=end[1],
        ended_at=None,
    )
    by_priority = ties.filter(from_kind="priority").values("from_reference")
    by_action = ties.filter(from_kind=ACTION).values("from_reference")
    outcomes = Outcome.objects.filter(priority__workspace__slug=workspace, is_dropped=False)
    if not permissions.can_read(actor, workspace):
        return None
    return (
        outcomes.filter(
            Q(priority__reference__in=by_priority) | Q(actions__reference__in=by_action)
        )
        .order_by("priority__position", "position")
        .first()
    )


def promises_for(actor: Actor, workspace: str) -> QuerySet[Action]:
    """Actions that are promised to the public and not left out of what the public reads."""
    hidden = Withheld.objects.filter(action=OuterRef("pk"), part=planning.Part.WHOLE, ended_at=None)
    return actions_for(actor, workspace).filter(~Exists(hidden), is_promise=True)


def withheld_of(action: Action) -> QuerySet[Withheld]:
    """What of an action is left out of public versions, now or once, the latest first."""
    return action.withheld.all()
