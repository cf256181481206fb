"""Releases on the thread."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.releases.models import Kind as ReleaseKind
from headwater.web.releases.models import Release
from headwater.web.releases.routes import READERS
from headwater.web.releases.rules.workflow import READABLE, Status
from headwater.web.thread.kinds import Bead, Kind, register

RELEASE = "release"
MOST_OFFERED = 20
FALLEN = frozenset({Status.REFUSED, Status.SUPERSEDED, Status.WITHDRAWN})


def find_releases(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Releases by reference, those that were refused or withdrawn too."""
    rows = _releases(actor, workspace).filter(reference__in=references)
    return {each.reference: _bead(each) for each in rows}


def offer_releases(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """What was published and holds these words in its title, the latest first."""
    rows = _releases(actor, workspace).filter(title__icontains=text, status__in=READABLE)
    return [_bead(each) for each in rows.order_by("-published_at", "-pk")[:MOST_OFFERED]]


def _releases(actor: Actor, workspace: str) -> QuerySet[Release]:
    rows = Release.objects.filter(workspace__slug=workspace).select_related("workspace")
    rows = rows.defer("snapshot", "checks")
    may = actor is HEADWATER or actor.has_role(workspace, READERS)
    return rows if may else rows.none()


def _bead(release: Release) -> Bead:
    status = Status(release.status)
    return Bead(
        kind=RELEASE,
        reference=release.reference,
        title=f"{ReleaseKind(release.kind).label}: {release.title}, number {release.number}",
        address=reverse("releases:release", args=[release.workspace.slug, release.reference]),
        state=status.words,
        on=timezone.localdate(release.published_at or release.proposed_at),
        stands=status not in FALLEN,
    )


def register_kinds() -> None:
    """Make releases known to the thread."""
    register(Kind(RELEASE, "release", "releases", find_releases, offer_releases))
