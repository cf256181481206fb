"""Pages of versions of the plan: written, put to a board, adopted, looked at again, printed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.documents.papers import paper_response
from headwater.web.partners.queries import owner_name_on, workspace_for
from headwater.web.releases.forms import ProposeForm
from headwater.web.strategy.changes import plans as changes
from headwater.web.strategy.changes import publishing
from headwater.web.strategy.forms.plans import (
    AdoptForm,
    FrontChangeForm,
    FrontForm,
    MoveForm,
    ReviewForm,
    answers_of,
)
from headwater.web.strategy.links import plan_address
from headwater.web.strategy.models import Plan
from headwater.web.strategy.presenters import papers
from headwater.web.strategy.presenters import versions as presenters
from headwater.web.strategy.queries import snapshots
from headwater.web.strategy.queries import versions as queries
from headwater.web.strategy.queries.actions import names_of
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.planning import MOVES, Standing, Verb
from headwater.web.strategy.rules.redacting import public_of

A_YEAR = timedelta(days=365)
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def versions(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every version of the plan."""
    found = list(queries.versions_for(request.actor, workspace))
    may_plan = permissions.can_plan(request.actor, workspace)
    context = {
        "workspace": workspace,
        "table": presenters.table(found),
        "may_start": may_plan and not queries.under_way(request.actor, workspace),
    }
    return render(request, "strategy/versions.html", context)


