"""Payments and payment runs in words and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from headwater.core.money import plain_pounds, pounds, short_pounds
from headwater.core.words import counted
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, Colour, Column, Row, Table, Tag
from headwater.web.grants.money.links import payment_address, pot_address, run_address
from headwater.web.grants.money.models import Payment, PaymentRun
from headwater.web.grants.money.queries.payments import total
from headwater.web.grants.money.rules.payments import OPEN, State
from headwater.web.thread.kinds import Bead

COLOURS = {
    State.SCHEDULED: Colour.GREY,
    State.ASKED: Colour.YELLOW,
    State.FIRST: Colour.ORANGE,
    State.APPROVED: Colour.TEAL,
    State.RUNNING: Colour.BLUE,
    State.PAID: Colour.GREEN,
    State.RETURNED: Colour.RED,
    State.CANCELLED: Colour.GREY,
}
HELD = Tag("On hold", Colour.RED, "nothing of this award is paid until it is released")
CSV_COLUMNS = (
    "reference",
    "award",
    "pot",
    "payee",
    "amount",
    "due_on",
    "state",
    "on_hold",
    "run",
    "paid_on",
    "confirmed_by_bank_on",
)
BANK_COLUMNS = (
    "payment_reference",
    "pay_on",
    "payee",
    "supplier_number",
    "amount",
    "award_reference",
    "pot_reference",
    "cost",
)


def state_tag(payment: Payment) -> Tag:
    """Where a payment stands."""
    state = State(payment.state)
    if state in OPEN and payment.commitment.held_at is not None:
        return HELD
    return Tag(state.words, COLOURS[state], state.meaning)


def table(payments: Sequence[Payment], *, today: date, caption: str = "Payments") -> Table:
    """Payments with where each stands."""
    return Table(
        caption=caption,
        columns=[
            Column("Payment"),
            Column("To"),
            Column("Amount", numeric=True),
            Column("Due"),
            Column("State"),
        ],
        rows=[_row(each, today=today) for each in payments],
        when_empty="No payment is here.",
    )


def _row(payment: Payment, *, today: date) -> list[Cell | str]:
    is_late = payment.state in OPEN and payment.due_on < today
    return [
        Cell(
            payment.reference,
            href=payment_address(payment),
            hint=f"Award {payment.commitment.award_reference}",
        ),
        Cell(payment.payee.name, hint=payment.commitment.pot.name),
        pounds(payment.amount),
        Cell(day(payment.due_on), tag=Tag("Late", Colour.RED) if is_late else None),
        Cell(tag=state_tag(payment)),
    ]


def summary(payments: Sequence[Payment], *, today: date) -> str:
    """What waits, in a sentence or two."""
    waiting = [each for each in payments if each.state in (State.ASKED, State.FIRST)]
    ready = [each for each in payments if each.state == State.APPROVED]
    due = [each for each in payments if each.state == State.SCHEDULED and each.due_on <= today]
    return (
        f"{counted(len(due), 'payment')} due and not asked for yet, {len(waiting)} waiting for "
        f"approval, {len(ready)} approved and coming to {short_pounds(total(ready))}."
    )


def facts(
    payment: Payment, names: Mapping[str, str], award: Bead | None, *, may_keep: bool
) -> list[Row]:
    """What a payment is."""
    change = payment_address(payment, "supplier") if may_keep else ""
    commitment = payment.commitment
    title = award.title if award else ""
    where = Cell(commitment.award_reference, href=award.address if award else "", hint=title)
    found = [
        Row("To", payment.payee.name),
        Row("Supplier number", payment.payee.supplier_number or "Not known", change),
        Row("Amount", pounds(payment.amount)),
        Row("Due", day(payment.due_on)),
        Row("Award", where),
        Row("Pot", Cell(commitment.pot.name, href=pot_address(commitment.pot))),
        Row("Pays for", commitment.get_pays_for_display()),
        Row("Scheduled by", _who(payment.written_by, names, moment(payment.written_at))),
    ]
    for key, who, at in (
        ("Asked for by", payment.asked_by, payment.asked_at),
        ("First approval", payment.first_by, payment.first_at),
        ("Second approval", payment.second_by, payment.second_at),
    ):
        if who:
            found.append(Row(key, _who(who, names, moment(at))))
    if commitment.held_at is not None:
        found.append(
            Row("On hold since", f"{day(commitment.held_at.date())}: {commitment.held_reason}")
        )
    if payment.sent_back_reason:
        found.append(Row("Last sent back because", payment.sent_back_reason))
    if payment.run is not None:
        found.append(Row("Payment run", Cell(payment.run.reference, href=run_address(payment.run))))
    if payment.movement is not None:
        found.append(Row("Booked", f"{day(payment.movement.on)} as {payment.movement.reference}"))
    if payment.confirmed_on is not None:
        found.append(Row("Left the bank", day(payment.confirmed_on)))
    return found


def _who(reference: str, names: Mapping[str, str], when: str) -> Cell:
    return Cell(names.get(reference, reference), hint=when)


def csv_rows(payments: Iterable[Payment]) -> Iterator[tuple[str, ...]]:
    """The rows of the file, in the order of `CSV_COLUMNS`."""
    for each in payments:
        yield (
            each.reference,
            each.commitment.award_reference,
            each.commitment.pot.reference,
            each.payee.name,
            plain_pounds(each.amount),
            each.due_on.isoformat(),
            each.state,
            "yes" if each.commitment.held_at else "no",
            each.run.reference if each.run else "",
            each.movement.on.isoformat() if each.movement else "",
            each.confirmed_on.isoformat() if each.confirmed_on else "",
        )


def bank_rows(run: PaymentRun, payments: Iterable[Payment]) -> Iterator[tuple[str, ...]]:
    """The rows of a run's bank file, in the order of `BANK_COLUMNS`. Always the same rows."""
    for each in payments:
        yield (
            each.reference,
            run.pay_on.isoformat(),
            each.payee.name,
            each.payee.supplier_number,
            plain_pounds(each.amount),
            each.commitment.award_reference,
            each.commitment.pot.reference,
            each.commitment.pays_for,
        )


def runs_table(runs: Sequence[tuple[PaymentRun, Sequence[Payment]]]) -> Table:
    """Payment runs, the latest first."""
    return Table(
        caption="Payment runs",
        columns=[
            Column("Run"),
            Column("Pay on"),
            Column("Payments", numeric=True),
            Column("Amount", numeric=True),
            Column("State"),
        ],
        rows=[
            [
                Cell(run.reference, href=run_address(run), hint=moment(run.started_at)),
                day(run.pay_on),
                len(payments),
                pounds(total(payments)),
                Cell(tag=run_tag(run)),
            ]
            for run, payments in runs
        ],
        when_empty="No payment run was started yet.",
    )


def run_tag(run: PaymentRun) -> Tag:
    """Whether a run is done."""
    if run.ended_at is None:
        return Tag("Being booked", Colour.BLUE, "a worker books its payments one by one")
    return Tag("Done", Colour.GREEN, "every payment of it is in the ledger and the bank file")
