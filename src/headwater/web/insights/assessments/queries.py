"""Reading what is said about assessments, and what can be asked for."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from headwater.core.periods import Month, Period
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.editions.models import Chapter, Edition, Kind
from headwater.web.editions.rules.permissions import READERS
from headwater.web.editions.rules.workflow import READABLE
from headwater.web.insights.assessments.models import Area, Comment, Comparison, HeldMonths
from headwater.web.partners.models import Membership, Workspace
from headwater.web.partners.queries import in_force


def chapters_with_comments(edition: Edition) -> QuerySet[Chapter]:
    """The chapters in order, each with how many remarks wait (`waiting`)."""
    waiting = Count("comments", filter=Q(comments__resolved_at=None))
    return edition.chapters.defer("blocks").annotate(waiting=waiting).order_by("position")


def comments(chapter: Chapter) -> QuerySet[Comment]:
    """Remarks on a chapter, the oldest first."""
    return chapter.comments.prefetch_related("mentions")


def comment(chapter: Chapter, reference: str) -> Comment:
    """One remark on a chapter. Raises `NotYours` where there is none."""
    rows = chapter.comments.select_related("chapter__edition__workspace")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def colleagues(workspace: Workspace, *, today: date) -> QuerySet[User]:
    """Everybody who reads the assessments of a workspace today, by name."""
    seats = Membership.objects.filter(
        in_force(today), organisation__workspace=workspace, role__in=READERS
    )
    return User.objects.filter(is_active=True, pk__in=seats.values("user")).order_by("name")


def names_of(references: Iterable[str]) -> dict[str, str]:
    """Names of people by reference, and headwater's own."""
    wanted = {each for each in references if each}
    rows = User.objects.filter(reference__in=wanted).values_list("reference", "name")
    return {HEADWATER.reference: HEADWATER.name, **dict(rows)}


def areas_of(workspace: Workspace) -> list[Area]:
    """Areas of the lake that a workspace may assess: its own, then those inside it by name."""
    inside = [area for area in Area.objects.all() if workspace.area_code in area.within]
    own = Area.objects.filter(code=workspace.area_code).first()
    return [own or _own(workspace), *inside]


def _own(workspace: Workspace) -> Area:
    """The workspace's area, where no worker has looked at the lake yet."""
    return Area(code=workspace.area_code, name=workspace.area_name, level="this partnership's area")


def held_months() -> QuerySet[HeldMonths]:
    """The months of each kind of record in the lake."""
    return HeldMonths.objects.all()


def usual_period(*, today: date) -> Period:
    """The latest twelve whole months that the lake has records of."""
    latest = HeldMonths.objects.aggregate(last=Max("last_month"))["last"]
    whole = Month.of(today).plus(-1)
    return Period.year_to(min(Month.of(latest), whole) if latest else whole)


def can_be_discarded(edition: Edition) -> bool:
    """Whether nothing leads to its numbers. The alerts of a week do, as long as they are kept."""
    return not edition.sightings.exists()


def can_be_compared(edition: Edition) -> bool:
    """Whether it is an assessment and there is another to set beside it."""
    return edition.is_assessment and others_to_compare(edition).exists()


def others_to_compare(edition: Edition) -> QuerySet[Edition]:
    """Other assessments of the workspace that can be set beside one, latest first."""
    rows = Edition.objects.filter(
        workspace_id=edition.workspace_id, kind=Kind.ASSESSMENT, status__in=READABLE
    )
    return rows.exclude(pk=edition.pk).only(
        "reference", "title", "area_name", "period_words", "status", "requested_at"
    )


def comparison(before: Edition, after: Edition) -> Comparison | None:
    """What was worked out about two assessments, if anybody asked."""
    return Comparison.objects.filter(before=before, after=after).first()
