"""Where those who apply come to what they deliver."""

from collections.abc import Sequence

from django.urls import reverse

from headwater.web.grants.applying.models import Application
from headwater.web.grants.applying.submitters import Submitter
from headwater.web.grants.applying.ways import Way
from headwater.web.grants.delivering.queries import grants


def ways_from(application: Application) -> Sequence[Way]:
    """The grant that an application became."""
    reference = grants.delivered_from(application)
    if not reference:
        return []
    return [Way("Go to your grant", reverse("delivering:my_grant", args=[reference]))]


def ways_of(who: Submitter) -> Sequence[Way]:
    """The grants of somebody who delivers any."""
    if not grants.mine(who).exists():
        return []
    return [Way("Your grants", reverse("delivering:mine"))]
