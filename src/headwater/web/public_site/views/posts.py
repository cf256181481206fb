"""Writing updates: draft, preview, propose. Publishing is a release like any other."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.partners.queries import workspace_for
from headwater.web.public_site import changes, presenters, queries, writing
from headwater.web.public_site.forms import PostForm, ProposePostForm
from headwater.web.public_site.models import Post
from headwater.web.releases import queries as releases

PER_PAGE = 25
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def posts(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every update, drafts included."""
    page = Paginator(queries.posts_for(request.actor, workspace), PER_PAGE).get_page(
        request.GET.get("page")
    )
    shown = list(page.object_list)
    made = queries.standings(request.actor, workspace, shown)
    context = {
        "page": page,
        "table": presenters.posts_table(shown, made),
        "writes": request.actor.has_role(workspace, LEADS),
        "workspace": workspace,
    }
    return render(request, "public_site/posts/list.html", context)


@look_or_send
def start(request: ActorRequest, workspace: str) -> HttpResponse:
    """Write a new update."""
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        post = changes.start_post(
            workspace=workspace_for(request.actor, workspace),
            given=form.cleaned_data,
            actor=request.actor,
            at=clock.now(),
        )
        messages.success(request, "Saved as a draft. Nobody outside sees it yet.")
        return redirect("public_site:post", workspace, post.reference)
    return render(request, "public_site/posts/edit.html", {"form": form, "workspace": workspace})


@require_safe
def post(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One update as it would look, with what may be done with it."""
    found = queries.post_for(request.actor, workspace, reference)
    made = list(releases.of_subject(request.actor, workspace, reference))
    context = {
        "post": found,
        "blocks": writing.blocks(found.body),
        "releases": made,
        "open": next((each for each in made if each.status in ("proposed", "approved")), None),
        "is_same": bool(made) and made[0].snapshot == changes.snapshot_of(found),
        "writes": request.actor.has_role(workspace, LEADS),
        "workspace": workspace,
    }
    return render(request, "public_site/posts/post.html", context)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change an update's words. Where somebody else did meanwhile, both are shown."""
    found = queries.post_for(request.actor, workspace, reference)
    if request.method != "POST":
        now = {name: getattr(found, name) for name in ("title", "summary", "body", "version")}
        return _edit_page(request, PostForm(initial=now), found)
    form = PostForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, form, found)
    try:
        changes.save_post(
            post=found,
            given=form.cleaned_data,
            version=form.cleaned_data["version"] or 0,
            actor=request.actor,
            at=clock.now(),
        )
    except ChangedMeanwhileError as error:
        kept = PostForm({**request.POST.dict(), "version": found.version})
        kept.is_valid()
        kept.add_error(None, str(error))
        return _edit_page(request, kept, found, theirs=found)
    messages.success(request, "Saved.")
    return redirect("public_site:post", workspace, reference)


def _edit_page(
    request: ActorRequest, form: PostForm, found: Post, *, theirs: Post | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "post": found,
        "theirs": theirs,
        "workspace": found.workspace.slug,
    }
    return render(request, "public_site/posts/edit.html", context)


@look_or_send
def propose(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask somebody else to look at it and let it out."""
    found = queries.post_for(request.actor, workspace, reference)
    wrong = releases.latest_known(request.actor, workspace, reference)
    form = ProposePostForm(request.POST or None, is_correction=wrong is not None)
    if request.method == "POST" and form.is_valid():
        try:
            release = changes.propose_post(
                post=found,
                reason=form.cleaned_data["reason"],
                correction=form.cleaned_data.get("correction", ""),
                embargo_until=form.embargo_until,
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Proposed. The approvers have been told.")
            return redirect("releases:release", workspace, release.reference)
    context = {"form": form, "post": found, "wrong": wrong, "workspace": workspace}
    return render(request, "public_site/posts/propose.html", context)
