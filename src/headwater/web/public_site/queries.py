"""What the public site reads: released things, and whose site it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.editions import queries as editions
from headwater.web.editions.models import Chapter, Edition, Finding
from headwater.web.partners.models import OwnerBody, Workspace
from headwater.web.partners.queries import owner_on, workspace_for
from headwater.web.public_site import addresses
from headwater.web.public_site.addresses import Addresses, InPreview
from headwater.web.public_site.models import Post, Problem
from headwater.web.releases import queries as releases
from headwater.web.releases.models import Kind, Release

KEY_FINDINGS = 4
STRENGTHS = ("strong", "moderate", "weak", "descriptive")


@dataclass(frozen=True, slots=True)
class Showing:
    """One edition as somebody reads it: released, or in preview."""

    release: Release
    edition: Edition
    addresses: Addresses
    is_preview: bool = False


def released(kind: str, slug: str, number: int | None, *, at: datetime) -> Showing:
    """A released assessment or week. Raises `Withdrawn` or `NotYours`."""
    release = releases.published_one(kind, slug, number=number, at=at)
    if release.edition is None:
        raise NotYours
    return Showing(release, release.edition, addresses.of(release))


def previewed(actor: Actor, workspace: str, reference: str) -> Showing:
    """A release of an edition before it is public, for those who decide about it."""
    release = releases.release_for(actor, workspace, reference)
    if release.edition is None:
        raise NotYours
    return Showing(release, release.edition, InPreview(workspace, reference), is_preview=True)


def latest_assessment(*, at: datetime) -> Showing | None:
    """The assessment published last; None before the first."""
    release = releases.published(Kind.ASSESSMENT, at=at).first()
    if release is None or release.edition is None:
        return None
    return Showing(release, release.edition, addresses.of(release))


def first_findings(edition: Edition) -> Sequence[tuple[Finding, Chapter | None]]:
    """The findings that say most: the strongest of each of a few chapters, in their order.

    Of a week every one, because each is an alert.
    """
    found = editions.key_findings(edition)
    told = editions.chapters_of_findings(edition)
    if edition.is_early_warning:
        return [(each, told.get(each.slug)) for each in found]
    best: dict[str, Finding] = {}
    for each in sorted(found, key=lambda each: STRENGTHS.index(each.strength)):
        chapter = told.get(each.slug)
        best.setdefault(chapter.slug if chapter else each.slug, each)
    strongest = list(best.values())[:KEY_FINDINGS]
    return [(each, told.get(each.slug)) for each in found if each in strongest]


def site_workspace() -> Workspace | None:
    """The partnership whose site this is: the first there was."""
    return Workspace.objects.order_by("pk").first()


def site_owner(day: date) -> OwnerBody | None:
    """The local policing body that answers for the site on a day."""
    workspace = site_workspace()
    return owner_on(workspace, day) if workspace else None


# --- posts, for those who write them -------------------------------------------------------------


def posts_for(actor: Actor, workspace: str) -> QuerySet[Post]:
    """Every post of a workspace the actor works in."""
    return Post.objects.filter(workspace=workspace_for(actor, workspace)).select_related(
        "workspace"
    )


def post_for(actor: Actor, workspace: str, reference: str) -> Post:
    """One post. Raises `NotYours` for any other."""
    post = posts_for(actor, workspace).filter(reference=reference).first()
    if post is None:
        raise NotYours
    return post


def standings(actor: Actor, workspace: str, posts: Sequence[Post]) -> dict[str, Release]:
    """The last release of each post that has one, by the post's reference. One query."""
    made = releases.releases_for(actor, workspace).filter(
        kind=Kind.UPDATE, subject__in=[post.reference for post in posts]
    )
    return {release.subject: release for release in made.order_by("proposed_at", "pk")}


def problems_for(actor: Actor, workspace: str) -> QuerySet[Problem]:
    """What readers reported to a workspace the actor works in."""
    return Problem.objects.filter(workspace=workspace_for(actor, workspace)).select_related(
        "workspace"
    )
