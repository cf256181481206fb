"""Documents of a round: guidance that people read before they apply."""

from datetime import datetime

from django.db.models import Max

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited
from headwater.web.documents.models import Document
from headwater.web.grants.rounds.changes.holding import held, say
from headwater.web.grants.rounds.events import Event
from headwater.web.grants.rounds.models import Attachment, Round, RoundState
from headwater.web.grants.rounds.rules import permissions
from headwater.web.grants.rounds.rules.describing import RoundError

NOUN = "document"


@audited
def attach(
    *, round: Round, document: Document, title: str, actor: Actor, at: datetime
) -> Attachment:
    """Put a document beside a round. Guidance may be added after the round is published too."""
    row = _held(round, actor)
    if document.workspace_id != row.workspace_id:
        raise RoundError("The document is not there any more. Choose another.")
    last = Attachment.objects.filter(round=row).aggregate(last=Max("position"))["last"]
    made = Attachment.objects.create(
        round=row, document=document, title=title.strip(), position=(last or 0) + 1
    )
    facts = {"part_reference": made.reference, "document": document.reference}
    say(Event.PART_ADDED, row, actor=actor, at=at, part=NOUN, **facts)
    return made


@audited
def detach(*, attachment: Attachment, actor: Actor, at: datetime) -> Attachment:
    """Take a document away from a round. The file stays where files are kept."""
    row = _held(attachment.round, actor)
    attachment.is_removed = True
    attachment.save(update_fields=["is_removed"])
    reference = attachment.reference
    say(Event.PART_REMOVED, row, actor=actor, at=at, part=NOUN, part_reference=reference)
    return attachment


@audited
def attach_again(*, attachment: Attachment, actor: Actor, at: datetime) -> Attachment:
    """Put a document back that was taken away."""
    row = _held(attachment.round, actor)
    attachment.is_removed = False
    attachment.save(update_fields=["is_removed"])
    reference = attachment.reference
    say(Event.PART_PUT_BACK, row, actor=actor, at=at, part=NOUN, part_reference=reference)
    return attachment


def _held(round: Round, actor: Actor) -> Round:
    row = held(round)
    permissions.check_can_build(actor, row.workspace.slug)
    if row.state == RoundState.WITHDRAWN:
        raise RoundError("The round was withdrawn. Its documents stay as they were.")
    return row
