"""What every page knows: whose site it is, where the reader stands, and what they may open."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """`site` for the frame of every page."""
    return {
        "site": {
            "installation_name": "headwater",
            "owner_name": "",
            "is_demo": settings.HEADWATER.demo,
            "is_public": True,
            "workspace_name": "",
            "navigation": [],
            "account": [],
        }
    }
