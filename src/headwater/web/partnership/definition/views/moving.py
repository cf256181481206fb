"""Beginning a version, putting it to a board, approving it, and assessing by it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import VersionedForm, sent
from headwater.web.partners.queries import workspace_for
from headwater.web.partnership.definition.changes import moving as changes
from headwater.web.partnership.definition.changes import versions
from headwater.web.partnership.definition.forms.versions import (
    ApproveForm,
    MoveForm,
    SendBackForm,
)
from headwater.web.partnership.definition.links import version_address
from headwater.web.partnership.definition.models import LocalDefinition
from headwater.web.partnership.definition.queries import assessed
from headwater.web.partnership.definition.queries import versions as queries
from headwater.web.partnership.definition.rules.stages import Verb, after
from headwater.web.partnership.definition.views.showing import STEPS

look_or_send = require_http_methods(STEPS)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a page asks before it moves a version, and what it says when it is done."""

    verb: Verb
    heading: str
    words: tuple[str, ...]
    button: str
    done: str
    is_destructive: bool = False


PROPOSING = Asking(
    Verb.PROPOSE,
    "Put this version to a board?",
    (
        "Nobody can change it until the board has decided or it is sent back.",
        "Somebody else, who approves for the partnership, then records the board's decision.",
    ),
    "Put it to a board",
    "It waits for a board. Its paper is on the page.",
)
SENDING_BACK = Asking(
    Verb.SEND_BACK,
    "Send this version back",
    ("It is a draft again, and those who write it see why.",),
    "Send it back",
    "Sent back.",
)
APPROVING = Asking(
    Verb.APPROVE,
    "Record that a board approved this version",
    (
        "It is in force from now on: assessments that are asked for count by it. It can never be "
        "changed again, only replaced by a later version.",
        "The latest locked assessment is made again by it, so that all can see what changed.",
    ),
    "Record the approval",
    "It is in force.",
)
PUTTING_AWAY = Asking(
    Verb.DISCARD,
    "Put this draft away?",
    ("It leaves the list with everything that was said in it. This cannot be undone.",),
    "Put it away",
    "Put away.",
    is_destructive=True,
)


@look_or_send
def begin(request: ActorRequest, workspace: str) -> HttpResponse:
    """Begin a version, after saying what it begins with."""
    there = workspace_for(request.actor, workspace)
    opened, standing = queries.being_written(there), queries.in_force(there)
    if opened is not None:
        return redirect(version_address(opened))
    if request.method == "POST":
        made = versions.begin(workspace=there, actor=request.actor, at=clock.now())
        messages.success(request, f"Version {made.number} is begun.")
        return redirect(version_address(made))
    first = (
        f"It begins with every judgement of version {standing.number} and the evidence for it."
        if standing
        else "It begins with the kinds of violence that the rulebook puts up, none of them judged."
    )
    context = {
        "heading": "Begin a new version?",
        "words": [first, "It changes nothing until a board approves it."],
        "button": "Begin it",
        "cancel_href": reverse("definition:workbench", args=[workspace]),
    }
    return render(request, "design_system/confirm.html", context)


@look_or_send
def propose(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put a draft to a board."""
    found = queries.version_for(request.actor, workspace, reference)
    form = MoveForm(sent(request), initial={"version": found.version})
    return _move(
        request,
        found,
        form,
        lambda: changes.propose(
            definition=found,
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        ),
        asking=PROPOSING,
    )


@look_or_send
def send_back(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Give a version back to be written further."""
    found = queries.version_for(request.actor, workspace, reference)
    form = SendBackForm(sent(request), initial={"version": found.version})
    return _move(
        request,
        found,
        form,
        lambda: changes.send_back(
            definition=found,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        ),
        asking=SENDING_BACK,
    )


@look_or_send
def approve(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Record the decision of a board, by somebody who did not propose it."""
    found = queries.version_for(request.actor, workspace, reference)
    decisions = queries.decisions(request.actor, workspace)
    form = ApproveForm(sent(request), initial={"version": found.version}, decisions=decisions)
    return _move(
        request,
        found,
        form,
        lambda: changes.approve(
            definition=found,
            given=form.approval(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        ),
        asking=APPROVING,
    )


@look_or_send
def discard(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put a draft away."""
    found = queries.version_for(request.actor, workspace, reference)
    form = MoveForm(sent(request), initial={"version": found.version})
    return _move(
        request,
        found,
        form,
        lambda: changes.discard(
            definition=found,
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        ),
        asking=PUTTING_AWAY,
    )


def _move(
    request: ActorRequest,
    found: LocalDefinition,
    form: VersionedForm,
    change: Callable[[], LocalDefinition],
    *,
    asking: Asking,
) -> HttpResponse:
    after(found.stands, asking.verb)
    if request.method == "POST" and form.is_valid():
        try:
            moved = change()
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{moved}. {asking.done}")
            if asking.verb is Verb.DISCARD:
                return redirect("definition:workbench", found.workspace.slug)
            return redirect(version_address(moved))
    context: dict[str, Any] = {
        "form": form,
        "heading": asking.heading,
        "words": [f"{found}.", *asking.words],
        "button": asking.button,
        "is_destructive": asking.is_destructive,
        "cancel_href": version_address(found),
    }
    return render(request, "design_system/confirm.html", context)


@look_or_send
def assess(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask for the latest locked assessment to be made again by the version in force."""
    found = queries.version_for(request.actor, workspace, reference)
    latest = assessed.latest_locked(request.actor, workspace)
    if latest is None:
        raise NotYours
    if request.method == "POST":
        try:
            changes.assess_again(
                definition=found, edition=latest, actor=request.actor, at=clock.now()
            )
        except HeadwaterError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, "Asked for. It takes a few minutes; what changed is then one link away."
            )
        return redirect("definition:workbench", workspace)
    context = {
        "heading": "Assess again by this version?",
        "words": [
            f"{latest.area_name}, {latest.period_words}, is assessed again from what the lake "
            f"holds, counting by {found}.",
            "The locked assessment stays as it is, so that both can be compared.",
        ],
        "button": "Assess again",
        "cancel_href": version_address(found),
    }
    return render(request, "design_system/confirm.html", context)
