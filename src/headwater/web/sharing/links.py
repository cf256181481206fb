"""Where the registers of sharing are for those signed in."""

from django.urls import reverse

from headwater.web.sharing.models import Agreement, Dataset, Dpia, Onboarding, Share
from headwater.web.sharing.rules.standing import STAYS

Registered = Agreement | Dpia | Dataset | Share | Onboarding
ROUTES: dict[type[Registered], str] = {
    Agreement: "sharing:agreement",
    Dpia: "sharing:dpia",
    Dataset: "sharing:dataset",
    Onboarding: "sharing:onboarding",
}
LONGEST_TITLE = 200
"""Of what stands on a worklist."""


def address(row: Registered, name: str = "") -> str:
    """A page of something registered, as `address(agreement, "edit")`; its first by no name."""
    if isinstance(row, Share):
        route = "sharing:refusal" if row.stands in STAYS else "sharing:share"
    else:
        route = ROUTES[type(row)]
    route = f"{route}_{name}" if name else route
    return reverse(route, args=[row.workspace.slug, row.reference])
