"""Pages of agreements."""

from collections.abc import Callable, Mapping
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
from headwater.web.sharing.changes import agreements as changes
from headwater.web.sharing.forms.asking import RegisterFilter
from headwater.web.sharing.forms.papers import (
    AgreementChangeForm,
    AgreementForm,
    SignForm,
    agreement_answers,
)
from headwater.web.sharing.links import address
from headwater.web.sharing.models import STANDINGS, Agreement
from headwater.web.sharing.presenters import one as presenters
from headwater.web.sharing.presenters import registers as tables
from headwater.web.sharing.presenters.words import standing_tag
from headwater.web.sharing.queries import papers
from headwater.web.sharing.queries import registers as queries
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.standing import SOON, Standing
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
)

REGISTER = Register(
    route="sharing:agreements",
    title="Agreements",
    noun="agreement",
    lead="Who agreed to share what with whom, by which law, and until when.",
    new_route="sharing:agreement_new",
    new_words="Write an agreement",
    when_empty="Write the first one when two partners mean to share something again and again.",
)
Change = Callable[..., Agreement]
MOVES: Mapping[str, tuple[Change, str]] = {
    "send": (changes.send_out, "Sent out. Each party has it on its worklist."),
    "take_back": (changes.take_back, "Taken back. What was signed is to be signed again."),
    "put_in_force": (changes.put_in_force, "In force. What waited for it moved on."),
    "end": (changes.end, "Ended. Nothing is shared under it any more."),
}


