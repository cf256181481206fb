"""Work that a worker has in hand: begin it, tell how far it is, find whether it still counts."""

import secrets
from typing import TypeVar

from headwater.web.grants.choosing.models import Choice, Reckoning
from headwater.web.grants.choosing.rules.working import NotWaitingError, OvertakenError, Status

Row = TypeVar("Row", Choice, Reckoning)


def begin(kind: type[Row], reference: str) -> Row:
    """Take work in hand. An earlier attempt that still lives changes nothing from now on.

    Raises `NotWaitingError` where it was worked out already or failed.
    """
    mine = secrets.token_hex(8)
    kind.objects.filter(reference=reference, status=Status.WORKING).update(run=mine)
    row = kind.objects.select_related("workspace", "round").get(reference=reference)
    if row.run != mine:
        raise NotWaitingError(reference=reference)
    return row


def tell(row: Row, *, step: str, done: int, total: int) -> None:
    """Say how far it is. Raises `OvertakenError` where another attempt took over."""
    rows = type(row).objects.filter(pk=row.pk, run=row.run, status=Status.WORKING)
    if not rows.update(step=step, done=done, total=total):
        raise OvertakenError(reference=row.reference)


def still_mine(row: Row) -> Row:
    """The row as it is now, held. Raises `OvertakenError` where another attempt took over."""
    rows = type(row).objects.select_for_update(of=("self",))
    held = rows.select_related("workspace", "round").get(pk=row.pk)
    if held.run != row.run or held.stands is not Status.WORKING:
        raise OvertakenError(reference=row.reference)
    return held
