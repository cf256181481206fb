"""Who works in Loamshire. Nobody here exists, and every address ends in `.example`."""

from dataclasses import dataclass
from datetime import date

from headwater.web.accounts.roles import Role
from headwater.web.config.setting_up import Area
from headwater.web.partners.changes.organisations import Details
from headwater.web.partners.changes.owners import BodyDetails
from headwater.web.partners.models import BodyKind
from headwater.web.partners.rules.duty import StatutoryRole

SLUG, NAME = "loamshire", "Loamshire"
AREA = Area("Z99P00001", "Loamshire")
DUTY_BEGAN = date(2023, 1, 31)
PASSWORD = "river stone lantern"  # noqa: S105 - printed for whoever tries the demonstration
OWNER = BodyDetails(
    kind=BodyKind.COMMISSIONER,
    name="Loamshire Police and Crime Commissioner",
    legal_name="The Police and Crime Commissioner for Loamshire",
    email="office@pcc.loamshire.example",
    address="Weir House, Mill Lane, Larkminster",
)

CONSTABULARY = "Loamshire Constabulary"
HOSPITALS = "Loamshire Hospitals"
UNIT = "Loamshire Violence Reduction Partnership"
COUNCIL = "Loamshire County Council"

PARTNERS = (
    Details(CONSTABULARY, StatutoryRole.POLICE, (AREA.code,)),
    Details("Loamshire Fire and Rescue Authority", StatutoryRole.FIRE, (AREA.code,)),
    Details("Loamshire Probation Delivery Unit", StatutoryRole.PROBATION, (AREA.code,)),
    Details("Loamshire Youth Justice Service", StatutoryRole.YOUTH_OFFENDING_TEAM, (AREA.code,)),
    Details(HOSPITALS, StatutoryRole.HEALTH, (AREA.code,)),
    Details(COUNCIL, StatutoryRole.LOCAL_AUTHORITY, (AREA.code,)),
    Details("Larkminster City Council", StatutoryRole.LOCAL_AUTHORITY, ("Z99D00007",)),
    Details("HM Prison Alderwick", StatutoryRole.PRISON, ()),
    Details("Riverside Youth Trust", StatutoryRole.VOLUNTARY, ()),
    Details(UNIT, StatutoryRole.UNIT, (AREA.code,)),
)
"""There is no youth custody authority, so that the page of partners shows a vacancy."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in to try a role."""

    name: str
    role: Role
    organisation: str

    @property
    def email(self) -> str:
        """What they sign in with: the role, so that it is easily remembered."""
        return f"{self.role.value}@loamshire.example"


PEOPLE = (
    Person("Nia Calloway", Role.VIEWER, "Loamshire Youth Justice Service"),
    Person("Tom Haldane", Role.CONTRIBUTOR, HOSPITALS),
    Person("Priya Ramanathan", Role.LEAD, UNIT),
    Person("Margaret Ashby", Role.APPROVER, OWNER.name),
    Person("Kenneth Dove", Role.AUDITOR, COUNCIL),
    Person("Sian Prosser", Role.ADMINISTRATOR, OWNER.name),
)
SECOND_APPROVER = Person("Joseph Tull", Role.APPROVER, CONSTABULARY)
SECOND_APPROVER_EMAIL = "approver2@loamshire.example"
