"""Versions of a local definition, as far written as a test needs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from builders.boards import build_meeting, build_seated_board, decided, started
from builders.boards import lead_of as chair_of
from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import Workspace
from headwater.web.partnership.boards.changes import meetings, minutes
from headwater.web.partnership.boards.models import Decision, Minutes
from headwater.web.partnership.definition.changes import moving, versions
from headwater.web.partnership.definition.changes.moving import Approval
from headwater.web.partnership.definition.changes.versions import Described
from headwater.web.partnership.definition.models import (
    Candidate,
    LocalDefinition,
    version_reference,
)
from headwater.web.partnership.definition.rules import weighing
from headwater.web.partnership.definition.rules.stages import Status
from headwater.web.partnership.definition.rules.weighing import Factor, Judgement, Level, Weighed

SENTENCE = "Homicide, grave assault, robbery and, with a knife, any assault with injury."
IN = ("homicide", "grave_assault", "robbery_personal", "assault_with_injury", "domestic_abuse")
WITH_A_KNIFE = ("assault_with_injury",)


def lead_of(workspace: Workspace) -> Actor:
    """Somebody who writes the definition."""
    return _member(workspace, Role.LEAD)


def approver_of(workspace: Workspace) -> Actor:
    """Somebody who says that a board approved it."""
    return _member(workspace, Role.APPROVER)


def _member(workspace: Workspace, role: Role) -> Actor:
    organisation = build_organisation(workspace)
    email = f"definition-{role.value}@{workspace.slug}.example"
    return actor_of(build_member(role, organisation=organisation, email=email))


def said_of(candidate: Candidate, *, inside: Sequence[str] = IN, said: str = "") -> Weighed:
    """Every factor judged, and in or out."""
    is_in = candidate.key in inside
    return Weighed(
        key=candidate.key,
        title=candidate.title,
        codes=tuple(candidate.codes),
        judgements={
            factor: Judgement(Level.HIGH if is_in else Level.LOW, said or "Read in the assessment.")
            for factor in Factor
        },
        decision=weighing.Decision.IN if is_in else weighing.Decision.OUT,
        rationale=said or ("It is grave." if is_in else "It is rare here."),
        counting=(
            weighing.Counting.KNIFE if candidate.key in WITH_A_KNIFE else weighing.Counting.ALL
        ),
    )


def begun(workspace: Workspace | None = None, *, actor: Actor | None = None) -> LocalDefinition:
    """A version that was begun."""
    there = workspace or build_workspace()
    return versions.begin(workspace=there, actor=actor or lead_of(there), at=clock.now())


def weigh(candidate: Candidate, *, actor: Actor, at: datetime | None = None, **given: Any) -> None:
    """Weigh one kind of violence."""
    versions.weigh(
        candidate=candidate,
        said=said_of(candidate, **given),
        version=candidate.version,
        actor=actor,
        at=at or clock.now(),
    )


def written(
    workspace: Workspace | None = None, *, inside: Sequence[str] = IN, said: str = ""
) -> LocalDefinition:
    """A version in which everything was said."""
    made = begun(workspace)
    lead = lead_of(made.workspace)
    for each in made.candidates.select_related("definition__workspace"):
        weigh(each, actor=lead, inside=inside, said=said)
    return versions.describe(
        definition=made,
        said=Described((said or made.title)[:160], said or SENTENCE, 10, 24),
        version=made.version,
        actor=lead,
        at=clock.now(),
    )


def proposed(workspace: Workspace | None = None, **given: Any) -> LocalDefinition:
    """A version that waits for a board."""
    made = written(workspace, **given)
    return moving.propose(
        definition=made, version=made.version, actor=lead_of(made.workspace), at=clock.now()
    )


def approved(
    workspace: Workspace | None = None, *, decision: Decision | None = None, **given: Any
) -> LocalDefinition:
    """A version that a board approved."""
    made = proposed(workspace, **given)
    chosen = decision or issued_decision(made.workspace)
    return moving.approve(
        definition=made,
        given=approval(chosen),
        version=made.version,
        actor=approver_of(made.workspace),
        at=clock.now(),
    )


def approval(decision: Decision, on: date | None = None) -> Approval:
    """A board's approval by one of its decisions."""
    return Approval(decision.board.name, decision.reference, "Item 4", on or timezone.localdate())


def issued_decision(workspace: Workspace) -> Decision:
    """A decision of a board whose minutes were issued."""
    actor = chair_of(workspace)
    made = decided(started(build_meeting(build_seated_board(workspace))))
    held = meetings.close(meeting=made.meeting, actor=actor, at=clock.now())
    minutes.issue(minutes=Minutes.objects.get(meeting=held), actor=actor, at=clock.now())
    return made


def definition_rows(workspace: Workspace, person: User, said: str) -> dict[str, Any]:
    """A version in force and one that is written, saying the same everywhere."""
    usual = {
        "workspace": workspace,
        "title": said[:160],
        "sentence": said,
        "begun_by": person.reference,
        "begun_at": clock.now(),
    }
    standing = LocalDefinition.objects.create(
        number=1,
        status=Status.APPROVED,
        board=said[:160],
        minute=said[:120],
        approved_on=timezone.localdate(),
        approved_by=person.reference,
        **usual,
    )
    draft = LocalDefinition.objects.create(number=2, sent_back=said, **usual)
    for version in (standing, draft):
        version.candidates.create(
            position=1,
            key="own_kind",
            title=said[:120],
            limb="violence",
            codes=["34B"],
            tells=said,
            is_own=True,
            decision=weighing.Decision.IN,
            rationale=said,
            weighed_by=person.reference,
            **{f"{factor.value}_words": said for factor in Factor},
            **{f"{factor.value}_level": Level.HIGH for factor in Factor},
        )
    return {"definition": draft}


def crowd_definition() -> None:
    """Many versions that were replaced: one is in force and one is written at a time."""
    standing = LocalDefinition.objects.filter(status=Status.APPROVED).order_by("pk")[0]
    candidates = list(standing.candidates.all())
    for number in range(500, 530):
        standing.pk, standing.reference = None, version_reference()
        standing.number, standing.status = number, Status.REPLACED
        standing.save(force_insert=True)
        for each in candidates:
            each.pk, each.definition = None, standing
        Candidate.objects.bulk_create(candidates)


def definition_parts(rows: Mapping[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """What fills the addresses of the definition."""
    reference = rows["definition"].reference
    kind = {"reference": reference, "key": "own_kind", "factor": "prevalence", "kind": "docx"}
    return (("definition:", kind),)
