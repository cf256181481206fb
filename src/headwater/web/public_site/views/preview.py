"""A proposal exactly as the public will see it, for those who decide about it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.public_site import plans, presenters, scorecards
from headwater.web.public_site.queries import Showing, previewed
from headwater.web.public_site.views import showing
from headwater.web.releases import queries as releases
from headwater.web.releases.models import Kind


@require_safe
@never_cache
def preview(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The first page of a proposal of any kind."""
    release = releases.release_for(request.actor, workspace, reference)
    if release.edition is not None:
        return showing.edition(request, previewed(request.actor, workspace, reference))
    if release.kind == Kind.GRANTS:
        return redirect("publishing:batch", workspace, release.subject)
    context: dict[str, Any] = {"release": release, "is_preview": True}
    if release.kind == Kind.UPDATE:
        moment = release.published_at or clock.now()
        context["update"] = presenters.shown_post(release.snapshot, release, at=moment)
        return render(request, "public_site/updates/update.html", context)
    if release.kind == Kind.SCORECARD:
        context |= scorecards.context(release)
        return render(request, "public_site/warnings/scorecard.html", context)
    if release.kind == Kind.PLAN:
        context |= plans.context(release)
        return render(request, "public_site/plans/plan.html", context)
    context["record"] = presenters.algorithm_rows(release.snapshot)
    return render(request, "public_site/algorithms/algorithm.html", context)


@require_safe
@never_cache
def preview_part(
    request: ActorRequest, workspace: str, reference: str, part: str
) -> HttpResponseBase:
    """A chapter, table, picture, file or explanation of an edition in preview."""
    shown = previewed(request.actor, workspace, reference)
    show = PARTS.get(part)
    if show is None:
        raise NotYours
    return show(request, shown, request.GET)


Part = Callable[[ActorRequest, Showing, QueryDict], HttpResponseBase]
PARTS: dict[str, Part] = {
    "chapter": lambda request, shown, asked: showing.chapter(request, shown, _name(asked)),
    "tables": lambda request, shown, asked: showing.tables(request, shown),
    "table": lambda request, shown, asked: showing.table(request, shown, _name(asked)),
    "file": lambda request, shown, asked: showing.table_file(
        shown, _name(asked), asked.get("ending", "")
    ),
    "picture": lambda request, shown, asked: showing.picture(shown, _name(asked)),
    "document": lambda request, shown, asked: showing.document(shown, _name(asked)),
    "explain": lambda request, shown, asked: showing.explain(
        request, shown, asked.get("figure", "")
    ),
}


def _name(asked: QueryDict) -> str:
    return asked.get("name", "")
