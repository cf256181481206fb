"""Holding a row until a change ends, and choosing rows by what a form was given."""

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model

from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.sharing.links import Registered
from headwater.web.sharing.models import Dataset
from headwater.web.sharing.rules.standing import SharingRefusedError

R = TypeVar("R", bound=Registered)


def held(row: R, *, what: str, version: int | None = None) -> R:
    """The row as it is now, nobody else's until the change is over.

    Raises `ChangedMeanwhileError` where it is not the version that somebody looked at.
    """
    rows = type(row)._default_manager.select_for_update(of=("self",))
    now = rows.select_related("workspace").get(pk=row.pk)
    if version is not None and now.version != version:
        raise ChangedMeanwhileError(what=what)
    return now  # type: ignore[return-value]


def organisations(workspace: Workspace, references: Collection[str]) -> list[Organisation]:
    """Organisations of the workspace by reference. Raises where one is not there."""
    found = Organisation.objects.filter(workspace=workspace, reference__in=set(references))
    return _all(list(found), references, what="organisation")


def datasets(workspace: Workspace, references: Collection[str]) -> list[Dataset]:
    """Datasets of the workspace by reference. Raises where one is not there."""
    found = Dataset.objects.filter(workspace=workspace, reference__in=set(references))
    return _all(list(found), references, what="dataset")


M = TypeVar("M", bound=Model)


def _all(found: list[M], references: Collection[str], *, what: str) -> list[M]:
    if len(found) != len(set(references)):
        raise SharingRefusedError(f"A {what} is not there any more. Choose another.")
    return found
