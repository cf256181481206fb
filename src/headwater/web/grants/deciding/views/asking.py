"""What those who apply see of an assessment: a question to answer, and the decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.design_system.forms import sent
from headwater.web.design_system.moments import day, moment
from headwater.web.grants.applying.links import application_address
from headwater.web.grants.applying.models import State
from headwater.web.grants.applying.queries.applications import application_for
from headwater.web.grants.applying.sessions import ApplicantRequest, for_applicants, take_typed
from headwater.web.grants.deciding import letters
from headwater.web.grants.deciding.changes import questions
from headwater.web.grants.deciding.forms.deciding import AnswerForm
from headwater.web.grants.deciding.queries.assessments import sheet_of
from headwater.web.grants.deciding.queries.questions import question_for
from headwater.web.grants.deciding.rules.awards import Standing
from headwater.web.grants.deciding.rules.deciding import Ruling
from headwater.web.grants.deciding.views.showing import look_or_send, shown

DECIDED = "The decision on your application"
PUT_OFF = "The decision on your application is put off"


@look_or_send
@for_applicants
def question(request: ApplicantRequest, application: str, reference: str) -> HttpResponse:
    """A question about an application, and answering it once."""
    found = question_for(request.submitter, application, reference)
    form = AnswerForm(sent(request), initial=_typed(request))
    if found.answered_at is None and request.method == "POST" and form.is_valid():
        try:
            questions.answer(
                asked=found,
                answer=form.cleaned_data["answer"],
                actor=request.submitter,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your answer is sent. There is nothing more to do.")
            return redirect(application_address(found.application))
    return shown(
        request,
        "deciding/question.html",
        form,
        asked=found,
        until=day(found.due_on),
        answered=moment(found.answered_at),
        back=application_address(found.application),
    )


def _typed(request: ApplicantRequest) -> dict[str, str]:
    """What was typed before a session ended."""
    kept = take_typed(request) if request.method != "POST" else None
    return {"answer": kept.get("answer", "")} if kept else {}


@require_safe
@for_applicants
def decision(request: ApplicantRequest, application: str) -> HttpResponse:
    """What was decided of an application last, with reasons and feedback by criterion."""
    found = application_for(request.submitter, application)
    decided = found.decisions.last()
    if decided is None:
        raise NotYours
    letter = letters.decision_letter(decided, sheet_of(found))
    is_put_off = decided.ruling == Ruling.DEFER
    context = {
        "application": found,
        "heading": PUT_OFF if is_put_off else DECIDED,
        "is_put_off": is_put_off,
        "is_gone": decided.award is not None and decided.award.stands is Standing.WITHDRAWN,
        "is_open": found.state == State.PANEL,
        "sections": letter.sections,
        "decided": day(timezone.localdate(decided.decided_at)),
        "back": application_address(found),
    }
    return render(request, "deciding/decision.html", context)
