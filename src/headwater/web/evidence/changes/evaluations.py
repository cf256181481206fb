"""Writing what was evaluated here."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.evidence.events import Event
from headwater.web.evidence.models import Evaluation, Wording
from headwater.web.evidence.queries.evidence import APPROACH, EVALUATION, documents_of
from headwater.web.evidence.rules import permissions
from headwater.web.evidence.rules.evaluating import FIELDS, Said, check_said
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.thread import changes as thread
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation


@audited
def write(
    *,
    workspace: Workspace,
    organisation: Organisation | None,
    said: Said,
    document: str,
    actor: Actor,
    at: datetime,
) -> Evaluation:
    """Write an evaluation down, tie it to its approach and to the document that shows it."""
    permissions.check_can_evaluate(
        actor, workspace.slug, organisation_id=organisation.pk if organisation else None
    )
    check_said(said)
    made = Evaluation(
        workspace=workspace,
        organisation=organisation,
        written_by=actor.reference,
        written_at=at,
    )
    _say(made, said, actor=actor, at=at)
    made.save(force_insert=True)
    _follow(made, document, actor=actor, at=at)
    _record(Event.EVALUATED, made, actor=actor, at=at)
    return made


@audited
def change(
    *, evaluation: Evaluation, said: Said, document: str, version: int, actor: Actor, at: datetime
) -> Evaluation:
    """Say something else of an evaluation. What it said before is kept.

    Raises `ChangedMeanwhileError` where somebody else saved first.
    """
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=evaluation.pk)
    permissions.check_can_evaluate(actor, held.workspace.slug, organisation_id=held.organisation_id)
    if held.version != version:
        raise ChangedMeanwhileError(what="evaluation")
    check_said(said)
    _say(held, said, actor=actor, at=at)
    held.version += 1
    held.save(update_fields=[*FIELDS, "changed_by", "changed_at", "version"])
    _follow(held, document, actor=actor, at=at)
    _record(Event.EVALUATION_CHANGED, held, actor=actor, at=at)
    return held


def _say(evaluation: Evaluation, said: Said, *, actor: Actor, at: datetime) -> None:
    for name in FIELDS:
        setattr(evaluation, name, getattr(said, name))
    evaluation.changed_by, evaluation.changed_at = actor.reference, at


def _follow(evaluation: Evaluation, document: str, *, actor: Actor, at: datetime) -> None:
    """Keep the wording, and let ties follow what it says: one approach, one document."""
    Wording.objects.create(
        evaluation=evaluation,
        number=evaluation.version,
        said=evaluation.said.plain(),
        by=actor.reference,
        at=at,
    )
    here = (EVALUATION, evaluation.reference)
    of_another = Tie.objects.filter(
        workspace=evaluation.workspace,
        from_kind=EVALUATION,
        from_reference=evaluation.reference,
        relation=Relation.MEASURES,
        to_kind=APPROACH,
        ended_at=None,
    ).exclude(to_reference=evaluation.approach)
    shown_by = [each.tie for each in documents_of(actor, evaluation)]
    for tie in (*of_another, *(each for each in shown_by if each.from_reference != document)):
        thread.untie(tie=tie, actor=actor, at=at)
    place = evaluation.workspace
    thread.tie(
        workspace=place,
        first=here,
        relation=Relation.MEASURES,
        second=(APPROACH, evaluation.approach),
        actor=actor,
        at=at,
    )
    if document:
        thread.tie(
            workspace=place,
            first=("document", document),
            relation=Relation.EVIDENCE,
            second=here,
            actor=actor,
            at=at,
        )


def _record(event: Event, evaluation: Evaluation, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=evaluation,
        by=actor,
        at=at,
        workspace=evaluation.workspace.slug,
        approach=evaluation.approach,
        version=str(evaluation.version),
    )
