"""What is public of grants, and the files that were made of them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.grants.publishing.models import Batch, NameLeftOut
from headwater.web.grants.publishing.rules import files, permissions, spending
from headwater.web.grants.publishing.rules.months import Listed, lists_of
from headwater.web.releases import queries as releases
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.routes import READERS
from headwater.web.releases.rules.workflow import READABLE

Project = Mapping[str, Any]


def batches_for(actor: Actor, workspace: str) -> QuerySet[Batch]:
    """Files that were made in a workspace, the latest first, without what is in them."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Batch.objects.filter(workspace__slug=workspace).select_related("workspace")
    return rows.defer("content")


def batch_for(actor: Actor, workspace: str, reference: str) -> Batch:
    """Files that were made, with what is in them. Raises `NotYours` for any other."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Batch.objects.filter(workspace__slug=workspace, reference=reference)
    found = rows.select_related("workspace").first()
    if found is None:
        raise NotYours
    return found


def opens_releases(actor: Actor, workspace: str) -> bool:
    """Whether the actor opens releases, and so sees what waits for publication."""
    return actor.has_role(workspace, READERS)


def releases_of(actor: Actor, workspace: str, batches: Sequence[Batch]) -> Mapping[str, Release]:
    """The latest release of each of these files, by their reference.

    Who does not open releases sees those that are public, and not what waits.
    """
    rows = releases.releases_for(actor, workspace).filter(
        kind=Kind.GRANTS, subject__in=[each.reference for each in batches]
    )
    if not opens_releases(actor, workspace):
        rows = rows.filter(status__in=READABLE)
    found: dict[str, Release] = {}
    for each in rows.defer("snapshot"):
        found.setdefault(each.subject, each)
    return found


def names_of(references: set[str]) -> dict[str, str]:
    """People's names by their references."""
    return dict(User.objects.filter(reference__in=references).values_list("reference", "name"))


def name_for(actor: Actor, workspace: str, reference: str) -> NameLeftOut:
    """A name that is left out. Raises `NotYours` for any other."""
    if not permissions.can_keep(actor, workspace):
        raise NotYours
    here = Q(award__application__round__workspace__slug=workspace) | Q(
        movement__workspace__slug=workspace
    )
    rows = NameLeftOut.objects.filter(here, reference=reference)
    found = rows.select_related(
        "award__application__round__workspace", "movement__workspace"
    ).first()
    if found is None:
        raise NotYours
    return found


# --- the public ----------------------------------------------------------------------------------


def current(*, at: datetime) -> list[Release]:
    """What every partnership publishes of its grants now."""
    return list(releases.published(Kind.GRANTS, at=at))


def projects(found: Sequence[Release]) -> list[Project]:
    """Projects of all of them, the latest awarded first."""
    every = [each for release in found for each in release.snapshot["projects"]]
    return sorted(every, key=lambda each: (each["awarded_on"], each["reference"]), reverse=True)


def project_of(found: Sequence[Release], reference: str) -> tuple[Release, Project]:
    """One project and what it was published in. Raises `NotYours` for any other."""
    for release in found:
        for each in release.snapshot["projects"]:
            if each["reference"] == reference:
                return release, each
    raise NotYours


def lists(found: Sequence[Release]) -> list[Listed]:
    """The list of every month that was published, the latest first."""
    if not found:
        return []
    as_of = max(files.as_of(release.snapshot) for release in found)
    return list(lists_of(projects(found), as_of=as_of))


def spending_lists(found: Sequence[Release]) -> list[Listed]:
    """The list of payments over £500 of every month that was published, the latest first."""
    if not found:
        return []
    as_of = max(files.as_of(release.snapshot) for release in found)
    every = [each for release in found for each in spending.payments_in(release.snapshot)]
    return list(lists_of(every, as_of=as_of, day="paid_on"))


def told_of(workspace: str, *, at: datetime) -> date | None:
    """The day up to which what is public tells of the grants of a workspace; None before any."""
    rows = releases.published(Kind.GRANTS, at=at).filter(workspace__slug=workspace)
    found = rows.values_list("snapshot__as_of", flat=True).first()
    return date.fromisoformat(found) if found is not None else None
