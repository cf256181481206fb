"""Boards with seats, meetings and decisions, made through the changes that people make."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from builders.web import (
    LONG_AGO,
    build_organisation,
    build_workspace,
    lead_of,
)
from headwater.core import clock
from headwater.web.accounts.models import User
from headwater.web.partners.models import Organisation, StatutoryRole, Workspace
from headwater.web.partnership.boards.changes import boards as changes
from headwater.web.partnership.boards.changes import meetings, minuting
from headwater.web.partnership.boards.changes.boards import Place
from headwater.web.partnership.boards.changes.meetings import Arrangement
from headwater.web.partnership.boards.changes.minuting import Filled, Proposal
from headwater.web.partnership.boards.models import (
    AgendaItem,
    Attendance,
    Board,
    Correction,
    Decision,
    Interest,
    Meeting,
    MinutedAction,
    Minutes,
    Point,
    Seat,
    Vote,
)
from headwater.web.partnership.boards.queries import meetings as meeting_queries
from headwater.web.partnership.boards.rules.describing import Terms
from headwater.web.partnership.boards.rules.meeting import Minuted, Template
from headwater.web.partnership.boards.rules.sitting import How, Office, Seniority
from headwater.web.partnership.boards.rules.stages import STAGES
from headwater.web.partnership.boards.rules.voting import Stance

PARTNERS = (
    ("Loamshire Constabulary", StatutoryRole.POLICE, "Assistant Chief Constable"),
    ("Loamshire County Council", StatutoryRole.LOCAL_AUTHORITY, "Director of Children’s Services"),
    ("Loamshire Fire", StatutoryRole.FIRE, "Area Manager"),
)


def build_terms(**given: Any) -> Terms:
    """What a lead may say of a board."""
    usual: dict[str, Any] = {
        "name": "Serious Violence Board",
        "terms": "It brings the partners together.",
        "statutory_roles": (StatutoryRole.POLICE, StatutoryRole.LOCAL_AUTHORITY),
        "quorum": 2,
        "quorum_roles": (StatutoryRole.POLICE,),
        "standing_items": ("Welcome", "Any other business"),
        "meets_every": 3,
        "review_on": timezone.localdate() + timedelta(days=200),
    }
    return Terms(**{**usual, **given})


def build_board(workspace: Workspace | None = None, **given: Any) -> Board:
    """A board on which nobody sits yet."""
    workspace = workspace or build_workspace()
    return changes.found_board(
        workspace=workspace,
        terms=build_terms(**given),
        starts_on=LONG_AGO,
        actor=lead_of(workspace),
        at=clock.now(),
    )


def build_seat(board: Board, organisation: Organisation, title: str, **given: Any) -> Seat:
    """A place on a board since long ago."""
    usual: dict[str, Any] = {"seniority": Seniority.DECISION_MAKER}
    return changes.give_seat(
        board=board,
        place=Place(organisation=organisation, title=title, **{**usual, **given}),
        starts_on=LONG_AGO,
        actor=lead_of(board.workspace),
        at=clock.now(),
    )


def build_seated_board(workspace: Workspace | None = None, **given: Any) -> Board:
    """A board with police in the chair, a council and a fire authority."""
    board = build_board(workspace, **given)
    for number, (name, role, title) in enumerate(PARTNERS):
        organisation = build_organisation(board.workspace, name=name, statutory_role=role)
        office = Office.CHAIR if number == 0 else Office.MEMBER
        build_seat(board, organisation, title, office=office)
    return board


def build_meeting(
    board: Board | None = None,
    *,
    title: str = "March meeting",
    begins_at: datetime | None = None,
    template: Template = Template.BOARD,
) -> Meeting:
    """A meeting that is planned, in ten days by default."""
    board = board or build_seated_board()
    return meetings.plan_meeting(
        board=board,
        arrangement=Arrangement(
            title=title,
            template=template,
            begins_at=begins_at or clock.now() + timedelta(days=10),
            minutes_long=120,
            place="Weir House",
        ),
        actor=lead_of(board.workspace),
        at=clock.now(),
    )


def started(meeting: Meeting | None = None, *, here: Sequence[How] = ()) -> Meeting:
    """A meeting under way. Seats are filled as `here` says, and the rest are present."""
    meeting = meeting or build_meeting()
    lead = lead_of(meeting.board.workspace)
    begun = meetings.start(meeting=meeting, actor=lead, at=clock.now())
    return attended(begun, here)


def attended(meeting: Meeting, here: Sequence[How] = ()) -> Meeting:
    """A meeting whose attendance is recorded, seats in the order of their making."""
    seats = list(meeting.board.seats.select_related("organisation").order_by("pk"))
    hows = [*here, *[How.PRESENT] * (len(seats) - len(here))]
    filled = [
        Filled(
            organisation=seat.organisation,
            title=seat.title,
            how=how,
            seniority=Seniority(seat.seniority) if how in (How.PRESENT, How.SUBSTITUTE) else None,
            seat=seat,
        )
        for seat, how in zip(seats, hows, strict=True)
    ]
    return minuting.record_attendance(
        meeting=meeting,
        filled=filled,
        version=meeting.version,
        actor=lead_of(meeting.board.workspace),
        at=clock.now(),
    )


def first_item(meeting: Meeting) -> AgendaItem:
    """The first item of an agenda."""
    return AgendaItem.objects.select_related("meeting__board__workspace").filter(meeting=meeting)[0]


def proposal(
    meeting: Meeting, text: str = "We pay for two youth workers", **given: Any
) -> Proposal:
    """A decision that every seat at the table is for, unless `stances` says otherwise."""
    seats = meeting_queries.voting_seats(meeting)
    usual: dict[str, Any] = {
        "text": text,
        "reason": "The gap map shows nobody there",
        "dissent": "",
        "stances": {seat.pk: Stance.FOR for seat in seats},
    }
    return Proposal(**{**usual, **given})


def decided(meeting: Meeting | None = None, **given: Any) -> Decision:
    """A decision of a meeting under way."""
    meeting = meeting or started()
    return minuting.decide(
        item=first_item(meeting),
        proposal=proposal(meeting, **given),
        actor=lead_of(meeting.board.workspace),
        at=clock.now(),
    )


def held(meeting: Meeting | None = None) -> Meeting:
    """A meeting that is over, its minutes a draft."""
    meeting = meeting or started()
    lead = lead_of(meeting.board.workspace)
    return meetings.close(meeting=meeting, actor=lead, at=clock.now())


def build_boards_life(
    workspace: Workspace, organisation: Organisation, person: User, said: str
) -> dict[str, Any]:
    """A board with one of each thing, saying the same everywhere; meetings in every state."""
    board = Board.objects.create(
        workspace=workspace,
        name=said[:120],
        terms=said,
        statutory_roles=[StatutoryRole.POLICE.value],
        quorum=1,
        standing_items=[said[:160]],
        meets_every=3,
        review_on=timezone.localdate() + timedelta(days=30),
        starts_on=LONG_AGO,
    )
    seat = Seat.objects.create(
        board=board,
        organisation=organisation,
        title=said[:120],
        user=person,
        deputy_title=said[:120],
        deputy=person,
        seniority=Seniority.ADVISER,
        starts_on=LONG_AGO,
    )
    states = {
        "planned": ("planned", Template.BOARD, 9, ""),
        "under_way": ("under_way", Template.BOARD, 0, Minuted.DRAFT),
        "closed": ("held", Template.BOARD, -20, Minuted.DRAFT),
        "issued": ("held", Template.BOARD, -40, Minuted.ISSUED),
        "workshop": ("under_way", Template.WORKSHOP, -1, Minuted.DRAFT),
    }
    made = {
        f"meeting_{name}": _meeting_saying(said, seat, person, state)
        for name, state in states.items()
    }
    return {"board": board, "seat": seat, **made}


def _meeting_saying(
    said: str, seat: Seat, person: User, state: tuple[str, Template, int, str]
) -> Meeting:
    status, template, days, minuted = state
    at = clock.now() + timedelta(days=days)
    meeting = Meeting.objects.create(
        board=seat.board,
        title=said[:160],
        template=template,
        begins_at=at,
        place=said[:200],
        status=status,
        changed_at=at,
    )
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=1,
        title=said[:200],
        stage=STAGES[0].code if template is Template.WORKSHOP else "",
        brought_by=seat.organisation,
        about=[["board", seat.board.reference]],
        notes=said,
    )
    if template is Template.WORKSHOP:
        later = [
            AgendaItem(meeting=meeting, position=each.number, title=each.title, stage=each.code)
            for each in STAGES[1:]
        ]
        AgendaItem.objects.bulk_create(later)
    Interest.objects.create(item=item, seat=seat, nature=said[:300], by=person.reference, at=at)
    if minuted:
        _minuted_saying(said, item, seat, person, minuted)
    return meeting


def _minuted_saying(said: str, item: AgendaItem, seat: Seat, person: User, minuted: str) -> None:
    meeting, by = item.meeting, person.reference
    issued_at = None if minuted == Minuted.DRAFT else meeting.begins_at
    minutes = Minutes.objects.create(
        meeting=meeting, status=minuted, issued_by=by if issued_at else "", issued_at=issued_at
    )
    for whose in (seat, None):
        Attendance.objects.create(
            meeting=meeting,
            seat=whose,
            organisation=seat.organisation,
            title=said[:120],
            how=How.PRESENT,
            seniority=Seniority.ADVISER,
        )
    Point.objects.create(
        item=item, text=said[:300], organisation=seat.organisation, by=by, at=meeting.begins_at
    )
    decision = Decision.objects.create(
        board=seat.board,
        number=Decision.objects.filter(board=seat.board).count() + 1,
        meeting=meeting,
        item=item,
        text=said,
        reason=said,
        dissent=said,
        is_carried=True,
        count_words="Agreed by the one who took part.",
        decided_on=timezone.localdate(meeting.begins_at),
        recorded_by=by,
        recorded_at=meeting.begins_at,
    )
    Vote.objects.create(
        decision=decision, seat=seat, organisation=seat.organisation, stance=Stance.FOR
    )
    MinutedAction.objects.create(
        item=item,
        reference="A-2222-2223",
        title=said[:200],
        organisation=seat.organisation,
        due_on=timezone.localdate(),
        at=meeting.begins_at,
    )
    Correction.objects.create(
        minutes=minutes,
        place=said[:240],
        before=said,
        after=said,
        why=said[:400],
        by=by,
        at=meeting.begins_at,
    )


def boards_parts(rows: dict[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    board, seat = rows["board"].reference, rows["seat"].reference
    item = rows["meeting_under_way"].agenda.get()
    stage = rows["meeting_workshop"].agenda.get(position=1)
    issued = rows["meeting_issued"]
    noted: dict[str, object] = {"reference": item.reference, "where": "up"}
    matter = rows["meeting_planned"].agenda.get()
    declared: dict[str, object] = {
        "reference": matter.reference,
        "number": matter.interests.get().pk,
    }
    said: dict[str, object] = {"reference": stage.reference, "number": stage.points.get().pk}
    held = {
        "reference": issued.reference,
        "kind": "docx",
        "field": "notes",
        "of": issued.agenda.get().reference,
    }
    begun = {"reference": rows["meeting_under_way"].reference, "kind": "docx", "verb": "close"}
    return (
        ("boards:seat_new", {"reference": board}),
        ("boards:seat", {"reference": seat}),
        ("boards:board", {"reference": board}),
        ("boards:decision_new", noted),
        ("boards:decision", {"reference": rows["meeting_issued"].decisions.get().reference}),
        ("boards:action_new", noted),
        ("boards:interest", declared),
        ("boards:point", said),
        ("boards:lay_on_table", said),
        ("boards:item_new", begun),
        ("boards:item", noted),
        ("boards:meeting_cancel", {"reference": rows["meeting_planned"].reference}),
        ("boards:meeting", begun),
        ("boards:minutes_issue", {"reference": rows["meeting_closed"].reference}),
        ("boards:minutes", held),
        ("boards:workshop", {"reference": rows["meeting_workshop"].reference, "stage": 1}),
        ("boards:", begun),
    )


def crowd_boards() -> None:
    """Every seat voted and declared an interest, and every meeting that began has minutes."""
    seats = list(Seat.objects.order_by("pk"))
    Interest.objects.bulk_create(
        [
            Interest(item=item, seat=seat, nature="It is paid", by="P", at=clock.now())
            for item in AgendaItem.objects.order_by("pk")[:8]
            for seat in seats
        ],
        ignore_conflicts=True,
    )
    Vote.objects.bulk_create(
        [
            Vote(decision=made, seat=seat, organisation_id=seat.organisation_id, stance=Stance.FOR)
            for made in Decision.objects.order_by("pk")[:8]
            for seat in seats
        ],
        ignore_conflicts=True,
    )
    Minutes.objects.bulk_create(
        Minutes(meeting=meeting)
        for meeting in Meeting.objects.filter(minutes=None).exclude(status="planned")
    )
