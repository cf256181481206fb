"""What every page knows: whose site it is, where the reader stands, and where they can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from headwater.web.accounts.access import PUBLIC
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.sessions import IDLE
from headwater.web.config.matrix import rows
from headwater.web.config.navigation import Link, public_links, work_links
from headwater.web.notices.queries import unread_count
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import owner_name_on
from headwater.web.public_site.footer import footer_links


def site(request: HttpRequest) -> dict[str, Any]:
    """`site` for the frame of every page."""
    kept: dict[str, Any] | None = getattr(request, "frame", None)
    if kept is not None:
        return kept
    match = request.resolver_match
    row = rows().get(match.view_name) if match else None
    is_public = row is None or row.look is PUBLIC
    workspace = match.kwargs.get("workspace", "") if match else ""
    return _framed(_public(path=request.path) if is_public else _work(request, workspace))


def stand_outside(request: HttpRequest) -> None:
    """`site` for a page that must not tell where somebody stood is the same at every address."""
    request.frame = _framed(_public(path=""))  # type: ignore[attr-defined]


def _framed(frame: dict[str, Any]) -> dict[str, Any]:
    return {"site": {"installation_name": "headwater", "is_demo": settings.HEADWATER.demo, **frame}}


def _public(*, path: str) -> dict[str, Any]:
    """Nothing here looks at who reads: public pages are the same for everybody."""
    first = Workspace.objects.order_by("pk").values_list("slug", flat=True).first() or ""
    return {
        "is_public": True,
        "owner_name": owner_name_on(first, timezone.localdate()),
        "workspace_name": "",
        "navigation": public_links(path=path),
        "footer": footer_links(path),
        "account": [Link("For partners", reverse("partners:choose"), False)],
    }


def _work(request: HttpRequest, slug: str) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seat = next((each for each in actor.seats if each.workspace == slug), None)
    return {
        "is_public": False,
        "owner_name": owner_name_on(slug, timezone.localdate()) if seat else "",
        "workspace_name": seat.workspace_name if seat else "",
        "navigation": work_links(actor, slug, path=request.path) if seat else [],
        "account": _account(actor),
        "session_ends_in": int(IDLE.total_seconds()),
        "session_stay_url": reverse("accounts:carry_on"),
    }


def _account(actor: Actor) -> list[Link]:
    if not actor.is_signed_in:
        return []
    unread = unread_count(actor)
    links = [
        (f"Notices ({unread} unread)" if unread else "Notices", "notices:notices"),
        (actor.name, "accounts:home"),
        ("Sign out", "account_logout"),
    ]
    return [Link(text, reverse(route), False) for text, route in links]
