"""What staff add to awards for publication: identifiers, places, names to be left out."""

from datetime import datetime

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.publishing.events import Event
from headwater.web.grants.publishing.models import Imprint, NameLeftOut, Particulars
from headwater.web.grants.publishing.rules import permissions
from headwater.web.partners.models import Workspace


class CannotAddError(HeadwaterError):
    """Something that cannot be added to what is published."""


@audited
def write_imprint(
    *,
    workspace: Workspace,
    prefix: str,
    funder_id: str,
    version: int,
    actor: Actor,
    at: datetime,
) -> Imprint:
    """Say under which identifiers the grants of a workspace are published."""
    permissions.check_can_keep(actor, workspace.slug, what="say who publishes")
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    found = Imprint.objects.filter(workspace=workspace).first() or Imprint(
        workspace=workspace, version=0
    )
    if found.version != version:
        raise ChangedMeanwhileError(what="identifiers")
    found.prefix, found.funder_id = prefix, funder_id
    found.written_by, found.written_at = actor.reference, at
    found.version += 1
    found.save()
    record(
        Event.IMPRINT_WRITTEN,
        about=found,
        by=actor,
        at=at,
        workspace=workspace.slug,
        prefix=prefix,
        funder=funder_id,
    )
    return found


@audited
def write_particulars(
    *,
    award: Award,
    recipient_id: str,
    places: list[dict[str, str]],
    version: int,
    actor: Actor,
    at: datetime,
) -> Particulars:
    """Say who received an award in a register's words, and where people benefit."""
    workspace = award.application.round.workspace.slug
    permissions.check_can_keep(actor, workspace, what="add to what is published")
    Award.objects.select_for_update().get(pk=award.pk)
    found = Particulars.objects.filter(award=award).first() or Particulars(award=award, version=0)
    if found.version != version:
        raise ChangedMeanwhileError(what="award")
    found.recipient_id, found.places = recipient_id, places
    found.written_by, found.written_at = actor.reference, at
    found.version += 1
    found.save()
    record(
        Event.PARTICULARS_WRITTEN,
        about=found,
        by=actor,
        at=at,
        workspace=workspace,
        award=award.reference,
        recipient=recipient_id,
        places=len(places),
    )
    return found


@audited
def leave_out(*, award: Award, words: str, reason: str, actor: Actor, at: datetime) -> NameLeftOut:
    """Leave the name of a person out of what is published of an award. The record holds no name."""
    workspace = award.application.round.workspace.slug
    permissions.check_can_keep(actor, workspace, what="leave a name out")
    Award.objects.select_for_update().get(pk=award.pk)
    if NameLeftOut.objects.filter(award=award, words__iexact=words).exists():
        raise CannotAddError("This name is left out already.")
    found = NameLeftOut.objects.create(
        award=award, words=words, reason=reason, by=actor.reference, at=at
    )
    record(
        Event.NAME_LEFT_OUT,
        about=found,
        by=actor,
        at=at,
        workspace=workspace,
        award=award.reference,
        reason=reason,
    )
    return found


@audited
def put_back(*, name: NameLeftOut, actor: Actor, at: datetime) -> None:
    """A name is not left out any more: it stands in what is published from now on."""
    workspace, about = _whose(name)
    permissions.check_can_keep(actor, workspace, what="put a name back")
    record(
        Event.NAME_PUT_BACK,
        about=name,
        by=actor,
        at=at,
        workspace=workspace,
        **about,
    )
    name.delete()


def _whose(name: NameLeftOut) -> tuple[str, dict[str, str]]:
    """The partnership that left a name out, and of what it is left out."""
    if name.award is not None:
        workspace = name.award.application.round.workspace.slug
        return workspace, {"award": name.award.reference}
    assert name.movement is not None
    return name.movement.workspace.slug, {"payment": name.movement.reference}
