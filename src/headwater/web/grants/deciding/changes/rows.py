"""Rows held while they change, and what each change says to the ledger."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import HasReference, record
from headwater.web.audit.rules import Fact
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.deciding.errors import AssessmentRefusedError

OPEN = frozenset({State.SUBMITTED, State.ASSESSMENT, State.CLARIFICATION, State.PANEL})
"""Where something may still be found out about an application."""


def check_open(application: Application) -> None:
    """Raises `AssessmentRefusedError` where an application was decided or withdrawn."""
    if application.state not in OPEN:
        raise AssessmentRefusedError(
            f"The application is [{State(application.state).label.lower()}], so nothing more is "
            "found out about it."
        )


def said(
    event: StrEnum,
    about: HasReference,
    application: Application,
    *,
    actor: Actor,
    at: datetime,
    **facts: Fact,
) -> None:
    """Record what was done, with the application it was done for."""
    told: dict[str, Any] = {"application": application.reference, **facts}
    slug = application.round.workspace.slug
    record(event, about=about, by=actor, at=at, workspace=slug, **told)
