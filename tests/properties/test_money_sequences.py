"""Whatever is done with money, in whatever order: it balances to the penny and never runs dry."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from builders.money import AT, ON, approve, ask, build_fund, build_pot, build_receipt, lead
from headwater.core.errors import HeadwaterError
from headwater.core.money import NOTHING, from_pence
from headwater.web.accounts.actor import HEADWATER
from headwater.web.grants.money import changes
from headwater.web.grants.money.changes import funds, payments, receipts, reversals, runs
from headwater.web.grants.money.changes import virements as moving
from headwater.web.grants.money.models import (
    Account,
    AccountKind,
    CostKind,
    Movement,
    Payment,
    PaymentRun,
    Pot,
    Source,
)
from headwater.web.grants.money.queries import paid_for, position
from headwater.web.grants.money.queries.balances import balance_of, of_award
from headwater.web.grants.money.queries.payments import ready_to_run, total
from headwater.web.grants.money.rules.payments import OPEN, State
from headwater.web.grants.money.rules.sources import CountsFrom, counts_from

AMOUNTS = st.integers(1, 60_000).map(from_pence)
WHICH = st.integers(0, 1_000)


class Books(RuleBasedStateMachine):
    """A fund with two pots, and people who do anything that may be done."""

    def __init__(self) -> None:
        super().__init__()
        fund = build_fund()
        self.pots = [
            build_pot(fund, budget="1000.00", source=Source.PRECEPT),
            build_pot(fund, budget="0", source=Source.PROCEEDS),
        ]
        self.awards: list[str] = []
        self.number = 0
        self.given = NOTHING
        self.kept = 0

    def _try(self, do: Any) -> None:
        """What stands against it changes nothing; a bug is a bug."""
        before = self._state()
        try:
            do()
        except HeadwaterError:
            assert self._state() == before
        else:
            assert Movement.objects.count() >= self.kept
        self.kept = Movement.objects.count()

    def _state(self) -> list[Decimal]:
        return [balance_of(each) for each in Account.objects.order_by("pk")]

    def _pot(self, which: int) -> Pot:
        return Pot.objects.get(pk=self.pots[which % 2].pk)

    def _next(self) -> str:
        self.number += 1
        return f"N-{self.number}"

    def _award(self, which: int) -> str:
        return self.awards[which % len(self.awards)]

    @rule(which=WHICH, amount=AMOUNTS)
    def receive(self, which: int, amount: Decimal) -> None:
        self._try(lambda: build_receipt(self._pot(which), amount, identity=self._next()))

    @rule(which=WHICH, amount=AMOUNTS)
    def set_budget(self, which: int, amount: Decimal) -> None:
        pot = self._pot(which)
        self._try(
            lambda: funds.change_pot(
                pot=pot,
                name=pot.name,
                ring_fence="",
                budget=amount,
                reason="Try",
                version=pot.version,
                actor=HEADWATER,
                at=AT,
            )
        )

    @rule(which=WHICH, amount=AMOUNTS)
    def promise(self, which: int, amount: Decimal) -> None:
        award = self._next()

        def do() -> None:
            changes.commit_award(
                pot=self._pot(which), amount=amount, award_reference=award, actor=HEADWATER, at=AT
            )
            self.awards.append(award)

        self._try(do)

    @precondition(lambda self: self.awards)
    @rule(which=WHICH, amount=AMOUNTS)
    def vary(self, which: int, amount: Decimal) -> None:
        self._try(
            lambda: changes.change_commitment(
                award_reference=self._award(which),
                amount=amount,
                reason="Try",
                actor=HEADWATER,
                at=AT,
            )
        )

    @precondition(lambda self: self.awards)
    @rule(which=WHICH, amount=AMOUNTS)
    def schedule(self, which: int, amount: Decimal) -> None:
        self._try(
            lambda: changes.schedule_payment(
                award_reference=self._award(which),
                payee="Harbour Light",
                amount=amount,
                due_on=ON + timedelta(days=which % 9),
                actor=HEADWATER,
                at=AT,
            )
        )

    @precondition(lambda self: Payment.objects.filter(state=State.SCHEDULED).exists())
    @rule()
    def get_approved(self) -> None:
        for payment in Payment.objects.filter(state=State.SCHEDULED):
            self._try(lambda p=payment: approve(approve(ask(p), "First Eyes"), "Second Eyes"))

    @rule()
    def pay(self) -> None:
        pot = self._pot(0)
        ready = list(ready_to_run(pot.fund.workspace.slug))
        self._try(
            lambda: runs.start_run(
                workspace=pot.fund.workspace,
                pay_on=ON,
                count=len(ready),
                amount=total(ready),
                actor=lead(),
                at=AT,
            )
        )
        for run in PaymentRun.objects.filter(ended_at=None):
            runs.go_on(run, at=AT)

    @precondition(lambda self: Payment.objects.filter(state=State.PAID).exists())
    @rule()
    def bank_returns(self) -> None:
        payment = Payment.objects.filter(state=State.PAID).earliest("pk")
        self._try(
            lambda: payments.take_returned(
                payment=payment, on=ON, reason="No such account", actor=lead(), at=AT
            )
        )

    @precondition(lambda self: self.awards)
    @rule(which=WHICH, amount=AMOUNTS)
    def owe_and_recover(self, which: int, amount: Decimal) -> None:
        award = self._award(which)
        said: Any = {"award_reference": award, "amount": amount, "actor": HEADWATER, "at": AT}
        self._try(lambda: changes.owe_back(reason="Under-spent", **said))
        if which % 2:
            self._try(
                lambda: changes.record_recovery(received_on=ON, identity=self._next(), **said)
            )

    @rule(which=WHICH, amount=AMOUNTS)
    def move(self, which: int, amount: Decimal) -> None:
        self._try(
            lambda: moving.ask(
                out_of=self._pot(which),
                into=self._pot(which + 1),
                amount=amount,
                reason="Try",
                actor=HEADWATER,
                at=AT,
            )
        )

    @rule(which=WHICH, amount=AMOUNTS)
    def spend(self, which: int, amount: Decimal) -> None:
        self._try(
            lambda: receipts.spend(
                pot=self._pot(which),
                amount=amount,
                pays_for=CostKind.LABOUR,
                words="Salaries",
                spent_on=ON,
                identity=self._next(),
                actor=HEADWATER,
                at=AT,
            )
        )

    @rule(which=WHICH)
    def reverse(self, which: int) -> None:
        rows = list(Movement.objects.order_by("pk"))
        if rows:
            wanted = rows[which % len(rows)]
            self._try(
                lambda: reversals.reverse(
                    movement=wanted, reason="A mistake", actor=HEADWATER, at=AT
                )
            )

    @invariant()
    def everything_balances(self) -> None:
        assert sum(self._state(), start=NOTHING) == NOTHING

    @invariant()
    def no_pot_is_overspent_and_every_pound_is_somewhere(self) -> None:
        for pot in Pot.objects.all():
            at = position(pot)
            assert min(at.available, at.committed, at.received, at.expected, at.owed) >= 0
            if counts_from(pot.source) is CountsFrom.AGREED:
                assert at.spendable == at.budget

    @invariant()
    def no_award_is_scheduled_or_paid_more_than_it_was_promised(self) -> None:
        for award in self.awards:
            rows = Payment.objects.filter(commitment__award_reference=award)
            waiting = sum((each.amount for each in rows if each.state in OPEN), start=NOTHING)
            assert waiting <= of_award(AccountKind.PROMISED, award)
            assert paid_for(award) >= 0


class Rolled(Books):
    """The same in a transaction of its own, which is forgotten after each run."""

    def __init__(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        super().__init__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)


@pytest.mark.django_db
def test_any_sequence_of_movements_balances() -> None:
    run_state_machine_as_test(
        Rolled,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
