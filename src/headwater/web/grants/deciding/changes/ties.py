"""How applications and awards hang on the thread."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.deciding.queries.evidence import (
    ACTION,
    APPLICATION,
    APPROACH,
    AWARD,
    GAP,
    approach_of,
)
from headwater.web.thread import changes as thread
from headwater.web.thread import kinds
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End


def tie_approach(application: Application, *, actor: Actor, at: datetime) -> None:
    """Say on the thread which approach an application uses.

    Raises where the approach is harmful and no override of a board stands for this application.
    """
    approach = approach_of(application)
    if approach is not None and kinds.kind(APPROACH) is not None:
        _tie(
            application,
            (APPLICATION, application.reference),
            Relation.USES,
            (APPROACH, approach.id),
            actor=actor,
            at=at,
        )


def tie_award(award: Award, *, gap: str, action: str, actor: Actor, at: datetime) -> None:
    """Say on the thread what an award came from, answers and pays for.

    A harmful approach stays tied to the application, where the override of a board names it.
    """
    application, here = award.application, (AWARD, award.reference)
    approach = approach_of(application)
    ends: list[tuple[Relation, End]] = [
        (Relation.MADE_FROM, (APPLICATION, application.reference)),
    ]
    if approach is not None and not approach.harmful and kinds.kind(APPROACH) is not None:
        ends.append((Relation.USES, (APPROACH, approach.id)))
    if gap:
        ends.append((Relation.ANSWERS, (GAP, gap)))
    if action:
        ends.append((Relation.PAYS_FOR, (ACTION, action)))
    for relation, end in ends:
        _tie(application, here, relation, end, actor=actor, at=at)


def _tie(
    application: Application,
    first: End,
    relation: Relation,
    second: End,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    thread.tie(
        workspace=application.round.workspace,
        first=first,
        relation=relation,
        second=second,
        actor=actor,
        at=at,
    )
