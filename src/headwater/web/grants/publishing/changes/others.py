"""Files of other funders' grants: looked at, taken in whole or not at all, and undone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from headwater.sources.giving_360.reading import GrantsRefusedError, read_grants
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.grants.publishing.events import Event
from headwater.web.grants.publishing.models import LONGEST, OtherFile, OtherGrant
from headwater.web.grants.publishing.queries import others as queries
from headwater.web.grants.publishing.rules import elsewhere as rules
from headwater.web.grants.publishing.rules import permissions
from headwater.web.grants.publishing.rules.elsewhere import (
    LARGEST_BYTES,
    MOST_GRANTS,
    LaterFileError,
    NotAtThisStageError,
    Stage,
    goes_to_a_person,
)
from headwater.web.partners.models import Workspace

TOGETHER = 500


@audited
def look_at(
    *, workspace: Workspace, name: str, raw: bytes, actor: Actor, at: datetime
) -> OtherFile:
    """Read a file and keep what it holds. No grant is taken in yet.

    Raises `GrantsRefusedError` where it holds none.
    """
    permissions.check_can_keep(actor, workspace.slug, what="take in a file")
    if len(raw) > LARGEST_BYTES:
        raise GrantsRefusedError(
            f"The file is larger than {LARGEST_BYTES // 1_000_000} MB. Send it in parts."
        )
    found = read_grants(raw, name=name)
    if len(found.grants) > MOST_GRANTS:
        raise GrantsRefusedError(
            f"The file has more than {MOST_GRANTS:,} grants. Send it in parts."
        )
    sound = [each for at, each in enumerate(found.grants) if at not in found.faulty]
    given = [each for each in sound if not goes_to_a_person(each) and not _is_too_long(each)]
    people = sum(goes_to_a_person(each) for each in sound)
    file = OtherFile.objects.create(
        workspace=workspace,
        name=name[-200:],
        publisher=_publisher(found.about, given)[:LONGEST],
        licence=str(found.about.get("license", ""))[:LONGEST],
        encoding=found.encoding,
        given=given,
        faults=[
            {"place": each.row, "field": each.column, "problem": each.problem, "do": each.remedy}
            for each in found.faults
        ],
        cautions=list(found.cautions),
        wrong=len(found.grants) - len(given) - people,
        people=people,
        by=actor.reference,
        at=at,
    )
    _record(Event.OTHERS_LOOKED_AT, file, actor=actor, at=at, grants=len(given), wrong=file.wrong)
    return file


def _is_too_long(grant: Any) -> bool:
    """Whether an identifier or a name is longer than anybody's."""
    parts = [grant["recipientOrganization"][0], grant["fundingOrganization"][0]]
    said = [grant["id"], *(part[name] for part in parts for name in ("id", "name"))]
    return any(len(each) > LONGEST for each in said)


def _publisher(about: Any, grants: Sequence[Any]) -> str:
    publisher = about.get("publisher")
    if isinstance(publisher, dict) and publisher.get("name"):
        return str(publisher["name"])
    names = dict.fromkeys(grant["fundingOrganization"][0]["name"] for grant in grants)
    return ", ".join(list(names)[:3])


@audited
def take_in(*, file: OtherFile, seal: str, actor: Actor, at: datetime) -> OtherFile:
    """Keep every grant of a file, in one go. `seal` is of the preview that was looked at.

    Raises `ChangedMeanwhileError` where another file was taken in after somebody looked.
    """
    Workspace.objects.select_for_update().get(pk=file.workspace_id)
    held = _held(file, Stage.LOOKED_AT, actor, what="take in a file")
    preview = queries.preview_of(held)
    if queries.seal_of(preview) != seal:
        raise ChangedMeanwhileError(what="list of other funders' grants")
    earlier = [each.grant_id for each in preview.changed]
    OtherGrant.objects.filter(
        workspace=held.workspace, is_current=True, grant_id__in=earlier
    ).update(is_current=False)
    OtherGrant.objects.bulk_create(
        [_row(held, each) for each in (*preview.new, *preview.changed)], batch_size=TOGETHER
    )
    held.stage, held.ended_at, held.given = Stage.TAKEN_IN, at, []
    held.added, held.changed = len(preview.new), len(preview.changed)
    held.unchanged = preview.unchanged
    counts = ["added", "changed", "unchanged"]
    held.save(update_fields=["stage", "ended_at", "given", *counts])
    facts = {name: getattr(held, name) for name in counts}
    _record(Event.OTHERS_TAKEN_IN, held, actor=actor, at=at, **facts)
    return held


def _row(file: OtherFile, said: rules.OtherGrant) -> OtherGrant:
    return OtherGrant(
        file=file,
        workspace=file.workspace,
        grant_id=said.grant_id,
        title=said.title[:LONGEST],
        funder=said.funder,
        funder_id=said.funder_id,
        recipient=said.recipient,
        recipient_id=said.recipient_id,
        charity_number=said.charity_number,
        company_number=said.company_number,
        amount=said.amount,
        currency=said.currency,
        awarded_on=said.awarded_on,
        places=said.places,
        kept=dict(said.kept),
    )


@audited
def drop(*, file: OtherFile, actor: Actor, at: datetime) -> OtherFile:
    """Leave a file that was only looked at."""
    held = _held(file, Stage.LOOKED_AT, actor, what="leave a file out")
    held.stage, held.ended_at, held.given = Stage.DROPPED, at, []
    held.save(update_fields=["stage", "ended_at", "given"])
    _record(Event.OTHERS_DROPPED, held, actor=actor, at=at)
    return held


@audited
def undo(*, file: OtherFile, actor: Actor, at: datetime) -> OtherFile:
    """What a file added is gone, and what it changed says again what it said before.

    Raises `LaterFileError` where another file was taken in since.
    """
    Workspace.objects.select_for_update().get(pk=file.workspace_id)
    held = _held(file, Stage.TAKEN_IN, actor, what="undo a file")
    later = queries.taken_in_after(held)
    if later is not None:
        raise LaterFileError(name=later.name)
    gone = list(held.grants.values_list("grant_id", flat=True))
    held.grants.all().delete()
    OtherGrant.objects.filter(pk__in=queries.latest_of(held.workspace, gone)).update(
        is_current=True
    )
    held.stage, held.undone_at = Stage.UNDONE, at
    held.save(update_fields=["stage", "undone_at"])
    _record(Event.OTHERS_UNDONE, held, actor=actor, at=at, grants=len(gone))
    return held


def _held(file: OtherFile, stage: Stage, actor: Actor, *, what: str) -> OtherFile:
    rows = OtherFile.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=file.pk)
    permissions.check_can_keep(actor, held.workspace.slug, what=what)
    if held.stage != stage:
        raise NotAtThisStageError(stage=Stage(held.stage))
    return held


def _record(event: Event, file: OtherFile, *, actor: Actor, at: datetime, **facts: Any) -> None:
    record(event, about=file, by=actor, at=at, workspace=file.workspace.slug, **facts)
