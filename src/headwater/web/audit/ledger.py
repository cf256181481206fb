"""Writing the ledger: `record` what was done, and `audited` for changes that must."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

from django.db import transaction

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import Actor
from headwater.web.audit.chain import START, Fact, fingerprint
from headwater.web.audit.models import Entry, Head

P = ParamSpec("P")
R = TypeVar("R")

_recorded: ContextVar[list[str] | None] = ContextVar("recorded", default=None)


class HasReference(Protocol):
    """A row people can quote."""

    reference: str


class ChangedMeanwhileError(HeadwaterError):
    """Somebody else saved the same thing after it was opened."""

    def __init__(self, *, what: str) -> None:
        super().__init__(
            f"Somebody else changed the {what} while you were working on it. Nothing of yours was "
            "saved over theirs: compare the two below and save again."
        )


class NothingRecordedError(AssertionError):
    """A change that said nothing to the ledger. A bug: it is rolled back."""


def record(
    event: StrEnum,
    *,
    about: HasReference | str,
    by: Actor,
    at: datetime,
    workspace: str = "",
    kind: str = "",
    **facts: Fact,
) -> Entry:
    """Add an entry to the ledger, in the transaction of the change it belongs to.

    `about` is a row with a reference, or a reference itself with its `kind`. Facts are codes,
    counts, references and stated reasons; never a personal value.
    """
    reference = about if isinstance(about, str) else about.reference
    about_kind = kind or (type(about).__name__.lower() if not isinstance(about, str) else "")
    with transaction.atomic():
        head, _ = Head.objects.select_for_update().get_or_create(
            pk=1, defaults={"fingerprint": START}
        )
        number = head.number + 1
        seal = fingerprint(
            previous=head.fingerprint,
            number=number,
            at=at,
            event=event.value,
            actor=by.reference,
            workspace=workspace,
            about_kind=about_kind,
            about=reference,
            facts=facts,
        )
        entry = Entry.objects.create(
            number=number,
            at=at,
            event=event.value,
            actor=by.reference,
            workspace=workspace,
            about_kind=about_kind,
            about=reference,
            facts=facts,
            previous=head.fingerprint,
            fingerprint=seal,
        )
        head.number, head.fingerprint = number, seal
        head.save(update_fields=["number", "fingerprint"])
    said = _recorded.get()
    if said is not None:
        said.append(event.value)
    return entry


def audited(change: Callable[P, R]) -> Callable[P, R]:
    """Run a change in one transaction, and refuse to commit it if it recorded nothing."""

    @wraps(change)
    def in_one_transaction(*args: P.args, **kwargs: P.kwargs) -> R:
        token = _recorded.set([])
        try:
            with transaction.atomic():
                result = change(*args, **kwargs)
                if not _recorded.get():
                    raise NothingRecordedError(change.__qualname__)
            outer = token.old_value
            if isinstance(outer, list):
                outer.append(change.__name__)
            return result
        finally:
            _recorded.reset(token)

    return in_one_transaction
