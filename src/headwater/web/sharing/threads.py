"""What of the registers can be tied to other things."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.sharing.links import address
from headwater.web.sharing.models import Agreement, Dataset, Dpia, Onboarding, Share
from headwater.web.sharing.queries import onboarding, registers
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.standing import Outcome, Standing
from headwater.web.thread.kinds import Bead, Kind, register

MOST_OFFERED = 20
R = TypeVar("R", bound=Model)


def _agreement(row: Agreement) -> Bead:
    return Bead(
        "agreement",
        row.reference,
        row.title,
        address(row),
        state=row.stands.words,
        on=_day(row.approved_at or row.written_at),
        stands=row.stands is not Standing.ENDED,
    )


def _dpia(row: Dpia) -> Bead:
    said = row.approvals.all()[0].at if row.approvals.all() else row.written_at
    state = row.stands.words
    return Bead("dpia", row.reference, row.title, address(row), state=state, on=_day(said))


def _dataset(row: Dataset) -> Bead:
    title = f"{row.title}, {row.organisation.name}"
    return Bead("dataset", row.reference, title, address(row), on=_day(row.written_at))


def _share(row: Share) -> Bead:
    return Bead(
        "share",
        row.reference,
        row.title,
        address(row),
        state=row.stands.words,
        on=_day(row.decided_at),
        stands=row.stands is Outcome.AGREED,
    )


def _refusal(row: Share) -> Bead:
    state, on = row.stands.words, _day(row.decided_at)
    return Bead("refusal", row.reference, row.title, address(row), state=state, on=on)


def _onboarding(row: Onboarding) -> Bead:
    title = f"{row.dataset.title}, {row.dataset.organisation.name}"
    state, on = row.stands.words, row.moved_on
    return Bead("onboarding", row.reference, title, address(row), state=state, on=on)


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _refusals(actor: Actor, workspace: str) -> QuerySet[Share]:
    return registers.shares_for(actor, workspace, stays=True)


def _kind(
    names: tuple[str, str, str],
    rows: Callable[[Actor, str], QuerySet[R]],
    bead: Callable[[R], Bead],
    title: str,
) -> Kind:
    code, noun, plural = names

    def find(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
        if not permissions.can_read(actor, workspace):
            return {}
        found = rows(actor, workspace).filter(**{"reference__in": references})
        return {each.reference: each for each in map(bead, found)}

    def offer(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
        if not permissions.can_read(actor, workspace):
            return []
        found = rows(actor, workspace).filter(**{f"{title}__icontains": text})
        return [bead(each) for each in found.order_by("-pk")[:MOST_OFFERED]]

    return Kind(code, noun, plural, find, offer)


KINDS = (
    _kind(
        ("agreement", "sharing agreement", "sharing agreements"),
        registers.agreements_for,
        _agreement,
        "title",
    ),
    _kind(("dpia", "impact assessment", "impact assessments"), registers.dpias_for, _dpia, "title"),
    _kind(("dataset", "dataset", "datasets"), registers.datasets_for, _dataset, "title"),
    _kind(("share", "share", "shares"), registers.shares_for, _share, "title"),
    _kind(("refusal", "refusal to share", "refusals to share"), _refusals, _refusal, "title"),
    _kind(
        ("onboarding", "onboarding", "onboardings"),
        onboarding.onboardings_for,
        _onboarding,
        "dataset__title",
    ),
)


def register_kinds() -> None:
    """Make the kinds of the registers known to the thread."""
    for kind in KINDS:
        register(kind)
