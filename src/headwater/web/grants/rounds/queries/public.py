"""Rounds as the public sees them: those that were published, whatever became of them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from headwater.web.accounts.errors import NotYours
from headwater.web.grants.rounds.models import Round, RoundState

SHOWN = (RoundState.PUBLISHED, RoundState.WITHDRAWN)


def public_rounds() -> QuerySet[Round]:
    """Published rounds, the one that closes last first."""
    rows = Round.objects.filter(state__in=SHOWN).select_related("workspace", "fund")
    return rows.order_by("-closes_at", "-pk")


def public_round(slug: str) -> Round:
    """One published round by its name in addresses. Raises `NotYours` where there is none."""
    found = public_rounds().filter(slug=slug).first()
    if found is None:
        raise NotYours
    return found


def current_rounds(text: str = "", *, at: datetime) -> QuerySet[Round]:
    """Published rounds that are open or will open, the one that closes first first."""
    rows = _with_words(text).filter(state=RoundState.PUBLISHED, closes_at__gt=at)
    return rows.order_by("closes_at", "pk")


def closed_rounds(text: str = "", *, at: datetime) -> QuerySet[Round]:
    """Rounds that are over or were withdrawn, the latest first."""
    is_over = Q(state=RoundState.WITHDRAWN) | Q(closes_at__lte=at)
    return _with_words(text).filter(is_over)


def _with_words(text: str) -> QuerySet[Round]:
    rows = public_rounds()
    return rows.filter(Q(title__icontains=text) | Q(summary__icontains=text)) if text else rows
