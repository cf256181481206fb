"""Making the files of grants and payments at one moment, and asking for their publication."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from headwater.core.errors import HeadwaterError
from headwater.core.money import read_pounds
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.publishing.events import Event
from headwater.web.grants.publishing.models import (
    Batch,
    NameLeftOut,
    Particulars,
    SpendingParticulars,
)
from headwater.web.grants.publishing.queries import records as queries
from headwater.web.grants.publishing.queries.spending import outlays_of
from headwater.web.grants.publishing.rules import files, permissions, spending
from headwater.web.grants.publishing.rules.content import content_of
from headwater.web.partners.models import Workspace
from headwater.web.releases import changes as releases
from headwater.web.releases.models import Kind, Release

LONGEST_SLUG = 120


class NothingToTellError(HeadwaterError):
    """No grant and no payment is ready to be published."""

    def __init__(self) -> None:
        super().__init__(
            "No grant is ready to be published yet, and no payment over £500. See what each lacks "
            "in the lists of awards and payments."
        )


class NotTheLatestError(HeadwaterError):
    """Files that others were made after."""

    def __init__(self) -> None:
        super().__init__("Newer files were made since. Propose those.")


@audited
def make(*, workspace: Workspace, actor: Actor, at: datetime) -> Batch:
    """Freeze everything that is to be said of grants now: one file for all, lists and pages."""
    permissions.check_can_keep(actor, workspace.slug, what="make the files")
    local = timezone.localtime(at)
    content = content_of(
        queries.told_in_full(queries.every_award(workspace.slug)),
        queries.pots_of(workspace.slug),
        queries.publisher_of(workspace, at=local),
        at=local,
        area=workspace.area_name,
        address=queries.project_address(),
    )
    content["spending"] = spending.told_of(outlays_of(workspace.slug))
    if not content["projects"] and not content["spending"]:
        raise NothingToTellError
    package = content["package"]
    made = Batch.objects.create(
        workspace=workspace,
        content=content,
        grants=len(content["projects"]),
        amount=read_pounds(content["totals"]["awarded"]),
        json_sha256=files.sha256(files.grants_json(package)),
        csv_sha256=files.sha256(files.grants_csv(package["grants"])),
        list_sha256=files.sha256(files.lists_csv(content)),
        payments=len(content["spending"]),
        spending_sha256=files.sha256(files.spending_csv(content)),
        made_by=actor.reference,
        made_at=at,
    )
    record(
        Event.FILES_MADE,
        about=made,
        by=actor,
        at=at,
        workspace=workspace.slug,
        grants=made.grants,
        json=made.json_sha256,
        csv=made.csv_sha256,
        lists=made.list_sha256,
        payments=made.payments,
        spending=made.spending_sha256,
    )
    return made


@audited
def propose(
    *, batch: Batch, reason: str, embargo_until: datetime | None, actor: Actor, at: datetime
) -> Release:
    """Ask for the files to be published as they were made. Somebody else decides."""
    workspace = batch.workspace
    permissions.check_can_keep(actor, workspace.slug, what="propose the files")
    if Batch.objects.filter(workspace=workspace).first() != batch:
        raise NotTheLatestError
    release = releases.propose(
        workspace=workspace,
        kind=Kind.GRANTS,
        subject=batch.reference,
        title=f"Grants and projects of {workspace.area_name}",
        slug=slugify(f"grants {workspace.area_name}")[:LONGEST_SLUG],
        snapshot=batch.content,
        is_restricted=False,
        checks={},
        reason=reason,
        embargo_until=embargo_until,
        actor=actor,
        at=at,
        authors={batch.made_by, *_writers(workspace)},
    )
    record(
        Event.PROPOSED,
        about=batch,
        by=actor,
        at=at,
        workspace=workspace.slug,
        release=release.reference,
    )
    return release


def _writers(workspace: Workspace) -> set[str]:
    """Whoever left names out or added to awards and payments: none of them may approve."""
    here = {"award__application__round__workspace": workspace}
    paid = {"movement__workspace": workspace}
    cut = NameLeftOut.objects.filter(Q(**here) | Q(**paid)).values_list("by", flat=True)
    added = Particulars.objects.filter(**here).values_list("written_by", flat=True)
    spent = SpendingParticulars.objects.filter(**paid).values_list("written_by", flat=True)
    return {*cut, *added, *spent}
