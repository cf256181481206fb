"""What is written when somebody takes a file of money away."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.money.events import Event
from headwater.web.grants.money.models import PaymentRun
from headwater.web.partners.models import Workspace


@audited
def record_bank_file(*, run: PaymentRun, actor: Actor, at: datetime) -> None:
    """That the file for the bank was taken is in the record, as often as it was."""
    record(Event.BANK_FILE_TAKEN, about=run, by=actor, at=at, workspace=run.workspace.slug)


@audited
def record_ledger(*, workspace: Workspace, entries: int, actor: Actor, at: datetime) -> None:
    """That the ledger was taken for the finance system is in the record."""
    record(
        Event.LEDGER_TAKEN,
        about=workspace.slug,
        kind="workspace",
        by=actor,
        at=at,
        workspace=workspace.slug,
        entries=entries,
    )