@require_safe
def agreements(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every agreement."""
    form, found = _chosen(request, workspace)
    today = timezone.localdate()
    return listed(
        request,
        workspace,
        REGISTER,
        form=form,
        found=found,
        table=lambda rows: tables.agreements(rows, today=today),
    )


@require_safe
def agreements_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same as a file."""
    _, found = _chosen(request, workspace)
    rows = tables.agreement_rows(found)
    return csv_response(f"{workspace}-agreements.csv", tables.AGREEMENT_COLUMNS, rows)


def _chosen(request: ActorRequest, workspace: str) -> tuple[RegisterFilter, list[Agreement]]:
    partners_here = named(here(request, workspace))
    form = RegisterFilter(request.GET, partners=partners_here, statuses=STANDINGS)
    asked_for = filter_of(form)
    rows = queries.with_words(
        queries.agreements_for(request.actor, workspace), asked_for["words"], "title", "detail"
    )
    if asked_for["partner"]:
        rows = rows.filter(parties__organisation__reference=asked_for["partner"])
    if asked_for["status"]:
        rows = rows.filter(standing=asked_for["status"])
    if asked_for["due"]:
        until = timezone.localdate() + SOON
        rows = rows.filter(review_on__lte=until).exclude(standing=Standing.ENDED)
    return form, list(rows)


@require_safe
def agreement(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One agreement."""
    found = _one(request, workspace, reference)
    today = timezone.localdate()
    theirs = queries.parties_of(found)
    may_sign = frozenset(
        each for each in theirs if permissions.can_write(request.actor, workspace, [each])
    )
    names = queries.names_of({found.approved_by, found.written_by})
    covering = papers.assessments_of(None, found)
    waits = changes.waits_for(found, day=today) if found.stands is not Standing.ENDED else ""
    return shown(
        request,
        found,
        kind="agreement",
        register=REGISTER,
        facts=[
            *presenters.agreement_facts(found, names, today=today),
            presenters.covered(covering, is_needed=changes.carries_people(found)),
        ],
        tag=standing_tag(found.stands),
        said=waits,
        tables=[presenters.parties(found, may_sign=may_sign)],
        buttons=_buttons(request, found, waits=waits, is_covered=bool(covering)),
    )


def _buttons(
    request: ActorRequest, found: Agreement, *, waits: str, is_covered: bool
) -> list[Button]:
    """What the reader may do with an agreement as it stands."""
    move = address(found, "move")
    may_write = permissions.can_write(
        request.actor, found.workspace.slug, queries.parties_of(found)
    )
    is_signed = all(each.signed_on for each in found.parties.all())
    buttons = []
    may_approve = permissions.can_approve(request.actor, found.workspace.slug)
    if found.stands is Standing.WITH_PARTIES and is_signed and may_approve and not waits:
        buttons.append(
            Button("Put into force", move, posts=True, verb="put_in_force", is_first=True)
        )
    if not may_write:
        return buttons
    if waits and not is_covered:
        write = reverse("sharing:dpia_new", args=[found.workspace.slug])
        words = "Write an impact assessment"
        buttons.append(Button(words, f"{write}?agreement={found.reference}"))
    if found.stands is Standing.DRAFT:
        buttons.append(Button("Send out to sign", move, posts=True, verb="send", is_first=True))
        buttons.append(Button("Change", address(found, "edit")))
    if found.stands is Standing.WITH_PARTIES:
        buttons.append(Button("Take back to draft", move, posts=True, verb="take_back"))
    if found.stands is Standing.IN_FORCE:
        buttons.append(Button("Record a review", address(found, "review"), is_first=True))
        buttons.append(Button("End it", address(found, "end")))
    return buttons


def _one(request: ActorRequest, workspace: str, reference: str) -> Agreement:
    return queries.one(queries.agreements_for(request.actor, workspace), reference)


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Write an agreement."""
    place = partners.workspace_for(request.actor, workspace)
    today = timezone.localdate()
    form = AgreementForm(
        sent(request),
        **_settings(request, workspace),
        initial={"starts_on": today, "review_on": in_a_year(today)},
    )
    if request.method == "POST" and form.is_valid():
        done = saved(
            request,
            form,
            lambda: changes.write(
                workspace=place, terms=form.terms(), actor=request.actor, at=clock.now()
            ),
            said="Written. Send it out when the parties should sign.",
        )
        if done:
            return done
    question = Question(
        heading="Write an agreement", back=reverse("sharing:agreements", args=[workspace])
    )
    return asked(request, workspace, form, question)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change a draft."""
    found = _one(request, workspace, reference)
    permissions.check_can_write(request.actor, workspace, queries.parties_of(found))
    settings = _settings(request, workspace)
    form: Any = AgreementChangeForm(sent(request), **settings, initial=agreement_answers(found))
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = form

        def change() -> Agreement:
            return changes.change(
                agreement=found,
                terms=given.terms(),
                version=given.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )

        def now() -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
            again = _one(request, workspace, reference)
            return again.version, agreement_answers(again), settings

        done, form, theirs = changed(request, given, change, now, said="Saved.")
        if done:
            return done
    question = Question(heading=f"Change: {found.title}", back=address(found))
    return asked(request, workspace, form, question, theirs=theirs)


def _settings(request: ActorRequest, workspace: str) -> dict[str, Any]:
    return {
        "organisations": here(request, workspace),
        "datasets": list(queries.datasets_for(request.actor, workspace)),
    }


@require_POST
def move(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Send it out, take it back, put it into force or end it."""
    found = _one(request, workspace, reference)
    change, said = MOVES.get(request.POST.get("verb", ""), (None, ""))
    version = request.POST.get("version", "")
    if change is None or not version.isdecimal():
        messages.error(request, "Nothing was done: choose one of the buttons.")
        return redirect(address(found))
    try:
        change(agreement=found, version=int(version), actor=request.actor, at=clock.now())
    except permissions.NotAllowedError:
        raise
    except HeadwaterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(address(found))


@require_safe
def end(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask once more before an agreement ends: there is no way back."""
    found = _one(request, workspace, reference)
    permissions.check_can_write(request.actor, workspace, queries.parties_of(found))
    return shown(
        request,
        found,
        kind="agreement",
        register=REGISTER,
        facts=[],
        title=f"End it? {found.title}",
        tag=standing_tag(found.stands),
        warning="Nothing is shared under it from now on, and it cannot be opened again. "
        "Shares that name it stay as they are: look at each of them.",
        buttons=[
            Button(
                "End the agreement", address(found, "move"), posts=True, verb="end", is_first=True
            )
        ],
        back=address(found),
    )


@look_or_send
def sign(request: ActorRequest, workspace: str, reference: str, organisation: str) -> HttpResponse:
    """Record that a party signed."""
    found = _one(request, workspace, reference)
    party = queries.party_for(found, organisation)
    permissions.check_can_write(request.actor, workspace, [party.organisation_id])
    form = SignForm(sent(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        done = saved(
            request,
            form,
            lambda: (
                changes.sign(
                    party=party,
                    role=form.cleaned_data["role"],
                    on=form.cleaned_data["on"],
                    actor=request.actor,
                    at=clock.now(),
                ).agreement
            ),
            said=f"Signed for {party.organisation.name}.",
        )
        if done:
            return done
    question = Question(
        heading=f"Record that {party.organisation.name} signed",
        caption=found.title,
        back=address(found),
        button="Record the signature",
    )
    return asked(request, workspace, form, question)


@look_or_send
def review(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Record that it was looked at again."""
    found = _one(request, workspace, reference)
    permissions.check_can_write(request.actor, workspace, queries.parties_of(found))

    def record(next_on: date, version: int) -> Agreement:
        return changes.review(
            agreement=found, next_on=next_on, version=version, actor=request.actor, at=clock.now()
        )

    question = Question(
        heading="Record a review of the agreement",
        caption=found.title,
        lead="You looked at it and it stays as it is. If it must change, end it and write another.",
        back=address(found),
    )
    read = partial(_one, request, workspace, reference)
    return review_page(request, workspace, question, read=read, record=record)
