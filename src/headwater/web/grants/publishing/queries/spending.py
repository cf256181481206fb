"""Payments over £500 as the public would be told of them now."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from headwater.core.money import NOTHING
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.money.models import Entry, Movement, MovementKind, Payment
from headwater.web.grants.money.rules.payments import State
from headwater.web.grants.publishing.models import NameLeftOut, SpendingParticulars
from headwater.web.grants.publishing.queries.records import every_award, records_of
from headwater.web.grants.publishing.rules import permissions, readiness
from headwater.web.grants.publishing.rules.record import LeftOut, Record
from headwater.web.grants.publishing.rules.spending import OVER, Kind, Outlay, is_over


def outlays_for(actor: Actor, workspace: str) -> list[Outlay]:
    """Every payment over £500 of a workspace whose publication the actor reads."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return outlays_of(workspace)


def outlays_of(workspace: str) -> list[Outlay]:
    """Every payment over £500 of a workspace, the latest first.

    What came back from the bank and what was put right is not among them: it was not spent.
    """
    found = [*_of_grants(workspace), *map(outlay_of, _direct(workspace))]
    return sorted(found, key=lambda each: (each.paid_on, each.reference), reverse=True)


def _of_grants(workspace: str) -> list[Outlay]:
    rows = Payment.objects.filter(
        commitment__pot__fund__workspace__slug=workspace, state=State.PAID, amount__gt=OVER
    )
    paid = list(rows.select_related("payee", "movement", "commitment"))
    awards = _awards(workspace, {each.commitment.award_reference for each in paid})
    return [_of_grant(each, awards.get(each.commitment.award_reference)) for each in paid]


def _awards(workspace: str, references: Iterable[str]) -> Mapping[str, Record]:
    awards: QuerySet[Award] = every_award(workspace).filter(reference__in=references)
    return {each.reference: each for each in records_of(awards)}


def _of_grant(payment: Payment, record: Record | None) -> Outlay:
    assert payment.movement is not None
    return Outlay(
        reference=payment.reference,
        kind=Kind.GRANT,
        recipient=payment.payee.name,
        purpose=record.description if record else "",
        value=record.reasons if record else "",
        amount=payment.amount,
        paid_on=payment.movement.on,
        grant=record.reference if record else "",
        grant_is_ready=record is not None and readiness.is_ready(record),
        left_out=record.left_out if record else (),
    )


def _direct(workspace: str) -> list[Movement]:
    """What was paid without an award and was no mistake, where it is large enough."""
    rows = _spent().filter(workspace__slug=workspace, entries__amount__gt=OVER)
    return [each for each in rows.distinct() if is_over(_amount(each))]


def _spent() -> QuerySet[Movement]:
    rows = Movement.objects.filter(kind=MovementKind.SPENDING, reversed_by=None)
    return rows.select_related("workspace", "spending_particulars").prefetch_related(
        "names_left_out", Prefetch("entries", Entry.objects.order_by("pk"))
    )


def _amount(movement: Movement) -> Decimal:
    return sum((each.amount for each in movement.entries.all()), start=NOTHING)


def outlay_of(movement: Movement) -> Outlay:
    """What was paid directly, with what staff added to it."""
    added = _particulars(movement)
    return Outlay(
        reference=movement.reference,
        kind=Kind.DIRECT,
        recipient=added.recipient if added else "",
        purpose=movement.reason,
        value=added.value if added else "",
        amount=_amount(movement),
        paid_on=movement.on,
        left_out=tuple(LeftOut(each.words, each.reason) for each in movement.names_left_out.all()),
    )


def _particulars(movement: Movement) -> SpendingParticulars | None:
    try:
        return movement.spending_particulars
    except SpendingParticulars.DoesNotExist:
        return None


def movement_for(actor: Actor, workspace: str, reference: str) -> Movement:
    """What was paid directly and is listed. Raises `NotYours` for anything else, there or not."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    found = _spent().filter(workspace__slug=workspace, reference=reference).first()
    if found is None or not is_over(_amount(found)):
        raise NotYours
    return found


def particulars_of(movement: Movement) -> SpendingParticulars | None:
    """What staff added to a payment, as it is now."""
    return SpendingParticulars.objects.filter(movement=movement).first()


def particulars_words(movement: Movement) -> str:
    """What somebody else added to a payment meanwhile, in words."""
    found = particulars_of(movement)
    return f"{found.recipient}: {found.value}" if found else ""


def names_of(movement: Movement) -> Sequence[NameLeftOut]:
    """Names that are left out of a payment, the first left out first."""
    return list(movement.names_left_out.all())


def workspaces_with_spending() -> QuerySet[Movement, int]:
    """Keys of workspaces that paid anything directly that is large enough to be listed."""
    rows = Movement.objects.filter(kind=MovementKind.SPENDING, entries__amount__gt=OVER)
    return rows.filter(reversed_by=None).order_by().values_list("workspace", flat=True).distinct()
