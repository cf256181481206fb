"""What is usual over several grants, and what no number of it gives away."""

from datetime import date

import pytest

from builders.algorithms import register_all
from builders.delivering import (
    A_DAY,
    AT,
    after,
    ann,
    build_delivery,
    person,
    said_return,
    send,
    terms,
)
from builders.web import actor_of, build_member
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.grants.choosing import tasks
from headwater.web.grants.choosing.changes import values
from headwater.web.grants.choosing.models import Reckoning
from headwater.web.grants.delivering.breaking_down import break_down_after
from headwater.web.grants.delivering.changes import returns
from headwater.web.grants.delivering.models import Delivery
from headwater.web.grants.delivering.rules.agreeing import Planned
from headwater.web.grants.delivering.usual_outcomes import Usual, usual_outcomes

pytestmark = pytest.mark.django_db
YOUNG, OLD = "10-13", "14-17"


def grant(*, young: int = 12, old: int = 12, finished: int) -> Delivery:
    """A grant whose first return was accepted and whose ages were let out, if they could be."""
    people = young + old
    said = terms(
        targets=(
            Planned("Starts", "people", "young people", (people, 0, 0, 0)),
            Planned("Finish", "finished", "young people", (finished, 0, 0, 0)),
        )
    )
    delivery = build_delivery(said=said)
    send(delivery, *(person(age_band=YOUNG) for _ in range(young)))
    send(delivery, *(person(age_band=OLD) for _ in range(old)))
    finish(delivery, finished)
    of = delivery.returns.get(number=1)
    of.delivery = delivery
    saved = returns.write(of=of, said=said_return(of), version=1, actor=ann(), at=AT + 30 * A_DAY)
    sent = returns.certify(
        of=saved, role="Chair", is_checked=True, version=2, actor=ann(), at=after(of)
    )
    taken = returns.accept(of=sent, actor=HEADWATER, at=after(of) + A_DAY)
    break_down_after(taken.reference)
    return delivery


def finish(delivery: Delivery, number: int) -> None:
    """So many of the younger have finished as planned."""
    left = delivery.participants.filter(age_band=YOUNG, left_on=None).order_by("pk")
    for one in left[:number]:
        one.left_on, one.leaving = date(2026, 5, 1), "completed"
        one.save(update_fields=["left_on", "leaving"])


def usual(*deliveries: Delivery) -> list[Usual]:
    return usual_outcomes([each.award for each in deliveries], kind="finished")


def test_over_three_grants_it_is_told_to_the_nearest_five() -> None:
    # 7 + 5 + 6 of 36 are 18, and nobody of the older.
    held = [grant(finished=number) for number in (7, 5, 6)]
    assert usual(*held) == [Usual(YOUNG, 20, 36, 3), Usual(OLD, 0, 36, 3)]


def test_one_more_who_finished_is_not_seen() -> None:
    held = [grant(finished=number) for number in (7, 5, 6)]
    before = usual(*held)
    finish(held[0], 1)
    assert usual(*held) == before


def test_two_grants_tell_of_nothing_usual() -> None:
    assert usual(grant(finished=6), grant(finished=6)) == []


def test_an_age_that_is_hidden_in_a_grant_is_not_counted_for_it() -> None:
    held = [grant(finished=6), grant(finished=6), grant(young=22, old=2, finished=6)]
    assert usual(*held) == []
    again = grant(finished=6)
    assert [each.of for each in usual(*held, again)] == [36, 36]


def test_a_register_that_is_no_longer_whole_is_left_out() -> None:
    held = [grant(finished=6) for _ in range(3)]
    held[0].participants.filter(age_band=OLD).first().delete()  # type: ignore[union-attr]
    assert usual(*held) == []


def test_a_reckoning_holds_each_award_against_what_is_usual() -> None:
    register_all()
    held = [grant(finished=number) for number in (7, 5, 6)]
    lead, round = actor_of(build_member(Role.LEAD)), held[0].award.application.round
    made = values.reckon(round=round, actor=lead, at=AT + 40 * A_DAY)
    assert tasks.value.call(made.reference) == "made"
    result = Reckoning.objects.get().result
    (told,) = result["usual"]
    assert (told["had"], told["of"], told["awards"]) == (18, 72, 3)
    (row,) = result["mix"][held[0].award.reference]
    # 12 of 10 to 13 at 20 / 36, 12 of 14 to 17 at none.
    assert row["expected"] == pytest.approx(12 * 20 / 36)
    assert row["observed"] == 7
