"""Pages of onboarding: where each dataset is on its way, and how long each step took."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.sharing.changes import onboarding as changes
from headwater.web.sharing.forms.asking import RegisterFilter
from headwater.web.sharing.forms.papers import MoveForm, StartForm
from headwater.web.sharing.links import address
from headwater.web.sharing.models import STEPS, Onboarding
from headwater.web.sharing.presenters import onboarding as presenters
from headwater.web.sharing.presenters.words import step_tag
from headwater.web.sharing.queries import onboarding as queries
from headwater.web.sharing.queries import registers
from headwater.web.sharing.queries.onboarding import Way
from headwater.web.sharing.rules import onboarding as rules
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.onboarding import Moved, Step
from headwater.web.sharing.views.showing import (
    Button,
    Question,
    Register,
    asked,
    changed,
    filter_of,
    here,
    look_or_send,
    named,
    saved,
    shown,
)

REGISTER = Register(
    route="sharing:onboardings",
    title="Onboarding",
    noun="dataset",
    lead="Each dataset from the first ask until files come regularly, and where it is stuck.",
)


@require_safe
def board(request: ActorRequest, workspace: str) -> HttpResponse:
    """Where every dataset is, how many came how far, and how long each step takes."""
    form, found = _chosen(request, workspace)
    stays = [each.stays for each in found]
    by_partner = rules.usual_by((each.row.dataset.organisation.name, each.stays) for each in found)
    by_dataset = rules.usual_by((each.row.dataset.title, each.stays) for each in found)
    everything = {"All": rules.usual(stay for theirs in stays for stay in theirs)}
    usual = [
        presenters.usual("Median days at each step", "Of", everything),
        presenters.usual("Median days at each step by partner", "Partner", by_partner),
        presenters.usual("Median days at each step by dataset", "Dataset", by_dataset),
    ]
    asked_for = request.GET.urlencode()
    context = {
        "workspace": workspace,
        "register": REGISTER,
        "filter_form": form,
        "is_any": bool(found) or bool(request.GET),
        "funnel": presenters.funnel(rules.reached(each.moves for each in found), len(found)),
        "total": len(found),
        "stuck": sum(1 for each in found if each.is_stuck),
        "lapsed": sum(1 for each in found if each.step is Step.LAPSED),
        "table": presenters.board(found),
        "usual": usual if found else [],
        "csv": f"{reverse('sharing:onboardings_csv', args=[workspace])}?{asked_for}",
    }
    return render(request, "sharing/onboarding.html", context)


@require_safe
def onboardings_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same as a file."""
    rows = presenters.csv_rows(_chosen(request, workspace)[1])
    return csv_response(f"{workspace}-onboarding.csv", presenters.CSV_COLUMNS, rows)


def _chosen(request: ActorRequest, workspace: str) -> tuple[RegisterFilter, list[Way]]:
    partners_here = named(here(request, workspace))
    form = RegisterFilter(request.GET, partners=partners_here, statuses=STEPS, has_reviews=False)
    asked_for = filter_of(form)
    rows = registers.with_words(
        queries.onboardings_for(request.actor, workspace),
        asked_for["words"],
        "dataset__title",
        "stuck_on",
    )
    if asked_for["partner"]:
        rows = rows.filter(dataset__organisation__reference=asked_for["partner"])
    if asked_for["status"]:
        rows = rows.filter(step=asked_for["status"])
    return form, queries.ways(rows, today=timezone.localdate())


def _one(request: ActorRequest, workspace: str, reference: str) -> Onboarding:
    return registers.one(queries.onboardings_for(request.actor, workspace), reference)


@require_safe
def onboarding(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One dataset on its way."""
    found = _one(request, workspace, reference)
    way = queries.way_of(found, today=timezone.localdate())
    moves = list(found.moves.all())
    may_move = permissions.can_write(request.actor, workspace, [found.dataset.organisation_id])
    names = registers.names_of({each.by for each in moves})
    buttons = [Button("Say where it is now", address(found, "move"), is_first=True)]
    return shown(
        request,
        found,
        kind="onboarding",
        register=REGISTER,
        title=f"Onboarding: {found.dataset.title}",
        facts=presenters.facts(way),
        tag=step_tag(way.step),
        said="Stuck: it waits longer than it should." if way.is_stuck else "",
        timeline=presenters.timeline(found, moves, names),
        timeline_title="Moves",
        buttons=buttons if may_move else [],
    )


@look_or_send
def start(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask a partner for a dataset."""
    dataset = registers.one(registers.datasets_for(request.actor, workspace), reference)
    permissions.check_can_write(request.actor, workspace, [dataset.organisation_id])
    form = StartForm(sent(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        done = saved(
            request,
            form,
            lambda: changes.start(
                dataset=dataset,
                on=form.cleaned_data["on"],
                actor=request.actor,
                at=clock.now(),
            ),
            said="It is on its way.",
        )
        if done:
            return done
    question = Question(
        heading=f"Ask {dataset.organisation.name} for it",
        caption=dataset.title,
        back=address(dataset),
    )
    return asked(request, workspace, form, question)


@look_or_send
def move(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say where a dataset is now, or what it waits for where it stays."""
    found = _one(request, workspace, reference)
    permissions.check_can_write(request.actor, workspace, [found.dataset.organisation_id])
    initial = {"step": found.step, "on": timezone.localdate(), "version": found.version}
    form: Any = MoveForm(sent(request), initial=initial)
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = form

        def now() -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
            again = _one(request, workspace, reference)
            said = {"step": again.step, "on": again.moved_on, "why": again.stuck_on}
            return again.version, said, {}

        done, form, theirs = changed(
            request, given, lambda: _moved(request, found, given), now, said="Saved."
        )
        if done:
            return done
    question = Question(
        heading="Where is it now?", caption=found.dataset.title, back=address(found)
    )
    return asked(request, workspace, form, question, theirs=theirs)


def _moved(request: ActorRequest, found: Onboarding, form: MoveForm) -> Onboarding:
    said, step = form.cleaned_data, Step(form.cleaned_data["step"])
    if step is found.stands:
        return changes.say_stuck(
            onboarding=found,
            stuck_on=said["why"],
            version=said["version"],
            actor=request.actor,
            at=clock.now(),
        )
    return changes.move(
        onboarding=found,
        to=Moved(step, said["on"]),
        why=said["why"],
        version=said["version"],
        actor=request.actor,
        at=clock.now(),
    )
