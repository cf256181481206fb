"""A change of owner body counts from its day, and leaves what was before as it was."""

from datetime import date, timedelta

import pytest

from builders.partners import COMMISSIONER, HANDOVER, MAYOR, NOON, THAT_DAY, build_owner
from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.partners import changes
from headwater.web.partners.models import OwnerBody
from headwater.web.partners.queries import owner_on
from headwater.web.partners.rules.permissions import NotAllowedError
from headwater.web.partners.rules.policies import DayError, SuccessionError

pytestmark = pytest.mark.django_db


def hand_over(current: OwnerBody, *, on: date = HANDOVER) -> OwnerBody:
    return changes.succeed_owner_body(
        current=current, details=MAYOR, on=on, actor=HEADWATER, at=NOON
    )


def name_on(day: date) -> str:
    owner = owner_on(build_workspace(), day)
    return owner.name if owner else ""


def test_the_first_owner_is_set_once() -> None:
    def set_owner() -> OwnerBody:
        return changes.set_owner_body(
            workspace=build_workspace(),
            details=COMMISSIONER,
            starts_on=THAT_DAY,
            actor=HEADWATER,
            at=NOON,
        )

    set_owner()
    assert name_on(THAT_DAY) == COMMISSIONER.name
    assert name_on(THAT_DAY - timedelta(days=1)) == ""
    with pytest.raises(SuccessionError):
        set_owner()


def test_the_new_body_owns_everything_from_the_day_and_not_before() -> None:
    hand_over(build_owner())
    assert name_on(HANDOVER - timedelta(days=1)) == COMMISSIONER.name
    assert name_on(HANDOVER) == MAYOR.name
    assert name_on(HANDOVER + timedelta(days=4000)) == MAYOR.name


def test_every_day_has_one_owner_through_two_changes() -> None:
    second = hand_over(build_owner())
    changes.succeed_owner_body(
        current=second,
        details=COMMISSIONER,
        on=HANDOVER + timedelta(days=10),
        actor=HEADWATER,
        at=NOON,
    )
    names = [name_on(HANDOVER + timedelta(days=day)) for day in range(-3, 13)]
    assert names == [COMMISSIONER.name] * 3 + [MAYOR.name] * 10 + [COMMISSIONER.name] * 3


def test_a_change_can_be_taken_back_before_its_day() -> None:
    current = build_owner()
    successor = hand_over(current)
    changes.undo_owner_change(successor=successor, actor=HEADWATER, at=NOON)
    assert name_on(HANDOVER) == COMMISSIONER.name
    hand_over(current)
    assert name_on(HANDOVER) == MAYOR.name


def test_a_change_that_counts_already_stays() -> None:
    successor = hand_over(build_owner(), on=THAT_DAY)
    with pytest.raises(DayError):
        changes.undo_owner_change(successor=successor, actor=HEADWATER, at=NOON)


def test_only_the_latest_change_is_taken_back() -> None:
    second = hand_over(build_owner())
    changes.succeed_owner_body(
        current=second,
        details=COMMISSIONER,
        on=HANDOVER + timedelta(days=10),
        actor=HEADWATER,
        at=NOON,
    )
    with pytest.raises(SuccessionError, match="latest"):
        changes.undo_owner_change(successor=second, actor=HEADWATER, at=NOON)


def test_two_people_who_enter_a_change_at_once_enter_one() -> None:
    current = build_owner()
    as_opened = OwnerBody.objects.get(pk=current.pk)
    hand_over(current)
    with pytest.raises(ChangedMeanwhileError):
        hand_over(as_opened)
    assert OwnerBody.objects.count() == 2


def test_no_body_follows_before_its_predecessor_began() -> None:
    current = build_owner()
    with pytest.raises(DayError):
        hand_over(current, on=current.starts_on)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_but_an_administrator_changes_the_owner(role: Role) -> None:
    current = build_owner()
    with pytest.raises(NotAllowedError):
        changes.succeed_owner_body(
            current=current,
            details=MAYOR,
            on=HANDOVER,
            actor=actor_of(build_member(role)),
            at=NOON,
        )
    assert not Entry.objects.exists()


def test_the_ledger_says_from_when_and_names_nobody() -> None:
    hand_over(build_owner())
    entry = Entry.objects.get()
    assert (entry.event, entry.about_kind) == ("owner_body_succeeded", "owner_body")
    assert entry.facts["starts_on"] == "2027-05-07"
    assert "@" not in str(entry.facts)
