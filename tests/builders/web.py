"""People, organisations and workspaces for tests of the web floor."""

from datetime import date

from django.test import Client

from builders.accounts import signed_in
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import Membership, Organisation, StatutoryRole, Workspace
from headwater.web.partners.queries import actor_for

LONG_AGO = date(2023, 1, 31)
TODAY = date.today


def build_workspace(slug: str = "loamshire", **given: object) -> Workspace:
    """The partnership of a county that does not exist."""
    fields = {"name": slug.title(), "area_code": "Z99P00001", "area_name": slug.title(), **given}
    return Workspace.objects.get_or_create(slug=slug, defaults=fields)[0]


def build_organisation(
    workspace: Workspace | None = None,
    *,
    name: str = "Loamshire Constabulary",
    statutory_role: StatutoryRole = StatutoryRole.POLICE,
) -> Organisation:
    """A partner of a workspace."""
    return Organisation.objects.get_or_create(
        workspace=workspace or build_workspace(),
        name=name,
        defaults={"statutory_role": statutory_role, "starts_on": LONG_AGO},
    )[0]


def build_user(name: str = "Ada Ferrier", *, email: str = "") -> User:
    """Somebody with an account and no seat."""
    email = email or f"{name.lower().replace(' ', '.')}@loamshire.example"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, name, password="a long enough password")


def build_member(
    *roles: Role,
    name: str = "",
    organisation: Organisation | None = None,
    email: str = "",
) -> User:
    """Somebody with these roles for an organisation."""
    user = build_user(name or f"{roles[0].value.title()} Person", email=email)
    for role in roles:
        Membership.objects.get_or_create(
            user=user,
            organisation=organisation or build_organisation(),
            role=role.value,
            defaults={"starts_on": LONG_AGO, "granted_by": "headwater"},
        )
    return user


def actor_of(user: User) -> Actor:
    """Who a person is when they act."""
    return actor_for(user, today=TODAY())


def lead_of(workspace: Workspace | None = None) -> Actor:
    """Somebody who leads in a workspace."""
    workspace = workspace or build_workspace()
    organisation = build_organisation(workspace)
    email = f"lead@{workspace.slug}.example"
    return actor_of(build_member(Role.LEAD, organisation=organisation, email=email))


def contributor_of(organisation: Organisation) -> Actor:
    """Somebody who contributes for one organisation."""
    name = f"Contributor of {organisation.name}"
    return actor_of(build_member(Role.CONTRIBUTOR, name=name, organisation=organisation))


def client_of(user: User | None = None) -> Client:
    """A browser in which somebody has signed in, second factor given; nobody by default."""
    return Client() if user is None else signed_in(user)


def client_with(*roles: Role) -> Client:
    """A browser of somebody with these roles."""
    return client_of(build_member(*roles))
