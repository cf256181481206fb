"""Payments over £500: which are listed, with what is said of them, and names left out of them."""

from datetime import date
from decimal import Decimal

import pytest

from builders.money import build_pot, spend
from builders.money import lead as keeper
from builders.publishing import (
    AT,
    REASON,
    WORTH,
    build_award,
    build_batch,
    build_paid,
    build_paid_grant,
    build_published,
    lead,
    leave_out,
    proceeds,
    say_whom,
)
from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.grants.money.changes import payments, reversals
from headwater.web.grants.publishing.changes import adding, chasing, files, spending
from headwater.web.grants.publishing.changes.adding import CannotAddError
from headwater.web.grants.publishing.models import NameLeftOut
from headwater.web.grants.publishing.queries import published
from headwater.web.grants.publishing.queries import spending as queries
from headwater.web.grants.publishing.rules.permissions import NotAllowedError
from headwater.web.releases import changes as releases
from headwater.web.releases.rules.policies import OwnWorkError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def listed() -> list[tuple[str, Decimal]]:
    return [(each.recipient, each.amount) for each in queries.outlays_of("loamshire")]


def test_a_payment_of_exactly_500_pounds_is_not_listed() -> None:
    for amount in ("500.00", "500.01"):
        say_whom(build_paid(amount))
    assert [amount for _, amount in listed()] == [Decimal("500.01")]


def test_payments_of_grants_are_listed_with_the_words_of_the_grant() -> None:
    award = build_award()
    build_paid_grant(award, "1500.00", payee="Harbour Light")
    build_paid_grant(award, "400.00")
    (outlay,) = queries.outlays_of("loamshire")
    assert (outlay.recipient, outlay.amount, outlay.grant) == (
        "Harbour Light",
        Decimal("1500.00"),
        award.reference,
    )
    assert (outlay.purpose, outlay.value) == (award.description, award.reasons)


def test_what_came_back_or_was_put_right_is_taken_off() -> None:
    paid, mistake = build_paid_grant(build_award()), build_paid()
    assert len(listed()) == 2
    payments.take_returned(
        payment=paid, on=AT.date(), reason="Account closed", actor=keeper(), at=AT
    )
    reversals.reverse(movement=mistake, reason="Entered twice", actor=keeper(), at=AT)
    assert listed() == []


def test_another_partnership_s_payments_are_not_ours() -> None:
    other = build_workspace(slug="elsewhere", name="Elsewhere")
    made = build_paid(pot=proceeds(other))
    assert listed() == []
    with pytest.raises(NotYours):
        queries.movement_for(lead(), "loamshire", made.reference)


def test_files_freeze_the_payments_that_are_ready() -> None:
    award, paid = build_award(), say_whom(build_paid())
    build_paid("900.00")
    batch = build_batch()
    (told,) = batch.content["spending"]
    assert (told["reference"], told["amount"], told["paid_on"], told["value"]) == (
        paid.movement.reference,
        "1200.00",
        "2026-10-12",
        WORTH,
    )
    assert (batch.grants, batch.payments, len(batch.spending_sha256)) == (1, 1, 64)
    again = {"recipient": "Somebody else", "value": WORTH}
    spending.write_particulars(movement=paid.movement, version=1, actor=lead(), at=AT, **again)
    batch.refresh_from_db()
    assert batch.content["spending"][0]["recipient"] == "Staff of the office, through payroll"
    assert award.reference == batch.content["projects"][0]["reference"]


def test_payments_alone_are_published_too() -> None:
    say_whom(build_paid())
    batch = files.make(workspace=build_workspace(), actor=lead(), at=AT)
    assert (batch.grants, batch.payments) == (0, 1)


def test_a_payment_of_a_grant_waits_until_the_grant_is_ready() -> None:
    award = build_award(reasons="")
    build_paid_grant(award)
    say_whom(build_paid())
    assert files.make(workspace=build_workspace(), actor=lead(), at=AT).payments == 1
    award.reasons = REASON
    award.save(update_fields=["reasons"])
    assert files.make(workspace=build_workspace(), actor=lead(), at=AT).payments == 2


def test_a_name_left_out_of_a_grant_is_left_out_of_its_payments() -> None:
    award = build_award()
    build_paid_grant(award, payee="Ann Other, trading as Harbour Light")
    leave_out(award, "Ann Other")
    (told,) = build_batch().content["spending"]
    assert told["recipient"] == "[name left out], trading as Harbour Light"
    assert told["left_out"] == ["A volunteer who did not agree to be named in public."]


def test_a_name_left_out_of_a_payment_stays_out_of_the_record_too() -> None:
    paid = build_paid(words="Fees of Ann Other, who trained the panel")
    say_whom(paid, recipient="Ann Other")
    name = spending.leave_out(
        movement=paid, words="Ann Other", reason="A private person.", actor=lead(), at=AT
    )
    (told,) = build_batch().content["spending"]
    assert (told["recipient"], told["purpose"]) == (
        "[name left out]",
        "Fees of [name left out], who trained the panel",
    )
    assert "Ann" not in str(list(Entry.objects.values_list("facts", flat=True)))
    with pytest.raises(CannotAddError):
        spending.leave_out(
            movement=paid, words="ann other", reason="A private person.", actor=lead(), at=AT
        )
    adding.put_back(name=name, actor=lead(), at=AT)
    assert not NameLeftOut.objects.exists()


def test_only_leads_add_to_payments_and_none_is_written_over() -> None:
    paid = build_paid()
    viewer = actor_of(build_member(Role.VIEWER))
    said = {"recipient": "A firm", "value": WORTH}
    with pytest.raises(NotAllowedError):
        spending.write_particulars(movement=paid, version=0, actor=viewer, at=AT, **said)
    with pytest.raises(NotAllowedError):
        spending.leave_out(movement=paid, words="Ann", reason=REASON, actor=viewer, at=AT)
    say_whom(paid)
    with pytest.raises(ChangedMeanwhileError):
        spending.write_particulars(movement=paid, version=0, actor=lead(), at=AT, **said)


def test_whoever_said_who_was_paid_may_not_approve_the_files() -> None:
    both = actor_of(build_member(Role.LEAD, Role.APPROVER, name="Both Hats"))
    said = {"recipient": "A firm", "value": WORTH}
    spending.write_particulars(movement=build_paid(), version=0, actor=both, at=AT, **said)
    batch = files.make(workspace=build_workspace(), actor=lead(), at=AT)
    release = files.propose(batch=batch, reason=REASON, embargo_until=None, actor=lead(), at=AT)
    with pytest.raises(OwnWorkError):
        releases.approve(release=release, reason=REASON, actor=both, at=AT)


def test_months_are_public_from_the_first_payment_to_the_last_month_that_ended() -> None:
    say_whom(build_paid(on=date(2026, 8, 3)))
    say_whom(build_paid(on=date(2026, 11, 1)))
    build_published()
    found = published.spending_lists(published.current(at=AT))
    assert [(str(each.month), len(each.items)) for each in found] == [
        ("2026-10", 0),
        ("2026-09", 0),
        ("2026-08", 1),
    ]


def test_what_was_published_before_there_were_lists_of_payments_has_none() -> None:
    release = build_published()
    del release.snapshot["spending"]
    assert published.spending_lists([release]) == []


def test_a_partnership_that_paid_something_is_asked_for_the_month() -> None:
    spend(build_pot(), "400.00")
    chasing.ask_for_month(AT)
    assert not Item.objects.exists()
    build_paid()
    chasing.ask_for_month(AT)
    assert Item.objects.get().title == "Publish the lists of grants and payments of October 2026"
