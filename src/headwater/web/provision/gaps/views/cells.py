"""One combination of the gap map, and answering it."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import Form, sent
from headwater.web.editions.models import Edition
from headwater.web.partners.queries import workspace_for
from headwater.web.provision.gaps.changes import answers, intentions
from headwater.web.provision.gaps.errors import MapReplacedError
from headwater.web.provision.gaps.forms.answers import ActionForm, IntentionStartForm
from headwater.web.provision.gaps.links import gap_address, intention_address
from headwater.web.provision.gaps.presenters import cells as presenters
from headwater.web.provision.gaps.queries import maps as queries
from headwater.web.provision.gaps.queries.intentions import ACTION, GAP, partners_of
from headwater.web.provision.gaps.queries.maps import Cell
from headwater.web.provision.gaps.rules import permissions
from headwater.web.provision.gaps.rules.places import place_of
from headwater.web.thread import kinds
from headwater.web.thread.queries import strands_of

look_or_send = require_http_methods(["GET", "HEAD", "POST"])
USUAL_TIME = timedelta(days=182)
"""Until what is done about a gap should be there."""


@require_safe
def gap(request: ActorRequest, workspace: str, place: str) -> HttpResponse:
    """One combination: need, services, coverage, kinds of gap, cost and what answers it."""
    edition, cell = _found(request, workspace, place)
    about = queries.about(edition)
    earlier = queries.classes_of(queries.before(edition))
    maker = kinds.kind(ACTION)
    context = {
        "workspace": workspace,
        "edition": edition,
        "cell": cell,
        "tag": presenters.class_tag(cell.kind),
        "changed": presenters.changed(cell, earlier.get(cell.place)),
        "working": presenters.working(edition, cell),
        "over": presenters.over(cell),
        "need": about.get("need", ""),
        "period": about.get("period", ""),
        "kinds": presenters.kinds_of_gap(cell, queries.meanings(edition)),
        "offers": presenters.offers_table(queries.offers_of(edition, cell.place)),
        "from_where": about.get("supply", ""),
        "as_of": presenters.day_words(about.get("as_of", "")),
        "strands": presenters.strands_table(
            strands_of(request.actor, workspace, (GAP, cell.place.reference)), workspace
        ),
        "may_answer": permissions.can_answer(request.actor, workspace),
        "unsettled": queries.why_unsettled(edition),
        "has_actions": maker is not None and maker.make is not None,
    }
    return render(request, "gaps/gap.html", context)


def _found(request: ActorRequest, workspace: str, reference: str) -> tuple[Edition, Cell]:
    """The combination in the latest map. Raises `NotYours` where it has none of the name."""
    named = place_of(reference)
    edition = queries.latest(request.actor, workspace)
    if named is None or edition is None:
        raise NotYours
    return edition, queries.cell_for(edition, named)


@look_or_send
def answer(request: ActorRequest, workspace: str, place: str) -> HttpResponse:
    """Turn a gap into an action of the joint plan."""
    edition, cell = _found(request, workspace, place)
    partners = partners_of(request.actor, workspace)
    first = {
        "title": f"Provide {_lowered(cell)}"[:200],
        "due_on": timezone.localdate() + USUAL_TIME,
        "seen_in": edition.reference,
    }
    form = ActionForm(sent(request), partners=partners, initial=first)
    if request.method == "POST" and form.is_valid():
        lead = next((p for p in partners if p.reference == form.cleaned_data["organisation"]), None)
        try:
            answers.answer_with_action(
                workspace=workspace_for(request.actor, workspace),
                gap=cell.place.reference,
                seen_in=form.cleaned_data["seen_in"],
                title=form.cleaned_data["title"],
                organisation=lead,
                due_on=form.cleaned_data["due_on"],
                actor=request.actor,
                at=clock.now(),
            )
        except MapReplacedError as error:
            edition, cell = _found(request, workspace, place)
            form = form.over_map(edition.reference, partners=partners)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The action is in the joint plan and answers this gap.")
            return redirect(gap_address(workspace, cell.place.reference))
    return _form(request, edition, cell, form=form, heading="Answer with an action")


@look_or_send
def intend(request: ActorRequest, workspace: str, place: str) -> HttpResponse:
    """Turn a gap into places that are to be commissioned."""
    edition, cell = _found(request, workspace, place)
    partners = partners_of(request.actor, workspace)
    first = _first_answers(cell) | {
        "by_when": timezone.localdate() + USUAL_TIME,
        "seen_in": edition.reference,
    }
    form = IntentionStartForm(sent(request), partners=partners, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = intentions.write(
                workspace=workspace_for(request.actor, workspace),
                gap=cell.place.reference,
                seen_in=form.cleaned_data["seen_in"],
                said=form.description(),
                actor=request.actor,
                at=clock.now(),
            )
        except MapReplacedError as error:
            edition, cell = _found(request, workspace, place)
            form = form.over_map(edition.reference, partners=partners)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Written down. A board can now be asked to agree it.")
            return redirect(intention_address(made))
    return _form(request, edition, cell, form=form, heading="Commission places")


def _form(
    request: ActorRequest, edition: Edition, cell: Cell, *, form: Form, heading: str
) -> HttpResponse:
    workspace = edition.workspace.slug
    context = {
        "workspace": workspace,
        "edition": edition,
        "unsettled": queries.why_unsettled(edition),
        "cell": cell,
        "tag": presenters.class_tag(cell.kind),
        "form": form,
        "heading": heading,
        "back": gap_address(workspace, cell.place.reference),
    }
    status = 422 if form.errors else 200
    return render(request, "gaps/answer.html", context, status=status)


def _first_answers(cell: Cell) -> dict[str, object]:
    """What a form about places starts with: those missing in the middle, and what they may cost.

    Money is to the nearest hundred pounds: it is no budget.
    """
    ends = [cell.shown[name] for name in ("missing_low", "missing_high")]
    numbers = [float(each) for each in ends if isinstance(each, int | float)]
    costs = [cell.shown[name] for name in ("cost_low", "cost_high")]
    low, high = (round(each, -2) if isinstance(each, int | float) else None for each in costs)
    return {
        "title": f"More {_lowered(cell)}"[:200],
        "places": max(1, round(sum(numbers) / len(numbers))) if numbers else 1,
        "money_low": low,
        "money_high": high,
    }


def _lowered(cell: Cell) -> str:
    return cell.title[:1].lower() + cell.title[1:]
