"""Applications move from state to state, each move kept."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.applying.events import Event
from headwater.web.grants.applying.models import Application, Move
from headwater.web.grants.applying.rules.workflow import By, check_way
from headwater.web.grants.applying.submitters import Submitter


@audited
def move_application(
    *, application: Application, to: str, actor: Actor, at: datetime, reason: str = ""
) -> Application:
    """The application stands somewhere else, if the table of moves has the way.

    Whether this actor may decide so is for the room that asks. The row is locked: of two who move
    it at once, the second is told that it has moved. Raises `WayRefusedError`, `NeedsReasonError`.
    """
    held = held_application(application)
    by = By.APPLICANT if isinstance(actor, Submitter) else By.STAFF
    check_way(held.state, to, by, reason=reason)
    return moved(held, to=to, actor=actor, at=at, reason=reason)


def held_application(application: Application) -> Application:
    """The row as it stands now, and nobody else's until the change is over."""
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("round__workspace").get(pk=application.pk)


def moved(
    held: Application, *, to: str, actor: Actor, at: datetime, reason: str = ""
) -> Application:
    """Keep a move of a row that is held, and say so in the ledger."""
    Move.objects.create(
        application=held, start=held.state, end=to, reason=reason, by=actor.reference, at=at
    )
    record(
        Event.MOVED,
        about=held,
        by=actor,
        at=at,
        workspace=held.round.workspace.slug,
        start=held.state,
        end=to,
        has_reason=bool(reason),
    )
    held.state, held.version = to, held.version + 1
    held.save(update_fields=["state", "version"])
    return held
