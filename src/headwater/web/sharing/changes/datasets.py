"""Writing down what partners hold and could supply."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.sharing.changes.holding import held
from headwater.web.sharing.events import Event
from headwater.web.sharing.models import Dataset
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.standing import SharingRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is said of a dataset."""

    title: str
    fields: str = ""
    caveat: str = ""
    steward_role: str = ""
    frequency: str = ""
    lag_days: int | None = None
    geography: str = ""
    suppression: str = ""
    licence: str = ""
    breaks: str = ""
    source: str = ""


FIELDS = tuple(Described.__dataclass_fields__)


@audited
def write(
    *, organisation: Organisation, workspace: Workspace, said: Described, actor: Actor, at: datetime
) -> Dataset:
    """Register a dataset of a partner."""
    permissions.check_can_write(actor, workspace.slug, [organisation.pk])
    _check(said, organisation)
    made = Dataset.objects.create(
        workspace=workspace,
        organisation=organisation,
        written_by=actor.reference,
        written_at=at,
        **_values(said),
    )
    _record(Event.DATASET_WRITTEN, made, actor=actor, at=at)
    return made


@audited
def change(
    *, dataset: Dataset, said: Described, version: int, actor: Actor, at: datetime
) -> Dataset:
    """Say something else of a dataset. It stays with its partner.

    Raises `ChangedMeanwhileError` where somebody else saved first.
    """
    now = held(dataset, what="dataset", version=version)
    permissions.check_can_write(actor, now.workspace.slug, [now.organisation_id])
    _check(said, now.organisation, but=now)
    for name, value in _values(said).items():
        setattr(now, name, value)
    now.version += 1
    now.save(update_fields=[*FIELDS, "version"])
    _record(Event.DATASET_CHANGED, now, actor=actor, at=at)
    return now


def _check(said: Described, organisation: Organisation, but: Dataset | None = None) -> None:
    if not said.title.strip():
        raise SharingRefusedError("Say what the dataset is called.")
    same = Dataset.objects.filter(organisation=organisation, title=said.title.strip())
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise SharingRefusedError(f"{organisation.name} has a dataset of this name already.")


def _values(said: Described) -> Mapping[str, object]:
    found = {name: getattr(said, name) for name in FIELDS}
    return {name: each.strip() if isinstance(each, str) else each for name, each in found.items()}


def _record(event: Event, dataset: Dataset, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=dataset,
        by=actor,
        at=at,
        workspace=dataset.workspace.slug,
        organisation=dataset.organisation.reference,
        source=dataset.source,
    )
