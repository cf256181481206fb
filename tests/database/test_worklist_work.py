"""Work is there once, for those it waits for, and people are reminded of it."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from builders.web import actor_of, build_member, build_organisation, build_user, build_workspace
from builders.worklist import DUE, MONDAY, Work, build_item
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.notices.models import Notice
from headwater.web.partners.models import Organisation
from headwater.web.worklist import changes, queries
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
ABOUT = "X-2222-2222"
EIGHT = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
"""The Wednesday five working days before DUE."""


def close(at: datetime = MONDAY) -> None:
    changes.close(workspace=build_workspace(), kind=Work.FILE_EXPECTED, about=ABOUT, at=at)


def reopen(at: datetime = MONDAY) -> None:
    changes.reopen(workspace=build_workspace(), kind=Work.FILE_EXPECTED, about=ABOUT, at=at)


def seen_by(user: User) -> set[str]:
    actor = actor_of(user)
    found = queries.items_for(actor, build_workspace()).filter(queries.mine(actor))
    return {item.title for item in found}


def fire() -> Organisation:
    return build_organisation(name="Loamshire Fire and Rescue")


def test_posting_twice_keeps_one_item_with_the_later_words() -> None:
    first = build_item(title="Send the file")
    second = build_item(title="Send the September file", due_on=DUE + timedelta(days=1))
    assert Item.objects.get() == first == second
    assert Item.objects.get().title == "Send the September file"


def test_the_same_thing_may_wait_for_two() -> None:
    build_item(roles=frozenset({Role.LEAD}))
    build_item(roles=frozenset({Role.APPROVER}))
    assert Item.objects.count() == 2


def test_what_waited_for_somebody_by_name_waits_for_those_who_lead_once_handed_on() -> None:
    bo = build_user("Bo Lind")
    build_item(user=bo, about="X-1")
    build_item(user=bo, about="X-2")
    build_item(about="X-2")  # leads have this one already
    assert changes.hand_on(user=bo, workspace=build_workspace(), at=MONDAY) == 2
    waits = Item.objects.filter(closed_at=None).values_list("about", "user", "roles")
    assert sorted(waits) == [("X-1", None, "|lead|"), ("X-2", None, "|lead|")]


def test_what_waits_elsewhere_or_was_done_is_not_handed_on() -> None:
    bo = build_user("Bo Lind")
    build_item(user=bo, workspace=build_workspace("fenmark"))
    build_item(user=bo)
    close()
    assert changes.hand_on(user=bo, workspace=build_workspace(), at=MONDAY) == 0


def test_posting_what_was_closed_opens_it_and_reminds_from_the_start() -> None:
    build_item()
    Item.objects.update(chases=3)
    close()
    build_item()
    item = Item.objects.get()
    assert (item.closed_at, item.chases) == (None, 0)


def test_closing_and_opening_again_change_nothing_the_second_time() -> None:
    build_item()
    close(MONDAY)
    close(MONDAY + timedelta(hours=1))
    assert Item.objects.get().closed_at == MONDAY
    reopen(MONDAY + timedelta(hours=2))
    reopen(MONDAY + timedelta(hours=3))
    item = Item.objects.get()
    assert (item.closed_at, item.opened_at) == (None, MONDAY + timedelta(hours=2))


def test_an_item_for_a_role_waits_for_everybody_who_holds_it_and_for_nobody_else() -> None:
    build_item(roles=frozenset({Role.LEAD, Role.APPROVER}), title="Approve")
    assert seen_by(build_member(Role.APPROVER)) == {"Approve"}
    assert seen_by(build_member(Role.CONTRIBUTOR)) == set()


def test_an_item_for_a_role_of_one_partner_does_not_wait_for_another_partner() -> None:
    suppliers = frozenset({Role.CONTRIBUTOR})
    build_item(title="Send the fire file", roles=suppliers, organisation=fire())
    assert seen_by(build_member(Role.CONTRIBUTOR, organisation=fire())) == {"Send the fire file"}
    assert seen_by(build_member(Role.CONTRIBUTOR, name="Other")) == set()


def test_a_role_held_for_one_partner_does_not_open_what_another_partners_role_waits_for() -> None:
    build_item(title="Sign", roles=frozenset({Role.APPROVER}), organisation=fire())
    both = build_member(Role.APPROVER, name="Bo")
    build_member(Role.CONTRIBUTOR, name="Bo", organisation=fire())
    assert seen_by(both) == set()


def test_an_item_for_one_person_waits_for_that_person_alone() -> None:
    ada = build_member(Role.VIEWER, name="Ada")
    build_item(title="Read", user=ada)
    assert seen_by(ada) == {"Read"}
    assert seen_by(build_member(Role.VIEWER, name="Bo")) == set()


def test_work_of_one_partnership_is_not_seen_from_another() -> None:
    away = build_workspace("otherton")
    elsewhere = build_organisation(away, name="Otherton Council")
    build_item(title="Theirs", workspace=away)
    assert seen_by(build_member(Role.LEAD)) == set()
    assert Item.objects.filter(
        queries.mine(actor_of(build_member(Role.LEAD, name="Away", organisation=elsewhere)))
    ).exists()


def test_somebody_unknown_has_no_work() -> None:
    from headwater.web.accounts.actor import NOBODY

    build_item()
    assert not Item.objects.filter(queries.mine(NOBODY)).exists()


def test_a_lead_sees_all_work_of_the_workspace_and_a_viewer_only_their_own() -> None:
    build_item(roles=frozenset({Role.APPROVER}))
    place = build_workspace()
    assert queries.items_for(actor_of(build_member(Role.LEAD)), place).count() == 1
    assert queries.items_for(actor_of(build_member(Role.VIEWER)), place).count() == 0


def test_people_are_reminded_five_working_days_before_once() -> None:
    lead = build_member(Role.LEAD)
    build_item()
    assert changes.remind(EIGHT - timedelta(days=1)) == "reminded 0 people of 0 items"
    assert changes.remind(EIGHT) == "reminded 1 person of 1 item"
    assert changes.remind(EIGHT + timedelta(hours=1)) == "reminded 0 people of 0 items"
    notice = Notice.objects.get(user=lead)
    assert notice.subject == "Due in 5 working days: Send the September file"


def test_nobody_is_reminded_on_a_weekend_or_a_bank_holiday() -> None:
    build_member(Role.LEAD)
    build_item(due_on=date(2026, 4, 3))
    good_friday = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)
    assert changes.remind(good_friday) == "not a working day"
    assert changes.remind(good_friday + timedelta(days=1)) == "not a working day"
    assert not Notice.objects.exists()


def test_several_things_make_one_notice_that_lists_them() -> None:
    lead = build_member(Role.LEAD)
    build_item(about="X-3333-3333", title="Approve the release")
    build_item(about="X-4444-4444", title="Send the file")
    changes.remind(EIGHT)
    notice = Notice.objects.get(user=lead)
    assert notice.subject == "2 things wait for you in Loamshire"
    assert notice.words.splitlines() == [
        "Due in 5 working days: Approve the release",
        "Due in 5 working days: Send the file",
    ]
    assert notice.link == "/work/loamshire/"


def test_what_was_missed_while_the_clock_stood_still_is_said_once() -> None:
    lead = build_member(Role.LEAD)
    build_item()
    changes.remind(datetime(2026, 3, 30, 8, 0, tzinfo=UTC))
    assert Notice.objects.get(user=lead).subject.startswith("Overdue by 13 working days")


def test_what_is_done_reminds_nobody() -> None:
    build_member(Role.LEAD)
    build_item()
    close()
    changes.remind(EIGHT)
    assert not Notice.objects.exists()


def test_somebody_who_left_is_not_reminded() -> None:
    lead = build_member(Role.LEAD)
    lead.memberships.update(ends_on=date(2026, 2, 1))
    build_item()
    changes.remind(EIGHT)
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_who_post_at_once_make_one_item() -> None:
    place, start, failed = build_workspace(), Barrier(8), []

    def post() -> None:
        start.wait()
        try:
            build_item(workspace=place)
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Item.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clocks_that_strike_together_remind_once() -> None:
    lead = build_member(Role.LEAD)
    build_item()
    start, said = Barrier(2), []

    def strike() -> None:
        start.wait()
        said.append(changes.remind(EIGHT))
        connections.close_all()

    threads = [Thread(target=strike) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Notice.objects.filter(user=lead).count() == 1
    assert sorted(said) == ["reminded 0 people of 0 items", "reminded 1 person of 1 item"]


def test_an_item_that_waits_for_nobody_is_refused_by_the_database() -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        changes.post(
            workspace=build_workspace(),
            kind=Work.FILE_EXPECTED,
            title="?",
            link="/",
            about=ABOUT,
            due_on=DUE,
            at=MONDAY,
        )


def test_somebody_without_a_seat_has_no_work_of_roles() -> None:
    build_item()
    assert seen_by(build_user("Nobody Here")) == set()
