"""Pages of meetings: the list, one meeting, planning it, who came, and its pack."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.core.papers import Heading, Paragraph, Part
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.documents.papers import paper_response
from headwater.web.partnership.boards.calendars import meeting_day
from headwater.web.partnership.boards.changes import meetings as changes
from headwater.web.partnership.boards.changes import minuting
from headwater.web.partnership.boards.forms.meetings import (
    AttendanceForm,
    CancelForm,
    MeetingChangeForm,
    MeetingFilter,
    NewMeetingForm,
    answers_of,
)
from headwater.web.partnership.boards.links import meeting_address
from headwater.web.partnership.boards.models import Meeting
from headwater.web.partnership.boards.presenters import meetings as presenters
from headwater.web.partnership.boards.presenters import papers
from headwater.web.partnership.boards.queries import boards as board_queries
from headwater.web.partnership.boards.queries import meetings as queries
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.meeting import (
    TAKEN_PLACE,
    TO_COME,
    Minuted,
    Status,
    Template,
    Verb,
    verbs_from,
)
from headwater.web.partnership.boards.rules.quorum import Rule, rule_words
from headwater.web.partnership.boards.views.showing import (
    beads_about,
    imprint,
    look_or_send,
    paces,
    quorum_of,
    shown,
)
from headwater.web.sharing.presenters.onboarding import PACE_NOTE, pace_grid
from headwater.web.worklist.calendars import calendar as file_of

A_PAGE = 25
MOVES = {
    Verb.SEND_PACK: (changes.send_pack, "The pack is sent. Members with an account are told."),
    Verb.START: (changes.start, "The meeting is under way. Say first who is here."),
    Verb.CLOSE: (changes.close, "The meeting is closed. Read the draft minutes and issue them."),
}


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Meetings to come and held, the latest first."""
    form = _filter(request, workspace)
    page = Paginator(_chosen(request, workspace, form), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.meetings_table(page),
        "may_run": permissions.can_run(request.actor, workspace),
        "csv": f"{reverse('boards:meetings_csv', args=[workspace])}?{request.GET.urlencode()}",
    }
    return render(request, "boards/meetings.html", context)


@require_safe
def listing_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    found = _chosen(request, workspace, _filter(request, workspace))
    rows = presenters.meeting_rows(found)
    return csv_response(f"{workspace}-meetings.csv", presenters.MEETING_COLUMNS, rows)


def _filter(request: ActorRequest, workspace: str) -> MeetingFilter:
    return MeetingFilter(request.GET, boards=board_queries.boards_for(request.actor, workspace))


def _chosen(request: ActorRequest, workspace: str, form: MeetingFilter) -> QuerySet[Meeting]:
    found = queries.meetings_for(request.actor, workspace)
    return queries.chosen(found, **form.cleaned_data) if form.is_valid() else found


