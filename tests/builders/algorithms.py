"""Algorithms of the register for tests."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from builders.web import actor_of, build_member, build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.insights.algorithms import changes
from headwater.web.insights.algorithms.changes import Description
from headwater.web.insights.algorithms.defaults import Owner
from headwater.web.insights.algorithms.models import Algorithm
from headwater.web.partners.models import Workspace

DAY = timedelta(days=1)


def build_description(**given: Any) -> Description:
    """What somebody may say of an algorithm that counts places."""
    today = timezone.localdate()
    fields: dict[str, Any] = {
        "name": "Street counts",
        "owner_organisation": "Loamshire Police and Crime Commissioner",
        "owner_role": "Head of analysis",
        "contact_email": "analysis@loamshire.example",
        "purpose": "Counts offences by street.",
        "data_used": "Recorded crime without names.",
        "checks": "Agrees with a count by hand.",
        "human_oversight": "An analyst reads every count.",
        "risks": "A small count could tell of one person: counts are hidden.",
        "dpia_reference": "DPIA 7",
        "equality_reference": "EIA 7",
        "tool_version": "1.0",
        "reviewed_on": today,
        "expires_on": today + 100 * DAY,
        "predicts_about_people": False,
        "more": {},
    }
    return Description(**{**fields, **given})


def register_all(workspace: Workspace | None = None) -> None:
    """Everything that runs today is in the register, as in a workspace that was set up."""
    changes.register_defaults(
        workspace=workspace or build_workspace(),
        owner=Owner("Loamshire Violence Reduction Partnership", "Head of analysis", "a@b.example"),
        actor=HEADWATER,
        at=clock.now(),
    )


def build_algorithm(
    key: str = "street-counts",
    *,
    workspace: Workspace | None = None,
    status: str = "in_use",
    at: datetime | None = None,
    **given: Any,
) -> Algorithm:
    """An entry of the register, in use unless said otherwise."""
    workspace = workspace or build_workspace()
    lead = actor_of(build_member(Role.LEAD)) if workspace.slug == "loamshire" else None
    if lead is None:
        fields = {name: getattr(build_description(**given), name) for name in changes.FIELDS}
        return Algorithm.objects.create(workspace=workspace, key=key, status=status, **fields)
    made = changes.add(
        workspace=workspace,
        key=key,
        description=build_description(**given),
        actor=lead,
        at=at or clock.now(),
    )
    if status != "draft":
        Algorithm.objects.filter(pk=made.pk).update(status=status)
        made.refresh_from_db()
    return made
