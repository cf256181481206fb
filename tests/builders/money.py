"""Funds, pots with money in them, awards' commitments and payments."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from builders.web import actor_of, build_member, build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.grants.money import changes
from headwater.web.grants.money.changes import (
    funds,
    payments,
    receipts,
    runs,
    statements,
    virements,
)
from headwater.web.grants.money.changes.funds import PotSaid
from headwater.web.grants.money.models import (
    CostKind,
    Fund,
    Movement,
    Payment,
    PaymentRun,
    Pot,
    Source,
)
from headwater.web.grants.money.rules.sources import CountsFrom, counts_from
from headwater.web.grants.money.rules.years import months, year_of
from headwater.web.partners.models import Workspace

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
"""A Monday."""
ON = date(2026, 6, 1)
A_DAY = timedelta(days=1)
_numbers = count(1)


def lead(name: str = "Lead Person") -> Actor:
    """Somebody who runs funds."""
    return actor_of(build_member(Role.LEAD, name=name))


def approver(name: str = "Approver Person") -> Actor:
    """Somebody who approves payments."""
    return actor_of(build_member(Role.APPROVER, name=name))


def build_fund(workspace: Workspace | None = None, *, name: str = "Youth Fund") -> Fund:
    """A fund."""
    here = workspace or build_workspace()
    found = Fund.objects.filter(workspace=here, name=name).first()
    return found or funds.write_fund(
        workspace=here,
        name=name,
        purpose="Safe places and things to do for young people.",
        actor=HEADWATER,
        at=AT,
    )


def build_pot(
    fund: Fund | None = None,
    *,
    budget: str | Decimal = "10000.00",
    source: Source = Source.GRANT,
    year: int = 2026,
    name: str = "",
    pays_for: CostKind = CostKind.ANY,
    at: datetime = AT,
) -> Pot:
    """A pot all of whose budget may be promised. Money that must be here first came in."""
    said = PotSaid(
        name=name or f"Pot {next(_numbers)}",
        year=year,
        source=source,
        budget=Decimal(budget),
        pays_for=pays_for,
    )
    pot = funds.write_pot(fund=fund or build_fund(), said=said, actor=HEADWATER, at=at)
    if counts_from(source) is CountsFrom.RECEIVED and pot.budget:
        build_receipt(pot, pot.budget, at=at)
    return pot


def build_receipt(pot: Pot, amount: str | Decimal, *, at: datetime = AT, **given: Any) -> Any:
    """Money that came into a pot."""
    said = {
        "source": "Home Office",
        "received_on": at.date(),
        "identity": f"REM-{next(_numbers)}",
        **given,
    }
    return changes.receive(pot=pot, amount=Decimal(amount), actor=HEADWATER, at=at, **said)


def spend(
    pot: Pot,
    amount: str | Decimal,
    *,
    words: str = "Salaries for a month",
    spent_on: date = ON,
    at: datetime = AT,
) -> Movement:
    """What the finance system paid out of a pot by itself."""
    return receipts.spend(
        pot=pot,
        amount=Decimal(amount),
        pays_for=CostKind.NON_LABOUR if pot.pays_for == CostKind.NON_LABOUR else CostKind.LABOUR,
        words=words,
        spent_on=spent_on,
        identity=f"JOURNAL-{next(_numbers)}",
        actor=HEADWATER,
        at=at,
    )


def promise(pot: Pot, amount: str | Decimal, *, award: str = "", actor: Actor = HEADWATER) -> str:
    """Money promised to an award, whose reference it gives."""
    reference = award or f"AW-{next(_numbers):04}"
    changes.commit_award(
        pot=pot, amount=Decimal(amount), award_reference=reference, actor=actor, at=AT
    )
    return reference


def build_payment(
    award: str,
    amount: str | Decimal,
    *,
    payee: str = "Harbour Light",
    due_on: date = ON,
    actor: Actor = HEADWATER,
) -> Payment:
    """A payment that is scheduled."""
    return changes.schedule_payment(
        award_reference=award,
        payee=payee,
        amount=Decimal(amount),
        due_on=due_on,
        actor=actor,
        at=AT,
    )


def ask(payment: Payment) -> Payment:
    """Somebody asked for it."""
    return payments.ask(payment=payment, version=payment.version, actor=lead("Asks"), at=AT)


def approve(payment: Payment, name: str) -> Payment:
    """Somebody approved it."""
    return payments.approve(payment=payment, version=payment.version, actor=approver(name), at=AT)


def approved(payment: Payment) -> Payment:
    """Two people approved it."""
    return approve(approve(ask(payment), "First Eyes"), "Second Eyes")


def build_approved(pot: Pot, amount: str | Decimal, **given: Any) -> Payment:
    """An award of a pot with one payment of everything, which two people approved."""
    return approved(build_payment(promise(pot, amount), amount, **given))


def start_run(workspace: Workspace | None = None, *, at: datetime = AT) -> PaymentRun:
    """A run of everything that is approved. No worker has booked it yet."""
    from headwater.web.grants.money.queries.payments import ready_to_run, total

    here = workspace or build_workspace()
    ready = list(ready_to_run(here.slug))
    return runs.start_run(
        workspace=here,
        pay_on=at.date(),
        count=len(ready),
        amount=total(ready),
        actor=HEADWATER,
        at=at,
    )


def pay(*waiting: Payment) -> PaymentRun:
    """Payments that are paid, in one run."""
    assert all(each.state == "approved" for each in waiting)
    run = start_run()
    runs.go_on(run, at=AT)
    return run


def _approve_unseen(payment: Payment, person: User) -> None:
    Payment.objects.filter(pk=payment.pk).update(
        state="approved", asked_by=person.reference, first_by="U-1", second_by="U-2"
    )


def build_money_life(workspace: Workspace, person: User, said: str) -> dict[str, Any]:
    """One of each thing of money. `said` stands in every text that somebody enters."""
    at = clock.now()
    today = timezone.localdate(at)
    fund = funds.write_fund(
        workspace=workspace, name=f"Money {said[:150]}", purpose=said, actor=HEADWATER, at=at
    )
    pot, other = (_pot_of(fund, f"{said[:150]} {number}", said, at=at) for number in (1, 2))
    build_receipt(pot, "250.25", at=at, source=said[:160], identity=f"REM {workspace.slug}")
    made, waiting = (
        virements.ask(
            out_of=pot, into=other, amount=amount, reason=said[:400], actor=HEADWATER, at=at
        )
        for amount in (Decimal("10.01"), Decimal("9000.00"))
    )
    scheduled, paid, ready, asked = _payments(pot, f"AW-{workspace.pk:04}-MNEY", said, at=at)
    _approve_unseen(paid, person)
    run = start_run(workspace, at=at)
    runs.go_on(run, at=at)
    _approve_unseen(ready, person)
    payments.ask(payment=asked, version=1, actor=HEADWATER, at=at)
    run.refresh_from_db()
    assert run.ended_at is not None
    statement = statements.take_in(
        workspace=workspace,
        name=said[:100],
        raw=bank_csv((today, f"{said} {workspace.slug}", "-1.01")),
        actor=HEADWATER,
        at=at,
    )
    return {
        "fund": fund,
        "pot": pot,
        "money_movement": made.movement,
        "virement": waiting,
        "payment": scheduled,
        "payment_run": run,
        "statement": statement,
    }


def _pot_of(fund: Fund, name: str, ring_fence: str, *, at: datetime) -> Pot:
    return funds.write_pot(
        fund=fund,
        said=PotSaid(
            name=name,
            year=year_of(timezone.localdate(at)),
            source=Source.PRECEPT,
            budget=Decimal("20000.00"),
            ring_fence=ring_fence[:400],
        ),
        actor=HEADWATER,
        at=at,
    )


def _payments(pot: Pot, award: str, payee: str, *, at: datetime) -> list[Payment]:
    """Four payments of one award, all due today."""
    changes.commit_award(
        pot=pot, amount=Decimal("3500.00"), award_reference=award, actor=HEADWATER, at=at
    )
    return [
        changes.schedule_payment(
            award_reference=award,
            payee=payee[:200],
            amount=Decimal("800.10"),
            due_on=timezone.localdate(at),
            actor=HEADWATER,
            at=at,
        )
        for _ in range(4)
    ]


def bank_csv(*lines: tuple[date, str, str]) -> bytes:
    """A bank statement as a file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("Date", "Description", "Amount"))
    writer.writerows((f"{on:%d/%m/%Y}", words, amount) for on, words, amount in lines)
    return text.getvalue().encode()


def money_parts(rows: dict[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    payment = {"reference": rows["payment"].reference}
    return (
        ("money:fund", {"reference": rows["fund"].reference}),
        (
            "money:pot_explain",
            {
                "reference": rows["pot"].reference,
                "month": f"{months(rows['pot'].year)[0]:%Y-%m}",
            },
        ),
        ("money:pot", {"reference": rows["pot"].reference}),
        ("money:statement", {"reference": rows["statement"].reference}),
        ("money:line_explain", {"reference": rows["statement"].reference, "number": 2}),
        ("money:movement", {"reference": rows["money_movement"].reference}),
        ("money:virement", {"reference": rows["virement"].reference}),
        ("money:payment_back", {**payment, "step": "refuse"}),
        ("money:payment", payment),
        ("money:run", {"reference": rows["payment_run"].reference}),
        ("money:", payment),
    )
