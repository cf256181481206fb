"""Pages of data protection impact assessments."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.partners import queries as partners
from headwater.web.sharing.changes import dpias as changes
from headwater.web.sharing.forms.asking import RegisterFilter
from headwater.web.sharing.forms.papers import (
    ApproveForm,
    DpiaChangeForm,
    DpiaForm,
    dpia_answers,
)
from headwater.web.sharing.links import address
from headwater.web.sharing.models import STAGES, Dpia
from headwater.web.sharing.presenters import one as presenters
from headwater.web.sharing.presenters import registers as tables
from headwater.web.sharing.presenters.words import stage_tag
from headwater.web.sharing.queries import registers as queries
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.standing import SOON, Stage
from headwater.web.sharing.views.reviewing import review_page
from headwater.web.sharing.views.showing import (
    Button,
    Question,
    Register,
    asked,
    changed,
    filter_of,
    here,
    in_a_year,
    listed,
    look_or_send,
    named,
    saved,
    shown,
    writes_for,
)

REGISTER = Register(
    route="sharing:dpias",
    title="Impact assessments",
    noun="assessment",
    lead="Data protection impact assessments: what could go wrong, and what is done about it.",
    new_route="sharing:dpia_new",
    new_words="Write an assessment",
    when_empty="Write one before anything is shared in which people can be told apart.",
)


@require_safe
def dpias(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every assessment."""
    form, found = _chosen(request, workspace)
    today = timezone.localdate()
    return listed(
        request,
        workspace,
        REGISTER,
        form=form,
        found=found,
        table=lambda rows: tables.dpias(rows, today=today),
    )


@require_safe
def dpias_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same as a file."""
    _, found = _chosen(request, workspace)
    rows = tables.dpia_rows(found)
    return csv_response(f"{workspace}-dpias.csv", tables.DPIA_COLUMNS, rows)


def _chosen(request: ActorRequest, workspace: str) -> tuple[RegisterFilter, list[Dpia]]:
    partners_here = named(here(request, workspace))
    form = RegisterFilter(request.GET, partners=partners_here, statuses=STAGES)
    asked_for = filter_of(form)
    rows = queries.with_words(
        queries.dpias_for(request.actor, workspace), asked_for["words"], "title", "scope", "risks"
    )
    if asked_for["partner"]:
        rows = rows.filter(organisation__reference=asked_for["partner"])
    if asked_for["status"]:
        rows = rows.filter(stage=asked_for["status"])
    if asked_for["due"]:
        rows = rows.filter(review_on__lte=timezone.localdate() + SOON)
    return form, list(rows)


def _one(request: ActorRequest, workspace: str, reference: str) -> Dpia:
    return queries.one(queries.dpias_for(request.actor, workspace), reference)


def _may_write(request: ActorRequest, found: Dpia) -> bool:
    return permissions.can_write(request.actor, found.workspace.slug, [found.organisation_id])


@require_safe
def dpia(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One assessment."""
    found = _one(request, workspace, reference)
    approvals = list(found.approvals.all())
    names = queries.names_of({each.by for each in approvals})
    return shown(
        request,
        found,
        kind="dpia",
        register=REGISTER,
        facts=presenters.dpia_facts(found, today=timezone.localdate()),
        tag=stage_tag(found.stands),
        timeline=presenters.approvals(approvals, names),
        timeline_title="Approvals",
        buttons=_buttons(request, found),
    )


