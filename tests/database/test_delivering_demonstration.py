"""The story of Loamshire's grants is told through the changes that people make."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from builders.delivering import build_award
from builders.money import approved, pay
from builders.web import build_member, build_workspace
from headwater.core import clock
from headwater.web.accounts.roles import Role
from headwater.web.config.demonstration import delivering
from headwater.web.config.demonstration.steps import walk
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.delivering.models import Attendance, Delivery, Return, Variation
from headwater.web.grants.delivering.queries.closing import owed
from headwater.web.grants.money.queries import payments_of

pytestmark = pytest.mark.django_db


def test_half_a_year_of_two_grants_is_told() -> None:
    build_member(Role.LEAD, email=delivering.LEAD)
    build_member(Role.APPROVER, email=delivering.APPROVER)
    starts = timezone.localdate() - timedelta(days=171)
    for title, days in (("Ring of Confidence", 300), ("Loud and Proud", 150)):
        build_award(
            title=title,
            amount=Decimal("3500.00"),
            starts_on=starts,
            ends_on=starts + timedelta(days=days),
        )
    walk(delivering.steps(build_workspace()), now=clock.now())
    assert set(Return.objects.values_list("state", flat=True)) == {"accepted", "open"}
    assert Variation.objects.get().state == "agreed"
    assert Attendance.objects.count() > 100
    assert Delivery.objects.exclude(closed_at=None).count() == 1


def test_one_grant_stops_early_and_pays_back_most_of_what_is_left() -> None:
    build_member(Role.LEAD, email=delivering.LEAD)
    starts = timezone.localdate() - timedelta(days=171)
    for number in range(delivering.STOPS + 1):
        build_award(
            title=f"Mend and Ride {number}",
            amount=Decimal("1800.00"),
            starts_on=starts,
            ends_on=starts + timedelta(days=300),
        )
    told = {each.days_ago: each for each in delivering.steps(build_workspace())}
    for days_ago in (delivering.SENT, delivering.ACCEPTED):
        told[days_ago].do(clock.now() - timedelta(days=days_ago))
    for award in Award.objects.all():
        pay(approved(payments_of(award.reference)[0]))
    for days_ago in (delivering.STOPPED, delivering.SOME_BACK):
        told[days_ago].do(clock.now() - timedelta(days=days_ago))
    stopped = Award.objects.get(state=AwardState.CLAWBACK)
    assert stopped.delivery.unspent == Decimal(1800)
    assert owed(stopped.delivery) == Decimal(600)
