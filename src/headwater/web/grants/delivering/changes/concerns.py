"""That somebody is worried about a young person: passed on at once, and never written down here."""

from datetime import datetime

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.design_system.moments import moment
from headwater.web.grants.applying import outbox
from headwater.web.grants.delivering.changes import work
from headwater.web.grants.delivering.events import Event
from headwater.web.grants.delivering.models import Concern, Delivery
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.rules import permissions


class NobodyToTellError(HeadwaterError):
    """A grant without a safeguarding lead."""

    def __init__(self) -> None:
        super().__init__(
            "There is no safeguarding lead on record. Tell them yourself now, and call 999 if "
            "somebody is in danger."
        )


@audited
def raise_concern(*, delivery: Delivery, passed_to: str, actor: Actor, at: datetime) -> Concern:
    """That a concern was raised is on record, and the deliverer's safeguarding lead hears of it.

    What it is about is said by telephone or in person, never here.
    """
    permissions.check_delivers(actor, grants.members_of(delivery))
    if not delivery.safeguarding_email:
        raise NobodyToTellError
    concern = Concern.objects.create(
        delivery=delivery,
        raised_by=actor.reference,
        raised_at=at,
        passed_to=passed_to,
        passed_at=at,
    )
    outbox.write(
        key=f"concern:{concern.reference}",
        to=delivery.safeguarding_email,
        subject="A safeguarding concern was raised",
        words=(
            f"Somebody who works on one of your projects raised a concern on {moment(at)}. "
            f"Its reference is {concern.reference}.\n\n"
            "Speak to them today. What it is about is not written in headwater and is not in this "
            "letter. If somebody is in danger, call 999.\n\n"
            f"{work.address('delivering:concerns', delivery.award.reference)}"
        ),
        at=at,
    )
    record(
        Event.CONCERN_RAISED,
        about=concern,
        by=actor,
        at=at,
        workspace=grants.workspace_of(delivery),
        passed_to=passed_to,
    )
    return concern


@audited
def acknowledge(*, concern: Concern, actor: Actor, at: datetime) -> Concern:
    """The safeguarding lead has it."""
    permissions.check_delivers(actor, grants.members_of(concern.delivery))
    concern.acknowledged_at = concern.acknowledged_at or at
    concern.save(update_fields=["acknowledged_at"])
    record(
        Event.CONCERN_HAD,
        about=concern,
        by=actor,
        at=at,
        workspace=grants.workspace_of(concern.delivery),
    )
    return concern
