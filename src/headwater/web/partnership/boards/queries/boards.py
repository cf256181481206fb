"""Reading boards and who sits on them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.partners.models import Membership, Organisation, Workspace
from headwater.web.partners.queries import in_force
from headwater.web.partnership.boards.models import Board, Seat
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.meeting import TO_COME


def boards_for(actor: Actor, workspace: str) -> QuerySet[Board]:
    """Every board of a workspace that the actor reads about, by name."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    found = Board.objects.filter(workspace__slug=workspace).select_related("workspace")
    return found.order_by("name", "pk")


def board_for(actor: Actor, workspace: str, reference: str) -> Board:
    """One board of a workspace. Raises `NotYours` for any other, there or not."""
    found = boards_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def listed(found: QuerySet[Board], *, today: date) -> QuerySet[Board]:
    """Boards with how many `sit` on them today and when they meet `next`."""
    here = Q(seats__starts_on__lte=today) & (
        Q(seats__ends_on__isnull=True) | Q(seats__ends_on__gte=today)
    )
    to_come = Q(meetings__status__in=TO_COME)
    return found.annotate(
        sit=Count("seats", filter=here, distinct=True),
        next=Min("meetings__begins_at", filter=to_come),
    )


def there(today: date) -> Q:
    """Seats that are filled on a day."""
    return Q(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)


def seats_of(board: Board, *, today: date) -> list[Seat]:
    """Seats of a board on a day: the chair first, then by organisation."""
    found = board.seats.filter(there(today)).select_related("organisation", "user", "deputy")
    order = {"chair": 0, "vice_chair": 1}
    return sorted(found, key=lambda s: (order.get(s.office, 2), s.organisation.name, s.title, s.pk))


def seats_to_come(board: Board, *, today: date) -> QuerySet[Seat]:
    """Seats that begin later, the earliest first."""
    return (
        board.seats.filter(starts_on__gt=today)
        .select_related("organisation")
        .order_by("starts_on", "pk")
    )


def seat_for(actor: Actor, workspace: str, reference: str) -> Seat:
    """One seat of a board of a workspace. Raises `NotYours` for any other."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    found = (
        Seat.objects.filter(board__workspace__slug=workspace, reference=reference)
        .select_related("board__workspace", "organisation")
        .first()
    )
    if found is None:
        raise NotYours
    return found


def reads_papers(actor: Actor, board: Board, *, today: date) -> bool:
    """Whether the actor reads the pack and drafts of a board."""
    slug = board.workspace.slug
    if permissions.reads_every_paper(actor, slug):
        return True
    rows = board.seats.filter(there(today)).values_list("organisation", "user", "deputy")
    seats = list(rows)
    return permissions.can_read_papers(
        actor,
        slug,
        organisations={organisation for organisation, _, _ in seats},
        people={person for _, *people in seats for person in people if person is not None},
    )


def boards_read(actor: Actor, workspace: str, *, today: date) -> QuerySet[Board]:
    """The boards of a workspace whose papers the actor reads, to ask for other things by."""
    boards = Board.objects.filter(workspace__slug=workspace).order_by()
    if permissions.reads_every_paper(actor, workspace):
        return boards
    if not actor.has_role(workspace, permissions.PAPER_READERS):
        return boards.none()
    return boards.filter(Exists(_mine(actor, workspace, today=today)))


def _mine(actor: Actor, workspace: str, *, today: date) -> QuerySet[Seat]:
    sits = Q(organisation__in=actor.organisations_in(workspace))
    by_name = Q(user=actor.user_id) | Q(deputy=actor.user_id)
    return Seat.objects.filter(there(today), sits | by_name, board=OuterRef("pk"))


def members_with_accounts(board: Board, *, today: date) -> QuerySet[User]:
    """Whoever holds or deputises for a seat, where they have an account."""
    seats = board.seats.filter(there(today))
    return User.objects.filter(
        Q(pk__in=seats.values("user")) | Q(pk__in=seats.values("deputy")), is_active=True
    )


def people_of(workspace: Workspace, *, today: date) -> QuerySet[User]:
    """Everybody with a role in a workspace today, by name."""
    here = Membership.objects.filter(in_force(today), organisation__workspace=workspace)
    return User.objects.filter(pk__in=here.values("user"), is_active=True).order_by("name", "pk")


def organisations_of(workspace: Workspace, *, today: date) -> QuerySet[Organisation]:
    """Organisations that take part on a day, by name."""
    return Organisation.objects.filter(there(today), workspace=workspace).order_by("name", "pk")


def names_of(references: Iterable[str]) -> dict[str, str]:
    """What people are called, by their references."""
    found = User.objects.filter(reference__in=set(references))
    return dict(found.values_list("reference", "name"))


def seats_for(organisation: Organisation, *, today: date) -> QuerySet[Seat]:
    """Where an organisation sits on a day, by board."""
    seats = Seat.objects.filter(there(today), organisation=organisation)
    return seats.select_related("board__workspace").order_by("board__name", "title", "pk")


def seats_held_by(user: User, workspace: Workspace) -> QuerySet[Seat]:
    """Seats without an end that somebody holds or deputises for by name, by board."""
    by_name = Q(user=user) | Q(deputy=user)
    seats = Seat.objects.filter(by_name, board__workspace=workspace, ends_on__isnull=True)
    return seats.select_related("board__workspace").order_by("board__name", "title", "pk")
