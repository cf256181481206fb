"""Where alerts and their numbers are for those signed in."""

from django.urls import reverse

from headwater.web.insights.watch.models import Alert

LONGEST_TITLE = 200
"""Of what stands on a worklist."""


def alert_address(alert: Alert, name: str = "") -> str:
    """A page of an alert, as `alert_address(alert, "note")`; its first by no name."""
    route = f"insights:alert_{name}" if name else "insights:alert"
    return reverse(route, args=[alert.workspace.slug, alert.reference])
