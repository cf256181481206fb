"""One alert: what rose, and what people say of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.design_system.parts import Entry
from headwater.web.insights.assessments.queries import names_of
from headwater.web.insights.watch.changes import alerts as changes
from headwater.web.insights.watch.forms.alerts import AcknowledgeForm, JudgeForm, NoteForm
from headwater.web.insights.watch.links import alert_address
from headwater.web.insights.watch.models import Alert, Sighting
from headwater.web.insights.watch.presenters import alerts as presenters
from headwater.web.insights.watch.presenters import evidence
from headwater.web.insights.watch.queries import alerts as queries
from headwater.web.insights.watch.queries.evidence import drawn_of
from headwater.web.insights.watch.queries.nearby import Span, nearby
from headwater.web.insights.watch.rules import permissions
from headwater.web.insights.watch.rules.answering import (
    AnswerError,
    Status,
    Verdict,
)

look_or_send = require_http_methods(["GET", "HEAD", "POST"])
ACKNOWLEDGE = {
    "heading": "Look into this alert",
    "button": "Acknowledge",
    "thanks": "You look into this alert. Say here what you find.",
}
NOTE = {
    "heading": "What was done or found",
    "button": "Add",
    "thanks": "Added to what is known of this alert.",
}
JUDGE = {"heading": "Was this alert true?", "button": "Judge"}
JUDGE_ANEW = {"heading": "Judge this alert anew", "button": "Judge"}


@require_safe
def alert(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Everything that is known of an alert."""
    found = queries.alert_for(request.actor, workspace, reference)
    every = list(queries.every_sighting(found))
    current = [each for each in every if each.is_current]
    context = {
        "workspace": workspace,
        "alert": found,
        "tag": presenters.status_tag(found),
        "waits": presenters.waits(found, today=timezone.localdate()),
        **_what_rose(found, current or every, is_found=bool(current)),
        **_what_is_said(found),
        **_forms(request, found),
    }
    return render(request, "watch/alert.html", context)


def _what_rose(found: Alert, seen: list[Sighting], *, is_found: bool) -> dict[str, Any]:
    """What the run that counts saw; of what no run finds any more, what was seen last."""
    last = [each for each in seen if each.edition_id == seen[0].edition_id]
    span = Span.of(seen)
    drawn = drawn_of(found.rule, last)
    return {
        "is_found": is_found,
        "where": presenters.places(last),
        "sentences": [each.sentence for each in last],
        "numbers": presenters.numbers(last[0], found.rule) if len(last) == 1 else [],
        "weeks": presenters.week_table(seen),
        "since": presenters.since(span),
        "areas": presenters.area_names(span),
        "figures": evidence.figures(drawn),
        "why_no_weeks": evidence.why_no_weeks(drawn),
        "nearby": presenters.nearby_table(nearby(found, seen, last[0].edition)),
        "sureness": presenters.sureness(found.rule, queries.record_of(found.rule)),
        "because": last[0].because if last[0].observed is None else "",
        "reading": presenters.reading_link(last[0].edition),
    }


def _what_is_said(found: Alert) -> dict[str, Any]:
    notes = list(queries.notes_of(found))
    names = names_of(each.by for each in notes)
    partners = queries.partners_who_may_know(found.workspace, today=timezone.localdate())
    return {
        "timeline": presenters.timeline(found, notes, names),
        "who": presenters.who_to_ask(found.rule, partners),
    }


def _forms(request: ActorRequest, found: Alert) -> dict[str, Any]:
    """What the reader may answer now."""
    if not permissions.can_answer(request.actor, found.workspace.slug):
        return {}
    if found.stands is Status.NEW:
        return {"acknowledge_form": AcknowledgeForm()}
    return {"note_form": NoteForm(), "may_judge": True}


@look_or_send
def acknowledge(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say that somebody looks into an alert."""
    found = queries.alert_for(request.actor, workspace, reference)
    form = AcknowledgeForm(sent(request))
    return _add_words(request, found, form, changes.acknowledge, ACKNOWLEDGE)


@look_or_send
def note(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Add what was done or found."""
    found = queries.alert_for(request.actor, workspace, reference)
    return _add_words(request, found, NoteForm(sent(request)), changes.note, NOTE)


def _add_words(
    request: ActorRequest,
    found: Alert,
    form: AcknowledgeForm | NoteForm,
    change: Callable[..., object],
    said: Mapping[str, str],
) -> HttpResponse:
    """Do what adds words to an alert, and go back to it."""
    if form.is_valid():
        try:
            change(alert=found, text=form.cleaned_data["text"], actor=request.actor, at=clock.now())
        except AnswerError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said["thanks"])
            return redirect(alert_address(found))
    return _answer(request, found, form, said)


@look_or_send
def judge(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say whether an alert was true, or judge it anew."""
    found = queries.alert_for(request.actor, workspace, reference)
    form = JudgeForm(sent(request), initial={"version": found.version})
    theirs = None
    if form.is_valid():
        try:
            _judge(request, found, form)
        except ChangedMeanwhileError as error:
            found = queries.alert_for(request.actor, workspace, reference)
            theirs = queries.last_verdict(found)
            form = form.over(found.version)
            form.add_error(None, str(error))
        except AnswerError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Judged. It counts in the scorecard of its rule.")
            return redirect(alert_address(found))
    said = JUDGE_ANEW if found.verdict else JUDGE
    names = names_of([theirs.by]) if theirs else {}
    return _answer(
        request, found, form, said, theirs=presenters.entries([theirs], names) if theirs else []
    )


def _judge(request: ActorRequest, found: Alert, form: JudgeForm) -> None:
    changes.judge(
        alert=found,
        verdict=Verdict(form.cleaned_data["verdict"]),
        text=form.cleaned_data["text"],
        version=form.cleaned_data["version"],
        actor=request.actor,
        at=clock.now(),
    )


def _answer(
    request: ActorRequest,
    found: Alert,
    form: BaseForm,
    said: Mapping[str, str],
    *,
    theirs: Sequence[Entry] = (),
) -> HttpResponse:
    """A page with one short form about an alert."""
    seen = queries.seen_last([found])[found.pk]
    context = {
        "workspace": found.workspace.slug,
        "alert": found,
        "form": form,
        "where": presenters.places(seen),
        "sentences": [each.sentence for each in seen],
        "back": alert_address(found),
        "theirs": theirs,
        **said,
    }
    return render(request, "watch/alert_answer.html", context, status=422 if form.errors else 200)
