"""Pages of minutes: as they are read, as a paper, issued, confirmed and put right."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.documents.papers import paper_response
from headwater.web.partnership.boards.changes import minutes as changes
from headwater.web.partnership.boards.forms.meetings import (
    ConfirmForm,
    CorrectionForm,
    words_that_stand,
)
from headwater.web.partnership.boards.links import meeting_address
from headwater.web.partnership.boards.models import AgendaItem, Decision, Minutes
from headwater.web.partnership.boards.presenters import meetings as presenters
from headwater.web.partnership.boards.presenters import papers
from headwater.web.partnership.boards.queries import boards as board_queries
from headwater.web.partnership.boards.queries import meetings as queries
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.meeting import (
    Minuted,
    Status,
    check_may_confirm,
    check_may_correct,
    check_may_issue,
)
from headwater.web.partnership.boards.views.showing import (
    beads_about,
    imprint,
    look_or_send,
    quorum_of,
    shown,
)


@require_safe
def minutes(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The minutes of a meeting, with what was put right since they were issued."""
    found = _minutes(request, workspace, reference)
    meeting = found.meeting
    agenda = queries.agenda_of(meeting)
    attendance = queries.attendance_of(meeting)
    beads = beads_about(request, workspace, agenda)
    corrections = list(found.corrections.all())
    references = [each.by for each in corrections] + [found.issued_by]
    names = board_queries.names_of(references)
    may_run = permissions.can_run(request.actor, workspace)
    is_draft = found.stands is Minuted.DRAFT
    context = {
        "workspace": workspace,
        "meeting": meeting,
        "minutes": found,
        "tag": presenters.minuted_tag(found),
        "facts": presenters.facts(meeting, following=queries.following(meeting)),
        "quorum": quorum_of(meeting),
        "attendance_words": presenters.attendance_words(attendance),
        "attendance": presenters.attendance_table(attendance),
        "items": [
            (each, [(d, presenters.stances_words(d)) for d in each.decisions.all()])
            for each in agenda
        ],
        "decisions": presenters.decisions_table(
            (each for item in agenda for each in item.decisions.all()), with_board=False
        ),
        "actions": presenters.actions_table(
            [each for item in agenda for each in item.actions.all()], beads
        ),
        "corrected": papers.corrected_words(corrections),
        "corrections": presenters.corrections(corrections, names),
        "history": presenters.minutes_history(found, names),
        "is_draft": is_draft,
        "may_issue": may_run and is_draft and meeting.stands is Status.HELD,
        "may_confirm": may_run and found.stands is Minuted.ISSUED,
        "may_correct": may_run and not is_draft,
        "may_write": may_run and is_draft,
    }
    return render(request, "boards/minutes.html", context)


@require_safe
def paper(request: ActorRequest, workspace: str, reference: str, kind: str) -> HttpResponse:
    """The minutes as Word or PDF."""
    found = _minutes(request, workspace, reference)
    told = papers.Told(
        minutes=found,
        agenda=queries.agenda_of(found.meeting),
        attendance=queries.attendance_of(found.meeting),
        quorum=quorum_of(found.meeting),
        corrections=list(found.corrections.all()),
        following=queries.following(found.meeting),
    )
    return paper_response(papers.minutes_paper(told, imprint(workspace)), kind)


@look_or_send
def issue(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask once more, then let everybody read the minutes."""
    found = _minutes(request, workspace, reference)
    check_may_issue(found.meeting.stands, found.stands)
    if request.method == "POST":
        changes.issue(minutes=found, actor=request.actor, at=clock.now())
        messages.success(request, "The minutes are issued. Members with an account are told.")
        return redirect(meeting_address(found.meeting, "minutes"))
    context = {
        "heading": "Issue these minutes?",
        "words": [
            f"Everybody in the partnership can then read the minutes of {found.meeting.title}, "
            "and other work can be built on its decisions.",
            "From then on nothing is written over: what changes is kept as a correction.",
        ],
        "button": "Issue the minutes",
        "cancel_href": meeting_address(found.meeting, "minutes"),
    }
    return render(request, "design_system/confirm.html", context)


@look_or_send
def confirm(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say at which later meeting the minutes were agreed."""
    found = _minutes(request, workspace, reference)
    check_may_confirm(found.stands)
    form = ConfirmForm(sent(request), meetings=queries.could_confirm(found))
    if form.is_valid():
        try:
            changes.confirm(
                minutes=found,
                at_meeting=form.meetings[form.cleaned_data["meeting"]],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The minutes are confirmed.")
            return redirect(meeting_address(found.meeting, "minutes"))
    return shown(
        request,
        "boards/minutes_confirm.html",
        form,
        workspace=workspace,
        meeting=found.meeting,
        has_meetings=bool(form.meetings),
    )


@look_or_send
def correct(
    request: ActorRequest, workspace: str, reference: str, field: str, of: str
) -> HttpResponse:
    """Put words of issued minutes right."""
    found = _minutes(request, workspace, reference)
    check_may_correct(found.stands)
    row = _row(found, of)
    if row is None or field not in changes.CORRECTABLE or not hasattr(row, field):
        raise NotYours
    stands = words_that_stand(row, field)
    form = CorrectionForm(sent(request), initial={"before": stands, "after": stands})
    theirs = ""
    if form.is_valid():
        try:
            changes.correct(
                minutes=found,
                row=row,
                field=field,
                before=form.cleaned_data["before"].replace("\r\n", "\n"),
                after=form.cleaned_data["after"],
                why=form.cleaned_data["why"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = stands
            form = CorrectionForm({**request.POST.dict(), "before": stands})
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Corrected. What stood there before is kept beside it.")
            return redirect(meeting_address(found.meeting, "minutes"))
    heading = row.title if isinstance(row, AgendaItem) else f"Decision {row.number}"
    return shown(
        request,
        "boards/minutes_correct.html",
        form,
        workspace=workspace,
        meeting=found.meeting,
        heading=f"Correct: {heading}",
        stands=stands,
        theirs=theirs,
    )


def _minutes(request: ActorRequest, workspace: str, reference: str) -> Minutes:
    today = timezone.localdate()
    return queries.minutes_for(request.actor, workspace, reference, today=today)


def _row(found: Minutes, of: str) -> AgendaItem | Decision | None:
    """An item or a decision of the meeting, by its reference."""
    item = found.meeting.agenda.filter(reference=of).first()
    return item or found.meeting.decisions.filter(reference=of).first()