@require_safe
def meeting(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One meeting: agenda, who came and what was decided, for those who read its papers."""
    today = timezone.localdate()
    found = queries.meeting_for(request.actor, workspace, reference)
    minutes = presenters.minutes_of(found)
    reads = board_queries.reads_papers(request.actor, found.board, today=today)
    issued = minutes is not None and minutes.stands is not Minuted.DRAFT
    may_run = permissions.can_run(request.actor, workspace)
    context = {
        "workspace": workspace,
        "meeting": found,
        "tag": presenters.status_tag(found),
        "minuted": presenters.minuted_tag(minutes) if minutes and (issued or reads) else None,
        "waits": presenters.waits(found, minutes, today=today) if may_run else "",
        "facts": presenters.facts(found, following=queries.following(found)),
        "reads": reads,
        "issued": issued,
        "may_run": may_run,
        **(_papers(request, found) if reads else {}),
        **(_buttons(request, found, minutes is not None) if may_run else {}),
    }
    return render(request, "boards/meeting.html", context)


def _papers(request: ActorRequest, found: Meeting) -> dict[str, object]:
    """What members see: the agenda with what came of it, who came, whether they may decide."""
    agenda = queries.agenda_of(found)
    attendance = queries.attendance_of(found)
    beads = beads_about(request, found.board.workspace.slug, agenda)
    has_begun = found.stands in TAKEN_PLACE
    rule = Rule(found.board.quorum, found.board.must_be_there)
    return {
        "agenda": presenters.agenda_table(agenda, beads),
        "quorum": quorum_of(found) if has_begun else None,
        "rule": rule_words(rule),
        "attendance_words": presenters.attendance_words(attendance),
        "attendance": presenters.attendance_table(attendance) if attendance else None,
        "decisions": presenters.decisions_table(
            (each for item in agenda for each in item.decisions.all()), with_board=False
        ),
        "actions": presenters.actions_table(
            [each for item in agenda for each in item.actions.all()], beads
        ),
        "has_begun": has_begun,
    }


def _buttons(request: ActorRequest, found: Meeting, has_minutes: bool) -> dict[str, object]:
    """What the reader may do with a meeting now."""
    verbs = verbs_from(found.stands, request.actor.roles_in(found.board.workspace.slug))
    minutes = presenters.minutes_of(found)
    return {
        "moves": [
            (verb.words, reverse("boards:meeting_move", args=[
                found.board.workspace.slug, found.reference, verb.value,
            ]), number == 0)
            for number, verb in enumerate(v for v in verbs if v in MOVES)
        ],
        "may_cancel": Verb.CANCEL in verbs,
        "to_confirm": queries.waiting_for_confirmation(found) if has_minutes else (),
        "may_build": found.stands in TO_COME | {Status.UNDER_WAY},
        "may_minute": has_minutes and minutes is not None and minutes.stands is Minuted.DRAFT,
    }  # fmt: skip


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Plan a meeting of a board."""
    boards = board_queries.boards_for(request.actor, workspace).filter(ends_on=None)
    first = {
        "board": request.GET.get("board", ""),
        "template": Template.BOARD.value,
        "minutes_long": 120,
        "starts": "14:00",
    }
    form = NewMeetingForm(sent(request), initial=first, boards=boards)
    if form.is_valid():
        try:
            made = changes.plan_meeting(
                board=form.boards[form.cleaned_data["board"]],
                arrangement=form.arrangement(Template(form.cleaned_data["template"])),
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The meeting is planned. Build its agenda next.")
            return redirect(meeting_address(made))
    return shown(
        request,
        "boards/meeting_form.html",
        form,
        heading="Plan a meeting",
        workspace=workspace,
        has_boards=bool(form.boards),
    )


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change the day, the place or the name of a meeting."""
    found = queries.meeting_for(request.actor, workspace, reference)
    form = MeetingChangeForm(sent(request), initial=answers_of(found))
    theirs = None
    if form.is_valid():
        try:
            changed = changes.change_meeting(
                meeting=found,
                arrangement=form.arrangement(Template(found.template)),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = queries.meeting_for(request.actor, workspace, reference)
            form = form.over(theirs.version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The meeting is changed.")
            return redirect(meeting_address(changed))
    return shown(
        request,
        "boards/meeting_form.html",
        form,
        heading=f"Change {found.title}",
        workspace=workspace,
        meeting=found,
        has_boards=True,
        theirs=presenters.meeting_facts(theirs) if theirs else [],
    )


@require_POST
def move(request: ActorRequest, workspace: str, reference: str, verb: str) -> HttpResponse:
    """Send the pack, start a meeting or close it."""
    found = queries.meeting_for(request.actor, workspace, reference)
    if verb not in {each.value for each in MOVES}:
        raise NotYours
    change, thanks = MOVES[Verb(verb)]
    try:
        done = change(meeting=found, actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
        return redirect(meeting_address(found))
    messages.success(request, thanks)
    return redirect(meeting_address(done))


@look_or_send
def cancel(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask why, then cancel a meeting."""
    found = queries.meeting_for(request.actor, workspace, reference)
    form = CancelForm(sent(request))
    if form.is_valid():
        try:
            changes.cancel(
                meeting=found,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The meeting is cancelled. Members with an account are told.")
            return redirect(meeting_address(found))
    return shown(
        request,
        "design_system/confirm.html",
        form,
        heading=f"Cancel {found.title}",
        words=["It does not take place. It stays in the list, with the reason."],
        button="Cancel the meeting",
        is_destructive=True,
        cancel_href=meeting_address(found),
    )


@look_or_send
def attendance(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Record how each seat was filled, and say at once whether the board may decide."""
    found = queries.papers_for(request.actor, workspace, reference, today=timezone.localdate())
    choices = _attendance_choices(found)
    form = AttendanceForm(sent(request), initial={"version": found.version}, **choices)
    if form.is_valid():
        try:
            minuting.record_attendance(
                meeting=found,
                filled=form.filled(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            found = queries.meeting_for(request.actor, workspace, reference)
            form = form.over(found.version, **_attendance_choices(found))
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Recorded. {quorum_of(found).words}")
            return redirect(meeting_address(found))
    rows = queries.attendance_of(found)
    return shown(
        request,
        "boards/attendance.html",
        form,
        workspace=workspace,
        meeting=found,
        quorum=quorum_of(found),
        rule=rule_words(Rule(found.board.quorum, found.board.must_be_there)),
        recorded=presenters.attendance_table(rows) if rows and form.errors else None,
    )


def _attendance_choices(found: Meeting) -> dict[str, Any]:
    day = timezone.localdate(found.begins_at)
    return {
        "seats": list(board_queries.seats_of(found.board, today=day)),
        "organisations": list(board_queries.organisations_of(found.board.workspace, today=day)),
        "recorded": list(queries.attendance_of(found)),
    }


@require_safe
def pack(request: ActorRequest, workspace: str, reference: str, kind: str) -> HttpResponse:
    """The agenda and its papers, as Word or PDF."""
    today = timezone.localdate()
    found = queries.papers_for(request.actor, workspace, reference, today=today)
    agenda = queries.agenda_of(found)
    beads = beads_about(request, workspace, agenda)
    day = timezone.localdate(found.begins_at)
    seats = board_queries.seats_of(found.board, today=day)
    pace = paces(request, workspace)
    supply: list[Part] = (
        [Heading("Supply of data"), pace_grid(pace), Paragraph(PACE_NOTE)] if pace else []
    )
    paper = papers.pack(found, agenda, seats, beads, supply, imprint(workspace))
    return paper_response(paper, kind)


@require_safe
def calendar(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One meeting for a calendar program."""
    found = queries.meeting_for(request.actor, workspace, reference)
    body = file_of([], [meeting_day(found)], host=settings.HEADWATER.host)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.ics"'
    return response
