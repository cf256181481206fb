"""Pages of monitoring returns: asking, replying, findings, closing, and the report."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.rulebook import add_working_days
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.documents.papers import paper_response
from headwater.web.partnership.duty.changes import returns as changes
from headwater.web.partnership.duty.forms.monitoring import (
    AskReturnForm,
    CloseReturnForm,
    FindingForm,
    ReplyForm,
    ReturnFilter,
    first_return,
)
from headwater.web.partnership.duty.links import reply_address, return_address
from headwater.web.partnership.duty.models import Reply
from headwater.web.partnership.duty.presenters import monitoring as presenters
from headwater.web.partnership.duty.queries import monitoring as queries
from headwater.web.partnership.duty.queries import tasks
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.monitoring import USUAL_WORKING_DAYS, ReplyStatus
from headwater.web.partnership.duty.views.showing import confirmed, imprint, look_or_send, shown

A_PAGE = 25
SEND = "send"


@require_safe
def returns(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every return, the latest due first."""
    tasks.partnership_for(request.actor, workspace)
    form = ReturnFilter(request.GET)
    found = queries.returns(request.actor, workspace)
    status = form.cleaned_data.get("status") if form.is_valid() else ""
    page = Paginator(found.filter(status=status) if status else found, A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.returns_table(page, today=timezone.localdate()),
        "may_ask": permissions.can_monitor(request.actor, workspace),
    }
    return render(request, "duty/returns.html", context)


@require_safe
def returns_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same as a file."""
    tasks.partnership_for(request.actor, workspace)
    found = queries.returns(request.actor, workspace)
    name = f"{workspace}-returns.csv"
    return csv_response(name, presenters.RETURN_COLUMNS, presenters.return_rows(found))


@look_or_send
def ask(request: ActorRequest, workspace: str) -> HttpResponse:
    """Ask organisations for a return, from the template."""
    place = tasks.partnership_for(request.actor, workspace)
    today = timezone.localdate()
    subjects = tasks.subjects_on(place, today)
    first = first_return(subjects, add_working_days(today, USUAL_WORKING_DAYS))
    form = AskReturnForm(sent(request), initial=first, organisations=subjects)
    if form.is_valid():
        try:
            made = changes.ask(
                workspace=place, asking=form.asking(), actor=request.actor, at=clock.now()
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Asked. It waits on each organisation's worklist.")
            return redirect(return_address(made))
    return shown(
        request,
        "duty/form.html",
        form,
        workspace=workspace,
        heading="Ask for a monitoring return",
        button="Ask",
        back=reverse("duty:returns", args=[workspace]),
        up_words="Monitoring returns",
    )


@require_safe
def one(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One return: what is asked, who replied, and what was found."""
    found = queries.return_for(request.actor, workspace, reference)
    replies = list(queries.replies(request.actor, found))
    context = {
        "workspace": workspace,
        "held": found,
        "tag": presenters.return_tag(found),
        "facts": presenters.return_facts(found),
        "table": presenters.replies_table(replies, today=timezone.localdate()),
        "may_close": found.is_open and permissions.can_monitor(request.actor, workspace),
    }
    return render(request, "duty/return.html", context)


@require_safe
def report(request: ActorRequest, workspace: str, reference: str, kind: str) -> HttpResponse:
    """What the reader may see of a return, as a file: `docx` or `pdf`."""
    found = queries.return_for(request.actor, workspace, reference)
    replies = list(queries.replies(request.actor, found))
    paper = presenters.report(found, replies, imprint(found.workspace))
    return paper_response(paper, kind)


@require_safe
def reply(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One organisation's reply."""
    found = queries.reply_for(request.actor, workspace, reference)
    may = permissions.can_answer(request.actor, workspace, organisation=found.organisation_id)
    context = {
        "workspace": workspace,
        "reply": found,
        "tag": presenters.reply_tag(found, today=timezone.localdate()),
        "answers": presenters.answer_rows(found),
        "may_answer": may and found.of.is_open and found.stands is not ReplyStatus.SENT,
        "may_find": found.of.is_open and permissions.can_monitor(request.actor, workspace),
        "back": return_address(found.of),
    }
    return render(request, "duty/reply.html", context)


@look_or_send
def answer(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Write an organisation's reply, as a draft or to be sent."""
    found = queries.reply_for(request.actor, workspace, reference)
    questions = found.of.questions
    form = ReplyForm(sent(request), initial=_answers(found), questions=questions)
    theirs = []
    if form.is_valid():
        try:
            changed = changes.answer(
                reply=found,
                answers=form.answers(questions),
                sends=SEND in request.POST,
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            again = queries.reply_for(request.actor, workspace, reference)
            theirs = presenters.answer_rows(again)
            form = form.over(again.version, questions=questions)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            was_sent = changed.stands is ReplyStatus.SENT
            messages.success(request, "Sent." if was_sent else "Saved as a draft. Not sent yet.")
            return redirect(reply_address(changed))
    return shown(
        request, "duty/reply_form.html", form, workspace=workspace, reply=found, theirs=theirs
    )


def _answers(reply: Reply) -> dict[str, object]:
    given = {f"answer_{at}": text for at, text in enumerate(reply.answers)}
    return {"version": reply.version, **given}


@look_or_send
def finding(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Record what the policing body finds in a reply."""
    found = queries.reply_for(request.actor, workspace, reference)
    form = FindingForm(sent(request), initial={"version": found.version, "finding": found.finding})
    if form.is_valid():
        try:
            changes.find(
                reply=found,
                finding=form.cleaned_data["finding"],
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            form = form.over(queries.reply_for(request.actor, workspace, reference).version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The finding is recorded.")
            return redirect(return_address(found.of))
    theirs = queries.reply_for(request.actor, workspace, reference).finding
    return shown(
        request,
        "duty/form.html",
        form,
        workspace=workspace,
        heading=f"Finding: {found.organisation.name}",
        caption=found.of.title,
        rows=presenters.answer_rows(found),
        theirs_words=theirs if form.errors else "",
        button="Record the finding",
        back=reply_address(found),
        up_words=found.organisation.name,
    )


@look_or_send
def close(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Close a return, after asking what the replies say over all."""
    found = queries.return_for(request.actor, workspace, reference)
    form = CloseReturnForm(sent(request))
    if form.is_valid():
        try:
            changes.close(
                held=found,
                summary=form.cleaned_data["summary"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Closed. The report is ready.")
            return redirect(return_address(found))
    return confirmed(
        request,
        form,
        heading=f"Close {found.title}?",
        words=["Nobody can reply any more. Replies that did not come are reported as such."],
        button="Close the return",
        is_destructive=True,
        cancel_href=return_address(found),
    )
