"""What the ledger has done by the clock."""

from datetime import datetime, timedelta

from headwater.core import words
from headwater.web.accounts.schedules import Schedule
from headwater.web.audit.verifying import verify


def verify_ledger(at: datetime) -> str:
    """Walk the whole chain. Raises `LedgerBrokenError`, which whoever runs the clock must see."""
    end = verify()
    return f"the ledger is whole: {words.number(end.number)} entries, end {end}"


SCHEDULES: tuple[Schedule, ...] = (
    Schedule("verify the ledger", every=timedelta(days=1), run=verify_ledger),
)
