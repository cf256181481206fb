"""Owner bodies, organisations and people for tests of partners."""

from datetime import UTC, date, datetime

from builders.web import LONG_AGO, build_workspace
from headwater.web.partners.changes import BodyDetails, Details
from headwater.web.partners.models import BodyKind, OwnerBody, Workspace
from headwater.web.partners.rules.duty import StatutoryRole

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
THAT_DAY = NOON.date()
HANDOVER = date(2027, 5, 7)
COMMISSIONER = BodyDetails(
    BodyKind.COMMISSIONER,
    "Loamshire Police and Crime Commissioner",
    "The Police and Crime Commissioner for Loamshire",
    "office@pcc.loamshire.example",
)
MAYOR = BodyDetails(
    BodyKind.MAYOR,
    "Mayor of Loamshire and Fenmark",
    "Loamshire and Fenmark Combined County Authority",
    "office@mayor.loamshire.example",
)
FIRE = Details("Loamshire Fire and Rescue Service", StatutoryRole.FIRE, ("Z07000001",))


def build_owner(
    workspace: Workspace | None = None, details: BodyDetails = COMMISSIONER
) -> OwnerBody:
    """The commissioner that owns a workspace since long ago."""
    return OwnerBody.objects.create(
        workspace=workspace or build_workspace(),
        kind=details.kind,
        name=details.name,
        legal_name=details.legal_name,
        email=details.email,
        starts_on=LONG_AGO,
    )
