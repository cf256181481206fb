"""What several pages of meetings have in common."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from headwater.web.accounts.requests import ActorRequest
from headwater.web.partners.queries import owner_name_on
from headwater.web.partnership.boards.models import AgendaItem, Meeting
from headwater.web.partnership.boards.presenters.papers import Imprint
from headwater.web.partnership.boards.queries import meetings as queries
from headwater.web.partnership.boards.rules.quorum import Quorum, Rule, quorum
from headwater.web.sharing.queries.onboarding import Paces, paces_for
from headwater.web.sharing.rules import permissions as sharing_permissions
from headwater.web.thread.changes import End
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import beads

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


def shown(request: ActorRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with one form. What is wrong with it is said with the status 422."""
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def quorum_of(meeting: Meeting) -> Quorum:
    """Whether the board could decide with those who are there."""
    rule = Rule(meeting.board.quorum, meeting.board.must_be_there)
    return quorum(rule, queries.at_table(meeting))


def beads_about(request: ActorRequest, workspace: str, items: list[AgendaItem]) -> dict[End, Bead]:
    """What items are about and the actions made on them, as far as the reader sees it."""
    ends = [end for item in items for end in item.ends]
    ends += [("action", made.reference) for item in items for made in item.actions.all()]
    return beads(request.actor, workspace, ends)


def paces(request: ActorRequest, workspace: str) -> Paces | None:
    """How long partners take to supply; none where the reader may not see onboarding."""
    if not sharing_permissions.can_read(request.actor, workspace):
        return None
    return paces_for(request.actor, workspace, today=timezone.localdate())


def imprint(workspace: str) -> Imprint:
    """Who answers today for a paper of a workspace."""
    today = timezone.localdate()
    return Imprint(
        publisher=owner_name_on(workspace, today),
        made_on=today,
        is_fictional=settings.HEADWATER.demo,
    )
