"""Decided again after an offer was withdrawn: the second counts, the first is kept."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from builders.deciding import (
    A_DAY,
    AT,
    REASON,
    approval,
    approver,
    build_application,
    build_award,
    build_before_panel,
    build_round,
    decide,
    lead,
    moderate,
)
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.changes.awards import withdraw_offer
from headwater.web.grants.deciding.changes.moderating import put_before_panel_again, take_from_panel
from headwater.web.grants.deciding.errors import AssessmentRefusedError
from headwater.web.grants.deciding.letters import decision_letter
from headwater.web.grants.deciding.models import Award, Decision
from headwater.web.grants.deciding.queries.assessments import sheet_of
from headwater.web.grants.deciding.queries.decisions import standing_award
from headwater.web.grants.deciding.rules.deciding import Ruling, Said
from headwater.web.grants.deciding.rules.permissions import NotAllowedError
from headwater.web.grants.money.errors import OverspentError
from headwater.web.grants.money.queries import position
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
MIGRATIONS = "headwater.web.grants.deciding.migrations"


def withdrawn(application: Application) -> Award:
    """An award that was offered for an application and withdrawn."""
    _, award = decide(application)
    assert award is not None
    return withdraw_offer(award=award, reason="They closed the club", actor=approver(), at=AT)


def test_an_application_whose_offer_was_withdrawn_is_approved_again_on_other_terms() -> None:
    application = build_before_panel()
    first = withdrawn(application)
    put_before_panel_again(application=application, actor=lead(), at=AT)
    assert Item.objects.filter(kind="application_to_decide", closed_at=None).count() == 1
    other = approval(application, amount=Decimal("2500.00"), description="Half as many nights.")
    decision, second = decide(application, other, at=AT + A_DAY)
    assert second is not None
    assert (decision.award, standing_award(application)) == (second, second)
    assert position(second.pot).committed == Decimal("2500.00")
    application.refresh_from_db()
    assert application.state == "approved"
    first.refresh_from_db()
    assert (first.state, first.amount) == ("withdrawn", Decimal("3000.00"))
    assert first.steps.last().reason == "They closed the club"  # type: ignore[union-attr]
    assert application.moves.filter(reason__contains="They closed the club").count() == 1


@pytest.mark.parametrize(
    ("ruling", "stands"), [(Ruling.DECLINE, "declined"), (Ruling.DEFER, "panel")]
)
def test_an_application_whose_offer_was_withdrawn_is_refused_or_put_off(
    ruling: Ruling, stands: str
) -> None:
    application = build_before_panel()
    award = withdrawn(application)
    put_before_panel_again(application=application, actor=lead(), at=AT)
    decide(application, Said(ruling, REASON), at=AT + A_DAY)
    application.refresh_from_db()
    assert (application.state, standing_award(application)) == (stands, None)
    assert [each.award for each in application.decisions.all()] == [award, None]
    assert position(award.pot).committed == Decimal(0)


def test_the_first_letter_says_what_it_said_when_scores_change_later() -> None:
    application = build_before_panel()
    award = withdrawn(application)
    (first,) = Decision.objects.all()
    before = decision_letter(first, sheet_of(application))
    Decision.objects.update(letter={})
    put_before_panel_again(application=application, actor=lead(), at=AT)
    take_from_panel(application=application, reason="Look again", actor=lead(), at=AT)
    moderate(application, "need", "1")
    first.refresh_from_db()
    again = decision_letter(first, sheet_of(application))
    assert again == before
    assert award.reference in again.text
    assert "Need and gap. 4 of 5." in again.text


def test_decisions_from_before_are_told_which_award_they_made() -> None:
    award = build_award()
    Decision.objects.update(award=None)
    fill = import_module(f"{MIGRATIONS}.0004_awards_of_decisions").fill
    fill(apps, None)
    assert Decision.objects.get().award == award


def test_nothing_is_decided_again_while_its_award_stands() -> None:
    award = build_award()
    with pytest.raises(AssessmentRefusedError, match="Withdraw the offer first"):
        put_before_panel_again(application=award.application, actor=lead(), at=AT)
    other = Award.objects.get()
    other.pk, other.reference = None, "AW-2222-2222"
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_only_leads_put_an_application_before_the_panel_again() -> None:
    application = build_before_panel()
    withdrawn(application)
    with pytest.raises(NotAllowedError):
        put_before_panel_again(application=application, actor=approver(), at=AT)


def test_a_second_award_that_the_pot_cannot_carry_leaves_the_application_with_the_panel() -> None:
    round_ = build_round(budget="5000.00")
    application = build_before_panel(build_application(round_))
    withdrawn(application)
    decide(build_before_panel(build_application(round_, email="b@otherclub.example")))
    put_before_panel_again(application=application, actor=lead(), at=AT)
    with pytest.raises(OverspentError, match="2,000"):
        decide(application)
    application.refresh_from_db()
    assert (application.state, Decision.objects.count()) == ("panel", 2)
