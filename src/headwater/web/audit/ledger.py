"""Writing the ledger: `record` what was done, and `audited` for changes that must.

Inside an audited change entries wait until the change is done and are written just before it is
committed. So the end of the chain, for which all changes queue, is held for a moment only, and it
is always the last thing a change asks for: two changes never wait for each other.
"""

import re
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

from django.db import transaction
from django.utils.timezone import is_naive

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import Actor
from headwater.web.audit.chain import START, Said, fingerprint
from headwater.web.audit.models import Entry, Head
from headwater.web.audit.rules import Fact, check_facts

P = ParamSpec("P")
R = TypeVar("R")

BEFORE_A_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_waiting: ContextVar[list[Said] | None] = ContextVar("waiting", default=None)
"""What the audited change under way has said so far; None outside any."""


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
    /,
    *,
    about: HasReference | str,
    by: Actor,
    at: datetime,
    workspace: str = "",
    kind: str = "",
    **facts: Fact,
) -> None:
    """Add an entry to the ledger, in the transaction of the change it belongs to.

    `about` is a row with a reference, or a reference itself with its `kind`. Facts are codes,
    counts, references and stated reasons; never a personal value. Raises `FactRefusedError`.
    """
    if is_naive(at):
        raise ValueError("an entry needs a moment with its time zone")
    check_facts(facts)
    said = Said(
        at=at,
        event=event.value,
        actor=by.reference,
        workspace=workspace,
        about_kind=kind or ("" if isinstance(about, str) else _kind_of(about)),
        about=about if isinstance(about, str) else about.reference,
        facts=facts,
    )
    waiting = _waiting.get()
    if waiting is None:
        _write([said])
    else:
        waiting.append(said)


def _kind_of(row: HasReference) -> str:
    """The name of a row's model in lower-case words, as `owner_body`."""
    return BEFORE_A_CAPITAL.sub("_", type(row).__name__).lower()


def audited(change: Callable[P, R]) -> Callable[P, R]:
    """Run a change in one transaction, and refuse to commit it if it recorded nothing.

    A change inside another hands its entries on to the outer one; if it fails, they are gone
    with whatever it did.
    """

    @wraps(change)
    def in_one_transaction(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = _waiting.get()
        token = _waiting.set([])
        try:
            with transaction.atomic():
                result = change(*args, **kwargs)
                said = _waiting.get()
                if not said:
                    raise NothingRecordedError(change.__qualname__)
                if outer is None:
                    _write(said)
        finally:
            _waiting.reset(token)
        if outer is not None:
            outer.extend(said)
        return result

    return in_one_transaction


@transaction.atomic
def _write(waiting: Sequence[Said]) -> None:
    """Put entries at the end of the chain, one behind the other."""
    head, _ = Head.objects.select_for_update().get_or_create(pk=1, defaults={"fingerprint": START})
    entries = []
    for said in waiting:
        seal = fingerprint(said, number=head.number + 1, previous=head.fingerprint)
        entries.append(_entry(said, number=head.number + 1, previous=head.fingerprint, seal=seal))
        head.number, head.fingerprint = head.number + 1, seal
    Entry.objects.bulk_create(entries, batch_size=500)
    head.save(update_fields=["number", "fingerprint"])


def _entry(said: Said, *, number: int, previous: str, seal: str) -> Entry:
    return Entry(
        number=number,
        at=said.at,
        event=said.event,
        actor=said.actor,
        workspace=said.workspace,
        about_kind=said.about_kind,
        about=said.about,
        facts=dict(said.facts),
        previous=previous,
        fingerprint=seal,
    )
