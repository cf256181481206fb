"""What several pages of the definition share."""

from django.conf import settings
from django.utils import timezone

from headwater.web.partners.queries import owner_name_on

STEPS = ("GET", "HEAD", "POST")


def publisher_of(workspace: str) -> str:
    """Who answers for a paper today."""
    return owner_name_on(workspace, timezone.localdate())


def is_fictional() -> bool:
    """Whether this site shows Loamshire."""
    return bool(settings.HEADWATER.demo)
