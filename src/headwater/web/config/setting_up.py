"""A new partnership: its workspace, the body that owns it, and the register of what may run."""

from dataclasses import dataclass
from datetime import date, datetime

from headwater.core.errors import UsageError
from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit.ledger import audited
from headwater.web.insights.algorithms.changes import register_defaults
from headwater.web.insights.algorithms.defaults import Owner
from headwater.web.partners.changes.organisations import Details, add_organisation, add_workspace
from headwater.web.partners.changes.owners import BodyDetails, set_owner_body
from headwater.web.partners.models import Workspace
from headwater.web.partners.rules.duty import StatutoryRole

DATA_OWNER = "Head of analysis"


@dataclass(frozen=True, slots=True)
class Area:
    """Where a partnership works, by its official code."""

    code: str
    name: str


@audited
def set_up(
    *, slug: str, name: str, area: Area, owner: BodyDetails, starts_on: date, at: datetime
) -> Workspace:
    """Make a workspace that can be worked in. Raises `UsageError` for a slug in use."""
    if Workspace.objects.filter(slug=slug).exists():
        raise UsageError(f"There is a workspace [{slug}] already. Choose another short name.")
    workspace = add_workspace(
        slug=slug, name=name, area_code=area.code, area_name=area.name, actor=HEADWATER, at=at
    )
    set_owner_body(workspace=workspace, details=owner, starts_on=starts_on, actor=HEADWATER, at=at)
    add_organisation(
        workspace=workspace,
        details=Details(owner.name, StatutoryRole.LOCAL_POLICING_BODY, (area.code,)),
        starts_on=starts_on,
        actor=HEADWATER,
        at=at,
    )
    register_defaults(
        workspace=workspace,
        owner=Owner(organisation=owner.name, role=DATA_OWNER, email=owner.email),
        actor=HEADWATER,
        at=at,
    )
    return workspace