@require_safe
def version(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One version: what became of it, what it holds and what its public side leaves out."""
    found = queries.version_for(request.actor, workspace, reference)
    reviews = list(queries.reviews_of(found))
    names = names_of(
        {found.written_by, found.put_by, found.adopted_by, *(each.by for each in reviews)}
    )
    decisions = queries.tied_decisions(request.actor, found) if found.decision else []
    decision = next((each for each in decisions if each.reference == found.decision), None)
    said, log, _ = _said(request, found)
    context = {
        "workspace": workspace,
        "plan": found,
        "tag": presenters.standing_tag(found),
        "facts": presenters.facts(found, decision, names),
        "contents": presenters.contents(said),
        "lacking": presenters.lacking(workspace, said),
        "left_out": presenters.left_out(log),
        "reviews": presenters.reviews(reviews, names),
        "may": _verbs(request, found),
        "is_draft": found.stands is Standing.DRAFT,
    }
    return render(request, "strategy/version.html", context)


def _verbs(request: ActorRequest, found: Plan) -> dict[str, bool]:
    """What the reader may do with a version now, by the name of the verb."""
    roles = request.actor.roles_in(found.workspace.slug)
    may = {each.verb for each in MOVES if each.start is found.stands and roles & each.by}
    return {verb.value: verb in may for verb in Verb}


def _said(request: ActorRequest, found: Plan) -> tuple[Any, list[Any], Any]:
    """What a version says: as it was fixed, or of a draft as the plan is now."""
    if found.stands is not Standing.DRAFT:
        return found.internal, found.left_out, found.public
    said, log = snapshots.internal(found, request.actor), snapshots.log(found)
    return said, log, public_of(said, snapshots.left_out(log))


@require_safe
def paper(
    request: ActorRequest, workspace: str, reference: str, audience: str, kind: str
) -> HttpResponse:
    """A version as Word or PDF, for the partners or for the public."""
    found = queries.version_for(request.actor, workspace, reference)
    said, log, public = _said(request, found)
    today = timezone.localdate()
    imprint = papers.Imprint(
        publisher=owner_name_on(workspace, today),
        made_on=today,
        is_fictional=settings.HEADWATER.demo,
    )
    if audience == "internal":
        return paper_response(papers.internal_paper(found, said, log, imprint), kind)
    if audience == "public":
        return paper_response(papers.public_paper(found, public, imprint), kind)
    raise NotYours


@look_or_send
def version_new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Start a version of the plan."""
    place = workspace_for(request.actor, workspace)
    permissions.check_can_plan(request.actor, workspace)
    today = timezone.localdate()
    initial = {
        "title": f"{place.area_name} serious violence plan",
        "first_day": today,
        "last_day": today + 3 * A_YEAR,
    }
    form = FrontForm(sent(request), initial=initial)

    def save(form: Any) -> Plan:
        return changes.start(
            workspace=place, front=form.front(), actor=request.actor, at=clock.now()
        )

    return _page(request, workspace, form, save, heading="Start a version", button="Start")


@look_or_send
def version_edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change what a draft says of itself."""
    found = queries.version_for(request.actor, workspace, reference)
    permissions.check_can_plan(request.actor, workspace)
    form = FrontChangeForm(sent(request), initial=answers_of(found))

    def save(form: Any) -> Plan:
        return changes.change(
            plan=found,
            front=form.front(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )

    return _page(request, workspace, form, save, heading="Change the draft", plan=found)


@look_or_send
def version_adopt(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Mark a version adopted, with the decision of a board."""
    found = queries.version_for(request.actor, workspace, reference)
    permissions.check_can_adopt(request.actor, workspace)
    decisions = queries.decisions(request.actor, workspace)
    initial = {"version": found.version, "review_due_on": timezone.localdate() + A_YEAR}
    form = AdoptForm(sent(request), decisions=decisions, initial=initial)

    def save(form: Any) -> Plan:
        return changes.adopt(
            plan=found,
            decision=form.cleaned_data["decision"],
            review_due_on=form.cleaned_data["review_due_on"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )

    return _page(
        request,
        workspace,
        form,
        save,
        heading="Mark it adopted",
        button="Mark it adopted",
        plan=found,
        needs_decision=not decisions,
    )


@look_or_send
def version_review(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say what was found when the plan was looked at again."""
    found = queries.version_for(request.actor, workspace, reference)
    permissions.check_can_plan(request.actor, workspace)
    initial = {"version": found.version, "next_on": timezone.localdate() + A_YEAR}
    form = ReviewForm(sent(request), initial=initial)

    def save(form: Any) -> Plan:
        return changes.review(
            plan=found,
            text=form.cleaned_data["text"],
            next_on=form.cleaned_data["next_on"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )

    return _page(request, workspace, form, save, heading="Look at the plan again", plan=found)


@look_or_send
def version_propose(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask for the public side of the adopted plan to be published, with its promises."""
    found = queries.version_for(request.actor, workspace, reference)
    permissions.check_can_plan(request.actor, workspace)
    form = ProposeForm(sent(request))
    if form.is_valid():
        try:
            release = publishing.propose(
                plan=found,
                reason=form.cleaned_data["reason"],
                embargo_until=form.embargo_until,
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Proposed. The approvers have been told.")
            return redirect("releases:release", workspace, release.reference)
    context = {
        "form": form,
        "heading": "Propose the plan for publication",
        "words": [
            "The public will read the public version that the board adopted, and how each promise "
            "stands now. Propose it again later to tell how the promises go by then.",
            "Two approvers who did not write it decide.",
        ],
        "button": "Propose",
        "cancel_href": plan_address(found),
    }
    status = 422 if form.errors else 200
    return render(request, "design_system/confirm.html", context, status=status)


@require_POST
def version_put(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Fix the words of a version for a board to decide on."""
    words = "With the board. Its words are fixed until it decides."
    return _moved(request, workspace, reference, changes.put_to_board, words)


@require_POST
def version_take_back(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Make a draft of it again."""
    words = "A draft again. It follows the plan as it is written."
    return _moved(request, workspace, reference, changes.take_back, words)


def _moved(
    request: ActorRequest,
    workspace: str,
    reference: str,
    change: Callable[..., Plan],
    words: str,
) -> HttpResponse:
    """A step that takes no answer, and back to the version."""
    found = queries.version_for(request.actor, workspace, reference)
    form = MoveForm(request.POST)
    if form.is_valid():
        asked = form.cleaned_data["version"]
        try:
            change(plan=found, version=asked, actor=request.actor, at=clock.now())
        except permissions.NotAllowedError:
            raise
        except HeadwaterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, words)
    else:
        messages.error(request, "Nothing was done: open the version again and try once more.")
    return redirect(plan_address(found))


def _page(
    request: ActorRequest, workspace: str, form: Any, save: Callable[[Any], Plan], **more: Any
) -> HttpResponse:
    """One form about a version, and on to its page once it is saved."""
    if form.is_valid():
        try:
            saved = save(form)
        except permissions.NotAllowedError:
            raise
        except ChangedMeanwhileError as error:
            form, more["theirs"] = _over(form, more["plan"])
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(plan_address(saved))
    plan = more.get("plan")
    back = plan_address(plan) if plan else reverse("strategy:versions", args=[workspace])
    context = {"workspace": workspace, "form": form, "back": back, "button": "Save", **more}
    status = 422 if form.errors else 200
    return render(request, "strategy/version_form.html", context, status=status)


def _over(form: Any, plan: Plan) -> tuple[Any, Plan]:
    """The answers to be saved over the version of now, and what stands there now."""
    plan.refresh_from_db()
    settings = {"decisions": form.decisions} if isinstance(form, AdoptForm) else {}
    return form.over(plan.version, **settings), plan
