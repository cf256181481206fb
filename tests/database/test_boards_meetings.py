"""Boards meet: what is kept, who may, what waits, and what is on the thread."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from builders.boards import (
    PARTNERS,
    attended,
    build_board,
    build_meeting,
    build_seat,
    build_seated_board,
    build_terms,
    decided,
    first_item,
    held,
    lead_of,
    proposal,
    started,
)
from builders.editions_web import stored_edition
from builders.web import LONG_AGO, actor_of, build_member, build_organisation, build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.editions.models import Edition
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.notices.models import Notice
from headwater.web.partners.models import StatutoryRole
from headwater.web.partnership.boards.changes import agenda, boards, meetings, minutes, minuting
from headwater.web.partnership.boards.changes.boards import Place
from headwater.web.partnership.boards.changes.minuting import NoPlanError, Task
from headwater.web.partnership.boards.models import (
    AgendaItem,
    Attendance,
    Board,
    Decision,
    Meeting,
    Minutes,
)
from headwater.web.partnership.boards.queries import engagement
from headwater.web.partnership.boards.queries import meetings as queries
from headwater.web.partnership.boards.queries.live import live_items
from headwater.web.partnership.boards.rules.describing import BoardError
from headwater.web.partnership.boards.rules.meeting import (
    MeetingError,
    Minuted,
    Status,
    Template,
)
from headwater.web.partnership.boards.rules.permissions import NotAllowedError
from headwater.web.partnership.boards.rules.sitting import How, Office, Seniority
from headwater.web.partnership.boards.rules.voting import NotQuorateError, Stance
from headwater.web.strategy.models import Action
from headwater.web.thread import kinds
from headwater.web.thread.errors import UnsettledError
from headwater.web.thread.kinds import Kind, Making
from headwater.web.thread.queries import strands_of
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def viewer() -> Actor:
    return actor_of(build_member(Role.VIEWER))


def waiting(kind: str) -> list[str]:
    return list(Item.objects.filter(kind=kind, closed_at=None).values_list("about", flat=True))


def fire() -> Actor:
    """A contributor who speaks for the fire authority."""
    name, role, _ = PARTNERS[2]
    organisation = build_organisation(name=name, statutory_role=role)
    return actor_of(build_member(Role.CONTRIBUTOR, name="Fire Person", organisation=organisation))


# --- boards and seats --------------------------------------------------------------------------


def test_a_board_is_founded_by_a_lead_and_its_review_waits() -> None:
    board = build_board()
    assert waiting("board_terms_to_review") == [board.reference]
    assert Entry.objects.filter(event="board_founded", about=board.reference).exists()


def test_nobody_but_a_lead_founds_a_board() -> None:
    with pytest.raises(NotAllowedError):
        boards.found_board(
            workspace=build_workspace(),
            terms=build_terms(),
            starts_on=LONG_AGO,
            actor=viewer(),
            at=clock.now(),
        )


def test_two_boards_of_one_name_do_not_sit_at_once() -> None:
    build_board()
    with pytest.raises(BoardError, match="sits already"):
        build_board()


def test_terms_changed_meanwhile_are_not_written_over() -> None:
    board = build_board()
    change: dict[str, Any] = {
        "board": board,
        "actor": lead_of(),
        "at": clock.now(),
        "version": board.version,
    }
    boards.change_terms(terms=build_terms(quorum=3), **change)
    with pytest.raises(ChangedMeanwhileError):
        boards.change_terms(terms=build_terms(quorum=4), **change)
    assert Board.objects.get(pk=board.pk).quorum == 3


def test_a_board_has_one_chair_at_a_time() -> None:
    board = build_seated_board()
    with pytest.raises(BoardError, match="has a chair already"):
        build_seat(board, build_organisation(), "Another", office=Office.CHAIR)


def test_a_seat_stays_with_its_organisation() -> None:
    seat = build_seated_board().seats.order_by("pk")[0]
    other = build_organisation(name="Other", statutory_role=StatutoryRole.OTHER)
    with pytest.raises(BoardError, match="stays with its organisation"):
        boards.change_seat(
            seat=seat,
            place=Place(organisation=other, title="X", seniority=Seniority.ADVISER),
            version=seat.version,
            actor=lead_of(),
            at=clock.now(),
        )


def test_a_board_with_a_meeting_to_come_does_not_end() -> None:
    meeting = build_meeting()
    end: dict[str, Any] = {"board": meeting.board, "actor": lead_of(), "at": clock.now()}
    with pytest.raises(BoardError, match="still to come"):
        boards.end_board(last_day=timezone.localdate(), **end)
    meetings.cancel(meeting=meeting, reason="Snow", actor=lead_of(), at=clock.now())
    boards.end_board(last_day=timezone.localdate(), **end)
    assert waiting("board_terms_to_review") == []


# --- agenda ------------------------------------------------------------------------------------


def test_an_agenda_starts_with_what_stands_on_every_agenda() -> None:
    titles = build_meeting().agenda.values_list("title", flat=True)
    assert list(titles) == ["Welcome", "Any other business"]


def test_a_workshop_starts_with_its_four_stages() -> None:
    meeting = build_meeting(template=Template.WORKSHOP)
    assert list(meeting.agenda.values_list("stage", flat=True)) == [
        "responsibilities",
        "gaps",
        "plan",
        "works",
    ]


def test_late_work_is_offered_for_an_agenda_and_comes_before_any_other_business() -> None:
    meeting = build_meeting()
    Item.objects.create(
        workspace=meeting.board.workspace,
        kind="file_expected",
        title="A file is late",
        link="/work/loamshire/",
        about="X-2222-2222",
        roles="|lead|",
        whom="//lead",
        due_on=timezone.localdate() - timedelta(days=9),
        opened_at=clock.now(),
        changed_at=clock.now(),
    )
    offered = live_items(lead_of(), meeting.board.workspace, today=timezone.localdate())
    late = [each for each in offered if each.is_late]
    assert [each.title for each in late] == ["A file is late"]
    agenda.add_live(meeting=meeting, chosen=late, actor=lead_of(), at=clock.now())
    titles = meeting.agenda.values_list("title", flat=True)
    assert list(titles) == ["Welcome", "A file is late", "Any other business"]


def test_a_thing_of_the_thread_on_an_agenda_is_tied_to_the_meeting() -> None:
    earlier = decided()
    meetings.close(meeting=earlier.meeting, actor=lead_of(), at=clock.now())
    meeting = build_meeting(build_board(name="Delivery group"))
    end = ("decision", earlier.reference)
    item = first_item(started(meeting))
    minuting.lay_on_table(item=item, end=end, actor=lead_of(), at=clock.now())
    strands = strands_of(lead_of(), "loamshire", end)
    assert ("was discussed at", meeting.title) in [(s.words, s.other.title) for s in strands]


def test_items_change_places_and_the_first_stays_first() -> None:
    meeting = build_meeting()
    last = meeting.agenda.order_by("-position")[0]
    for _ in range(3):
        agenda.move_item(item=last, earlier=True, actor=lead_of(), at=clock.now())
    assert list(meeting.agenda.values_list("title", flat=True)) == ["Any other business", "Welcome"]


def test_an_item_on_which_something_was_said_is_not_taken_off() -> None:
    meeting = started()
    item = first_item(meeting)
    minuting.note(item=item, notes="Said", version=1, actor=lead_of(), at=clock.now())
    with pytest.raises(MeetingError, match="so it stays"):
        agenda.remove_item(item=item, actor=lead_of(), at=clock.now())


# --- the meeting -------------------------------------------------------------------------------


def test_a_pack_is_waited_for_until_it_is_sent_and_members_are_told() -> None:
    board = build_seated_board()
    member = build_member(Role.VIEWER, name="Seat Holder")
    seat = board.seats.order_by("pk")[0]
    seat.user = member
    seat.save(update_fields=["user"])
    meeting = build_meeting(board)
    assert waiting("meeting_pack_to_send") == [meeting.reference]
    meetings.send_pack(meeting=meeting, actor=lead_of(), at=clock.now())
    assert waiting("meeting_pack_to_send") == []
    assert Notice.objects.get(user=member).subject == "The pack is there: March meeting"


def test_a_meeting_without_a_record_of_who_came_is_not_closed() -> None:
    begun = meetings.start(meeting=build_meeting(), actor=lead_of(), at=clock.now())
    with pytest.raises(MeetingError, match="Nobody is recorded"):
        meetings.close(meeting=begun, actor=lead_of(), at=clock.now())


def test_a_meeting_that_was_started_is_not_started_again() -> None:
    meeting = build_meeting()
    meetings.start(meeting=meeting, actor=lead_of(), at=clock.now())
    with pytest.raises(MeetingError):
        meetings.start(meeting=meeting, actor=lead_of(), at=clock.now())
    assert Minutes.objects.filter(meeting=meeting).count() == 1


def test_attendance_recorded_meanwhile_is_not_written_over() -> None:
    meeting = meetings.start(meeting=build_meeting(), actor=lead_of(), at=clock.now())
    attended(meeting)
    with pytest.raises(ChangedMeanwhileError):
        attended(meeting, [How.ABSENT])
    assert Attendance.objects.filter(how=How.PRESENT).count() == 3


def test_whoever_took_part_in_a_decision_stays_at_the_table() -> None:
    meeting = decided().meeting
    with pytest.raises(MeetingError, match="took part in a decision"):
        attended(Meeting.objects.get(pk=meeting.pk), [How.ABSENT])


def test_notes_written_meanwhile_are_not_written_over() -> None:
    item = first_item(started())
    minuting.note(item=item, notes="Mine", version=1, actor=lead_of(), at=clock.now())
    with pytest.raises(ChangedMeanwhileError):
        minuting.note(item=item, notes="Yours", version=1, actor=lead_of(), at=clock.now())
    assert AgendaItem.objects.get(pk=item.pk).notes == "Mine"


# --- decisions ---------------------------------------------------------------------------------


def test_decisions_are_numbered_through_the_meetings_of_a_board() -> None:
    first = decided()
    meetings.close(meeting=first.meeting, actor=lead_of(), at=clock.now())
    second = decided(started(build_meeting(first.board, title="June")))
    assert (first.number, second.number) == (1, 2)


def test_an_interest_leaves_a_seat_out_of_the_count_and_says_so() -> None:
    meeting = started()
    seats = queries.voting_seats(meeting)
    item = first_item(meeting)
    conflicted = next(each for each in seats if each.organisation.name == "Loamshire Fire")
    minuting.declare_interest(
        item=item, seat=conflicted, nature="It is paid", actor=fire(), at=clock.now()
    )
    stances = {seat.pk: Stance.FOR for seat in seats if seat != conflicted}
    made = minuting.decide(
        item=item, proposal=proposal(meeting, stances=stances), actor=lead_of(), at=clock.now()
    )
    assert made.votes.get(seat=conflicted).stance == Stance.EXCLUDED
    assert made.count_words.endswith("1 declared an interest and took no part.")


def test_too_many_interests_leave_nobody_to_decide() -> None:
    meeting = started(here=[How.PRESENT, How.ABSENT])
    seat = queries.voting_seats(meeting)[-1]
    item = first_item(meeting)
    minuting.declare_interest(item=item, seat=seat, nature="X", actor=lead_of(), at=clock.now())
    with pytest.raises(NotQuorateError, match="1 of the 2 seats"):
        minuting.decide(item=item, proposal=proposal(meeting), actor=lead_of(), at=clock.now())
    assert not Decision.objects.exists()


def test_nothing_is_decided_without_a_partner_that_must_be_there() -> None:
    meeting = started(here=[How.APOLOGIES])
    with pytest.raises(NotQuorateError, match="nobody is there from: Chief officer of police"):
        decided(meeting)


def test_dissent_is_recorded_by_organisation() -> None:
    meeting = started()
    seats = queries.voting_seats(meeting)
    stances = {seat.pk: Stance.FOR for seat in seats} | {seats[0].pk: Stance.AGAINST}
    made = decided(meeting, stances=stances, dissent="It would rather wait.")
    assert made.is_carried
    assert made.count_words == "Carried: 2 for, 1 against, 0 abstained."
    assert made.votes.get(stance=Stance.AGAINST).organisation == seats[0].organisation


def test_a_contributor_does_not_declare_for_another_organisation() -> None:
    meeting = started()
    seat = meeting.board.seats.order_by("pk")[0]
    with pytest.raises(NotAllowedError, match="speak for the organisation"):
        minuting.declare_interest(
            item=first_item(meeting), seat=seat, nature="X", actor=fire(), at=clock.now()
        )


def test_an_interest_is_not_declared_after_the_decision() -> None:
    made = decided()
    with pytest.raises(MeetingError, match="decided on this item already"):
        minuting.declare_interest(
            item=made.item,
            seat=made.board.seats.order_by("pk")[0],
            nature="X",
            actor=lead_of(),
            at=clock.now(),
        )


# --- actions -----------------------------------------------------------------------------------


def task() -> Task:
    return Task(
        title="Start youth work",
        organisation=build_organisation(),
        due_on=timezone.localdate() + timedelta(days=60),
    )


def test_without_a_plan_an_action_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_KINDS", {})
    with pytest.raises(NoPlanError, match="The joint plan is not set up here"):
        minuting.make_action(
            item=first_item(started()), task=task(), actor=lead_of(), at=clock.now()
        )


def test_an_action_is_made_where_plans_are_kept_and_tied_to_the_meeting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Making] = []

    def make(making: Making) -> str:
        made.append(making)
        return "A-2222-2222"

    real = kinds.kind("board")
    assert real is not None

    def find(actor: Actor, slug: str, references: object) -> dict[str, kinds.Bead]:
        return {"A-2222-2222": kinds.Bead("action", "A-2222-2222", "Start youth work", "/x/")}

    known = {**kinds._KINDS, "action": Kind("action", "action", "actions", find, make=make)}
    monkeypatch.setattr(kinds, "_KINDS", known)
    meeting = started()
    minuting.make_action(item=first_item(meeting), task=task(), actor=lead_of(), at=clock.now())
    assert [each.title for each in made] == ["Start youth work"]
    strands = strands_of(lead_of(), "loamshire", ("action", "A-2222-2222"))
    assert [(s.words, s.other.reference) for s in strands] == [
        ("was decided in", meeting.reference)
    ]


def test_no_action_of_a_meeting_answers_a_finding_that_can_still_change() -> None:
    finding = a_finding(EditionStatus.DRAFT)
    item = first_item(started())
    with pytest.raises(UnsettledError, match="Lock it first"):
        minuting.make_action(
            item=item,
            task=replace(task(), answers=[finding]),
            actor=lead_of(),
            at=clock.now(),
        )
    assert not Action.objects.exists()
    assert not item.actions.exists()
    Edition.objects.update(status=EditionStatus.LOCKED)
    task_now = replace(task(), answers=[finding])
    minuting.make_action(item=item, task=task_now, actor=lead_of(), at=clock.now())
    assert item.actions.count() == 1


def test_a_board_is_offered_findings_of_locked_editions_only() -> None:
    draft = a_finding(EditionStatus.DRAFT)
    assert draft not in offered_ends()
    assert ("edition", draft[1].partition(":")[0]) in offered_ends(), "a draft may be talked about"
    Edition.objects.update(status=EditionStatus.LOCKED)
    assert draft in offered_ends()


def a_finding(status: EditionStatus) -> tuple[str, str]:
    edition = stored_edition(workspace=build_workspace(), status=status)
    return "finding", f"{edition.reference}:{edition.findings.all()[0].slug}"


def offered_ends() -> list[tuple[str, str]]:
    found = live_items(lead_of(), build_workspace(), today=timezone.localdate())
    return [end for each in found for end in each.about]


# --- minutes -----------------------------------------------------------------------------------


def draft() -> Minutes:
    made = decided()
    held(made.meeting)
    return Minutes.objects.select_related("meeting__board__workspace").get(meeting=made.meeting)


def issued() -> Minutes:
    return minutes.issue(minutes=draft(), actor=lead_of(), at=clock.now())


def test_minutes_wait_to_be_issued_and_their_decisions_are_then_built_on() -> None:
    found = draft()
    decisions = kinds.kind("decision")
    assert decisions is not None
    assert decisions.offer is not None
    assert waiting("minutes_to_issue") == [found.meeting.reference]
    assert decisions.offer(lead_of(), "loamshire", "") == []
    minutes.issue(minutes=found, actor=lead_of(), at=clock.now())
    assert waiting("minutes_to_issue") == []
    assert len(decisions.offer(viewer(), "loamshire", "youth workers")) == 1
    assert decisions.offer(viewer(), "loamshire", "something else") == []


def test_drafts_are_not_there_for_a_viewer() -> None:
    found = draft()
    reference = found.meeting.reference
    read: dict[str, Any] = {
        "actor": viewer(),
        "workspace": "loamshire",
        "today": timezone.localdate(),
    }
    with pytest.raises(NotYours):
        queries.minutes_for(reference=reference, **read)
    minutes.issue(minutes=found, actor=lead_of(), at=clock.now())
    assert queries.minutes_for(reference=reference, **read) == found


def test_minutes_are_confirmed_at_a_later_meeting_and_no_other() -> None:
    found = issued()
    confirm: dict[str, Any] = {"minutes": found, "actor": lead_of(), "at": clock.now()}
    with pytest.raises(MeetingError, match="later meeting"):
        minutes.confirm(at_meeting=found.meeting, **confirm)
    later = build_meeting(found.meeting.board, begins_at=clock.now() + timedelta(days=90))
    meetings.start(meeting=later, actor=lead_of(), at=clock.now())
    minutes.confirm(at_meeting=later, **confirm)
    assert Minutes.objects.get(pk=found.pk).stands is Minuted.CONFIRMED


def test_a_correction_keeps_what_stood_there_and_why_it_changed() -> None:
    found = issued()
    row = found.meeting.decisions.get()
    said = row.text
    minutes.correct(
        minutes=found,
        row=row,
        field="text",
        before=said,
        after="We pay for three youth workers",
        why="Three were agreed",
        actor=lead_of(),
        at=clock.now(),
    )
    kept = found.corrections.get()
    assert (kept.before, kept.after, kept.why) == (
        said,
        "We pay for three youth workers",
        "Three were agreed",
    )
    assert Decision.objects.get(pk=row.pk).text == "We pay for three youth workers"


@pytest.mark.parametrize("field", ["is_carried", "count_words", "number"])
def test_a_count_is_never_corrected(field: str) -> None:
    found = issued()
    with pytest.raises(MeetingError, match="Only notes"):
        minutes.correct(
            minutes=found,
            row=found.meeting.decisions.get(),
            field=field,
            before="",
            after="0",
            why="X",
            actor=lead_of(),
            at=clock.now(),
        )


def test_words_corrected_meanwhile_are_not_written_over() -> None:
    found = issued()
    with pytest.raises(ChangedMeanwhileError):
        minutes.correct(
            minutes=found,
            row=found.meeting.decisions.get(),
            field="text",
            before="Something older",
            after="Mine",
            why="X",
            actor=lead_of(),
            at=clock.now(),
        )


def test_after_the_minutes_are_issued_nothing_is_decided_any_more() -> None:
    found = issued()
    with pytest.raises(MeetingError, match="Correct them instead"):
        decided(found.meeting)


def test_no_minutes_are_confirmed_nowhere() -> None:
    found = issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.filter(pk=found.pk).update(status=Minuted.CONFIRMED)


# --- engagement --------------------------------------------------------------------------------


def test_engagement_counts_meetings_held_in_twelve_months_by_organisation() -> None:
    begun = build_meeting(begins_at=clock.now() - timedelta(days=1))
    meeting = started(begun, here=[How.PRESENT, How.SUBSTITUTE, How.ABSENT])
    counts: dict[str, Any] = {
        "actor": viewer(),
        "workspace": "loamshire",
        "today": timezone.localdate(),
    }
    assert engagement.engagement_of(**counts) == {}
    meetings.close(meeting=meeting, actor=lead_of(), at=clock.now())
    found = {each.name: made for each, made in engagement.engagement_of(**counts).items()}
    assert found["Loamshire County Council"].substitutes == 1
    assert found["Loamshire Fire"].came == 0
    assert list(found) == sorted(found)
    later = timezone.localdate() + timedelta(days=366)
    assert engagement.engagement_of(**{**counts, "today": later}) == {}


def test_a_cancelled_meeting_says_why_and_is_counted_nowhere() -> None:
    meeting = build_meeting()
    meetings.cancel(meeting=meeting, reason="Snow", actor=lead_of(), at=clock.now())
    meeting.refresh_from_db()
    assert (meeting.stands, meeting.why_cancelled) == (Status.CANCELLED, "Snow")
    assert waiting("meeting_pack_to_send") == []
