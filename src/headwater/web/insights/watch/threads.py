"""Alerts on the thread."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from headwater.core.weeks import Week
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.insights.watch.links import alert_address
from headwater.web.insights.watch.models import Alert
from headwater.web.insights.watch.rules import permissions
from headwater.web.insights.watch.rules.answering import Verdict
from headwater.web.thread.kinds import Bead, Kind, register

ALERT = "alert"
MOST_OFFERED = 20


def find_alerts(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Alerts by reference."""
    rows = _alerts(actor, workspace).filter(reference__in=references)
    return {each.reference: _bead(each) for each in rows}


def offer_alerts(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Alerts of rules with these words, the latest week first."""
    rows = _alerts(actor, workspace).filter(rule__title__icontains=text)
    return [_bead(each) for each in rows.order_by("-last_week", "-pk")[:MOST_OFFERED]]


def _alerts(actor: Actor, workspace: str) -> QuerySet[Alert]:
    rows = Alert.objects.filter(workspace__slug=workspace).select_related("workspace", "rule")
    may = actor is HEADWATER or permissions.can_read(actor, workspace)
    return rows if may else rows.none()


def _bead(alert: Alert) -> Bead:
    return Bead(
        kind=ALERT,
        reference=alert.reference,
        title=f"{alert.rule.title}, {Week.parse(alert.last_week).words}",
        address=alert_address(alert),
        state=alert.stands.words,
        on=timezone.localdate(alert.judged_at or alert.acknowledged_at or alert.raised_at),
        stands=alert.verdict != Verdict.FALSE,
    )


def register_kinds() -> None:
    """Make alerts known to the thread."""
    register(Kind(ALERT, "alert", "alerts", find_alerts, offer_alerts))
