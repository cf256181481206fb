"""Reading the registers: lists of what an actor may see, and one by its reference."""

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.sharing.models import Agreement, Dataset, Dpia, Party, Share
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.standing import GOES, SOON, STAYS, Outcome, Stage, Standing

R = TypeVar("R", bound=Model)


def _seen(rows: QuerySet[R], actor: Actor, workspace: str) -> QuerySet[R]:
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return rows.filter(workspace__slug=workspace).select_related("workspace")


def agreements_for(actor: Actor, workspace: str) -> QuerySet[Agreement]:
    """Every agreement, the one reviewed next first."""
    rows = Agreement.objects.prefetch_related("parties__organisation", "datasets")
    return _seen(rows, actor, workspace)


def dpias_for(actor: Actor, workspace: str) -> QuerySet[Dpia]:
    """Every assessment of impact, the one reviewed next first."""
    rows = Dpia.objects.select_related("organisation", "agreement__workspace")
    return _seen(rows, actor, workspace).prefetch_related("approvals")


def datasets_for(actor: Actor, workspace: str) -> QuerySet[Dataset]:
    """Every dataset, by partner."""
    rows = Dataset.objects.select_related("organisation", "onboarding__workspace")
    return _seen(rows, actor, workspace)


def shares_for(actor: Actor, workspace: str, *, stays: bool = False) -> QuerySet[Share]:
    """What is or was shared, the latest first; with `stays`, what was not."""
    rows = Share.objects.select_related(
        "giver", "taker", "dataset__workspace", "agreement__workspace", "dpia__workspace"
    )
    return _seen(rows, actor, workspace).filter(outcome__in=STAYS if stays else GOES)


def one(rows: QuerySet[R], reference: str) -> R:
    """One of some rows. Raises `NotYours` for any other, there or not."""
    found = rows.filter(**{"reference": reference}).first()
    if found is None:
        raise NotYours
    return found


def party_for(agreement: Agreement, reference: str) -> Party:
    """The place of an organisation in an agreement. Raises `NotYours` where it has none."""
    found = agreement.parties.select_related("organisation", "agreement__workspace").filter(
        organisation__reference=reference
    )
    party = found.first()
    if party is None:
        raise NotYours
    return party


def parties_of(agreement: Agreement) -> frozenset[int]:
    """The organisations in an agreement that was read with its parties."""
    return frozenset(each.organisation_id for each in agreement.parties.all())


def names_of(references: Collection[str]) -> dict[str, str]:
    """Names of people by reference, and headwater's own."""
    rows = User.objects.filter(reference__in=references).values_list("reference", "name")
    return {HEADWATER.reference: HEADWATER.name, **dict(rows)}


def with_words(rows: QuerySet[R], words: str, *fields: str) -> QuerySet[R]:
    """Rows with some words in one of their fields."""
    if not words:
        return rows
    wanted = Q()
    for name in fields:
        wanted |= Q(**{f"{name}__icontains": words})
    return rows.filter(wanted)


def counts(actor: Actor, workspace: str, *, today: date) -> dict[str, dict[str, int]]:
    """How many of each there are in each register, and what waits."""
    soon = Q(review_on__lte=today + SOON)
    agreements = agreements_for(actor, workspace).order_by()
    dpias = dpias_for(actor, workspace).order_by()
    shares = _seen(Share.objects.order_by(), actor, workspace)
    live = Q(standing=Standing.IN_FORCE)
    return {
        "agreements": agreements.aggregate(
            live=Count("pk", filter=live),
            waiting=Count("pk", filter=Q(standing=Standing.WITH_PARTIES)),
            drafts=Count("pk", filter=Q(standing=Standing.DRAFT)),
            due=Count("pk", filter=live & soon),
        ),
        "dpias": dpias.aggregate(
            live=Count("pk", filter=Q(stage=Stage.APPROVED)),
            waiting=Count("pk", filter=Q(stage=Stage.PROPOSED)),
            drafts=Count("pk", filter=Q(stage=Stage.DRAFT)),
            due=Count("pk", filter=Q(stage=Stage.APPROVED) & soon),
        ),
        "datasets": {"all": datasets_for(actor, workspace).count()},
        "shares": shares.aggregate(
            live=Count("pk", filter=Q(outcome=Outcome.AGREED)),
            waiting=Count("pk", filter=Q(outcome=Outcome.WAITING)),
            stays=Count("pk", filter=Q(outcome__in=STAYS)),
            due=Count("pk", filter=Q(outcome=Outcome.AGREED) & soon),
        ),
    }
