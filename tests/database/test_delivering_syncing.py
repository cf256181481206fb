"""What phones send is stored once each, whatever the order, however often, from however many."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.applying import as_applicant
from builders.delivering import A_DAY, AT, ann, build_award, build_delivery, mark, person, send
from builders.delivering import session as a_session
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.delivering.changes import people, syncing
from headwater.web.grants.delivering.errors import RegisterShutError
from headwater.web.grants.delivering.models import (
    Attendance,
    Delivery,
    Mark,
    Participant,
    Session,
)

pytestmark = pytest.mark.django_db
LATER = AT + 20 * A_DAY


def stored(delivery: Delivery) -> tuple[list[Any], ...]:
    """Everything of a register that does not depend on when it came."""
    return (
        sorted(Participant.objects.filter(delivery=delivery).values_list("client_id", "code")),
        sorted(Session.objects.filter(delivery=delivery).values_list("client_id", "activity")),
        sorted(
            Mark.objects.filter(session__delivery=delivery).values_list(
                "client_id", "session__client_id", "participant__client_id", "state"
            )
        ),
        sorted(
            Attendance.objects.filter(session__delivery=delivery).values_list(
                "session__client_id", "participant__client_id", "state", "reason", "is_disputed"
            )
        ),
    )


def an_evening() -> list[dict[str, Any]]:
    """Two young people at one session, one of whom was marked again by another phone."""
    one, other, held = person(), person(), a_session()
    first = mark(held, one)
    return [
        one,
        other,
        held,
        first,
        mark(held, one, state="late", corrects=[first["id"]], at="2026-04-10T19:10:00Z"),
        mark(held, other, state="absent", reason="ill"),
        mark(held, other, at="2026-04-10T19:20:00Z"),
    ]


def test_a_batch_is_stored_and_its_dispute_is_kept() -> None:
    delivery = build_delivery()
    told = send(delivery, *an_evening())
    assert told == ["stored"] * 7
    states = Attendance.objects.values_list("state", "is_disputed").order_by("is_disputed")
    assert list(states) == [("late", False), ("absent", True)]
    assert Mark.objects.count() == 4


def test_a_batch_that_is_sent_again_changes_nothing() -> None:
    delivery, batch = build_delivery(), an_evening()
    send(delivery, *batch)
    before = stored(delivery)
    assert send(delivery, *batch) == ["again"] * 7
    assert stored(delivery) == before


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10_000), cuts=st.integers(1, 6), twice=st.booleans())
def test_any_order_any_batches_and_any_repeats_end_in_the_same_register(
    seed: int, cuts: int, twice: bool
) -> None:
    wanted, tried, batch = build_delivery(), build_delivery(), an_evening()
    send(wanted, *batch)
    chance = random.Random(seed)
    queue = batch * (2 if twice else 1)
    chance.shuffle(queue)
    waiting = queue
    for _ in range(20):
        if not waiting:
            break
        size = max(1, len(waiting) // cuts)
        part, waiting = waiting[:size], waiting[size:]
        told = send(tried, *part)
        # The phone was killed before it heard: it sends some again though they are stored.
        lost = [each for each in part if chance.random() < 0.2]
        kept = [each for each, what in zip(part, told, strict=True) if what == "waits"]
        waiting += kept + [each for each in lost if each not in kept]
    send(tried, *batch)
    assert stored(tried) == stored(wanted)


def test_a_mark_that_comes_before_its_session_waits_on_its_phone() -> None:
    delivery, one, held = build_delivery(), person(), a_session()
    assert send(delivery, one, mark(held, one)) == ["stored", "waits"]
    assert Mark.objects.count() == 0


def test_a_batch_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery, batch = build_delivery(), an_evening()

    def killed(register: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(syncing, "_work_out", killed)
        with pytest.raises(KeyboardInterrupt):
            send(delivery, *batch)
    assert stored(delivery) == ([], [], [], [])
    assert send(delivery, *batch) == ["stored"] * 7


def test_a_wrong_record_is_refused_and_the_others_are_stored() -> None:
    delivery = build_delivery()
    told = syncing.sync(
        delivery=delivery, given=[person(age_band="12"), "x", person()], actor=ann(), at=LATER
    )
    assert [each.outcome for each in told] == ["refused", "refused", "stored"]
    assert told[0].words == "Choose an age."


def test_a_code_that_is_taken_is_changed_and_said() -> None:
    delivery, one = build_delivery(), person()
    send(delivery, one)
    told = syncing.sync(
        delivery=delivery, given=[person(code=one["code"])], actor=ann(), at=AT + 20 * A_DAY
    )
    assert told[0].code != one["code"]
    assert "was taken" in told[0].words
    assert Participant.objects.count() == 2


def test_ids_of_another_grant_mean_nothing_here() -> None:
    theirs, mine, batch = build_delivery(), build_delivery(title="Other"), an_evening()
    send(theirs, *batch)
    assert send(mine, batch[3]) == ["waits"]
    assert send(mine, *batch) == ["stored"] * 7


def test_who_saw_both_of_two_marks_settles_them() -> None:
    delivery, one, held = build_delivery(), person(), a_session()
    first, second = mark(held, one), mark(held, one, state="absent", reason="ill")
    send(delivery, one, held, first, second)
    assert Attendance.objects.get().is_disputed
    send(delivery, mark(held, one, state="late", corrects=[first["id"], second["id"]]))
    row = Attendance.objects.get()
    assert (row.state, row.is_disputed, Mark.objects.count()) == ("late", False, 3)


def test_only_those_who_deliver_send_and_only_while_the_register_is_open() -> None:
    delivery = build_delivery()
    with pytest.raises(NotYours):
        syncing.sync(
            delivery=delivery, given=[], actor=as_applicant("eve@example.org"), at=AT + A_DAY
        )
    Delivery.objects.filter(pk=delivery.pk).update(closed_at=AT)
    with pytest.raises(RegisterShutError):
        send(delivery, person())


def test_nobody_sends_before_the_agreement_is_accepted() -> None:
    delivery = Delivery.objects.create(award=build_award())
    with pytest.raises(RegisterShutError, match="Accept"):
        send(delivery, person())


def test_a_cancelled_session_counts_for_nothing_and_loses_nothing() -> None:
    delivery, one, held = build_delivery(), person(), a_session()
    send(delivery, one, held, mark(held, one))
    row = Session.objects.get()
    people.cancel_session(session=row, cancels=True, actor=ann(), at=AT + 20 * A_DAY)
    assert Mark.objects.count() == 1
    people.cancel_session(session=row, cancels=False, actor=ann(), at=AT + 20 * A_DAY)
    row.refresh_from_db()
    assert row.cancelled_at is None
