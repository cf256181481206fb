"""The joint plan of Loamshire: written a year ago, told of since, adopted, and put to a board anew.

Nobody who leads an action is named: only their role is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration import cast, planned
from headwater.web.config.demonstration.planned import Deed, Telling
from headwater.web.config.demonstration.steps import Step
from headwater.web.editions.models import Edition, Kind, Status
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.releases import changes as releases
from headwater.web.strategy.changes import (
    actions,
    plans,
    publishing,
    structure,
    telling,
    withholding,
)
from headwater.web.strategy.changes.plans import Front
from headwater.web.strategy.changes.structure import Said
from headwater.web.strategy.models import Action, Outcome, Plan, Priority
from headwater.web.strategy.queries import versions
from headwater.web.strategy.rules.describing import Description, MilestoneSaid
from headwater.web.strategy.rules.planning import Ground, Part, Standing
from headwater.web.thread import changes as thread
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import beads
from headwater.web.thread.rules.relations import Relation

LEAD, HELPER, APPROVER = (
    f"{role}@loamshire.example" for role in ("lead", "contributor", "approver")
)
APPROVERS = (APPROVER, cast.SECOND_APPROVER_EMAIL)
WRITTEN = 340
FIRST_PUT, FIRST_ADOPTED, LOOKED_AT = 318, 297, 120
PUBLISHED = (290, 20)
"""The plan was published once it was adopted, and lately again, to tell how promises go."""
SECOND_STARTED, SECOND_PUT = 24, 6
A_YEAR = timedelta(days=365)
MOST_FINDINGS = 20


@dataclass
class _Story:
    """What was written so far, by the keys of `planned`."""

    workspace: Workspace
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    priorities: dict[str, Priority] = field(default_factory=dict)

    def actor(self, email: str) -> Actor:
        """Somebody of the cast."""
        return actor_for(User.objects.get(email=email), today=timezone.localdate())

    def reference(self, name: str) -> str:
        """The reference of a partner; nothing by no name."""
        if not name:
            return ""
        return Organisation.objects.get(workspace=self.workspace, name=name).reference


def steps(workspace: Workspace) -> Iterator[Step]:
    """A year of the plan, told from the day it was first written."""
    story = _Story(workspace)
    yield Step(WRITTEN, lambda at: _write_priorities(story, at))
    for deed in planned.DEEDS:
        yield Step(deed.written, _writing(story, deed))
        for told in deed.told:
            yield Step(told.days_ago, _telling(story, deed, told))
    yield Step(planned.CORRECTED_AT, lambda at: _correct(story, at))
    for key, part, ground, why in planned.WITHHELD:
        yield Step(FIRST_PUT + 1, _withholding(story, key, part, ground, why))
    yield Step(FIRST_PUT, lambda at: _put(story, planned.FIRST_FOREWORD, at))
    yield Step(FIRST_ADOPTED, lambda at: _adopt(story, at))
    for days_ago in PUBLISHED:
        yield Step(days_ago, lambda at: _publish(story, at))
    yield Step(LOOKED_AT, lambda at: _look_again(story, at))
    yield Step(SECOND_STARTED, lambda at: _start(story, planned.SECOND_FOREWORD, at))
    yield Step(SECOND_PUT, lambda at: _put_second(story, at))


def _write_priorities(story: _Story, at: datetime) -> None:
    lead = story.actor(LEAD)
    found = _findings(story)
    for number, (key, title, why, outcomes) in enumerate(planned.PRIORITIES):
        priority = structure.write_priority(
            workspace=story.workspace, said=Said(title, why), actor=lead, at=at
        )
        for bead in found[number : number + 1]:
            structure.tie_priority(
                priority=priority, end=(bead.kind, bead.reference), actor=lead, at=at
            )
        story.priorities[key] = priority
        for outcome, said, measure in outcomes:
            story.outcomes[outcome] = structure.write_outcome(
                priority=priority, said=Said(said, measure), actor=lead, at=at
            )


def _findings(story: _Story) -> list[Bead]:
    """Findings of the latest assessment that is locked, the key ones first."""
    latest = Edition.objects.filter(
        workspace=story.workspace, kind=Kind.ASSESSMENT, status=Status.LOCKED
    ).order_by("-last_month", "-made_at")
    edition = latest.first()
    if edition is None or kinds.kind("finding") is None:
        return []
    slugs = [*edition.key_findings, *edition.findings.values_list("slug", flat=True)]
    named = [f"{edition.reference}:{slug}" for slug in dict.fromkeys(slugs)][:MOST_FINDINGS]
    ends = [("finding", each) for each in named]
    seen = beads(story.actor(LEAD), story.workspace.slug, ends)
    return [seen[end] for end in ends if end in seen]


def _writing(story: _Story, deed: Deed) -> Callable[[datetime], object]:
    def write(at: datetime) -> None:
        found = _findings(story)
        answers = [found[deed.finding % len(found)]] if found and deed.finding is not None else []
        lead = story.actor(LEAD)
        made = actions.write(
            workspace=story.workspace,
            description=_described(story, deed, at),
            answers=[(each.kind, each.reference) for each in answers],
            actor=lead,
            at=at,
        )
        for title, due in deed.milestones:
            actions.add_milestone(
                action=made,
                title=title,
                due_on=_day(deed, due, at),
                who=deed.lead_role,
                actor=lead,
                at=at,
            )
        story.actions[deed.key] = made
        _use(story, deed, at)

    return write


def _correct(story: _Story, at: datetime) -> None:
    """A milestone says exactly when it is reached, and who sees to it now."""
    key, title, now, who = planned.CORRECTED
    step = story.actions[key].milestones.get(title=title)
    said = MilestoneSaid(now, step.due_on, who)
    actions.correct_milestone(
        milestone=step, said=said, version=step.version, actor=story.actor(LEAD), at=at
    )


def _use(story: _Story, deed: Deed, at: datetime) -> None:
    """Tie an action to the approach it uses, where approaches can be tied."""
    if deed.approach and kinds.kind("approach"):
        thread.tie(
            workspace=story.workspace,
            first=("action", story.actions[deed.key].reference),
            relation=Relation.USES,
            second=("approach", deed.approach),
            actor=story.actor(LEAD),
            at=at,
        )


def _described(story: _Story, deed: Deed, at: datetime) -> Description:
    return Description(
        title=deed.title,
        detail=deed.detail,
        starts_on=_day(deed, deed.starts, at),
        due_on=_day(deed, deed.due, at),
        outcome=story.outcomes[deed.outcome].reference if deed.outcome else "",
        lead=story.reference(deed.lead),
        lead_role=deed.lead_role,
        partners=tuple(sorted(story.reference(each) for each in deed.partners)),
        **deed.more,
    )


def _day(deed: Deed, days_ago: int, at: datetime) -> date:
    """A day some days before the demonstration is made; less than none is later."""
    return timezone.localdate(at + timedelta(days=deed.written - days_ago))


def _telling(story: _Story, deed: Deed, told: Telling) -> Callable[[datetime], object]:
    def tell(at: datetime) -> None:
        held = story.actions[deed.key]
        held.refresh_from_db()
        reached = held.milestones.filter(title__in=told.reached)
        said = {"evidence": held.evidence, **told.more}
        telling.tell(
            action=held,
            telling=telling.Telling(
                status=told.status,
                text=told.text,
                reached=list(reached.values_list("pk", flat=True)),
                **said,
            ),
            version=held.told_version,
            actor=story.actor(HELPER if deed.lead == cast.HOSPITALS else LEAD),
            at=at,
        )

    return tell


def _withholding(
    story: _Story, key: str, part: Part, ground: Ground, why: str
) -> Callable[[datetime], object]:
    return lambda at: withholding.withhold(
        action=story.actions[key],
        part=part,
        ground=ground,
        why=why,
        actor=story.actor(LEAD),
        at=at,
    )


def _start(story: _Story, foreword: str, at: datetime) -> Plan | None:
    """Begin a version; none where a board still has the one before."""
    if versions.under_way(story.actor(LEAD), story.workspace.slug):
        return None
    first = timezone.localdate(at).replace(day=1)
    return plans.start(
        workspace=story.workspace,
        front=Front(planned.TITLE, foreword, first, first + 3 * A_YEAR),
        actor=story.actor(LEAD),
        at=at,
    )


def _put(story: _Story, foreword: str, at: datetime) -> None:
    plan = _start(story, foreword, at)
    assert plan is not None, "the first version has none before it"
    plans.put_to_board(plan=plan, version=plan.version, actor=story.actor(LEAD), at=at)


def _put_second(story: _Story, at: datetime) -> None:
    lead = story.actor(LEAD)
    plan = versions.under_way(lead, story.workspace.slug)
    if plan is not None and plan.stands is Standing.DRAFT:
        plans.put_to_board(plan=plan, version=plan.version, actor=lead, at=at)


def _adopt(story: _Story, at: datetime) -> None:
    """The board decided on it, where a board of the story recorded a decision by then."""
    approver = story.actor(APPROVER)
    slug = story.workspace.slug
    plan = versions.under_way(approver, slug)
    decisions = versions.decisions(approver, slug)
    about_it = [each for each in decisions if "plan" in each.title.lower()]
    for decision in (about_it or decisions)[:1]:
        assert plan is not None
        plans.adopt(
            plan=plan,
            decision=decision.reference,
            review_due_on=timezone.localdate(at) + A_YEAR,
            version=plan.version,
            actor=approver,
            at=at,
        )


def _publish(story: _Story, at: datetime) -> None:
    """Two approvers let the public side of the adopted plan out."""
    lead = story.actor(LEAD)
    plan = versions.adopted(lead, story.workspace.slug)
    if plan is None:
        return
    release = publishing.propose(
        plan=plan, reason=planned.REASON_TO_PUBLISH, embargo_until=None, actor=lead, at=at
    )
    for email in APPROVERS:
        release = releases.approve(
            release=release, reason=planned.AGREED, actor=story.actor(email), at=at
        )
    releases.publish(release=release, actor=lead, at=at)


def _look_again(story: _Story, at: datetime) -> None:
    lead = story.actor(LEAD)
    plan = versions.adopted(lead, story.workspace.slug)
    if plan is not None:
        plans.review(
            plan=plan,
            text=planned.REVIEW,
            next_on=timezone.localdate(at) + timedelta(days=180),
            version=plan.version,
            actor=lead,
            at=at,
        )
