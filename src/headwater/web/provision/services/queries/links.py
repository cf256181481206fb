"""Reading links that providers were sent, and what they said over them."""

from datetime import datetime

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.provision.services.models import Answer, Link, Service
from headwater.web.provision.services.queries.services import service_for
from headwater.web.provision.services.rules.links import is_open


def links_of(service: Service) -> QuerySet[Link]:
    """Every link to an entry, the latest first."""
    return service.links.all()


def link_for(actor: Actor, workspace: str, reference: str) -> Link:
    """One link to an entry the actor reads. Raises `NotYours` for any other."""
    rows = Link.objects.select_related("service__workspace", "service__kept_by")
    found = rows.filter(service__workspace__slug=workspace, reference=reference).first()
    if found is None:
        raise NotYours
    service_for(actor, workspace, found.service.reference)
    return found


def link_by_hash(token_hash: str, *, at: datetime) -> Link:
    """The link with a secret, while it takes an answer. Raises `NotYours` for any other."""
    rows = Link.objects.select_related("service__workspace", "service__kept_by")
    found = rows.filter(token_hash=token_hash).first()
    if found is None or not link_is_open(found, at=at):
        raise NotYours
    return found


def link_is_open(link: Link, *, at: datetime) -> bool:
    """Whether a link still takes an answer."""
    return is_open(ends_at=link.ends_at, revoked_at=link.revoked_at, used_at=link.used_at, at=at)


def answers_of(service: Service) -> QuerySet[Answer]:
    """What providers said of an entry, the latest first."""
    return service.answers.all()


def answer_for(actor: Actor, workspace: str, reference: str) -> Answer:
    """One answer about an entry the actor reads. Raises `NotYours` for any other."""
    rows = Answer.objects.select_related("service__workspace", "service__kept_by")
    found = rows.filter(service__workspace__slug=workspace, reference=reference).first()
    if found is None:
        raise NotYours
    service_for(actor, workspace, found.service.reference)
    return found
