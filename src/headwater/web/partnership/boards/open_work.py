"""Seats that somebody holds by name, for whoever ends their access."""

from datetime import datetime

from headwater.web.accounts.models import User
from headwater.web.partners.handovers import OpenWork
from headwater.web.partners.models import Workspace
from headwater.web.partnership.boards.changes import boards as changes
from headwater.web.partnership.boards.links import board_address
from headwater.web.partnership.boards.queries.boards import seats_held_by


def open_work_of(user: User, workspace: Workspace) -> list[OpenWork]:
    """The seats that somebody holds or deputises for."""
    return [
        OpenWork(f"Seat on {seat.board.name}: {seat.title}", board_address(seat.board))
        for seat in seats_held_by(user, workspace)
    ]


def hand_on(user: User, workspace: Workspace, at: datetime) -> int:
    """The seats stay with their organisation, and nobody is named for them any more."""
    return changes.leave_seats(user=user, workspace=workspace)
