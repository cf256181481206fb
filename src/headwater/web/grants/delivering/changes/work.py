"""What waits for whom of the partnership because of a grant.

A list of work, a reminder and a calendar name a grant by its reference alone: they also reach
people with an interest in it, who may not read it.
"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering.events import Work
from headwater.web.grants.delivering.models import Clawback, Delivery, Return, Variation
from headwater.web.grants.delivering.rules.permissions import DECIDERS, RUNNERS
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_CHECK = 10
WORKING_DAYS_TO_DECIDE = 5
WORKING_DAYS_TO_WRITE = 5


def address(route: str, *parts: str) -> str:
    """A page of ours as letters give it."""
    return settings.HEADWATER.address + reverse(route, args=parts)


def wait_for_agreement(award: Award, *, at: datetime) -> None:
    """An award waits for its terms."""
    workspace = award.application.round.workspace
    worklist.post(
        workspace=workspace,
        kind=Work.AGREEMENT,
        title=f"Write the agreement: {award.reference}",
        link=reverse("delivering:grant", args=[workspace.slug, award.reference]),
        about=award.reference,
        due_on=add_working_days(award.awarded_on, WORKING_DAYS_TO_WRITE),
        roles=RUNNERS,
        at=at,
    )


def close_agreement(award: Award, *, at: datetime) -> None:
    """The terms are with the deliverer."""
    workspace = award.application.round.workspace
    worklist.close(workspace=workspace, kind=Work.AGREEMENT, about=award.reference, at=at)


def wait_for_check(of: Return, *, at: datetime) -> None:
    """A certified return waits for whoever runs grants."""
    award = of.delivery.award
    workspace = award.application.round.workspace
    worklist.post(
        workspace=workspace,
        kind=Work.RETURN,
        title=f"Check a return: {award.reference}",
        link=reverse("delivering:return", args=[workspace.slug, of.reference]),
        about=of.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_CHECK),
        roles=RUNNERS,
        at=at,
    )
    worklist.close(workspace=workspace, kind=Work.LATE, about=of.reference, at=at)


def close_check(of: Return, *, at: datetime) -> None:
    """Somebody decided on a return."""
    workspace = of.delivery.award.application.round.workspace
    worklist.close(workspace=workspace, kind=Work.RETURN, about=of.reference, at=at)


def is_late(of: Return, *, at: datetime) -> None:
    """A return that did not come waits for whoever runs grants."""
    award = of.delivery.award
    workspace = award.application.round.workspace
    worklist.post(
        workspace=workspace,
        kind=Work.LATE,
        title=f"A return is late: {award.reference}",
        link=reverse("delivering:grant", args=[workspace.slug, award.reference]),
        about=of.reference,
        due_on=timezone.localdate(at),
        roles=RUNNERS,
        at=at,
    )


def wait_for_decision(variation: Variation, *, at: datetime) -> None:
    """A variation waits for an approver."""
    award = variation.delivery.award
    workspace = award.application.round.workspace
    worklist.post(
        workspace=workspace,
        kind=Work.VARIATION,
        title=f"Decide on a variation: {award.reference}",
        link=reverse("delivering:variation", args=[workspace.slug, variation.reference]),
        about=variation.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_DECIDE),
        roles=DECIDERS,
        at=at,
    )


def close_decision(variation: Variation, *, at: datetime) -> None:
    """Somebody decided on a variation."""
    workspace = variation.delivery.award.application.round.workspace
    worklist.close(workspace=workspace, kind=Work.VARIATION, about=variation.reference, at=at)


def wait_for_money(delivery: Delivery, *, at: datetime) -> None:
    """What was not spent has to come back."""
    award = delivery.award
    workspace = award.application.round.workspace
    worklist.post(
        workspace=workspace,
        kind=Work.UNSPENT,
        title=f"Money to come back: {award.reference}",
        link=reverse("delivering:grant", args=[workspace.slug, award.reference]),
        about=award.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_CHECK),
        roles=RUNNERS,
        at=at,
    )


def close_money(delivery: Delivery, *, at: datetime) -> None:
    """It came back."""
    award = delivery.award
    workspace = award.application.round.workspace
    worklist.close(workspace=workspace, kind=Work.UNSPENT, about=award.reference, at=at)


def wait_for_clawback(clawback: Clawback, *, at: datetime) -> None:
    """A clawback waits for an approver."""
    award = clawback.delivery.award
    workspace = award.application.round.workspace
    worklist.post(
        workspace=workspace,
        kind=Work.CLAWBACK,
        title=f"Decide on a clawback: {award.reference}",
        link=reverse("delivering:clawback", args=[workspace.slug, clawback.reference]),
        about=clawback.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_DECIDE),
        roles=DECIDERS,
        at=at,
    )


def close_clawback(clawback: Clawback, *, at: datetime) -> None:
    """Somebody decided on it."""
    workspace = clawback.delivery.award.application.round.workspace
    worklist.close(workspace=workspace, kind=Work.CLAWBACK, about=clawback.reference, at=at)
