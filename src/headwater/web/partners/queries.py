"""Reading workspaces, owner bodies, organisations and memberships."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from headwater.web.accounts.actor import Actor, Seat
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import Membership, Organisation, OwnerBody, Workspace
from headwater.web.partners.rules.duty import Present, StatutoryRole


def in_force(today: date, *, through: str = "") -> Q:
    """Memberships that open something today; `through` is the path to them, as `memberships__`."""
    return Q(
        Q(**{f"{through}ends_on__isnull": True}) | Q(**{f"{through}ends_on__gte": today}),
        **{f"{through}starts_on__lte": today, f"{through}ended_at__isnull": True},
    )


def _there(today: date) -> Q:
    """Organisations and owner bodies that are there today."""
    return Q(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)


# --- whoever asks ------------------------------------------------------------------------------


def actor_for(user: User, *, today: date) -> Actor:
    """A signed-in person with the seats they hold today."""
    rows = (
        Membership.objects.filter(in_force(today), user=user)
        .order_by("organisation__workspace__name", "organisation__name", "role")
        .values_list(
            "organisation__workspace__slug",
            "organisation__workspace",
            "organisation",
            "organisation__name",
            "role",
            "organisation__workspace__name",
        )
    )
    seats = tuple(
        Seat(slug, workspace, organisation, name, Role(role), workspace_name=called)
        for slug, workspace, organisation, name, role, called in rows
    )
    return Actor(user_id=user.pk, reference=user.reference, name=user.name, seats=seats)


def workspace_for(actor: Actor, slug: str) -> Workspace:
    """A workspace the actor works in. Raises `NotYours` for any other, there or not."""
    if slug not in actor.workspaces:
        raise NotYours
    return Workspace.objects.get(slug=slug)


def workspaces_for(actor: Actor) -> QuerySet[Workspace]:
    """Every workspace the actor works in."""
    return Workspace.objects.filter(slug__in=actor.workspaces).order_by("name")


# --- owner bodies ------------------------------------------------------------------------------


def owner_on(workspace: Workspace, day: date) -> OwnerBody | None:
    """The local policing body that owns a workspace on a day; None before the first."""
    return OwnerBody.objects.filter(_there(day), workspace=workspace).first()


def owner_name_on(slug: str, day: date) -> str:
    """What the body that owns a workspace on a day is called; nothing before the first."""
    owners = OwnerBody.objects.filter(_there(day), workspace__slug=slug)
    return owners.values_list("name", flat=True).first() or ""


def owners_of(workspace: Workspace) -> QuerySet[OwnerBody]:
    """Every body that owned a workspace, owns it or will, the earliest first."""
    return OwnerBody.objects.filter(workspace=workspace).order_by("starts_on")


# --- organisations -----------------------------------------------------------------------------


def organisations_for(actor: Actor, slug: str, *, today: date) -> QuerySet[Organisation]:
    """Every organisation of a workspace, past ones too, each with its `members` of today."""
    return Organisation.objects.filter(workspace=workspace_for(actor, slug)).annotate(
        members=Count(
            "memberships__user",
            filter=in_force(today, through="memberships__") & Q(memberships__user__is_active=True),
            distinct=True,
        )
    )


def organisation_for(actor: Actor, slug: str, reference: str) -> Organisation:
    """One organisation. Raises `NotYours` for those of other workspaces, there or not."""
    workspace = workspace_for(actor, slug)
    found = Organisation.objects.filter(workspace=workspace, reference=reference).first()
    if found is None:
        raise NotYours
    return found


def taking_part(organisations: QuerySet[Organisation], *, today: date) -> QuerySet[Organisation]:
    """Those that take part today, by name."""
    return organisations.filter(_there(today)).order_by("name")


def present(organisations: Iterable[Organisation]) -> list[Present]:
    """Organisations with the number of people who sit for them, as the rules of the Duty ask."""
    return [
        Present(each.name, StatutoryRole(each.statutory_role), members=each.members)  # type: ignore[attr-defined]
        for each in organisations
    ]


# --- people ------------------------------------------------------------------------------------


def people_for(actor: Actor, slug: str) -> QuerySet[User]:
    """Everybody who holds or held a role in a workspace, each with `seats_here`, their rows."""
    workspace = workspace_for(actor, slug)
    here = Membership.objects.filter(organisation__workspace=workspace)
    seats = here.select_related("organisation").order_by("organisation__name", "role", "starts_on")
    return (
        User.objects.filter(Exists(here.filter(user=OuterRef("pk"))))
        .prefetch_related(Prefetch("memberships", queryset=seats, to_attr="seats_here"))
        .order_by("name", "reference")
    )


def person_for(actor: Actor, slug: str, reference: str) -> User:
    """Somebody with a role in a workspace, now or earlier. Raises `NotYours` for anybody else."""
    found = people_for(actor, slug).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def membership_for(actor: Actor, slug: str, reference: str) -> Membership:
    """One membership of a workspace. Raises `NotYours` for those of others, there or not."""
    workspace = workspace_for(actor, slug)
    found = (
        Membership.objects.filter(organisation__workspace=workspace, reference=reference)
        .select_related("user", "organisation__workspace")
        .first()
    )
    if found is None:
        raise NotYours
    return found


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Every membership of an organisation, past ones too, with its person."""
    return organisation.memberships.select_related("user").order_by("user__name", "role")


