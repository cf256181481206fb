"""Money that comes in, and money that is spent without a payment of ours."""

from datetime import date, datetime
from decimal import Decimal

from headwater.core.money import plain_pounds, to_the_penny
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.money.changes.ledger import Cause, Leg, account, hold_open, move
from headwater.web.grants.money.errors import (
    MovedAlreadyError,
    NamesCaseError,
    OverspentError,
    ReceivedOtherwiseError,
    TooMuchReceivedError,
)
from headwater.web.grants.money.events import Event
from headwater.web.grants.money.models import (
    Account,
    AccountKind,
    CostKind,
    Movement,
    MovementKind,
    Pot,
    Receipt,
)
from headwater.web.grants.money.queries.balances import balance_of
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.sources import (
    CountsFrom,
    counts_from,
    may_lead_to_a_case,
)
from headwater.web.grants.money.rules.spending import check_amount, check_cost, check_reason


def receive(  # noqa: PLR0913 - how much, into which pot, from whom, when, by which remittance
    *,
    pot: Pot,
    amount: Decimal,
    source: str,
    received_on: date,
    identity: str,
    actor: Actor,
    at: datetime,
) -> Receipt:
    """Take money into a pot. `identity` is the number of its remittance.

    Taken in again it is the receipt that is there. Raises `ReceivedOtherwiseError` where that one
    says something else, `NamesCaseError` for words that may lead to a case.
    """
    known = _known(pot, identity)
    if known is None:
        try:
            return _receive(
                pot=pot,
                amount=amount,
                source=source,
                received_on=received_on,
                identity=identity,
                actor=actor,
                at=at,
            )
        except MovedAlreadyError:
            # The same form was sent twice at once, and the other was quicker.
            known = _known(pot, identity)
    permissions.check_can_keep(actor, pot.fund.workspace.slug, what="take money in")
    if known is None:
        raise MovedAlreadyError
    is_same = (known.pot_id, known.amount, known.received_on) == (pot.pk, amount, received_on)
    if not is_same:
        raise ReceivedOtherwiseError
    return known


def _known(pot: Pot, identity: str) -> Receipt | None:
    """The receipt with a number; one that was reversed may be taken in again."""
    rows = Receipt.objects.filter(
        pot__fund__workspace=pot.fund.workspace,
        identity=identity.strip(),
        movement__reversed_by=None,
    )
    return rows.select_related("pot__fund__workspace").first()


@audited
def _receive(  # noqa: PLR0913 - as `receive`
    *,
    pot: Pot,
    amount: Decimal,
    source: str,
    received_on: date,
    identity: str,
    actor: Actor,
    at: datetime,
) -> Receipt:
    (held,) = hold_open(pot)
    permissions.check_can_keep(actor, held.fund.workspace.slug, what="take money in")
    if may_lead_to_a_case(identity) or may_lead_to_a_case(source):
        raise NamesCaseError
    amount = to_the_penny(amount)
    check_amount(amount)
    cause = Cause(
        MovementKind.RECEIPT,
        actor,
        at,
        on=received_on,
        identity=_identity(held, identity),
    )
    movement = move([Leg(amount, account(held, AccountKind.GIVER), _into(held, amount))], cause)
    receipt = Receipt.objects.create(
        pot=held,
        amount=amount,
        source=source,
        received_on=received_on,
        identity=identity.strip(),
        movement=movement,
    )
    record(
        Event.RECEIVED,
        about=receipt,
        by=actor,
        at=at,
        workspace=held.fund.workspace.slug,
        pot=held.reference,
        amount=plain_pounds(amount),
        movement=movement.reference,
    )
    return receipt


def _identity(pot: Pot, identity: str) -> str:
    """One that the ledger takes once; after a reversal it may come again."""
    reversed_before = Receipt.objects.filter(
        pot__fund__workspace=pot.fund.workspace,
        identity=identity.strip(),
        movement__reversed_by__isnull=False,
    ).count()
    name = f"receipt:{identity.strip()}"
    return f"{name}#{reversed_before}" if reversed_before else name


def _into(pot: Pot, amount: Decimal) -> Account:
    """Where money goes that came in: it was expected, or it is available from now on."""
    if counts_from(pot.source) is CountsFrom.RECEIVED:
        return account(pot, AccountKind.FREE)
    expected = account(pot, AccountKind.EXPECTED)
    if amount > -balance_of(expected):
        raise TooMuchReceivedError(expected=-balance_of(expected))
    return expected


@audited
def spend(  # noqa: PLR0913 - how much, of which pot, on what, when, by which journal
    *,
    pot: Pot,
    amount: Decimal,
    pays_for: CostKind,
    words: str,
    spent_on: date,
    identity: str,
    actor: Actor,
    at: datetime,
) -> Movement:
    """What the finance system paid out of a pot by itself, as the salaries of a month.

    It is for labour or for something else, never both. `identity` is the number of its journal,
    which is taken once.
    """
    if pays_for == CostKind.ANY:
        raise ValueError("What is spent is for labour or for something else.")
    (held,) = hold_open(pot)
    permissions.check_can_keep(actor, held.fund.workspace.slug, what="record what was spent")
    check_reason(words)
    check_cost(pot=held.pays_for, cost=pays_for, words=held.get_pays_for_display())
    amount = to_the_penny(amount)
    check_amount(amount)
    free = account(held, AccountKind.FREE)
    if amount > balance_of(free):
        raise OverspentError(what=str(held), asked=amount, available=balance_of(free))
    cause = Cause(
        MovementKind.SPENDING,
        actor,
        at,
        on=spent_on,
        reason=words,
        identity=f"spending:{identity.strip()}",
    )
    movement = move([Leg(amount, free, account(held, AccountKind(pays_for)))], cause)
    record(
        Event.SPENT,
        about=movement,
        by=actor,
        at=at,
        workspace=held.fund.workspace.slug,
        pot=held.reference,
        amount=plain_pounds(amount),
        pays_for=str(pays_for),
    )
    return movement
