"""What the ledger is told of a grant."""

from datetime import datetime
from typing import Any

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import record
from headwater.web.grants.delivering.events import Event
from headwater.web.grants.delivering.models import Delivery
from headwater.web.grants.delivering.queries import grants


def record_of_grant(
    event: Event, delivery: Delivery, *, actor: Actor, at: datetime, **facts: Any
) -> None:
    """Into the ledger, which the partnership reads: the grant, and never who it was about."""
    record(
        event,
        about=delivery.award,
        by=actor,
        at=at,
        workspace=grants.workspace_of(delivery),
        **facts,
    )
