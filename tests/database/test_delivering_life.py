"""A grant from its agreement to its end: returns, small numbers, variations, money that is left."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from builders.applying import as_applicant
from builders.delivering import (
    A_DAY,
    AMOUNT,
    AT,
    ENDS,
    STARTS,
    after,
    ann,
    build_award,
    build_delivery,
    person,
    said_return,
    send,
    terms,
)
from builders.web import actor_of, build_member, build_organisation
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.grants.applying.models import Letter
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering import queries
from headwater.web.grants.delivering.breaking_down import break_down_after
from headwater.web.grants.delivering.changes import (
    agreements,
    chasing,
    closing,
    concerns,
    people,
    returns,
    variations,
)
from headwater.web.grants.delivering.changes.people import Scored
from headwater.web.grants.delivering.changes.variations import Wish
from headwater.web.grants.delivering.errors import (
    AgreementError,
    ReturnNotReadyError,
    VariationError,
)
from headwater.web.grants.delivering.events import Work
from headwater.web.grants.delivering.models import Concern, Delivery, Return, ReturnVersion
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.queries.returns import (
    counted,
    funder_lines,
    return_for,
    waiting_returns,
)
from headwater.web.grants.delivering.rules.agreeing import Budgeted, Part, Planned, TermsError
from headwater.web.grants.delivering.rules.measures import ScoreRefusedError
from headwater.web.grants.delivering.rules.permissions import NotAllowedError
from headwater.web.grants.money import queries as money
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def lead() -> Actor:
    return actor_of(build_member(Role.LEAD))


def approver() -> Actor:
    return actor_of(build_member(Role.APPROVER))


def return_of(delivery: Delivery, number: int = 1) -> Return:
    found = delivery.returns.get(number=number)
    found.delivery = delivery
    return found


def certify(of: Return, words: str = "It went well.", **achieved: Any) -> Return:
    saved = returns.write(
        of=of, said=said_return(of, words, **achieved), version=of.version, actor=ann(), at=AT
    )
    return returns.certify(
        of=saved,
        role="Treasurer",
        is_checked=False,
        version=saved.version,
        actor=ann(),
        at=after(of),
    )


def accepted(delivery: Delivery, number: int, **achieved: Any) -> Return:
    sent = certify(return_of(delivery, number), **achieved)
    return returns.accept(of=sent, actor=lead(), at=after(sent) + A_DAY)


def test_accepting_the_terms_opens_the_grant_and_schedules_what_waits_for_nothing() -> None:
    delivery = build_delivery()
    award = Award.objects.get()
    assert award.state == "active"
    (payment,) = money.payments_of(award.reference)
    assert payment.amount == Decimal("6000.00")
    assert delivery.instalments.get(number=2).payment == ""


def test_the_terms_that_are_accepted_are_those_that_were_read() -> None:
    agreement = agreements.send(award=build_award(), said=terms(), actor=HEADWATER, at=AT)
    with pytest.raises(AgreementError, match="changed"):
        agreements.accept(
            agreement=agreement,
            role="Chair",
            safeguarding_role="Lead",
            safeguarding_email="a@b.example",
            sha256="0" * 64,
            actor=ann(),
            at=AT,
        )


def test_only_one_who_delivers_accepts_and_only_a_lead_sends() -> None:
    award = build_award()
    with pytest.raises(NotAllowedError):
        agreements.send(award=award, said=terms(), actor=approver(), at=AT)
    agreement = agreements.send(award=award, said=terms(), actor=lead(), at=AT)
    with pytest.raises(NotYours):
        agreements.accept(
            agreement=agreement,
            role="Chair",
            safeguarding_role="Lead",
            safeguarding_email="a@b.example",
            sha256=agreement.sha256,
            actor=as_applicant("eve@example.org"),
            at=AT,
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"schedule": (Part(Decimal(1), date(2026, 4, 6)),)},
        {"budget": (Budgeted("All", Decimal(1)),)},
        {"targets": ()},
        {"targets": (Planned("Starts", "people", "young people", (1, 2)),)},
        {"targets": (Planned("Sessions", "sessions", "sessions", (1, 1, 1, 1)),)},
    ],
)
def test_terms_that_do_not_add_up_are_not_sent(wrong: dict[str, Any]) -> None:
    with pytest.raises(TermsError):
        agreements.send(award=build_award(), said=terms(**wrong), actor=HEADWATER, at=AT)


def test_an_award_without_terms_waits_for_those_who_run_grants_until_they_are_sent() -> None:
    award = build_award()
    chasing.ask_for_agreements(AT)
    chasing.ask_for_agreements(AT + A_DAY)
    waiting = Item.objects.filter(kind=Work.AGREEMENT, closed_at=None)
    assert waiting.count() == 1
    agreements.send(award=award, said=terms(), actor=lead(), at=AT)
    assert waiting.count() == 0


def test_a_return_wants_a_reason_beyond_a_tenth() -> None:
    of = return_of(build_delivery())
    with pytest.raises(ReturnNotReadyError, match="more than 10%"):
        certify(of, words="", t1=8)


def test_a_return_is_certified_once_its_period_is_over() -> None:
    of = return_of(build_delivery())
    given = {"role": "Treasurer", "is_checked": True, "actor": ann()}
    saved = returns.write(of=of, said=said_return(of), version=of.version, actor=ann(), at=AT)
    first = f"{after(of):%-d %B %Y}"
    with pytest.raises(ReturnNotReadyError, match=f"from {first} on"):
        returns.certify(of=saved, version=saved.version, at=after(of) - A_DAY, **given)  # type: ignore[arg-type]
    assert return_of(saved.delivery).state == "open"
    sent = returns.certify(of=saved, version=saved.version, at=after(of), **given)  # type: ignore[arg-type]
    assert sent.state == "submitted"


def test_a_return_of_a_grant_that_ended_early_is_certified_from_then_on() -> None:
    delivery = build_delivery()
    early = STARTS + 30 * A_DAY
    wish = Wish("The hall shut.", delivery.award.amount, early)
    asked = variations.ask(delivery=delivery, wish=wish, actor=ann(), at=AT)
    variations.decide(
        variation=asked, agrees=True, reason="So we heard.", actor=approver(), at=AT + A_DAY
    )
    of = return_of(Delivery.objects.get())
    assert after(of).date() == early + A_DAY
    assert certify(of).state == "submitted"


def test_a_return_wants_words_checked_that_may_tell_of_somebody() -> None:
    of = return_of(build_delivery())
    with pytest.raises(ReturnNotReadyError, match="under five"):
        certify(of, words="Two young people left.")


def test_changes_are_asked_for_and_the_earlier_version_is_kept() -> None:
    of = certify(return_of(build_delivery()), words="First words.")
    assert Item.objects.filter(kind=Work.RETURN, closed_at=None).count() == 1
    back = returns.request_changes(of=of, wanted="Say more.", actor=lead(), at=AT + A_DAY)
    assert Item.objects.filter(kind=Work.RETURN, closed_at=None).count() == 0
    certify(back, words="Other words.")
    said = [each.said["narrative"] for each in ReturnVersion.objects.order_by("number")]
    assert said == ["First words.", "Other words."]
    assert Letter.objects.filter(subject="Please change your return").count() == 1


def test_a_payment_that_waits_for_a_return_is_scheduled_when_it_is_accepted() -> None:
    delivery = build_delivery()
    accepted(delivery, 1)
    assert len(money.payments_of(delivery.reference)) == 1
    accepted(delivery, 2)
    assert [each.amount for each in money.payments_of(delivery.reference)] == [6000, 6000]


def shown(delivery: Delivery, number: int) -> int | None:
    return funder_lines(return_of(delivery, number))[0].achieved


def test_the_partnership_sees_no_few_and_cannot_find_them_by_comparing_returns() -> None:
    delivery = build_delivery()
    for number, people_in_period in enumerate((7, 2, 4, 0), start=1):
        certify(return_of(delivery, number), words="As planned or not.", t1=people_in_period)
    # 7, then 9 (two more: held back), then 13 (six more since 7), then nobody.
    assert [shown(delivery, number) for number in (1, 2, 3, 4)] == [7, None, 13, 13]


def test_a_return_sent_again_does_not_let_a_few_be_found() -> None:
    delivery = build_delivery()
    first = certify(return_of(delivery), t1=12)
    back = returns.request_changes(of=first, wanted="Count again.", actor=lead(), at=AT + A_DAY)
    certify(back, t1=14)
    assert shown(delivery, 1) is None
    assert queries.reach(delivery.award).people is None


def test_reach_is_broken_down_once_with_no_few_in_it() -> None:
    said = terms(targets=(Planned("Starts", "people", "young people", (23, 0, 0, 0)),))
    delivery = build_delivery(said=said)
    young = [person(age_band="10-13") for _ in range(21)]
    send(delivery, *young, person(age_band="14-17"), person(age_band="14-17"))
    of = accepted(delivery, 1, t1=23)
    break_down_after(of.reference)
    break_down_after(of.reference)
    reach = queries.reach(delivery.award)
    assert reach.people == 23
    # Two of 14 to 17 are hidden, and with them another age, else 23 less 21 would give them away.
    assert reach.by_age["14-17"] is None
    assert sum(each is None for each in reach.by_age.values()) >= 2
    assert delivery.breakdowns.count() == 1


def test_targets_are_counted_from_the_register() -> None:
    said = terms(
        targets=(
            Planned("Starts", "people", "young people", (1, 1, 1, 1)),
            Planned("Better", "improved", "young people", (1, 1, 1, 1), tool="swemwbs"),
            Planned("Finish", "finished", "young people", (1, 1, 1, 1)),
        )
    )
    delivery = build_delivery(said=said)
    send(delivery, person(), person())
    one = delivery.participants.first()
    assert one is not None
    for stage, score in (("before", 20), ("after", 24)):
        people.measure(
            person=one,
            said=Scored("swemwbs", stage, date(2026, 5, 1), Decimal(score)),
            actor=ann(),
            at=AT + 40 * A_DAY,
        )
    people.leave(
        person=one,
        left_on=date(2026, 6, 1),
        leaving="completed",
        version=1,
        actor=ann(),
        at=AT + 60 * A_DAY,
    )
    of = return_of(delivery)
    assert [counted(each, of) for each in delivery.targets.all()] == [2, 1, 1]


def test_a_score_the_tool_does_not_have_is_refused() -> None:
    delivery = build_delivery()
    send(delivery, person())
    with pytest.raises(ScoreRefusedError):
        people.measure(
            person=delivery.participants.get(),
            said=Scored("sdq_total", "before", date(2026, 5, 1), Decimal(41)),
            actor=ann(),
            at=AT,
        )


def test_a_concern_is_passed_on_and_nothing_of_it_is_kept() -> None:
    delivery = build_delivery()
    concerns.raise_concern(delivery=delivery, passed_to="lead", actor=ann(), at=AT)
    letter = Letter.objects.get(subject="A safeguarding concern was raised")
    assert letter.address == "safe@harbourlight.example"
    assert "999" in letter.words
    fields = {each.name for each in Concern._meta.get_fields()}
    assert not fields & {"details", "words", "about", "participant", "text"}


def test_no_code_of_a_young_person_reaches_the_ledger() -> None:
    delivery = build_delivery()
    send(delivery, person())
    code = delivery.participants.get().code
    assert not [each for each in Entry.objects.all() if code in str(each.facts) + each.about]


def test_a_variation_is_asked_by_one_side_and_decided_by_the_other() -> None:
    delivery = build_delivery()
    wish = Wish("The hall closes early.", Decimal("9000.00"), ENDS - timedelta(days=90))
    variation = variations.ask(delivery=delivery, wish=wish, actor=ann(), at=AT)
    with pytest.raises(VariationError, match="already"):
        variations.ask(delivery=delivery, wish=wish, actor=ann(), at=AT)
    with pytest.raises(NotAllowedError):
        variations.decide(variation=variation, agrees=True, reason="Yes", actor=lead(), at=AT)
    variations.decide(
        variation=variation, agrees=True, reason="It makes sense.", actor=approver(), at=AT
    )
    award = Award.objects.get()
    assert (award.amount, award.ends_on) == (Decimal("9000.00"), ENDS - timedelta(days=90))
    assert award.first_amount == AMOUNT
    assert sum(each.amount for each in delivery.instalments.all()) == award.amount
    assert sum(each.amount for each in delivery.budget.all()) == award.amount
    assert delivery.returns.count() == 3
    assert sum(delivery.targets.get(number=1).planned) == 40


def test_a_refused_variation_changes_nothing() -> None:
    delivery = build_delivery()
    wish = Wish("Less money.", Decimal("1.00"), ENDS)
    variation = variations.ask(delivery=delivery, wish=wish, actor=ann(), at=AT)
    variations.decide(variation=variation, agrees=False, reason="No.", actor=approver(), at=AT)
    assert Award.objects.get().amount == AMOUNT


def test_a_suspended_grant_holds_its_payments() -> None:
    delivery = build_delivery()
    closing.suspend(delivery=delivery, reason="No return came.", actor=lead(), at=AT + A_DAY)
    commitment = money.commitment_of(delivery.reference)
    assert commitment is not None
    assert commitment.held_at is not None
    closing.resume(delivery=delivery, reason="It came.", actor=lead(), at=AT + 2 * A_DAY)
    assert Award.objects.get().state == "active"


def test_a_grant_that_was_never_paid_closes_with_nothing_owed() -> None:
    delivery = build_delivery()
    closed = closing.close(
        delivery=delivery,
        words="It never began.",
        actor=lead(),
        at=AT + A_DAY,
    )
    assert (closed.unspent, Award.objects.get().state) == (Decimal("0.00"), "closed")
    assert Award.objects.get().amount == 0


def test_a_grant_its_returns_and_its_variations_are_closed_to_who_has_an_interest() -> None:
    delivery = build_delivery()
    sent = certify(return_of(delivery))
    wish = Wish("Less.", Decimal("9000.00"), ENDS)
    asked = variations.ask(delivery=delivery, wish=wish, actor=ann(), at=AT)
    near = build_organisation(name="Harbour boxing")
    who = actor_of(build_member(Role.LEAD, name="Near One", organisation=near))
    here = "loamshire"
    ours, theirs = grants.grants_for(lead(), here), grants.grants_for(who, here)
    assert (ours.get(), theirs.first()) == (delivery.award, None)
    assert (waiting_returns(ours).get(), waiting_returns(theirs).first()) == (sent, None)
    for find, reference in (
        (grants.grant_for, delivery.reference),
        (grants.delivery_for, delivery.reference),
        (grants.variation_for, asked.reference),
        (return_for, sent.reference),
    ):
        assert find(lead(), here, reference)
        with pytest.raises(NotYours):
            find(who, here, reference)


def test_reminders_go_before_on_and_after_the_day_and_each_once() -> None:
    delivery = build_delivery()
    due = return_of(delivery).due_on
    for _ in range(2):
        for days in (-7, 0, 7):
            at = AT + A_DAY * ((due - AT.date()).days + days)
            chasing.remind(at)
    subjects = Letter.objects.filter(subject__startswith="Your return").values_list(
        "subject", flat=True
    )
    assert len(subjects) == 3
    assert Item.objects.filter(kind=Work.LATE).count() == 1
