"""Decided again by many at once: one award stands, and no pot is overspent."""

from decimal import Decimal
from functools import partial

import pytest

from builders.at_once import at_once
from builders.deciding import (
    AT,
    approver,
    build_application,
    build_before_panel,
    build_round,
    decide,
    lead,
)
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.changes.awards import withdraw_offer
from headwater.web.grants.deciding.changes.moderating import put_before_panel_again
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.money.queries import position
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db(transaction=True)


def offer_gone(application: Application) -> Application:
    _, award = decide(application)
    assert award is not None
    withdraw_offer(award=award, reason="They closed the club", actor=approver(), at=AT)
    return application


def test_two_leads_put_it_before_the_panel_again_once() -> None:
    application, who = offer_gone(build_before_panel()), lead()
    again = partial(put_before_panel_again, application=application, actor=who, at=AT)
    assert at_once([again] * 3) == ["WayRefusedError"] * 2 + ["done"]
    assert Item.objects.filter(kind="application_to_decide", closed_at=None).count() == 1


def test_two_who_approve_again_at_once_make_one_award() -> None:
    application, who = offer_gone(build_before_panel()), approver()
    put_before_panel_again(application=application, actor=lead(), at=AT)
    ended = at_once([partial(decide, application, actor=who)] * 3)
    assert ended == ["DecisionRefusedError"] * 2 + ["done"]
    award = Award.objects.exclude(state=AwardState.WITHDRAWN).get()
    assert position(award.pot).committed == Decimal("3000.00")


def test_awards_made_again_at_once_never_overspend_their_pot() -> None:
    round_ = build_round(budget="6500.00")
    found = [
        offer_gone(build_before_panel(build_application(round_, email=f"c{n}@club{n}.example")))
        for n in range(4)
    ]
    for each in found:
        put_before_panel_again(application=each, actor=lead(), at=AT)
    who = approver()
    ended = at_once([partial(decide, each, actor=who) for each in found])
    assert ended == ["OverspentError"] * 2 + ["done"] * 2
    pot = position(round_.pots.get())
    assert (pot.committed, pot.available) == (Decimal("6000.00"), Decimal("500.00"))
