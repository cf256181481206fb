"""Writing the register: describe an algorithm, move it, review it, offer its record for release."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.insights.algorithms import atrs
from headwater.web.insights.algorithms.defaults import DEFAULTS, Owner
from headwater.web.insights.algorithms.models import Algorithm, Edit
from headwater.web.insights.algorithms.rules import (
    PredictsAboutPeopleError,
    RegisterError,
    Status,
    Verb,
    check_dates,
    check_may_move,
    is_expiring,
    move_from,
)
from headwater.web.partners.models import Workspace
from headwater.web.releases import changes as releases
from headwater.web.releases.models import Kind, Release
from headwater.web.worklist import changes as worklist


class Event(StrEnum):
    """What the ledger says of the register."""

    ADDED = "algorithm_added"
    EDITED = "algorithm_edited"
    MOVED = "algorithm_moved"


class Work(StrEnum):
    """What the register puts on worklists."""

    REVIEW = "algorithm_to_review"


@dataclass(frozen=True, slots=True)
class Description:
    """What somebody says of an algorithm."""

    name: str
    owner_organisation: str
    owner_role: str
    contact_email: str
    purpose: str
    data_used: str
    checks: str
    human_oversight: str
    risks: str
    dpia_reference: str
    equality_reference: str
    tool_version: str
    reviewed_on: date
    expires_on: date
    predicts_about_people: bool
    more: Mapping[str, str]


FIELDS = tuple(Description.__dataclass_fields__)


@audited
def add(
    *, workspace: Workspace, key: str, description: Description, actor: Actor, at: datetime
) -> Algorithm:
    """Put an algorithm on the register. It may run once somebody puts it into use."""
    _check_lead(actor, workspace.slug)
    _check(description, at=at)
    algorithm = Algorithm(workspace=workspace, key=key)
    _say(algorithm, description)
    try:
        with transaction.atomic():
            algorithm.save(force_insert=True)
    except IntegrityError as error:
        raise RegisterError(
            f"The register has an algorithm [{key}] already. Edit that one."
        ) from error
    _keep(algorithm, Event.ADDED, actor=actor, at=at)
    return algorithm


@audited
def edit(
    *, algorithm: Algorithm, description: Description, version: int, actor: Actor, at: datetime
) -> Algorithm:
    """Say something else of an algorithm. What was said before is kept as a version."""
    _check_lead(actor, algorithm.workspace.slug)
    algorithm = _held(algorithm, version=version)
    if algorithm.status == Status.WITHDRAWN:
        raise RegisterError(f"[{algorithm.name}] is withdrawn and is kept as it was.")
    _check(description, at=at)
    _say(algorithm, description)
    algorithm.version += 1
    algorithm.save(update_fields=[*FIELDS, "version"])
    _keep(algorithm, Event.EDITED, actor=actor, at=at)
    return algorithm


@audited
def move(
    *, algorithm: Algorithm, verb: Verb, reason: str, version: int, actor: Actor, at: datetime
) -> Algorithm:
    """Put an algorithm into use, suspend it or withdraw it."""
    slug = algorithm.workspace.slug
    if slug not in actor.workspaces:
        raise NotYours
    algorithm = _held(algorithm, version=version)
    step = move_from(Status(algorithm.status), verb)
    check_may_move(step, actor.roles_in(slug), reason=reason)
    if verb is Verb.START and algorithm.expires_on < timezone.localdate(at):
        raise RegisterError(
            f"The entry of [{algorithm.name}] has expired. Review it and give it a new date first."
        )
    algorithm.status, algorithm.status_reason = step.end.value, reason.strip()
    algorithm.version += 1
    algorithm.save(update_fields=["status", "status_reason", "version"])
    _keep(algorithm, Event.MOVED, actor=actor, at=at, reason=reason.strip())
    return algorithm


@audited
def register_defaults(
    *, workspace: Workspace, owner: Owner, actor: Actor, at: datetime
) -> list[Algorithm]:
    """Everything that runs today, in use, where the register does not hold it yet.

    For setting up a workspace; `actor` is headwater itself or a lead.
    """
    today = timezone.localdate(at)
    held = set(Algorithm.objects.filter(workspace=workspace).values_list("key", flat=True))
    made = []
    for default in DEFAULTS:
        if default.key not in held:
            fields = default.fields(owner, today=today)
            algorithm = Algorithm(workspace=workspace, status=Status.IN_USE.value, **fields)
            algorithm.save(force_insert=True)
            _keep(algorithm, Event.ADDED, actor=actor, at=at)
            made.append(algorithm)
    if not made:
        record(Event.ADDED, about=workspace.slug, kind="register", by=actor, at=at, entries=0)
    return made


def _check_lead(actor: Actor, workspace: str) -> None:
    if not actor.has_role(workspace, LEADS):
        raise NotYours


def _check(description: Description, *, at: datetime) -> None:
    if description.predicts_about_people:
        raise PredictsAboutPeopleError(name=description.name)
    check_dates(
        reviewed_on=description.reviewed_on,
        expires_on=description.expires_on,
        today=timezone.localdate(at),
    )


def _held(algorithm: Algorithm, *, version: int) -> Algorithm:
    """The row as it is now, held until the change is done."""
    held = (
        Algorithm.objects.select_for_update(of=("self",))
        .select_related("workspace")
        .get(pk=algorithm.pk)
    )
    if held.version != version:
        raise ChangedMeanwhileError(what="entry of the register")
    return held


def _say(algorithm: Algorithm, description: Description) -> None:
    for name in FIELDS:
        setattr(algorithm, name, getattr(description, name))
    algorithm.more = dict(description.more)


def _keep(
    algorithm: Algorithm, event: Event, *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """Keep what the register says now as a version, and say so in the ledger."""
    Edit.objects.create(
        algorithm=algorithm,
        number=algorithm.version,
        at=at,
        by=actor.reference,
        said=atrs.said_by(algorithm),
    )
    record(
        event,
        about=algorithm,
        by=actor,
        at=at,
        workspace=algorithm.workspace.slug,
        key=algorithm.key,
        status=algorithm.status,
        version=algorithm.version,
        reason=reason,
    )
    is_settled = algorithm.status == Status.WITHDRAWN or not is_expiring(
        algorithm.expires_on, today=timezone.localdate(at)
    )
    if event is not Event.ADDED and is_settled:
        worklist.close(
            workspace=algorithm.workspace, kind=Work.REVIEW, about=algorithm.reference, at=at
        )


def propose(*, algorithm: Algorithm, reason: str, actor: Actor, at: datetime) -> Release:
    """Offer the record, as it is now, for publication. `releases` records and tells approvers."""
    said = atrs.said_by(algorithm)
    writers = algorithm.edits.exclude(by=HEADWATER.reference).values_list("by", flat=True)
    return releases.propose(
        workspace=algorithm.workspace,
        kind=Kind.ALGORITHM,
        subject=algorithm.reference,
        title=algorithm.name,
        slug=f"{algorithm.workspace.slug}-{algorithm.key}",
        snapshot=atrs.record(said),
        is_restricted=False,
        checks={},
        reason=reason,
        embargo_until=None,
        actor=actor,
        at=at,
        authors=set(writers),
    )
