"""Editions whose numbers a workspace's indicator pages show."""

from headwater.web.accounts.actor import Actor
from headwater.web.editions.indicators import one_a_period
from headwater.web.editions.models import Edition, Kind
from headwater.web.editions.queries import of_kind
from headwater.web.editions.rules.workflow import READABLE
from headwater.web.partners.models import Workspace


def editions_of(actor: Actor, workspace: Workspace) -> tuple[Edition, ...]:
    """Assessments of the workspace's own area that have been made, latest months first."""
    made = of_kind(actor, workspace.slug, Kind.ASSESSMENT).filter(
        status__in=[each.value for each in READABLE], area_code=workspace.area_code
    )
    return one_a_period(made.defer("checks", "key_findings", "summary"))
