"""Scores side by side, moderating them, the panel's door, and conflicts of interest."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.queries import names_of
from headwater.web.design_system.forms import sent
from headwater.web.design_system.moments import moment
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.deciding.changes import interests as interest_changes
from headwater.web.grants.deciding.changes import moderating
from headwater.web.grants.deciding.forms.assessing import ModerationForm, ReasonForm
from headwater.web.grants.deciding.letters import feedback_words
from headwater.web.grants.deciding.links import application_address
from headwater.web.grants.deciding.models import Interest, Source
from headwater.web.grants.deciding.presenters import assessing as presenters
from headwater.web.grants.deciding.queries.assessments import Line, sheet_of
from headwater.web.grants.deciding.queries.interests import cases
from headwater.web.grants.deciding.rules import permissions
from headwater.web.grants.deciding.views.running import read_by_all
from headwater.web.grants.deciding.views.showing import (
    about,
    confirm,
    look_or_send,
    names,
    shown,
)


@require_safe
def moderation(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Every criterion with what each assessor gave and why, disagreements first seen."""
    found = read_by_all(request, workspace, reference)
    if _is_waiting_to_score(request, found):
        raise NotYours
    sheet = sheet_of(found)
    people = names(sheet.assessments)
    may_run = permissions.can_run(request.actor, workspace)
    context = {
        **about(found),
        "table": presenters.spread_table(sheet, people, found, may_run=may_run),
        "outcome": presenters.outcome_words(sheet),
        "sheet": sheet,
        "lines": [
            (line, presenters.spread_tag(line), presenters.reasons_of(line, people, sheet),
             feedback_words(line))
            for line in sheet.lines
        ],
        "comments": [
            (people.get(each.assessor, "Assessor"), each.comment)
            for each in sheet.assessments
            if each.comment
        ],
        "disagree": [line.criterion.name for line in sheet.disagreements],
        "may_put": may_run
        and found.state == State.ASSESSMENT
        and sheet.is_complete,
    }  # fmt: skip
    return render(request, "deciding/moderation.html", context)


def _is_waiting_to_score(request: ActorRequest, found: Application) -> bool:
    """Whether the reader assesses it and has not handed in: others' scores are closed to them."""
    mine = found.assessments.filter(assessor=request.actor.reference, ended_at=None)
    return bool(mine.filter(handed_in_at=None).exists())


