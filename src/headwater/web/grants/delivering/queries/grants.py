"""Grants as each side reads them: the partnership that gives, and the applicants who deliver."""

from collections.abc import Sequence

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application
from headwater.web.grants.applying.queries import applications
from headwater.web.grants.applying.submitters import Submitter
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.deciding.queries.awards import awards, awards_for
from headwater.web.grants.deciding.queries.interests import blocked
from headwater.web.grants.delivering.models import Agreement, Clawback, Delivery, Variation
from headwater.web.grants.delivering.rules import permissions

WITH_ALL = ("application__round__workspace", "pot", "delivery")


def grants_for(actor: Actor, workspace: str) -> QuerySet[Award]:
    """Awards of a workspace whose grants the actor reads, the latest first.

    Nobody finds the grant of an application that they have an interest in.
    """
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return awards_for(actor, workspace).select_related(*WITH_ALL)


def grant_for(actor: Actor, workspace: str, reference: str) -> Award:
    """One award of a workspace. Raises `NotYours` for any other, there or not."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    found = awards(workspace).select_related(*WITH_ALL).filter(reference=reference).first()
    if found is None or blocked(
        actor, workspace, Application.objects.filter(pk=found.application_id)
    ):
        raise NotYours
    return found


def delivery_for(actor: Actor, workspace: str, reference: str) -> Delivery:
    """What an award became. Raises `NotYours` before its agreement was written."""
    return held_of(grant_for(actor, workspace, reference))


def held_of(award: Award) -> Delivery:
    """What an award became. Raises `NotYours` where nothing has yet."""
    found = delivery_of(award)
    if found is None:
        raise NotYours
    return found


def delivery_of(award: Award) -> Delivery | None:
    """What an award became; None before its agreement was written. Asked again it is known."""
    return getattr(award, "delivery", None)


def mine(who: Submitter) -> QuerySet[Award]:
    """Awards somebody delivers, the latest first.

    Whoever came by a link sees the one of the application it opened.
    """
    rows = Award.objects.filter(
        application__in=applications.applications_of(who),
        delivery__isnull=False,
    )
    rows = rows.exclude(state=AwardState.WITHDRAWN)
    return rows.select_related(*WITH_ALL).order_by("-awarded_on", "-pk")


def delivered_from(application: Application) -> str:
    """The reference of the grant that an application became; nothing where it is none."""
    rows = Award.objects.filter(application=application, delivery__isnull=False)
    found = rows.exclude(state=AwardState.WITHDRAWN).values_list("reference", flat=True)
    return found.first() or ""


def my_delivery(who: Submitter, reference: str) -> Delivery:
    """One grant that somebody delivers. Raises `NotYours` for any other, there or not."""
    award = mine(who).filter(reference=reference).first()
    if award is None:
        raise NotYours
    return held_of(award)


def members_of(delivery: Delivery) -> frozenset[str]:
    """References of everybody who delivers a grant today."""
    rows = applications.members_of(delivery.award.application)
    return frozenset(rows.values_list("applicant__reference", flat=True))


def clawback_for(actor: Actor, workspace: str, reference: str) -> Clawback:
    """One clawback of a grant that the actor reads. Raises `NotYours` for any other."""
    rows = Clawback.objects.select_related("delivery__award__application__round__workspace")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotYours
    grant_for(actor, workspace, found.delivery.reference)
    return found


def agreement_of(delivery: Delivery) -> Agreement | None:
    """The newest agreement."""
    return delivery.agreements.first()


def is_agreed(delivery: Delivery) -> bool:
    """Whether some agreement was accepted."""
    return delivery.agreements.exclude(accepted_at=None).exists()


def waiting_variation(delivery: Delivery) -> Variation | None:
    """The variation that waits for a decision."""
    return delivery.variations.filter(state="asked").first()


def variations_of(delivery: Delivery) -> Sequence[Variation]:
    """Every variation, the latest first."""
    return list(delivery.variations.all())


def workspace_of(delivery: Delivery) -> str:
    """The slug of the partnership that gives the money."""
    return delivery.award.application.round.workspace.slug


def variation_for(actor: Actor, workspace: str, reference: str) -> Variation:
    """One variation of a grant that the actor reads. Raises `NotYours` for any other."""
    rows = Variation.objects.select_related("delivery__award__application__round__workspace")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotYours
    grant_for(actor, workspace, found.delivery.reference)
    return found
