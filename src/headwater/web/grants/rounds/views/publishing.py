"""A round is looked at as the public will see it, put forward, published, extended, withdrawn."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.documents.papers import paper_response
from headwater.web.grants.rounds import queries
from headwater.web.grants.rounds.changes import publishing as changes
from headwater.web.grants.rounds.forms.answering import AnswersForm
from headwater.web.grants.rounds.forms.building import (
    ExtendForm,
    MoveForm,
    WithdrawForm,
    opening_answers,
)
from headwater.web.grants.rounds.links import round_address
from headwater.web.grants.rounds.models import Round, RoundState
from headwater.web.grants.rounds.presenters import public
from headwater.web.grants.rounds.presenters.moments import exact
from headwater.web.grants.rounds.presenters.papers import Imprint, round_paper
from headwater.web.grants.rounds.rules import permissions, workflow
from headwater.web.grants.rounds.rules.workflow import Verb
from headwater.web.grants.rounds.views.saving import look_or_send, save
from headwater.web.partners.queries import owner_name_on


@require_safe
def preview(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The round as the public will see it, with the questions as they are asked on a phone."""
    found = queries.round_for(request.actor, workspace, reference)
    is_small = request.GET.get("as") == "small" and found.small_income is not None
    context = {
        **public.page(found, clock.now()),
        "workspace": workspace,
        "is_small": is_small,
        "forms": _forms(found, is_small=is_small),
    }
    return render(request, "rounds/preview.html", context)


def _forms(round: Round, *, is_small: bool) -> list[dict[str, Any]]:
    """The questions of each section as a form. All are shown, those that hang on others too."""
    made = []
    for group in queries.sections_of(round):
        spared = {each.key for each in group.questions if is_small and each.hidden_when_small}
        questions = [each for each in group.questions if each.key not in spared]
        if questions:
            form = AnswersForm(questions=questions, limits=round.limits)
            made.append({"section": group.section, "form": form})
    return made


@require_safe
def paper(request: ActorRequest, workspace: str, reference: str, kind: str) -> HttpResponse:
    """The round on paper, as it stands now."""
    found = queries.round_for(request.actor, workspace, reference)
    today = timezone.localdate()
    imprint = Imprint(
        owner_name_on(workspace, today),
        today,
        settings.HEADWATER.demo,
        is_draft=found.state in (RoundState.DRAFT, RoundState.READY),
    )
    return paper_response(round_paper(found, imprint), kind)


@require_POST
def put(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask that the round be published."""
    return _moved(
        request,
        queries.round_for(request.actor, workspace, reference),
        changes.put_forward,
        done="Somebody who approves is asked to publish it.",
    )


@require_POST
def take_back(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Let it be a draft again."""
    return _moved(
        request,
        queries.round_for(request.actor, workspace, reference),
        changes.take_back,
        done="It is a draft again.",
    )


def _moved(request: ActorRequest, round: Round, change: Any, *, done: str) -> HttpResponse:
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Open the page again and try once more.")
        return redirect(round_address(round))
    version = form.cleaned_data["version"]
    try:
        change(round=round, version=version, actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(round_address(round))


@look_or_send
def publish(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Show it to the public, after asking once."""
    found = queries.round_for(request.actor, workspace, reference)
    workflow.move_from(found.state, Verb.PUBLISH)
    permissions.check_can_publish(
        request.actor, workspace, put_by=found.put_by, written_by=found.written_by
    )
    form = MoveForm(sent(request), initial={"version": found.version})

    def act() -> str:
        version = form.cleaned_data["version"]
        changes.publish(round=found, version=version, actor=request.actor, at=clock.now())
        return round_address(found)

    context = {
        "workspace": workspace,
        "round": found,
        "heading": f"Publish {found.title}?",
        "words": [
            f"It opens on {exact(found.opens_at)} and closes on {exact(found.closes_at)}.",
            "From now on its questions, rules and criteria cannot change. The closing time can be "
            "put off with a reason.",
        ],
        "button": "Publish it",
    }
    return save(request, form, act, done="Published.", context=context)


@look_or_send
def extend(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put off the closing time."""
    found = queries.round_for(request.actor, workspace, reference)
    permissions.check_can_build(request.actor, workspace, what="extend a round")
    workflow.move_from(found.state, Verb.EXTEND)
    there = opening_answers(found.opens_at, found.closes_at)
    start = {name: there[name] for name in ("closes_on", "closes_time")}
    form = ExtendForm(
        sent(request),
        initial={**start, "decisions_by": found.decisions_by, "version": found.version},
    )

    def act() -> str:
        given = form.cleaned_data
        changes.extend(
            round=found,
            closes_at=form.closes_at(),
            decisions_by=given["decisions_by"],
            reason=given["reason"],
            version=given["version"],
            actor=request.actor,
            at=clock.now(),
        )
        return round_address(found)

    context = {
        "workspace": workspace,
        "round": found,
        "heading": "Close later",
        "words": [f"It closes on {exact(found.closes_at)} as it stands."],
        "button": "Close it later",
    }
    return save(request, form, act, done="It closes later. The public reads why.", context=context)


@look_or_send
def withdraw(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Close it for good before its time."""
    found = queries.round_for(request.actor, workspace, reference)
    permissions.check_can_build(request.actor, workspace, what="withdraw a round")
    workflow.move_from(found.state, Verb.WITHDRAW)
    form = WithdrawForm(sent(request), initial={"version": found.version})

    def act() -> str:
        changes.withdraw(round=found, actor=request.actor, at=clock.now(), **form.cleaned_data)
        return round_address(found)

    context = {
        "workspace": workspace,
        "round": found,
        "heading": f"Withdraw {found.title}?",
        "words": [
            "No application is taken from now on. This cannot be undone: copy the round to start "
            "another.",
            "Its page stays, and says that the round was withdrawn and why.",
        ],
        "button": "Withdraw it",
        "is_destructive": True,
    }
    return save(request, form, act, done="Withdrawn. The public reads why.", context=context)
