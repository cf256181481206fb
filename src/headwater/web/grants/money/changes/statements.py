"""Bank statements: taken in once, their lines matched to payments, what is left explained."""

from datetime import datetime
from typing import Any

from headwater.core.money import pounds
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.money.changes.payments import take_returned
from headwater.web.grants.money.errors import MoneyError
from headwater.web.grants.money.events import Event
from headwater.web.grants.money.models import Outcome, Payment, Receipt, Statement, StatementLine
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.payments import State
from headwater.web.grants.money.rules.spending import check_reason
from headwater.web.grants.money.rules.statements import Line, payment_named, read
from headwater.web.partners.models import Workspace


class NothingNewError(MoneyError):
    """A file whose every line was taken in before."""

    def __init__(self) -> None:
        super().__init__("Every line of this file was taken in before. Nothing was changed.")


@audited
def take_in(
    *, workspace: Workspace, name: str, raw: bytes, actor: Actor, at: datetime
) -> Statement:
    """Take in a statement of the bank's. Lines that an earlier one had are left out.

    A payment that left the bank is confirmed; one that came back is promised to its award again.
    Whatever else the bank says waits for somebody to explain it.
    """
    permissions.check_can_keep(actor, workspace.slug, what="take in a bank statement")
    # Two who take in the same file wait for each other here.
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    lines = read(raw)
    known = set(
        StatementLine.objects.filter(
            workspace=workspace, fingerprint__in=[each.fingerprint for each in lines]
        ).values_list("fingerprint", flat=True)
    )
    new = [each for each in lines if each.fingerprint not in known]
    if not new:
        raise NothingNewError
    statement = Statement.objects.create(
        workspace=workspace,
        name=name[-200:],
        by=actor.reference,
        at=at,
        known_already=len(lines) - len(new),
    )
    for line in new:
        _take(statement, line, actor=actor, at=at)
    counts: dict[str, Any] = {
        outcome.value: statement.lines.filter(outcome=outcome).count() for outcome in Outcome
    }
    record(
        Event.STATEMENT_TAKEN_IN,
        about=statement,
        by=actor,
        at=at,
        workspace=workspace.slug,
        lines=len(new),
        **counts,
    )
    return statement


def _take(statement: Statement, line: Line, *, actor: Actor, at: datetime) -> None:
    made = StatementLine(
        statement=statement,
        workspace=statement.workspace,
        fingerprint=line.fingerprint,
        number=line.number,
        on=line.on,
        amount=line.amount,
        words=line.words,
        outcome=Outcome.UNKNOWN,
    )
    named = payment_named(line.words)
    payment = _payment(statement.workspace, named) if named else None
    made.payment = payment
    if payment is not None:
        made.problem = _settle(made, payment, actor=actor, at=at)
    elif named:
        made.problem = "No payment has this reference."
    else:
        _look_for_receipt(made)
    made.save(force_insert=True)


def _payment(workspace: Workspace, reference: str) -> Payment | None:
    rows = Payment.objects.select_related("commitment__pot__fund__workspace", "payee")
    return rows.filter(reference=reference, commitment__pot__fund__workspace=workspace).first()


def _settle(line: StatementLine, payment: Payment, *, actor: Actor, at: datetime) -> str:
    """Take a line for what became of a payment. Says what stands against it; nothing else."""
    if abs(line.amount) != payment.amount:
        return f"The amount is not the payment's, which is {pounds(payment.amount)}."
    if line.amount < 0:
        if payment.confirmed_on is not None:
            return "The payment left the bank before. It may have been paid twice."
        if payment.state not in (State.PAID, State.RETURNED):
            return "The payment has not been in a payment run."
        payment.confirmed_on = line.on
        payment.save(update_fields=["confirmed_on"])
        line.outcome = Outcome.PAID
        return ""
    if payment.state != State.PAID:
        return "The payment is not one that could come back."
    reason = f"Returned by the bank on {line.on.isoformat()}"
    take_returned(payment=payment, on=line.on, reason=reason, actor=actor, at=at)
    line.outcome = Outcome.RETURNED
    return ""


def _look_for_receipt(line: StatementLine) -> None:
    """Money in that was taken in by the number the bank's words have."""
    if line.amount <= 0:
        return
    rows = Receipt.objects.filter(
        pot__fund__workspace=line.workspace, amount=line.amount, movement__reversed_by=None
    )
    found = next((each for each in rows if each.identity.lower() in line.words.lower()), None)
    if found is not None:
        line.outcome = Outcome.EXPLAINED
        line.explanation = f"Taken in as {found.reference}."


@audited
def explain(*, line: StatementLine, words: str, actor: Actor, at: datetime) -> StatementLine:
    """Say what a line of the bank's was that nobody knew."""
    rows = StatementLine.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=line.pk)
    permissions.check_can_keep(actor, held.workspace.slug, what="explain a line of the bank's")
    check_reason(words)
    if held.outcome != Outcome.UNKNOWN:
        raise MoneyError("This line is known or was explained already. Nothing was changed.")
    held.outcome, held.explanation = Outcome.EXPLAINED, words
    held.explained_by = actor.reference
    held.save(update_fields=["outcome", "explanation", "explained_by"])
    record(
        Event.LINE_EXPLAINED,
        about=held.statement.reference,
        kind="statement",
        by=actor,
        at=at,
        workspace=held.workspace.slug,
        line=held.number,
        reason=words,
    )
    return held
