"""Running an assessment: assessors, due diligence, questions to the applicant."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.rulebook import add_working_days
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.queries import names_of
from headwater.web.design_system.forms import sent
from headwater.web.design_system.moments import day, moment
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.changes import assessing, checking, questions
from headwater.web.grants.deciding.changes.rows import OPEN
from headwater.web.grants.deciding.forms.assessing import AssessorForm, ReasonForm
from headwater.web.grants.deciding.forms.deciding import CheckForm, QuestionForm
from headwater.web.grants.deciding.links import application_address
from headwater.web.grants.deciding.models import Assessment, Clarification
from headwater.web.grants.deciding.presenters import assessing as presenters
from headwater.web.grants.deciding.queries.applications import application_for
from headwater.web.grants.deciding.queries.assessments import assessments_of, sheet
from headwater.web.grants.deciding.queries.checks import checklist, left_to_check
from headwater.web.grants.deciding.queries.people import assessors_for, named_assessment
from headwater.web.grants.deciding.queries.questions import question_of
from headwater.web.grants.deciding.rules import permissions
from headwater.web.grants.deciding.views.showing import (
    about,
    confirm,
    look_or_send,
    names,
    shown,
)
from headwater.web.grants.rounds.queries import criteria_of


def read_by_all(request: ActorRequest, workspace: str, reference: str) -> Application:
    """An application for those who see how it is assessed, not only assess it themselves."""
    if not permissions.reads_all(request.actor, workspace):
        raise NotYours
    return application_for(request.actor, workspace, reference)


@look_or_send
def assessors(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Who assesses an application, and naming one more."""
    found = read_by_all(request, workspace, reference)
    named = assessments_of(found)
    may_run = permissions.can_run(request.actor, workspace) and found.state in OPEN
    people = assessors_for(found, today=timezone.localdate()) if may_run else []
    due = add_working_days(timezone.localdate(), assessing.WORKING_DAYS_TO_ASSESS)
    form = AssessorForm(sent(request), people=people, initial={"due_on": due})
    if request.method == "POST":
        permissions.check_can_run(request.actor, workspace, what="name assessors")
    if form.is_valid():
        try:
            assessing.name_assessor(
                application=found,
                person=form.people[form.cleaned_data["person"]],
                due_on=form.cleaned_data["due_on"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Named. They are told, and declare their interests first.")
            return redirect(application_address(found, "assessors"))
    scored = sheet(found, criteria_of(found.round), named, {})
    return shown(
        request,
        "deciding/assessors.html",
        form,
        **about(found),
        table=presenters.assessors(found, named, names(named), may_run=may_run),
        needs_third=scored.needs_third,
        may_run=may_run,
        has_people=bool(people),
    )


@look_or_send
def take_off(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask why, then take somebody off an application."""
    found: Assessment = named_assessment(request.actor, workspace, reference)
    back = application_address(found.application, "assessors")
    form = ReasonForm(sent(request), label="Why do they no longer assess it?")
    if form.is_valid():
        try:
            assessing.take_off(
                assessment=found,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Taken off. What they wrote is kept and no longer counts.")
            return redirect(back)
    who = names([found]).get(found.assessor, "this assessor")
    return confirm(
        request,
        form,
        heading=f"Take {who} off application {found.application.reference}?",
        words=["Their scores no longer count. You can name them again; they then start anew."],
        button="Take them off",
        is_destructive=True,
        cancel_href=back,
    )


@require_safe
def checks(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The checklist of due diligence."""
    found = read_by_all(request, workspace, reference)
    today = timezone.localdate()
    return shown(
        request,
        "deciding/checks.html",
        None,
        **about(found),
        tasks=presenters.check_tasks(found, checklist(found), today=today),
        left=len(left_to_check(found, today=today)),
    )


@look_or_send
def check(request: ActorRequest, workspace: str, reference: str, item: str) -> HttpResponse:
    """One item of due diligence: what it asks, every answer, and giving the next."""
    found = read_by_all(request, workspace, reference)
    asked = next((each for each in checklist(found) if each.item.id == item), None)
    if asked is None:
        raise NotYours
    may_run = permissions.can_run(request.actor, workspace) and found.state in OPEN
    until = timezone.localdate() + timedelta(days=round(asked.item.months_valid * 30.4))
    form = CheckForm(sent(request), initial={"expires_on": until})
    if request.method == "POST" and form.is_valid():
        try:
            checking.record_check(
                application=found,
                item=item,
                answer=form.answered(),
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{asked.item.name}: recorded.")
            return redirect(application_address(found, "checks"))
    return shown(
        request,
        "deciding/check.html",
        form,
        **about(found),
        asked=asked,
        tag=presenters.check_tag(asked, today=timezone.localdate()),
        rows=presenters.check_rows(
            asked.answers, names_of([each.checked_by for each in asked.answers])
        ),
        may_run=may_run,
    )


@look_or_send
def questions_page(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Questions to the applicant with their answers, and asking one."""
    found = read_by_all(request, workspace, reference)
    may_run = permissions.can_run(request.actor, workspace) and found.state in OPEN
    form = QuestionForm(
        sent(request), initial={"due_on": add_working_days(timezone.localdate(), 10)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            questions.ask(
                application=found, **form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Asked. Everybody who writes the application gets a letter.")
            return redirect(application_address(found, "questions"))
    asked = list(found.clarifications.all())
    people = names_of([each.asked_by for each in asked])
    return shown(
        request,
        "deciding/questions.html",
        form,
        **about(found),
        asked=[_asked(each, people) for each in asked],
        may_run=may_run,
    )


def _asked(each: Clarification, people: dict[str, str]) -> dict[str, object]:
    who = people.get(each.asked_by, "headwater")
    return {
        "row": each,
        "tag": presenters.question_tag(each),
        "asked": f"Asked by {who} on {moment(each.asked_at)}, due {day(each.due_on)}",
        "answered": f"Answered {moment(each.answered_at)}" if each.answered_at else "",
        "is_open": each.answered_at is None and each.ended_at is None,
    }


@require_POST
def question_end(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Take a question back that was not answered."""
    asked = question_of(request.actor, workspace, reference)
    questions.take_back(asked=asked, actor=request.actor, at=clock.now())
    messages.success(request, "The question is taken back. Ask it again if you need to.")
    return redirect(application_address(asked.application, "questions"))


@require_POST
def question_read(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say that an answer was read."""
    asked = question_of(request.actor, workspace, reference)
    questions.note_read(asked=asked, actor=request.actor, at=clock.now())
    messages.success(request, "Noted as read.")
    return redirect(reverse("deciding:questions", args=[workspace, asked.application.reference]))
