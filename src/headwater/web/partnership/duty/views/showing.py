"""What several pages of the Duty have in common."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from headwater.web.accounts.requests import ActorRequest
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import owner_name_on
from headwater.web.partnership.duty.presenters.papers import Imprint
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


def shown(request: ActorRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with one form. What is wrong with it is said with the status 422."""
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def confirmed(request: ActorRequest, form: Any, **context: Any) -> HttpResponse:
    """A page that asks once, with a form where more is asked than yes."""
    status = 422 if form is not None and form.errors else 200
    return render(request, "design_system/confirm.html", {"form": form, **context}, status=status)


def offered(request: ActorRequest, workspace: str, code: str, words: str) -> list[Bead]:
    """Things of a kind that hold some words and that the reader may see."""
    kind = kinds.kind(code)
    if kind is None or kind.offer is None:
        return []
    return list(kind.offer(request.actor, workspace, words))


def imprint(workspace: Workspace) -> Imprint:
    """Who answers today for a paper of a workspace."""
    today = timezone.localdate()
    return Imprint(
        publisher=owner_name_on(workspace.slug, today),
        partnership=workspace.name,
        made_on=today,
        is_fictional=settings.HEADWATER.demo,
    )
