"""A change of owner body counts from its day, and leaves what was before as it was."""

from dataclasses import replace
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
from headwater.web.partners.rules.policies import (
    DayError,
    NothingToCorrectError,
    SuccessionError,
)

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


# --- what was typed wrong ------------------------------------------------------------------------

WHY = "two letters had changed places"


def correct(body: OwnerBody, *, version: int = 1, **said: str) -> OwnerBody:
    return changes.correct_owner_body(
        body=body,
        details=replace(COMMISSIONER, **said),
        version=version,
        reason=WHY,
        actor=actor_of(build_member(Role.ADMINISTRATOR)),
        at=NOON,
    )


def test_a_correction_counts_for_the_whole_time_of_a_body() -> None:
    body = build_owner(details=replace(COMMISSIONER, name="Laomshire PCC"))
    correct(body)
    for day in (body.starts_on, THAT_DAY, THAT_DAY + timedelta(days=4000)):
        assert name_on(day) == COMMISSIONER.name
    assert OwnerBody.objects.count() == 1


def test_a_correction_leaves_the_days_of_a_body_and_its_successor_alone() -> None:
    body = build_owner()
    hand_over(body)
    correct(body, name="Another spelling")
    assert name_on(HANDOVER - timedelta(days=1)) == "Another spelling"
    assert name_on(HANDOVER) == MAYOR.name


def test_a_correction_is_in_the_ledger_with_both_spellings_and_its_reason() -> None:
    body = correct(build_owner(), name="Another spelling", email="new@pcc.loamshire.example")
    entry = Entry.objects.get(event="owner_body_corrected")
    assert (entry.about, entry.facts["reason"]) == (body.reference, WHY)
    assert entry.facts["name_before"] == COMMISSIONER.name
    assert entry.facts["name"] == "Another spelling"
    assert entry.facts["fields"] == ["name", "email"]
    assert "example" not in str(entry.facts)


def test_a_correction_is_taken_back_by_correcting_again() -> None:
    body = correct(build_owner(), name="Another spelling")
    correct(body, version=2)
    assert name_on(THAT_DAY) == COMMISSIONER.name
    assert Entry.objects.filter(event="owner_body_corrected").count() == 2


def test_a_correction_does_not_overwrite_one_made_meanwhile() -> None:
    body = build_owner()
    correct(body, name="Another spelling")
    with pytest.raises(ChangedMeanwhileError):
        correct(body, name="A third spelling")
    assert name_on(THAT_DAY) == "Another spelling"


def test_a_correction_that_changes_nothing_is_refused() -> None:
    with pytest.raises(NothingToCorrectError):
        correct(build_owner())
    assert not Entry.objects.exists()


def test_only_an_administrator_of_the_workspace_corrects_its_owner() -> None:
    body = build_owner(build_workspace("fenmark"))
    with pytest.raises(NotAllowedError):
        correct(body, name="Another spelling")
