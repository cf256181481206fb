"""Where deciding reaches into the rooms below: an application moves, its members are written to."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.grants.applying.changes import move_application
from headwater.web.grants.applying.letters import write_to
from headwater.web.grants.applying.models import Application, State

__all__ = ["move", "write_to"]


def move(
    application: Application, to: State, *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """Move an application by its own table, and see it so from now on."""
    move_application(application=application, to=to, actor=actor, at=at, reason=reason)
    application.refresh_from_db(fields=["state", "version"])