@look_or_send
def moderate(request: ActorRequest, workspace: str, reference: str, key: str) -> HttpResponse:
    """Say what one criterion comes to, with every assessor's reason beside it."""
    found = read_by_all(request, workspace, reference)
    permissions.check_can_run(request.actor, workspace, what="moderate scores")
    if _is_waiting_to_score(request, found):
        raise NotYours
    sheet = sheet_of(found)
    line = next((each for each in sheet.lines if each.criterion.key == key), None)
    if line is None:
        raise NotYours
    form = ModerationForm(sent(request), initial=_first(line))
    theirs = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            moderating.moderate(
                application=found,
                criterion=key,
                settled=moderating.Settled(given["points"], given["reason"], given["feedback"]),
                version=given["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = found.moderations.get(criterion=key)
            form = form.over(theirs.version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{line.criterion.name} is moderated.")
            return redirect(application_address(found, "moderation"))
    people = names(sheet.assessments)
    return shown(
        request,
        "deciding/moderate.html",
        form,
        **about(found),
        line=line,
        tag=presenters.spread_tag(line),
        reasons=presenters.reasons_of(line, people, sheet),
        theirs=theirs,
    )


def _first(line: Line) -> dict[str, object]:
    """What moderation starts from: what was said before, else the mean."""
    said = line.moderation
    if said is None:
        middle = line.spread.middle
        return {"version": 0, "points": "" if middle is None else f"{middle.normalize():f}"}
    return {
        "version": said.version,
        "points": f"{Decimal(said.points).normalize():f}",
        "reason": said.reason,
        "feedback": said.feedback,
    }


@require_POST
def to_panel(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put an application before the panel; again where its offer does not stand any more."""
    found = read_by_all(request, workspace, reference)
    is_again = found.state == State.APPROVED
    put = moderating.put_before_panel_again if is_again else moderating.put_before_panel
    try:
        put(application=found, actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "It is with the panel. Approvers have it on their worklist.")
    return redirect(application_address(found))


@look_or_send
def from_panel(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask why, then take an application back to assessment."""
    found = read_by_all(request, workspace, reference)
    form = ReasonForm(sent(request), label="Why does it go back?")
    if form.is_valid():
        try:
            moderating.take_from_panel(
                application=found,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is being assessed again.")
            return redirect(application_address(found))
    return confirm(
        request,
        form,
        heading=f"Take application {found.reference} back to assessment?",
        words=["The panel does not decide on it until it is put before it again."],
        button="Take it back",
        cancel_href=application_address(found),
    )


@require_safe
def interests(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Everybody with an interest in an application, and whether they may read it."""
    found = read_by_all(request, workspace, reference)
    everybody = list(cases(found, today=timezone.localdate()).values())
    may_ask = _may_settle(request, workspace)
    context = {
        **about(found),
        "table": presenters.interests_table(
            found, [each for each in everybody if each[1].has_any], may_ask=may_ask
        ),
        "declared": presenters.declared_words(everybody),
    }
    return render(request, "deciding/interests.html", context)


def _may_settle(request: ActorRequest, workspace: str) -> bool:
    actor = request.actor
    return permissions.can_run(actor, workspace) or permissions.can_decide(actor, workspace)


@look_or_send
def interest(
    request: ActorRequest, workspace: str, reference: str, person: str, source: str
) -> HttpResponse:
    """One interest: asking that it be cleared, agreeing to that, or leaving it as it is."""
    found = read_by_all(request, workspace, reference)
    known = cases(found, today=timezone.localdate()).get(person)
    if known is None or source not in Source.values or not _may_settle(request, workspace):
        raise NotYours
    user, case = known
    row = case.declared if source == Source.DECLARED else case.cleared
    is_there = bool(case.found) if source == Source.FOUND else bool(row and row.is_interest)
    if not is_there:
        raise NotYours
    is_asked = row is not None and row.asked_at is not None
    form = ReasonForm(
        sent(request) if "ask" in request.POST else None,
        label="Why may they read it all the same, and how is the interest managed?",
        hint="Somebody else must agree. It stands in the panel's papers.",
    )
    if request.method == "POST" and ("ask" not in request.POST or form.is_valid()):
        try:
            said = _settle(request, found, row, form, person=person, source=Source(source))
        except HeadwaterError as error:
            if form.is_bound:
                form.add_error(None, str(error))
            else:
                messages.error(request, str(error))
        else:
            messages.success(request, said)
            return redirect(application_address(found, "interests"))
    return shown(
        request,
        "deciding/interest.html",
        form,
        **about(found),
        person=user,
        rows=presenters.interest_rows(case, Source(source)),
        asked=_asked_words(row) if is_asked and row else "",
        is_asked=is_asked,
        is_cleared=row is not None and row.cleared_at is not None,
    )


def _settle(
    request: ActorRequest,
    found: Application,
    row: Interest | None,
    form: ReasonForm,
    *,
    person: str,
    source: Source,
) -> str:
    """Do what the button says, and say what was done."""
    actor, at = request.actor, clock.now()
    if "ask" in request.POST:
        interest_changes.ask_to_clear(
            application=found,
            person=person,
            source=source,
            reason=form.cleaned_data["reason"],
            actor=actor,
            at=at,
        )
        return "Asked. Somebody else must agree before they can read it."
    if row is None:
        raise NotYours
    if "clear" in request.POST:
        interest_changes.clear(interest=row, actor=actor, at=at)
        return "Cleared. They may read it, and the panel's papers say why."
    interest_changes.let_stand(interest=row, actor=actor, at=at)
    return "It blocks: they cannot read the application."


def _asked_words(row: Interest) -> str:
    people = names_of([row.asked_by, row.cleared_by])
    said = f"{people.get(row.asked_by, 'Somebody')} asked on {moment(row.asked_at)}: {row.reason}"
    if row.cleared_at is None:
        return said
    return f"{said} {people.get(row.cleared_by, 'Somebody')} agreed on {moment(row.cleared_at)}."
