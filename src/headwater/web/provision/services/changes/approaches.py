"""The tie between a service and the approach it uses follows what its entry says."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.provision.services.models import Service
from headwater.web.provision.services.queries.services import APPROACH, SERVICE
from headwater.web.thread import changes as thread
from headwater.web.thread import kinds
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation


def follow(service: Service, *, actor: Actor, at: datetime) -> None:
    """Tie an entry to the approach it names, and let go of any other."""
    let_go(service, actor=actor, at=at, but=service.approach)
    kind = kinds.kind(APPROACH)
    if not service.approach or kind is None:
        return
    if kind.find(actor, service.workspace.slug, [service.approach]):
        thread.tie(
            workspace=service.workspace,
            first=(SERVICE, service.reference),
            relation=Relation.USES,
            second=(APPROACH, service.approach),
            actor=actor,
            at=at,
        )


def let_go(service: Service, *, actor: Actor, at: datetime, but: str = "") -> None:
    """Let go of the ties of an entry to approaches, but for one."""
    ties = Tie.objects.filter(
        workspace=service.workspace,
        from_kind=SERVICE,
        from_reference=service.reference,
        relation=Relation.USES,
        to_kind=APPROACH,
        ended_at=None,
    )
    for each in ties.exclude(to_reference=but).select_related("workspace"):
        thread.untie(tie=each, actor=actor, at=at)
