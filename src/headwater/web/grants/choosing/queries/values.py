"""Awards of a round with what may be said of them, and what was reckoned of their value."""

from typing import Any

from django.db.models import Count, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.choosing.models import Reckoning
from headwater.web.grants.choosing.queries.choices import closed_to
from headwater.web.grants.choosing.rules import permissions
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.delivering.queries import released
from headwater.web.grants.money.queries.payments import paid_for
from headwater.web.grants.rounds.models import Round


def rounds_with_awards(actor: Actor, workspace: str) -> QuerySet[Round]:
    """Rounds in which something was awarded, the one that closed last first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Round.objects.filter(workspace__slug=workspace).select_related("workspace")
    rows = rows.exclude(pk__in=closed_to(actor, workspace))
    counted = rows.annotate(awards=Count("applications__awards"))
    return counted.filter(awards__gt=0).order_by("-closes_at", "-pk")


def round_with_awards(actor: Actor, workspace: str, reference: str) -> Round:
    """One round with awards. Raises `NotYours` for any other."""
    found = rounds_with_awards(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def latest(round: Round) -> Reckoning | None:
    """What was reckoned or asked for last; None before the first."""
    return Reckoning.objects.filter(round=round).select_related("workspace", "round").first()


def latest_made(round: Round) -> Reckoning | None:
    """What was reckoned last and worked out; None before the first."""
    rows = Reckoning.objects.filter(round=round, status="made")
    return rows.select_related("workspace", "round").first()


def award_of(round: Round, reference: str) -> Award:
    """One award of a round. Raises `NotYours` for any other."""
    found = Award.objects.filter(application__round=round, reference=reference).first()
    if found is None:
        raise NotYours
    return found


def awards_of(round: Round) -> QuerySet[Award]:
    """Every award of a round that was not taken back."""
    rows = Award.objects.filter(application__round=round).exclude(state=AwardState.WITHDRAWN)
    return rows.select_related("application", "delivery").order_by("title", "pk")


def frozen_awards(round: Round) -> list[dict[str, Any]]:
    """Every award of a round as a reckoning keeps it: money, and released counts alone."""
    return [_frozen(each) for each in awards_of(round)]


def _frozen(award: Award) -> dict[str, Any]:
    reach, spend = released.reach(award), released.spend(award)
    paid = paid_for(award.reference)
    return {
        "reference": award.reference,
        "title": award.title,
        "amount": str(award.amount),
        "paid": str(paid),
        "spent": str(spend.spent),
        "people": reach.people,
        "planned": reach.planned,
        "until": reach.until.isoformat() if reach.until else "",
        "ages": dict(reach.by_age),
        "approach": award.application.approach,
        "level": award.application.level,
        "outcomes": [
            {
                "words": each.words,
                "kind": each.kind,
                "unit": each.unit,
                "planned": each.planned,
                "achieved": each.achieved,
                "tool": each.tool,
            }
            for each in released.outcomes(award)
            if each.kind != "people"
        ],
    }
