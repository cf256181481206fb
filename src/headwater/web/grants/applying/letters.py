"""Letters to everybody who writes an application."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.applying import outbox, writing
from headwater.web.grants.applying.events import Event
from headwater.web.grants.applying.models import Application
from headwater.web.grants.applying.queries.applications import members_of


@audited
def write_to(
    application: Application,
    subject: str,
    body: str,
    *,
    key: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Write the same letter to each member of an application. How many there are.

    `key` says what the letter is for, as "award:AW-2222-2222": for one key nobody gets it twice.
    It leaves once the change around it has been committed. Call it inside that change.
    """
    words = f"{body.strip()}\n\nReference: {application.reference}\n{writing.signature()}"
    members = list(members_of(application))
    for member in members:
        outbox.write(
            key=f"{key}:{application.reference}:{member.applicant_id}"[:120],
            to=member.applicant.email,
            subject=subject,
            words=words,
            at=at,
            application=application,
        )
    record(
        Event.LETTER_WRITTEN,
        about=application,
        by=actor,
        at=at,
        workspace=application.round.workspace.slug,
        letters=len(members),
        what=key.partition(":")[0],
    )
    return len(members)