def open_memberships(organisations: Iterable[Organisation], *, today: date) -> list[Membership]:
    """Memberships in force today or later, by person."""
    return list(
        Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            organisation__in=list(organisations),
            ended_at__isnull=True,
        )
        .select_related("user", "organisation")
        .order_by("user__name", "role", "organisation__name")
    )


def administrators_of(workspace: Workspace, *, today: date) -> QuerySet[User]:
    """Who gives and ends access today."""
    return _administrators(workspace, in_force(today))


def administrators_left(
    workspace: Workspace, *, without: Collection[Membership], today: date
) -> int:
    """How many people could give and end access, today and for good, if some roles were over."""
    ending = ~Q(pk__in=[each.pk for each in without])
    for_good = Q(ends_on__isnull=True, ended_at__isnull=True)
    today_too = _administrators(workspace, in_force(today) & ending)
    return _administrators(workspace, for_good & ending).filter(pk__in=today_too).count()


def _administrators(workspace: Workspace, which: Q) -> QuerySet[User]:
    """Active people with an administrator's role of some kind."""
    rows = Membership.objects.filter(
        which,
        user=OuterRef("pk"),
        organisation__workspace=workspace,
        role=Role.ADMINISTRATOR.value,
    )
    return User.objects.filter(Exists(rows), is_active=True).order_by("name")


def open_seats(user: User, *, today: date) -> QuerySet[Membership]:
    """Every role somebody holds anywhere today or later."""
    return Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), user=user, ended_at__isnull=True
    )


def has_any_seat(user: User, *, today: date) -> bool:
    """Whether somebody holds a role anywhere today or later."""
    return open_seats(user, today=today).exists()


def places_to_ask(user: User, *, today: date) -> list[Workspace]:
    """Workspaces whose administrators look after an account.

    Those it has a role in; where it has none any more, those it had one in.
    """
    return places_of(user, today=today) or places_ever(user)


def places_ever(user: User) -> list[Workspace]:
    """Workspaces somebody holds a role in or held one in."""
    return list(
        Workspace.objects.filter(organisations__memberships__user=user).distinct().order_by("pk")
    )


def places_of(user: User, *, today: date) -> list[Workspace]:
    """Workspaces somebody holds a role in today or later, in the order they are always held."""
    seats = open_seats(user, today=today)
    return list(
        Workspace.objects.filter(pk__in=seats.values("organisation__workspace")).order_by("pk")
    )
