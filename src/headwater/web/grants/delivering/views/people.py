"""Pages about young people by code, for those who deliver only."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.core import clock
from headwater.web.accounts.errors import NotYours
from headwater.web.design_system.forms import sent
from headwater.web.grants.applying.sessions import ApplicantRequest, for_applicants
from headwater.web.grants.delivering.changes import people as changes
from headwater.web.grants.delivering.changes import syncing
from headwater.web.grants.delivering.changes.people import Scored
from headwater.web.grants.delivering.forms.register import (
    GoalForm,
    LeaveForm,
    PersonForm,
    ReviewForm,
    ScoreForm,
)
from headwater.web.grants.delivering.models import Delivery
from headwater.web.grants.delivering.presenters import register as presenters
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.queries import register as queries
from headwater.web.grants.delivering.rules.records import new_code
from headwater.web.grants.delivering.views.asking import ask_page, done_over, look_or_send, said

PER_PAGE = 25


def _where(delivery: Delivery, person: UUID) -> str:
    return reverse("delivering:person", args=[delivery.reference, person])


@require_safe
@for_applicants
def people(request: ApplicantRequest, reference: str) -> HttpResponse:
    """Everybody in the register, by code."""
    delivery = grants.my_delivery(request.submitter, reference)
    page = Paginator(queries.people_of(delivery), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "delivery": delivery,
        "page": page,
        "table": presenters.people_table(list(page), reference),
    }
    return render(request, "delivering/people.html", context)


@look_or_send
@for_applicants
def person_new(request: ApplicantRequest, reference: str) -> HttpResponse:
    """Add a young person. headwater makes the code; nobody is asked who it is."""
    delivery = grants.my_delivery(request.submitter, reference)
    form = PersonForm(
        sent(request),
        areas=presenters.areas_of(delivery),
        initial={"started_on": timezone.localdate(), "lawful_basis": "task"},
    )
    made: list[syncing.Answer] = []
    if request.method == "POST" and done_over(
        form, lambda: made.extend(_add(request, delivery, form))
    ):
        if made[0].code:
            words = f"Added. The code is {made[0].code}: write it beside the name in your own list."
            return said(request, words, reverse("delivering:people", args=[reference]))
        form.add_error(None, made[0].words)
    return ask_page(request, "delivering/person_new.html", form, {"delivery": delivery})


def _add(request: ApplicantRequest, delivery: Delivery, form: PersonForm) -> list[syncing.Answer]:
    given: dict[str, Any] = {
        **form.cleaned_data,
        "kind": "participant",
        "id": changes.fresh_id(),
        "code": new_code(),
        "started_on": form.cleaned_data["started_on"].isoformat(),
    }
    return syncing.sync(delivery=delivery, given=[given], actor=request.submitter, at=clock.now())


@require_safe
@for_applicants
def person(request: ApplicantRequest, reference: str, person: UUID) -> HttpResponse:
    """One young person: how often they came, scores, goals."""
    delivery = grants.my_delivery(request.submitter, reference)
    found = queries.person_of(delivery, person)
    context = {
        "delivery": delivery,
        "person": found,
        "facts": presenters.person_facts(found),
        "scores": presenters.scores_table(list(found.measures.all())),
        "goals": presenters.goals_table(list(found.goals.all()), delivery.reference, found),
        "attended": presenters.attended_table(
            list(found.attendances.select_related("session").order_by("-session__held_on")[:50]),
            delivery.reference,
        ),
    }
    return render(request, "delivering/person.html", context)


@look_or_send
@for_applicants
def person_leave(request: ApplicantRequest, reference: str, person: UUID) -> HttpResponse:
    """Say that somebody does not come any more."""
    delivery = grants.my_delivery(request.submitter, reference)
    found = queries.person_of(delivery, person)
    form = LeaveForm(
        sent(request),
        initial={"left_on": timezone.localdate(), "version": found.version},
    )
    if request.method == "POST" and done_over(
        form,
        lambda: changes.leave(
            person=found,
            left_on=form.cleaned_data["left_on"],
            leaving=form.cleaned_data["leaving"],
            version=form.cleaned_data["version"],
            actor=request.submitter,
            at=clock.now(),
        ),
    ):
        return said(request, "Saved.", _where(delivery, person))
    context = {"delivery": delivery, "person": found, "heading": f"{found.code} has left"}
    return ask_page(request, "delivering/person_form.html", form, context)


@require_POST
@for_applicants
def person_back(request: ApplicantRequest, reference: str, person: UUID) -> HttpResponse:
    """They had not left."""
    delivery = grants.my_delivery(request.submitter, reference)
    found = queries.person_of(delivery, person)
    changes.come_back(person=found, actor=request.submitter, at=clock.now())
    return said(request, "Saved: they take part again.", _where(delivery, person))


@look_or_send
@for_applicants
def person_score(request: ApplicantRequest, reference: str, person: UUID) -> HttpResponse:
    """Enter a score before or after."""
    delivery = grants.my_delivery(request.submitter, reference)
    found = queries.person_of(delivery, person)
    form = ScoreForm(
        sent(request),
        initial={"taken_on": timezone.localdate(), "tool": presenters.usual_tool(delivery)},
    )
    if request.method == "POST" and done_over(
        form,
        lambda: changes.measure(
            person=found,
            said=Scored(**form.cleaned_data),
            actor=request.submitter,
            at=clock.now(),
        ),
    ):
        return said(request, "Saved.", _where(delivery, person))
    context = {"delivery": delivery, "person": found, "heading": f"A score of {found.code}"}
    return ask_page(request, "delivering/person_form.html", form, context)


@look_or_send
@for_applicants
def person_goal(request: ApplicantRequest, reference: str, person: UUID) -> HttpResponse:
    """Set a goal."""
    delivery = grants.my_delivery(request.submitter, reference)
    found = queries.person_of(delivery, person)
    form = GoalForm(sent(request))
    if request.method == "POST" and done_over(
        form,
        lambda: changes.set_goal(
            person=found,
            aim=form.cleaned_data["aim"],
            set_on=timezone.localdate(),
            actor=request.submitter,
            at=clock.now(),
        ),
    ):
        return said(request, "Saved.", _where(delivery, person))
    context = {"delivery": delivery, "person": found, "heading": f"A goal of {found.code}"}
    return ask_page(request, "delivering/person_form.html", form, context)


@look_or_send
@for_applicants
def goal(request: ApplicantRequest, reference: str, person: UUID, goal: int) -> HttpResponse:
    """Say how far somebody came with a goal."""
    delivery = grants.my_delivery(request.submitter, reference)
    found = queries.person_of(delivery, person)
    one = found.goals.filter(pk=goal).first()
    if one is None:
        raise NotYours
    form = ReviewForm(sent(request), initial={"state": one.state})
    if request.method == "POST" and done_over(
        form,
        lambda: changes.review_goal(
            goal=one,
            state=form.cleaned_data["state"],
            on=timezone.localdate(),
            actor=request.submitter,
            at=clock.now(),
        ),
    ):
        return said(request, "Saved.", _where(delivery, person))
    context = {"delivery": delivery, "person": found, "heading": one.words}
    return ask_page(request, "delivering/person_form.html", form, context)
