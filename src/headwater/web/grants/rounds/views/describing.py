"""Pages on which a round says what it is for, when, for how much and for whom."""

from django.http import HttpResponse

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.grants.rounds import queries
from headwater.web.grants.rounds.changes import writing
from headwater.web.grants.rounds.forms.building import (
    AboutForm,
    DatesForm,
    TermsForm,
    ThresholdForm,
    about_answers,
    dates_answers,
    terms_answers,
)
from headwater.web.grants.rounds.links import round_address
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.queries.rounds import pots_of
from headwater.web.grants.rounds.rules import permissions, workflow
from headwater.web.grants.rounds.views.saving import look_or_send, save, save_over


def draft_for(request: ActorRequest, workspace: str, reference: str) -> Round:
    """A round whose parts may still change. Raises where they may not, or somebody may not."""
    found = queries.round_for(request.actor, workspace, reference)
    permissions.check_can_build(request.actor, workspace)
    workflow.check_may_build(found.state)
    return found


@look_or_send
def about(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What the round is for, in the words the public reads."""
    found = draft_for(request, workspace, reference)
    form = AboutForm(sent(request), initial=about_answers(found))

    def change() -> str:
        changed = writing.change_about(
            round=found,
            said=form.said(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
        return round_address(changed)

    def now() -> tuple[dict[str, object], dict[str, object]]:
        return about_answers(queries.round_for(request.actor, workspace, reference)), {}

    context = {"workspace": workspace, "round": found, "heading": "What the round is for"}
    return save_over(request, form, change, now=now, context=context)


@look_or_send
def dates(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """When the round opens and closes, and what follows."""
    found = draft_for(request, workspace, reference)
    form = DatesForm(sent(request), initial=dates_answers(found))

    def change() -> str:
        changed = writing.change_dates(
            round=found,
            said=form.said(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
        return round_address(changed)

    def now() -> tuple[dict[str, object], dict[str, object]]:
        return dates_answers(queries.round_for(request.actor, workspace, reference)), {}

    context = {"workspace": workspace, "round": found, "heading": "Dates"}
    return save_over(request, form, change, now=now, context=context)


@look_or_send
def terms(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """How much there is, for whom and where."""
    found = draft_for(request, workspace, reference)
    pots = pots_of(found.fund)
    form = TermsForm(sent(request), pots=pots, initial=terms_answers(found))

    def change() -> str:
        changed = writing.change_terms(
            round=found,
            said=form.said(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
        return round_address(changed)

    def now() -> tuple[dict[str, object], dict[str, object]]:
        there = queries.round_for(request.actor, workspace, reference)
        return terms_answers(there), {"pots": pots}

    context = {
        "workspace": workspace,
        "round": found,
        "heading": "Money, ages and places",
        "pounds": ("total", "largest_award", "smallest_award", "small_income"),
    }
    return save_over(request, form, change, now=now, context=context)


@look_or_send
def threshold(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """From which score of a hundred an application can be funded."""
    found = draft_for(request, workspace, reference)
    start = {"threshold": found.threshold, "version": found.version}
    form = ThresholdForm(sent(request), initial=start)

    def change() -> str:
        changed = writing.change_threshold(
            round=found,
            actor=request.actor,
            at=clock.now(),
            **form.cleaned_data,
        )
        return round_address(changed, "criteria")

    context = {
        "workspace": workspace,
        "round": found,
        "heading": "The score an application needs",
        "cancel_href": round_address(found, "criteria"),
    }
    return save(request, form, change, done="Saved.", context=context)
