"""Writing an application: a part at a time, files, and the organisation that applies."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying import files as taken
from headwater.web.grants.applying import queries
from headwater.web.grants.applying.changes import files as file_changes
from headwater.web.grants.applying.changes import writing as changes
from headwater.web.grants.applying.changes.writing import Saved, Typed
from headwater.web.grants.applying.forms.sending import FileForm, FindForm
from headwater.web.grants.applying.forms.writing import SectionForm
from headwater.web.grants.applying.links import application_address
from headwater.web.grants.applying.models import Application
from headwater.web.grants.applying.queries import finding
from headwater.web.grants.applying.queries.answers import Part, Written, upload_question
from headwater.web.grants.applying.rules.organisation import NAME, SLUG
from headwater.web.grants.applying.rules.workflow import DRAFT
from headwater.web.grants.applying.rules.writing import Seen, mark_of
from headwater.web.grants.applying.sessions import (
    ApplicantRequest,
    for_applicants,
    seconds_left,
    take_typed,
)

look_or_send = require_http_methods(["GET", "HEAD", "POST"])
GO, LATER, ON, AUTOSAVE = "go", "later", "on", "autosave"


@look_or_send
@for_applicants
def part(request: ApplicantRequest, reference: str, slug: str) -> HttpResponse:
    """One part of an application. Every press of a button saves, finished or not."""
    found = _draft(request, reference)
    written = queries.written_of(found)
    here = _part(written, slug)
    if request.method != "POST":
        return _again(request, written, here)
    form = SectionForm(request.POST, written=written, part=here, theirs={})
    form.is_valid()
    try:
        saved = changes.save_answers(
            application=found, typed=form.typed(), actor=request.submitter, at=clock.now()
        )
    except HeadwaterError as error:
        return _refused(request, form, str(error))
    if AUTOSAVE in request.POST:
        return _told(request, saved, slug)
    return _onwards(request, saved, slug)


def _draft(request: ApplicantRequest, reference: str) -> Application:
    found = queries.application_for(request.submitter, reference)
    if found.state != DRAFT:
        raise NotYours
    return found


def _part(written: Written, slug: str) -> Part:
    here = next((each for each in written.parts if each.slug == slug), None)
    if here is None:
        raise NotYours
    return here


def _again(request: ApplicantRequest, written: Written, here: Part) -> HttpResponse:
    """The page as it stands; as it was typed, where the session ended before it was saved."""
    typed = take_typed(request)
    form = SectionForm(typed, written=written, part=here, theirs={})
    if typed is not None:
        form.is_valid()
        messages.warning(request, "You were signed out. What you had typed is below: save it now.")
    return _shown(request, form)


def _shown(request: ApplicantRequest, form: SectionForm, status: int = 200) -> HttpResponse:
    application = form.written.application
    slugs = [each.slug for each in form.written.parts]
    context = {
        "application": application,
        "form": form,
        "part": form.part,
        "position": slugs.index(form.part.slug) + 1,
        "many": len(slugs),
        "is_ours": form.part.slug == SLUG,
        "session_ends_in": seconds_left(),
    }
    return render(request, "applying/part.html", context, status=status)


def _refused(request: ApplicantRequest, form: SectionForm, words: str) -> HttpResponse:
    if AUTOSAVE in request.POST:
        return JsonResponse({"saved": False, "words": words}, status=422)
    form.add_error(None, words)
    return _shown(request, form, status=422)


def _told(request: ApplicantRequest, saved: Saved, slug: str) -> HttpResponse:
    """What a script needs to know to go on: what is there now, and what it must not write over."""
    here = _part(saved.written, slug)
    form = SectionForm(request.POST, written=saved.written, part=here, theirs={})
    seen = {key: each for key, each in form.seen().items() if key not in saved.conflicts}
    return JsonResponse({"saved": True, "seen": seen, "conflicts": sorted(saved.conflicts)})


def _onwards(request: ApplicantRequest, saved: Saved, slug: str) -> HttpResponse:
    """The next part; or the same with what is wrong, where somebody wants to go on."""
    application = saved.written.application
    here, go = _part(saved.written, slug), request.POST.get(GO, ON)
    theirs = _theirs(here, saved)
    form = SectionForm(request.POST, written=saved.written, part=here, theirs=theirs)
    form.is_valid()
    if saved.conflicts or go == ON:
        if form.say_faults(saved.written, saved.conflicts):
            return _shown(request, form, status=422)
        return redirect(_next(saved.written, slug))
    is_own = go.startswith(application_address(application))
    return redirect(go if is_own else application_address(application))


def _theirs(here: Part, saved: Saved) -> Mapping[str, str]:
    """What colleagues saved meanwhile, in words."""
    words = {each.question.key: each.words for each in here.answered}
    return {key: words.get(key) or "nothing any more" for key in saved.conflicts}


def _next(written: Written, slug: str) -> str:
    """The next part that is not finished after this one; the list of tasks after the last."""
    slugs = [each.slug for each in written.parts]
    after = written.parts[slugs.index(slug) + 1 :]
    following = next((each for each in after if not each.is_done), None)
    if following is None:
        return application_address(written.application)
    return application_address(written.application, "part", following.slug)


@look_or_send
@for_applicants
def find(request: ApplicantRequest, reference: str) -> HttpResponse:
    """Look an organisation up among those somebody applied for before and among partners."""
    found = _draft(request, reference)
    given = request.POST if request.method == "POST" else request.GET
    text = given.get("name", "")[:100]
    onwards = application_address(found, "part", SLUG)
    if request.method == "POST":
        key = given.get("key", "")
        picked = finding.chosen(request.submitter, found, text, key)
        if key and picked is None:
            return redirect(application_address(found, "find"))
        answers: dict[str, str] = picked.answers if picked else {NAME: text.strip()}
        _put(request, found, answers)
        return redirect(onwards)
    context = {
        "application": found,
        "form": FindForm(request.GET or None),
        "text": text.strip(),
        "is_short": len(text.strip()) < finding.SHORTEST,
        "found": finding.found_for(request.submitter, found, text),
        "back": onwards,
        "session_ends_in": seconds_left(),
    }
    return render(request, "applying/find.html", context)


def _put(request: ApplicantRequest, application: Application, answers: dict[str, str]) -> None:
    """Answer with what was found, over whatever is there."""
    written = queries.written_of(application)
    typed = {
        key: Typed(each, Seen(written.versions.get(key, 0), mark_of(written.given.get(key))))
        for key, each in answers.items()
    }
    changes.save_answers(
        application=application, typed=typed, actor=request.submitter, at=clock.now()
    )


@look_or_send
@for_applicants
def files(request: ApplicantRequest, reference: str, key: str) -> HttpResponse:
    """Files in answer to one question: what is there, and another."""
    found = _draft(request, reference)
    written = queries.written_of(found)
    question = upload_question(written, key)
    if question is None:
        raise NotYours
    is_post = request.method == "POST"
    form = FileForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        hint=taken.TAKEN.words,
        accept=taken.TAKEN.accept,
    )
    if is_post and form.is_valid():
        try:
            file_changes.attach(
                application=found,
                key=key,
                file=form.cleaned_data["file"],
                actor=request.submitter,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, "Added. You can add another.")
            return redirect(application_address(found, "files", key))
    context: dict[str, Any] = {
        "application": found,
        "question": question,
        "form": form,
        "there": next((e.files for e in written.answered if e.question.key == key), ()),
        "back": application_address(found, "part", _part_of(written, key)),
        "session_ends_in": seconds_left(),
    }
    status = 422 if form.errors else 200
    return render(request, "applying/files.html", context, status=status)


def _part_of(written: Written, key: str) -> str:
    return next(p.slug for p in written.parts if key in {q.key for q in p.questions})


@look_or_send
@for_applicants
def file_remove(request: ApplicantRequest, reference: str, number: int) -> HttpResponse:
    """Ask whether a file is to be taken off, and take it off."""
    found = _draft(request, reference)
    attachment = queries.attachment_of(found, number)
    back = application_address(found, "files", attachment.key)
    if request.method == "POST":
        file_changes.detach(attachment=attachment, actor=request.submitter, at=clock.now())
        messages.success(request, "Removed.")
        return redirect(back)
    context = {
        "heading": "Remove this file?",
        "words": [f"{attachment.document.name} will not go with your application."],
        "button": "Remove the file",
        "is_destructive": True,
        "cancel_href": back,
    }
    return render(request, "design_system/confirm.html", context)
