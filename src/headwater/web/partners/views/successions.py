"""The page on which an organisation is followed by others, or by one together with others."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.partners import changes, queries
from headwater.web.partners.changes import Carried
from headwater.web.partners.forms import FollowForm, PlacesForm
from headwater.web.partners.models import Organisation
from headwater.web.partners.views.asking import EDIT, asked, attempt, kept, to_edit


@require_http_methods(["GET", "HEAD", "POST"])
def follow_organisation(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask what follows, show who goes where, and do it. Answers live in the address until then."""
    first = queries.organisation_for(request.actor, workspace, reference)
    answers = request.POST if request.method == "POST" else asked(request.GET)
    form = _form(request, workspace, first, answers)
    if not form.is_valid() or EDIT in request.GET:
        status = 422 if form.is_bound and form.errors else 200
        page = {"form": form, "organisation": first}
        return render(request, "partners/follow_form.html", page, status=status)
    return _check(request, workspace, first, form)


def _form(
    request: ActorRequest, workspace: str, first: Organisation, answers: QueryDict | None
) -> FollowForm:
    today = timezone.localdate()
    every = queries.organisations_for(request.actor, workspace, today=today)
    others = queries.taking_part(every, today=today).filter(ends_on=None).exclude(pk=first.pk)
    return FollowForm(answers, others=others, initial={"statutory_role": first.statutory_role})


def _check(
    request: ActorRequest, workspace: str, first: Organisation, form: FollowForm
) -> HttpResponse:
    """Who goes where, with a question for each where there is a choice."""
    is_post = request.method == "POST"
    answers = request.POST if is_post else request.GET
    before = form.predecessors(first)
    on = form.cleaned_data["on"]
    moving = [
        each
        for each in queries.open_memberships(before, today=timezone.localdate())
        if each.ends_on is None or each.ends_on >= on
    ]
    names = form.cleaned_data["names"]
    is_split = len(names) > 1
    places = PlacesForm(
        request.POST if is_post else None, moving=moving if is_split else (), names=names
    )
    if is_post and places.is_valid():
        carried = attempt(form, lambda: _follow(request, before, form, places))
        if carried:
            messages.success(request, _done(carried))
            return redirect("partners:organisations", workspace=workspace)
    page = {
        "form": places if places.errors else form,
        "follow": form,
        "places": places,
        "organisation": first,
        "before": before,
        "names": names,
        "on": on,
        "moving": moving,
        "kept": [(name, value) for name, value in kept(answers) if name not in places.fields],
        "change": to_edit(request.path, answers),
    }
    status = 422 if form.errors or places.errors else 200
    return render(request, "partners/follow_check.html", page, status=status)


def _follow(
    request: ActorRequest, before: list[Organisation], form: FollowForm, places: PlacesForm
) -> Carried:
    return changes.succeed_organisations(
        predecessors=before,
        successors=form.successors(),
        places=places.places(),
        on=form.cleaned_data["on"],
        actor=request.actor,
        at=clock.now(),
    )


def _done(carried: Carried) -> str:
    """The totals, which reconcile."""
    joined = f", and {carried.joined} fell together with another" if carried.joined else ""
    return f"Done. Roles that end: {carried.ended}. Roles that begin: {carried.begun}{joined}."
