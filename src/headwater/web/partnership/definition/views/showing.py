"""What several pages of the definition share."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from headwater.web.accounts.requests import ActorRequest
from headwater.web.partners.queries import owner_name_on

STEPS = ("GET", "HEAD", "POST")


def sent(request: ActorRequest) -> Any:
    """What was sent, or nothing where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def publisher_of(workspace: str) -> str:
    """Who answers for a paper today."""
    return owner_name_on(workspace, timezone.localdate())


def is_fictional() -> bool:
    """Whether this site shows Loamshire."""
    return bool(settings.HEADWATER.demo)
