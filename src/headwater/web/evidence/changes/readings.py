"""Writing down what the toolkit says of an approach."""

from datetime import datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.evidence.events import Event
from headwater.web.evidence.models import Reading
from headwater.web.evidence.rules import permissions
from headwater.web.evidence.rules.reading import READERS_OF_THE_TOOLKIT, Read, check_read
from headwater.web.partners.models import Workspace


@audited
def write(*, workspace: Workspace, read: Read, actor: Actor, at: datetime) -> Reading:
    """Keep what the page of an approach said. What was read before stays beneath it."""
    permissions.check_has(
        actor,
        workspace.slug,
        READERS_OF_THE_TOOLKIT,
        what="write down what the toolkit says",
        who="leads",
    )
    check_read(read, today=timezone.localdate(at))
    made = Reading.objects.create(
        workspace=workspace,
        approach=read.approach,
        impact=read.impact or "",
        quality=read.quality,
        cost=read.cost or "",
        link=read.link,
        read_on=read.read_on,
        by=actor.reference,
        at=at,
    )
    record(
        Event.TOOLKIT_READ,
        about=read.approach,
        kind="approach",
        by=actor,
        at=at,
        workspace=workspace.slug,
    )
    return made
