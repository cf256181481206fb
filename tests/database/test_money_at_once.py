"""Many at once: no pot is overspent, no payment is booked twice, no form counts twice."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connections

from builders.money import (
    AT,
    build_approved,
    build_payment,
    build_pot,
    build_receipt,
    lead,
    promise,
)
from headwater.core.money import NOTHING
from headwater.web.accounts.actor import HEADWATER
from headwater.web.grants.money.changes import runs, virements
from headwater.web.grants.money.errors import MoneyError
from headwater.web.grants.money.models import (
    Movement,
    MovementKind,
    Payment,
    PaymentRun,
    Pot,
    Source,
)
from headwater.web.grants.money.queries import position

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 16


def at_once(tasks: list[Callable[[], object]]) -> list[str]:
    """Everything begun at the same moment, and how each ended: `done`, or what refused it."""
    start, ended = Barrier(len(tasks)), []

    def run(task: Callable[[], object]) -> None:
        start.wait()
        try:
            task()
        except MoneyError as error:
            ended.append(type(error).__name__)
        else:
            ended.append("done")
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == len(tasks), "one ended by an error of ours"
    return sorted(ended)


def test_awards_promised_at_once_never_overspend_their_pot() -> None:
    pot = build_pot(budget="50.00")
    ended = at_once([partial(promise, pot, "10.00", award=f"AW-{n}") for n in range(MANY)])
    assert ended == ["OverspentError"] * (MANY - 5) + ["done"] * 5
    found = position(pot)
    assert (found.available, found.committed) == (NOTHING, Decimal("50.00"))


def test_an_award_that_is_promised_twice_at_once_has_its_money_once() -> None:
    pot = build_pot(budget="50.00")
    ended = at_once([lambda: promise(pot, "10.00", award="AW-1") for _ in range(4)])
    assert ended.count("done") == 1
    assert position(pot).committed == Decimal("10.00")


def test_a_remittance_that_is_sent_many_times_at_once_is_taken_in_once() -> None:
    pot = build_pot(budget="0", source=Source.PROCEEDS)
    at_once([lambda: build_receipt(pot, "7.77", identity="REM") for _ in range(6)])
    assert position(pot).received == Decimal("7.77")


def test_money_moved_both_ways_at_once_waits_for_nobody_for_ever_and_adds_up() -> None:
    one, two = build_pot(budget="100"), build_pot(budget="100")

    def moving(out_of: Pot, into: Pot) -> Callable[[], object]:
        return lambda: virements.ask(
            out_of=out_of, into=into, amount=Decimal(30), reason="Try", actor=HEADWATER, at=AT
        )

    at_once([moving(one, two), moving(two, one)] * 4)
    there = [position(each) for each in Pot.objects.order_by("pk")]
    assert sum((each.available for each in there), start=NOTHING) == Decimal(200)
    assert [each.budget for each in there] == [each.available for each in there]


def test_payments_scheduled_at_once_never_add_up_to_more_than_was_promised() -> None:
    award = promise(build_pot(), "100")
    at_once([lambda: build_payment(award, "30") for _ in range(8)])
    assert Payment.objects.count() == 3


def test_two_runs_and_four_workers_at_once_pay_each_payee_once() -> None:
    pot = build_pot()
    for number in range(4):
        build_approved(pot, "10", payee=f"Payee {number}")
    actor = lead()
    at_once(
        [
            lambda: runs.start_run(
                workspace=pot.fund.workspace,
                pay_on=AT.date(),
                count=4,
                amount=Decimal(40),
                actor=actor,
                at=AT,
            )
            for _ in range(2)
        ]
    )

    run = PaymentRun.objects.get()
    at_once([lambda: runs.go_on(run, at=AT) for _ in range(4)])
    assert Movement.objects.filter(kind=MovementKind.PAYMENT).count() == 4
    assert position(pot).paid == Decimal(40)
    run.refresh_from_db()
    assert run.ended_at is not None
