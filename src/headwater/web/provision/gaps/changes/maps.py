"""Asking for a gap map."""

from datetime import datetime

from django.db import transaction

from headwater.core.periods import Month, Period
from headwater.web.accounts.actor import Actor
from headwater.web.editions import changes as editions
from headwater.web.editions.making import make_soon
from headwater.web.editions.models import Edition, Kind
from headwater.web.partners.models import Workspace
from headwater.web.provision.gaps.rules import permissions


def work_out(*, workspace: Workspace, year_to: Month, actor: Actor, at: datetime) -> Edition:
    """Ask for the gap map of a partnership's area, with need over a year, and a worker to make it.

    Raises while the same one is being made.
    """
    permissions.check_can_answer(actor, workspace.slug, what="have a gap map worked out")
    with transaction.atomic():
        edition = editions.ask(
            workspace=workspace,
            area_code=workspace.area_code,
            area_name=workspace.area_name,
            period=Period.year_to(year_to),
            actor=actor,
            at=at,
            kind=Kind.GAP_MAP,
        )
        make_soon(edition)
    return edition
