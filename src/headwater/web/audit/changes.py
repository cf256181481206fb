"""What is written when somebody takes a copy of the ledger away."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.events import Happened
from headwater.web.audit.ledger import audited, record
from headwater.web.audit.queries import Wanted


@audited
def record_export(
    *, workspace: str, wanted: Wanted, entries: int, through: int, actor: Actor, at: datetime
) -> None:
    """That a copy was taken is in the ledger, with what was asked for but for names."""
    record(
        Happened.LEDGER_EXPORTED,
        about=workspace,
        kind="workspace",
        by=actor,
        at=at,
        workspace=workspace,
        entries=entries,
        through=through,
        first_day=wanted.first_day.isoformat() if wanted.first_day else None,
        last_day=wanted.last_day.isoformat() if wanted.last_day else None,
        event=wanted.event or None,
        is_by_actor=bool(wanted.actor),
        is_by_about=bool(wanted.about),
    )