def _buttons(request: ActorRequest, found: Dpia) -> list[Button]:
    """What the reader may do with an assessment as it stands."""
    buttons = []
    if found.stands is Stage.PROPOSED and permissions.can_approve(
        request.actor, found.workspace.slug
    ):
        buttons.append(Button("Approve or give back", address(found, "approve"), is_first=True))
    if not _may_write(request, found):
        return buttons
    if found.stands is Stage.DRAFT:
        buttons.append(
            Button("Give it to approvers", address(found, "propose"), posts=True, is_first=True)
        )
    if found.stands is Stage.APPROVED:
        buttons.append(Button("Record a review", address(found, "review"), is_first=True))
    return [*buttons, Button("Change", address(found, "edit"))]


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Write an assessment."""
    place = partners.workspace_for(request.actor, workspace)
    form = DpiaForm(
        sent(request),
        organisations=writes_for(request, workspace),
        agreements=queries.agreements_for(request.actor, workspace),
        initial={
            "review_on": in_a_year(timezone.localdate()),
            "agreement": request.GET.get("agreement", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        done = saved(
            request,
            form,
            lambda: changes.write(
                workspace=place,
                organisation=form.organisations[form.cleaned_data["organisation"]],
                said=form.assessed(),
                actor=request.actor,
                at=clock.now(),
            ),
            said="Written. Give it to approvers when it is ready.",
        )
        if done:
            return done
    question = Question(
        heading="Write an impact assessment", back=reverse("sharing:dpias", args=[workspace])
    )
    return asked(request, workspace, form, question)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change an assessment. What was approved must be approved again."""
    found = _one(request, workspace, reference)
    permissions.check_can_write(request.actor, workspace, [found.organisation_id])
    settings: dict[str, Any] = {
        "organisations": [],
        "agreements": list(queries.agreements_for(request.actor, workspace)),
    }
    form: Any = DpiaChangeForm(sent(request), **settings, initial=dpia_answers(found))
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = form

        def change() -> Dpia:
            return changes.change(
                dpia=found,
                said=given.assessed(),
                version=given.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )

        def now() -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
            again = _one(request, workspace, reference)
            return again.version, dpia_answers(again), settings

        done, form, theirs = changed(request, given, change, now, said="Saved as a draft.")
        if done:
            return done
    question = Question(
        heading=f"Change: {found.title}",
        lead="Once it is changed it is a draft, and two people approve it again.",
        back=address(found),
    )
    return asked(request, workspace, form, question, theirs=theirs)


@require_POST
def propose(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Give it to approvers."""
    found = _one(request, workspace, reference)
    version = request.POST.get("version", "")
    try:
        changes.propose(
            dpia=found,
            version=int(version) if version.isdecimal() else 0,
            actor=request.actor,
            at=clock.now(),
        )
    except permissions.NotAllowedError:
        raise
    except HeadwaterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Given to approvers.")
    return redirect(address(found))


@look_or_send
def approve(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Approve it or give it back."""
    found = _one(request, workspace, reference)
    permissions.check_can_approve(request.actor, workspace)
    form: Any = ApproveForm(sent(request), initial={"version": found.version})
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = form
        approves = given.cleaned_data["answer"] == "approve"
        verb = changes.approve if approves else changes.give_back

        def change() -> Dpia:
            return verb(
                dpia=found,
                reason=given.cleaned_data["reason"],
                version=given.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )

        def now() -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
            return _one(request, workspace, reference).version, given.cleaned_data, {}

        said = "Approved." if approves else "Given back."
        done, form, theirs = changed(request, given, change, now, said=said)
        if done:
            return done
    question = Question(
        heading="Approve it or give it back",
        caption=found.title,
        back=address(found),
        button="Save what you say",
    )
    return asked(
        request,
        workspace,
        form,
        question,
        theirs=theirs,
        facts=presenters.dpia_facts(found, today=timezone.localdate()),
    )


@look_or_send
def review(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Record that it was looked at again."""
    found = _one(request, workspace, reference)
    permissions.check_can_write(request.actor, workspace, [found.organisation_id])

    def record(next_on: date, version: int) -> Dpia:
        return changes.review(
            dpia=found, next_on=next_on, version=version, actor=request.actor, at=clock.now()
        )

    question = Question(
        heading="Record a review of the assessment",
        caption=found.title,
        lead="You looked at it and it still holds. If it must change, change it instead.",
        back=address(found),
    )
    read = partial(_one, request, workspace, reference)
    return review_page(request, workspace, question, read=read, record=record)
