"""Pages on which people tell how an action goes and move its card."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.design_system.parts import Entry
from headwater.web.strategy.changes import telling as changes
from headwater.web.strategy.changes.telling import Telling
from headwater.web.strategy.forms.actions import MoveForm, TellForm, told_of
from headwater.web.strategy.links import action_address
from headwater.web.strategy.models import Action
from headwater.web.strategy.presenters import actions as presenters
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.statuses import Blocker, DeclaredError, Status

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@look_or_send
def tell(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say how an action goes."""
    found = told_by(request, workspace, reference)
    asked = request.GET.get("status", "")
    initial = {**told_of(found), **({"status": asked} if asked in set(Status) else {})}
    form = TellForm(sent(request), **_settings(request, found), initial=initial)
    theirs: list[Entry] = []
    if request.method == "POST" and form.is_valid():
        try:
            changes.tell(
                action=found,
                telling=form.telling(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            form, theirs = _after_theirs(request, found, form)
            form.add_error(None, str(error))
        except DeclaredError as error:
            form.add_error("reason", str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Told. Thank you.")
            return redirect(action_address(found))
    return _tell_page(request, found, form, theirs)


def told_by(request: ActorRequest, workspace: str, reference: str) -> Action:
    """An action that the actor may tell of."""
    found = queries.action_for(request.actor, workspace, reference)
    permissions.check_can_tell(request.actor, workspace, organisation_id=found.lead_id)
    return found


def _settings(request: ActorRequest, found: Action) -> dict[str, Any]:
    return {
        "milestones": list(found.milestones.all()),
        "leads": permissions.can_plan(request.actor, found.workspace.slug),
    }


def _after_theirs(
    request: ActorRequest, found: Action, form: TellForm
) -> tuple[TellForm, list[Entry]]:
    """The form to be saved after what others told meanwhile, and what they told."""
    now = queries.action_for(request.actor, found.workspace.slug, found.reference)
    missed = now.told_version - form.cleaned_data["version"]
    told = list(queries.updates_of(now)[: max(missed, 0)])
    names = queries.names_of({each.by for each in told})
    again = form.over_now(now.told_version, **_settings(request, now))
    return again, presenters.told(told, names)


def _tell_page(
    request: ActorRequest, found: Action, form: TellForm, theirs: list[Entry]
) -> HttpResponse:
    stands = queries.standing_of(found, today=timezone.localdate())
    context = {
        "workspace": found.workspace.slug,
        "action": found,
        "form": form,
        "theirs": theirs,
        "computed": presenters.status_tag(stands.status),
        "because": stands.because,
    }
    status = 422 if form.errors else 200
    return render(request, "strategy/action_tell.html", context, status=status)


@require_POST
def move(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Move a card of the board. Where a reason is needed, ask for it on the page that tells."""
    found = told_by(request, workspace, reference)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nothing was moved: choose a column and try once more.")
        return redirect("strategy:board", workspace)
    status = Status(form.cleaned_data["status"])
    try:
        changes.tell(
            action=found,
            telling=_as_it_was(found, status),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
    except DeclaredError as error:
        messages.error(request, str(error))
        return redirect(f"{action_address(found, 'tell')}?status={status}")
    except ChangedMeanwhileError:
        messages.error(request, "Somebody else told of it meanwhile. Look at it and move it again.")
    else:
        messages.success(request, f"Moved to {status.words.lower()}: {found.title}")
    return redirect(f"{reverse('strategy:board', args=[workspace])}#{found.reference}")


def _as_it_was(found: Action, status: Status) -> Telling:
    """A new status, with all else as it was told last."""
    is_blocked = status is Status.BLOCKED and found.blocker
    return Telling(
        status=status,
        blocker=Blocker(found.blocker) if is_blocked else None,
        blocked_by=found.blocked_by if is_blocked else "",
        decision_needed=found.decision_needed,
        evidence=found.evidence,
    )
