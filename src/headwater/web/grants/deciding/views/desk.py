"""An assessor's desk: what waits, declaring interests, scoring, and one's register."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.grants.deciding.changes import assessing
from headwater.web.grants.deciding.changes import interests as interest_changes
from headwater.web.grants.deciding.forms.assessing import (
    DeclareForm,
    InvolvementForm,
    ScoresForm,
)
from headwater.web.grants.deciding.links import application_address, assessment_address
from headwater.web.grants.deciding.models import Assessment
from headwater.web.grants.deciding.presenters import applications as application_words
from headwater.web.grants.deciding.presenters import assessing as presenters
from headwater.web.grants.deciding.queries import applications as queries
from headwater.web.grants.deciding.queries import assessments as assessment_queries
from headwater.web.grants.deciding.queries.answers import parts_of
from headwater.web.grants.deciding.queries.evidence import evidence_for
from headwater.web.grants.deciding.queries.interests import (
    declared_by,
    involvement_for,
    involvements_for,
)
from headwater.web.grants.deciding.views.showing import (
    A_PAGE,
    about,
    confirm,
    look_or_send,
    shown,
)
from headwater.web.grants.rounds.queries import criteria_of
from headwater.web.partners.queries import workspace_for


@require_safe
def desk(request: ActorRequest, workspace: str) -> HttpResponse:
    """What the reader is named to assess, the first due first."""
    found = assessment_queries.mine(request.actor, workspace)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    declared = declared_by(request.actor, [each.application_id for each in page])
    context = {
        "workspace": workspace,
        "page": page,
        "table": presenters.desk(page, declared),
    }
    return render(request, "deciding/desk.html", context)


@look_or_send
def declare(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say whether one has an interest in an application, knowing only who applies for what."""
    found = queries.application_to_declare(request.actor, workspace, reference)
    form = DeclareForm(sent(request))
    if form.is_valid():
        try:
            interest_changes.declare(
                application=found,
                has_interest=form.has_one,
                nature=form.cleaned_data["nature"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error("nature", str(error))
        else:
            if form.has_one:
                messages.success(
                    request,
                    f"Declared. Application {found.reference} is closed to you, unless two other "
                    "people clear it.",
                )
                return redirect("deciding:desk", workspace)
            messages.success(request, "Declared: you have no interest in it.")
            return redirect(_next(request, found.reference, workspace))
    return shown(request, "deciding/declare.html", form, **about(found))


def _next(request: ActorRequest, reference: str, workspace: str) -> str:
    """The assessment that waits for the declaration, else the application."""
    mine = assessment_queries.mine(request.actor, workspace)
    waiting = mine.filter(application__reference=reference).first()
    if waiting is not None:
        return assessment_address(waiting)
    return application_address(queries.application_for(request.actor, workspace, reference))


@look_or_send
def assessment(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Score one application beside what it says. Other assessors' scores are not here."""
    found = assessment_queries.assessment_for(request.actor, workspace, reference)
    application = found.application
    if not declared_by(request.actor, [application.pk]):
        return redirect(application_address(application, "declare"))
    # Whoever has an interest, known before or found since, reads nothing of it.
    queries.application_for(request.actor, workspace, application.reference)
    criteria = criteria_of(application.round)
    given: dict[str, Any] = {
        "criteria": criteria,
        "scores": {each.criterion: each for each in found.scores.all()},
    }
    first = {"version": found.version, "comment": found.comment}
    form = ScoresForm(sent(request), initial=first, **given)
    theirs = None
    if request.method == "POST" and form.is_valid():
        is_final = "hand_in" in request.POST
        try:
            saved = _kept(request, found, form, is_final=is_final)
            if not form.errors:
                said = "Handed in." if is_final else "Saved. Nobody else sees it yet."
                messages.success(request, said)
                return redirect(assessment_address(found))
            form = form.over(saved.version, **given)
            form.say_what_is_missing()
        except ChangedMeanwhileError as error:
            theirs = assessment_queries.assessment_for(request.actor, workspace, reference)
            form = form.over(theirs.version, **given)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
    evidence = evidence_for(application)
    return shown(
        request,
        "deciding/assessment.html",
        form,
        **about(application),
        assessment=found,
        facts=application_words.facts(application, evidence),
        flag=application_words.flag_tag(evidence),
        parts=[
            (part.title, application_words.answer_rows(part, application))
            for part in parts_of(application)
        ],
        is_open=found.handed_in_at is None,
        mine=_mine(found, criteria) if found.handed_in_at or theirs else [],
        theirs=theirs,
    )


def _mine(found: Assessment, criteria: list[Any]) -> list[tuple[str, str, str]]:
    """What is saved now: each criterion with its points and reason."""
    scores = {each.criterion: each for each in found.scores.all()}
    return [
        (each.name, presenters.points_words(scores[each.key]), scores[each.key].reason)
        for each in criteria
        if each.key in scores and scores[each.key].points is not None
    ]


def _kept(
    request: ActorRequest, found: Assessment, form: ScoresForm, *, is_final: bool
) -> Assessment:
    """Hand in what was written, or save it where it is not to be handed in or is not finished.

    What is missing is said on the form.
    """
    given: dict[str, Any] = {
        "assessment": found,
        "scored": form.scored(),
        "comment": form.cleaned_data["comment"],
        "version": form.cleaned_data["version"],
        "actor": request.actor,
        "at": clock.now(),
    }
    if is_final:
        form.say_what_is_missing()
        if not form.errors:
            return assessing.hand_in(**given)
    return assessing.save_scores(**given)


@require_POST
def take_back(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Open scores again that were handed in, as long as nobody else has handed in."""
    found = assessment_queries.assessment_for(request.actor, workspace, reference)
    try:
        assessing.take_back(assessment=found, actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Your scores are open again. Hand them in when they are right.")
    return redirect(assessment_address(found))


@look_or_send
def my_interests(request: ActorRequest, workspace: str) -> HttpResponse:
    """Organisations that the reader has to do with: their applications are closed to them."""
    found = involvements_for(request.actor, workspace)
    form = InvolvementForm(sent(request))
    if form.is_valid():
        try:
            interest_changes.enter_involvement(
                workspace=workspace_for(request.actor, workspace),
                entered=interest_changes.Entered(**form.cleaned_data),
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Entered. Its applications are closed to you from now on.")
            return redirect("deciding:my_interests", workspace)
    return shown(
        request,
        "deciding/my_interests.html",
        form,
        workspace=workspace,
        table=presenters.involvements(found),
    )


@look_or_send
def involvement_end(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask whether one has nothing to do with an organisation any more, and end the entry."""
    found = involvement_for(request.actor, workspace, reference)
    if request.method == "POST":
        interest_changes.end_involvement(involvement=found, actor=request.actor, at=clock.now())
        messages.success(request, "Ended. The entry is kept as it was.")
        return redirect("deciding:my_interests", workspace)
    return confirm(
        request,
        None,
        heading=f"End your entry about {found.organisation}?",
        words=["Say so only if you have nothing to do with it any more. The entry is kept."],
        button="End the entry",
        is_destructive=True,
        cancel_href=reverse("deciding:my_interests", args=[workspace]),
    )
