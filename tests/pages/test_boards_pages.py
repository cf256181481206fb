"""Pages of boards and meetings: who gets in, what they say, and a meeting run from end to end."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from builders.boards import (
    PARTNERS,
    build_board,
    build_meeting,
    build_seated_board,
    decided,
    first_item,
    held,
    lead_of,
    started,
)
from builders.editions_web import stored_edition
from builders.sharing import FIRST, build_dataset, build_onboarding, hospital
from builders.web import build_member, build_organisation, build_workspace, client_of, client_with
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Edition
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.partners.handovers import hand_on, open_work_of
from headwater.web.partners.models import StatutoryRole
from headwater.web.partnership.boards.changes import meetings as changes
from headwater.web.partnership.boards.changes import minutes as minutes_changes
from headwater.web.partnership.boards.changes import minuting
from headwater.web.partnership.boards.models import (
    AgendaItem,
    Attendance,
    Board,
    Decision,
    Meeting,
    Minutes,
    Point,
)
from headwater.web.partnership.boards.rules.meeting import Minuted, Status, Template
from headwater.web.partnership.boards.rules.sitting import How
from headwater.web.sharing.changes import onboarding
from headwater.web.sharing.rules.onboarding import Moved, Step
from headwater.web.thread.models import Tie

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/boards/"


def text_of(client: Client, address: str, *, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def lead() -> Client:
    return client_of(User.objects.get(reference=lead_of().reference))


def outsider(*roles: Role) -> Client:
    """Somebody of an organisation that sits on no board."""
    other = build_organisation(name="Library", statutory_role=StatutoryRole.OTHER)
    return client_of(build_member(*roles, name="Out Sider", organisation=other))


def page(meeting: Meeting, rest: str = "") -> str:
    return f"{HOME}meetings/{meeting.reference}/{rest}"


def item_page(item: AgendaItem, rest: str = "") -> str:
    return f"{HOME}items/{item.reference}/{rest}"


# --- boards ------------------------------------------------------------------------------------


def test_without_a_board_the_page_says_what_to_do() -> None:
    build_organisation()
    assert "Found the first" in text_of(client_with(Role.LEAD), HOME)
    assert "A lead of your partnership founds the first" in text_of(client_with(Role.VIEWER), HOME)


def test_a_board_shows_places_that_nobody_fills_in_words() -> None:
    board = build_board()
    text = text_of(client_with(Role.VIEWER), f"{HOME}{board.reference}/")
    assert "Chief officer of police: nobody sits for one" in text
    assert "nobody chairs the board" in text
    assert "nothing can be decided" in text


def _supplied() -> None:
    """Three datasets of a hospital: asked for 10, 20 and 60 days; two wait at the agreement."""
    theirs = hospital()
    for title, days in (("Injuries", 10), ("Ambulances", 20), ("Deaths", 60)):
        row = build_onboarding(build_dataset(theirs, title=title))
        on = FIRST + timedelta(days=days)
        onboarding.move(
            onboarding=row, to=Moved(Step.AGREEMENT, on), actor=HEADWATER, at=clock.now()
        )
    onboarding.move(onboarding=row, to=Moved(Step.DPIA, on), actor=HEADWATER, at=clock.now())


def test_a_board_reads_the_median_days_of_each_step_and_how_many_wait() -> None:
    board = build_seated_board()
    _supplied()
    text = text_of(client_with(Role.VIEWER), f"{HOME}{board.reference}/")
    table = text[text.index("Days per step of onboarding, by partner") :]
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", table[: table.index("</table>")])
    named = "Loamshire Hospitals"
    assert cells[cells.index(named) + 1 :][:5] == [
        "20 (n 3)", "0 (n 1); 2 waiting", "None over; 1 waiting", "None over", "None over",
    ]  # fmt: skip
    assert f"{named}: Deaths" in text


def test_a_pack_says_the_median_days_of_each_step_and_how_many_wait() -> None:
    meeting = build_meeting()
    assert "Days per step" not in _word(meeting)
    _supplied()
    text = _word(meeting)
    assert "Days per step of onboarding, by partner" in text
    assert "20 (n 3)0 (n 1); 2 waiting" in text


def _word(meeting: Meeting) -> str:
    answer = lead().get(page(meeting, "pack/docx/"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as word:
        return re.sub(r"<[^>]+>", "", word.read("word/document.xml").decode())


def test_whoever_may_not_see_onboarding_sees_no_days_of_it_on_the_board() -> None:
    board = build_seated_board()
    _supplied()
    reader = client_with(Role.VIEWER)
    with patch("headwater.web.sharing.rules.permissions.READERS", frozenset({Role.LEAD})):
        assert "Days per step" not in text_of(reader, f"{HOME}{board.reference}/")
        assert "Days per step" in text_of(lead(), f"{HOME}{board.reference}/")


def test_a_board_with_many_datasets_asks_no_more_than_25_times(
    django_assert_max_num_queries: Any,
) -> None:
    board = build_seated_board()
    for number in range(12):
        build_onboarding(build_dataset(title=f"Dataset {number}"))
    reader = client_with(Role.LEAD)
    with django_assert_max_num_queries(25):
        reader.get(f"{HOME}{board.reference}/")


def test_a_lead_founds_a_board_and_gives_a_seat() -> None:
    organisation = build_organisation()
    client = lead()
    day = timezone.localdate()
    review = day + timedelta(days=90)
    answer = client.post(
        f"{HOME}new/",
        {
            "name": "Duty Board",
            "terms": "It decides.",
            "statutory_roles": ["police"],
            "quorum": "1",
            "quorum_roles": ["police"],
            "standing_items": "Welcome\nDecisions",
            "meets_every": "3",
            **_date("starts_on", day),
            **_date("review_on", review),
        },
    )
    board = Board.objects.get()
    assert answer.headers["Location"] == f"{HOME}{board.reference}/"
    client.post(
        f"{HOME}{board.reference}/seats/new/",
        {
            "organisation": organisation.reference,
            "title": "Assistant Chief Constable",
            "seniority": "decision_maker",
            "office": "chair",
            "votes": "on",
            **_date("starts_on", day),
        },
    )
    text = text_of(client, f"{HOME}{board.reference}/")
    assert "Assistant Chief Constable" in text
    assert "Places nobody fills" not in text


def _date(name: str, day: object) -> dict[str, str]:
    year, month, of_month = str(day).split("-")
    return {f"{name}_day": of_month, f"{name}_month": month, f"{name}_year": year}


def test_terms_that_contradict_themselves_come_back_with_the_answers() -> None:
    board = build_board()
    answer = lead().post(
        f"{HOME}{board.reference}/edit/",
        {
            "name": "Renamed",
            "terms": "T",
            "statutory_roles": ["police"],
            "quorum": "1",
            "quorum_roles": ["fire"],
            "standing_items": "Welcome",
            "meets_every": "3",
            "version": str(board.version),
            **_date("review_on", board.review_on),
        },
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "<title>Error: " in text
    assert "need not sit on the board" in text
    assert 'value="Renamed"' in text


def test_terms_changed_meanwhile_are_shown_beside_ones_own() -> None:
    board = build_board()
    sent = {
        "name": "Mine",
        "terms": "T",
        "statutory_roles": ["police"],
        "quorum": "1",
        "standing_items": "Welcome",
        "meets_every": "3",
        "version": str(board.version),
        **_date("review_on", board.review_on),
    }
    Board.objects.filter(pk=board.pk).update(version=board.version + 1, name="Theirs")
    client = lead()
    text = client.post(f"{HOME}{board.reference}/edit/", sent).content.decode()
    assert "Theirs" in text
    assert 'value="Mine"' in text
    again = client.post(
        f"{HOME}{board.reference}/edit/", {**sent, "version": str(board.version + 1)}
    )
    assert again.status_code == 302
    assert Board.objects.get().name == "Mine"


# --- who reads what ----------------------------------------------------------------------------


def test_viewers_see_that_a_board_meets_and_not_its_papers() -> None:
    meeting = started()
    client = client_with(Role.VIEWER)
    text = text_of(client, page(meeting))
    assert "You read the minutes here when they are issued" in text
    assert "Any other business" not in text
    for rest in ("pack/docx/", "minutes/", "minutes/paper/docx/", "agenda/", "attendance/"):
        text_of(client, page(meeting, rest), status=404)
    text_of(client, item_page(first_item(meeting)), status=404)


def test_members_read_the_pack_and_outsiders_do_not() -> None:
    meeting = build_meeting()
    member = client_with(Role.CONTRIBUTOR)
    assert "Any other business" in text_of(member, page(meeting))
    assert client_with(Role.CONTRIBUTOR).get(page(meeting, "pack/docx/")).status_code == 200
    assert outsider(Role.CONTRIBUTOR).get(page(meeting, "pack/docx/")).status_code == 404
    assert outsider(Role.LEAD).get(page(meeting, "pack/docx/")).status_code == 200


def test_issued_minutes_are_read_by_viewers_with_their_decisions() -> None:
    made = decided()
    held(made.meeting)
    client = client_with(Role.VIEWER)
    text_of(client, f"{HOME}decisions/{made.reference}/", status=404)
    assert made.text not in text_of(client, f"{HOME}decisions/")
    minutes = Minutes.objects.select_related("meeting__board__workspace").get()
    minutes_changes.issue(minutes=minutes, actor=lead_of(), at=clock.now())
    assert made.text in text_of(client, page(made.meeting, "minutes/"))
    assert made.text in text_of(client, f"{HOME}decisions/{made.reference}/")
    assert made.text in text_of(client, f"{HOME}decisions/?words=youth")
    assert made.text not in text_of(client, f"{HOME}decisions/?words=nothing")


def test_what_is_of_another_workspace_is_not_there() -> None:
    meeting = build_meeting()
    board = meeting.board
    build_organisation(name="Here")
    elsewhere = f"/work/elsewhere/boards/{board.reference}/"
    assert lead().get(elsewhere).status_code == 404


# --- running a meeting -------------------------------------------------------------------------


def test_a_meeting_is_run_from_its_plan_to_confirmed_minutes() -> None:
    board = build_seated_board()
    client = lead()
    _plan(client, board, "March meeting")
    meeting = Meeting.objects.get()
    client.post(page(meeting, "agenda/own/"), {"title": "Knives in schools"})
    client.post(page(meeting, "move/send_pack/"))
    client.post(page(meeting, "move/start/"))
    seats = list(board.seats.order_by("pk"))
    meeting.refresh_from_db()
    answer = client.post(
        page(meeting, "attendance/"),
        {
            "version": str(meeting.version),
            f"seat_{seats[0].pk}": "present",
            f"seat_{seats[1].pk}": "substitute:analyst",
            f"seat_{seats[1].pk}_title": "Analyst",
            f"seat_{seats[2].pk}": "absent",
            "guest_0": seats[0].organisation.reference,
            "guest_0_title": "Press officer",
        },
        follow=True,
    )
    assert "Quorate: 2 of the 2 seats needed are filled" in answer.content.decode()
    assert Attendance.objects.get(seat=seats[1]).seniority == "analyst"
    item = AgendaItem.objects.get(title="Knives in schools")
    client.post(item_page(item, "notes/"), {"notes": "It was talked about.", "version": "1"})
    client.post(
        item_page(item, "decision/"),
        {
            "text": "We fund two schools",
            f"seat_{seats[0].pk}": "for",
            f"seat_{seats[1].pk}": "abstained",
        },
    )
    made = Decision.objects.get()
    assert made.count_words == "Carried: 1 for, 0 against, 1 abstained."
    client.post(page(meeting, "move/close/"))
    client.post(page(meeting, "minutes/issue/"))
    _plan(client, board, "June meeting", days=100)
    june = Meeting.objects.get(title="June meeting")
    client.post(page(june, "move/start/"))
    assert "Confirm the minutes of March meeting" in text_of(client, page(june))
    client.post(page(meeting, "minutes/confirm/"), {"meeting": june.reference})
    minutes = Minutes.objects.get(meeting=meeting)
    assert minutes.stands is Minuted.CONFIRMED
    text = text_of(client, page(meeting, "minutes/"))
    assert "We fund two schools" in text
    assert "Confirmed at June meeting" in text


def _plan(client: Client, board: Board, title: str, *, days: int = 10) -> None:
    answer = client.post(
        f"{HOME}meetings/new/",
        {
            "board": board.reference,
            "template": "board",
            "title": title,
            "starts": "14.30",
            "minutes_long": "90",
            "place": "Weir House",
            **_date("day", timezone.localdate() + timedelta(days=days)),
        },
    )
    assert answer.status_code == 302, answer.content.decode()


def test_the_quorum_is_said_live_and_a_decision_is_refused_without_it() -> None:
    meeting = started(here=[How.APOLOGIES])
    item = first_item(meeting)
    client = lead()
    assert "Not quorate" in text_of(client, page(meeting))
    text = text_of(client, item_page(item, "decision/"))
    assert "Nothing can be decided on this item now" in text
    seats = list(meeting.board.seats.order_by("pk"))[1:]
    answer = client.post(
        item_page(item, "decision/"),
        {"text": "We decide", **{f"seat_{each.pk}": "for" for each in seats}},
    )
    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_a_substitute_without_a_post_is_asked_for_one() -> None:
    meeting = changes.start(meeting=build_meeting(), actor=lead_of(), at=clock.now())
    seats = list(meeting.board.seats.order_by("pk"))
    answer = lead().post(
        page(meeting, "attendance/"),
        {
            "version": str(meeting.version),
            **{f"seat_{each.pk}": "present" for each in seats},
            f"seat_{seats[0].pk}": "substitute:adviser",
        },
    )
    assert answer.status_code == 422
    assert "Enter the post of the substitute" in answer.content.decode()


def test_a_contributor_declares_an_interest_for_their_own_seat_only() -> None:
    meeting = build_meeting()
    name, role, _ = PARTNERS[2]
    organisation = build_organisation(name=name, statutory_role=role)
    client = client_of(build_member(Role.CONTRIBUTOR, name="F", organisation=organisation))
    item = first_item(meeting)
    text = text_of(client, item_page(item, "interest/"))
    assert "Loamshire Fire: Area Manager" in text
    assert "Assistant Chief Constable" not in text
    seat = meeting.board.seats.get(organisation=organisation)
    client.post(item_page(item, "interest/"), {"seat": seat.reference, "nature": "It is paid"})
    assert item.interests.get().nature == "It is paid"


def test_notes_written_meanwhile_are_shown_and_ones_own_are_kept() -> None:
    item = first_item(started())
    minuting.note(item=item, notes="Theirs", version=1, actor=lead_of(), at=clock.now())
    answer = lead().post(item_page(item, "notes/"), {"notes": "Mine", "version": "1"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Theirs" in text
    assert "Mine" in text


def test_without_a_plan_the_form_for_an_action_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from headwater.web.thread import kinds

    item = first_item(started())
    known = {code: each for code, each in kinds._KINDS.items() if code != "action"}
    monkeypatch.setattr(kinds, "_KINDS", known)
    assert "The joint plan is not set up here" in text_of(lead(), item_page(item, "action/"))


def test_an_action_of_a_meeting_is_offered_only_findings_that_hold_still() -> None:
    edition = stored_edition(workspace=build_workspace(), status=EditionStatus.LOCKED)
    finding = edition.findings.all()[0]
    code = f"finding:{edition.reference}:{finding.slug}"
    item = first_item(started())
    minuting.lay_on_table(item=item, end=tuple(code.split(":", 1)), actor=lead_of(), at=clock.now())
    here = item_page(item, "action/")
    assert code in text_of(lead(), here)
    assert "can still change" not in text_of(lead(), here)
    Edition.objects.update(status=EditionStatus.DRAFT)
    told = text_of(lead(), here)
    assert code not in told
    assert "can still change. Lock it first, then plan on it." in told
    sent = {
        "title": "Start youth work",
        "organisation": build_organisation().reference,
        "due_on_0": "1",
        "due_on_1": "6",
        "due_on_2": str(timezone.localdate().year + 1),
        "answers": code,
    }
    lead().post(here, sent)
    assert not Tie.objects.filter(from_kind="action", to_kind="finding").exists()


def test_a_correction_is_shown_beside_what_stood_there() -> None:
    made = decided()
    held(made.meeting)
    minutes = Minutes.objects.select_related("meeting__board__workspace").get()
    minutes_changes.issue(minutes=minutes, actor=lead_of(), at=clock.now())
    client = lead()
    address = page(made.meeting, f"minutes/correct/text/{made.reference}/")
    sent = {"before": made.text, "after": "We pay for three", "why": "Three were agreed"}
    assert client.post(address, sent).status_code == 302
    text = text_of(client, page(made.meeting, "minutes/"))
    for words in (made.text, "We pay for three", "Three were agreed", "Corrected on"):
        assert words in text
    assert client.post(address, {**sent, "after": "Mine"}).status_code == 422


# --- papers, calendars, files ------------------------------------------------------------------


def test_minutes_as_word_say_what_was_decided_and_who_was_there() -> None:
    made = decided()
    answer = lead().get(page(made.meeting, "minutes/paper/docx/"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as word:
        text = re.sub(r"<[^>]+>", "", word.read("word/document.xml").decode())
    assert made.text in text
    assert "Assistant Chief Constable" in text
    assert "These minutes are not issued yet" in text


def test_a_meeting_goes_into_a_calendar_and_moves_there() -> None:
    meeting = build_meeting()
    client = client_with(Role.VIEWER)
    first = _entry(client.get(page(meeting, "meeting.ics")).content)
    assert first["SUMMARY"] == meeting.title
    assert first["LOCATION"] == "Weir House"
    changes.cancel(meeting=meeting, reason="Snow", actor=lead_of(), at=clock.now())
    after = _entry(client.get(page(meeting, "meeting.ics")).content)
    assert after["UID"] == first["UID"]
    assert after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] > first["SEQUENCE"]


def _entry(body: bytes) -> dict[str, Any]:
    return dict(Calendar.from_ical(body).walk("VEVENT")[0])


def test_a_calendar_of_a_board_has_its_meetings_and_review_day_and_no_agenda() -> None:
    meeting = build_meeting()
    client = client_with(Role.VIEWER)
    what = f"boards/{meeting.board.reference}"
    text = client.post("/account/calendars/", {"what": what}).content.decode()
    address = re.search(r'value="[^"]*(/calendar/[^"]+\.ics)"', text)
    assert address, text
    body = Client().get(address[1]).content.decode()
    assert meeting.title in body
    assert "review of its terms" in body
    assert "Any other business" not in body


def test_a_persons_own_calendar_has_meetings_of_boards_on_which_they_sit() -> None:
    meeting = build_meeting()
    member = build_member(Role.VIEWER, name="Sits There")
    client = client_of(member)
    text = client.post("/account/calendars/", {"what": "everything"}).content.decode()
    address = re.search(r'value="[^"]*(/calendar/[^"]+\.ics)"', text)
    assert address
    assert meeting.title not in Client().get(address[1]).content.decode()
    meeting.board.seats.filter(office="chair").update(user=member)
    assert meeting.title in Client().get(address[1]).content.decode()


@pytest.mark.parametrize(
    ("name", "column", "holds"),
    [
        ("boards", "name", "Serious Violence Board"),
        ("meetings", "title", "March meeting"),
        ("decisions", "text", "We pay for two youth workers"),
    ],
)
def test_lists_are_files_too(name: str, column: str, holds: str) -> None:
    decided()
    answer = lead().get(f"{HOME}{name}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row[column] for row in rows] == [holds]


def test_engagement_is_by_organisation_and_names_nobody() -> None:
    board = build_seated_board()
    person = build_member(Role.VIEWER, name="Named Person")
    board.seats.filter(office="chair").update(user=person)
    begun = build_meeting(board, begins_at=clock.now() - timedelta(hours=3))
    held(started(begun, here=[How.PRESENT, How.SUBSTITUTE]))
    client = client_with(Role.VIEWER)
    text = text_of(client, f"{HOME}engagement/")
    assert "at 1 meeting held" in text
    assert "1 of 1" in text
    assert "Named Person" not in text
    answer = client.get(f"{HOME}engagement.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    substitutes = {row["organisation"]: row["substitutes"] for row in rows}
    assert substitutes["Loamshire County Council"] == "1"


# --- workshops ---------------------------------------------------------------------------------


def test_a_workshop_is_run_one_stage_at_a_time_and_ends_in_what_was_agreed() -> None:
    meeting = started(build_meeting(template=Template.WORKSHOP, title="Summer workshop"))
    client = lead()
    text = text_of(client, page(meeting, "workshop/2/"))
    assert "Stage 2 of 4" in text
    assert 'rel="next"' in text
    assert 'rel="prev"' in text
    stage = meeting.agenda.get(stage="gaps")
    answer = client.post(item_page(stage, "point/"), {"text": "Nothing for girls over 14"})
    assert answer.headers["Location"] == page(meeting, "workshop/2/") + "#say"
    assert "Nothing for girls over 14" in text_of(client, page(meeting, "workshop/2/"))
    seats = meeting.board.seats.all()
    sent = {"text": "One panel for 17 to 19", **{f"seat_{each.pk}": "for" for each in seats}}
    plan = meeting.agenda.get(stage="plan")
    assert client.post(item_page(plan, "decision/"), sent).headers["Location"] == page(
        meeting, "workshop/3/"
    )
    assert "One panel for 17 to 19" in text_of(client, page(meeting, "workshop/5/"))


def test_an_empty_line_is_not_added_and_says_so() -> None:
    meeting = started(build_meeting(template=Template.WORKSHOP))
    stage = meeting.agenda.get(stage="gaps")
    answer = lead().post(item_page(stage, "point/"), {"text": ""})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.content.decode()
    assert not Point.objects.exists()


def test_there_is_no_stage_of_an_ordinary_meeting() -> None:
    meeting = started()
    text_of(lead(), page(meeting, "workshop/1/"), status=404)
    assert lead().post(item_page(first_item(meeting), "point/"), {"text": "X"}).status_code == 404


def test_a_meeting_is_cancelled_with_a_reason() -> None:
    meeting = build_meeting()
    client = lead()
    assert client.post(page(meeting, "cancel/"), {"reason": ""}).status_code == 422
    client.post(page(meeting, "cancel/"), {"reason": "Snow"})
    meeting.refresh_from_db()
    assert meeting.stands is Status.CANCELLED
    assert "Snow" in text_of(client, page(meeting))


# --- beyond the pages of boards ----------------------------------------------------------------


def test_the_page_of_a_partner_says_where_it_sits_and_how_often_somebody_came() -> None:
    meeting = build_meeting(begins_at=clock.now() - timedelta(hours=3))
    held(started(meeting, here=[How.SUBSTITUTE]))
    police = meeting.board.seats.get(office="chair").organisation
    address = f"/work/loamshire/partners/organisations/{police.reference}/"
    text = text_of(client_with(Role.VIEWER), address)
    assert "Assistant Chief Constable" in text
    assert "1 of 1, in twelve months" in text
    assert "Assistant Chief Constable" not in text_of(client_with(Role.ADMINISTRATOR), address)


def test_whoever_leaves_holds_no_seat_by_name_any_more() -> None:
    seat = build_seated_board().seats.get(office="chair")
    leaver = build_member(Role.VIEWER, name="Leaves Soon")
    same = seat.board.seats.filter(pk=seat.pk)
    same.update(user=leaver, deputy=leaver)
    assert "Seat on Serious Violence Board" in [
        each.title.split(":")[0] for each in open_work_of(leaver, seat.board.workspace)
    ]
    hand_on(leaver, seat.board.workspace, clock.now())
    seat.refresh_from_db()
    assert (seat.user_id, seat.deputy_id) == (None, None)
