"""Reading an assessment: its first page, how far it has come, its chapters."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.design_system.parts import Link
from headwater.web.editions import files
from headwater.web.editions import presenters as shown
from headwater.web.editions import queries as editions
from headwater.web.editions.models import Chapter, Edition
from headwater.web.editions.rules import permissions
from headwater.web.editions.rules.workflow import UNDER_WAY, Status
from headwater.web.insights.assessments import changes, presenters, queries
from headwater.web.insights.assessments.forms import CommentForm
from headwater.web.insights.assessments.links import address, links_of


@require_safe
def assessment(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The first page: what it says in short, or how far it has come, or why it was not made."""
    edition = editions.edition_for(request.actor, workspace, reference)
    if edition.stands in UNDER_WAY:
        return render(request, "assessments/under_way.html", _progress(edition, workspace))
    names = queries.names_of([edition.requested_by, edition.locked_by])
    words = {
        "workspace": workspace,
        "edition": edition,
        "facts": presenters.facts(edition, names),
        "may_run": permissions.can_run(request.actor, workspace),
        "may_discard": queries.can_be_discarded(edition),
        "is_draft": edition.stands is Status.DRAFT,
        "is_locked": edition.stands is Status.LOCKED,
    }
    if edition.stands is Status.FAILED:
        return render(request, "assessments/failed.html", words)
    return render(request, "assessments/overview.html", {**words, **_overview(edition)})


def _overview(edition: Edition) -> dict[str, Any]:
    chapters = list(queries.chapters_with_comments(edition))
    told = editions.chapters_of_findings(edition)
    return {
        "findings": [
            shown.key_finding(each, chapter=_chapter_link(edition, told.get(each.slug)))
            for each in editions.key_findings(edition)
        ],
        "chapters": presenters.chapter_rows(chapters, edition),
        "downloads": presenters.downloads(edition, files.documents(edition)),
        "small_numbers": presenters.small_numbers(edition),
        "is_compared": queries.can_be_compared(edition),
    }


def _chapter_link(edition: Edition, chapter: Chapter | None) -> Link | None:
    if chapter is None:
        return None
    words = f"Chapter {chapter.position}: {chapter.title}"
    return Link(words, address(edition, "chapter", chapter.slug))


def _progress(edition: Edition, workspace: str) -> dict[str, Any]:
    return {
        "workspace": workspace,
        "edition": edition,
        "done": edition.steps_done,
        "total": edition.steps_total or 1,
        "words": presenters.progress_words(edition),
        "label": f"Making the {edition.noun}",
        "poll_url": address(edition, "progress") if edition.stands in UNDER_WAY else "",
    }


@require_safe
def progress(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """How far an assessment has come, as a piece of its page."""
    edition = editions.edition_for(request.actor, workspace, reference)
    return render(request, "assessments/_progress.html", _progress(edition, workspace))


def chapter(request: ActorRequest, workspace: str, reference: str, slug: str) -> HttpResponse:
    """One chapter: narrative, figures, and what colleagues say about it."""
    edition = editions.readable_for(request.actor, workspace, reference)
    read = editions.chapter(edition, slug)
    form = _comment_form(request, edition)
    if form.is_valid():
        mention = form.cleaned_data["mention"]
        said = changes.comment(
            chapter=read,
            text=form.cleaned_data["text"],
            mentions=[mention] if mention else [],
            actor=request.actor,
            at=timezone.now(),
        )
        messages.success(request, "Your comment was added.")
        return redirect(f"{address(edition, 'chapter', slug)}#{said.reference}")
    words = _chapter(request, edition, read)
    return render(request, "assessments/chapter.html", {**words, "form": form})


@require_safe
def finding(request: ActorRequest, workspace: str, reference: str, slug: str) -> HttpResponse:
    """On to where a finding is told: its chapter, else the first page."""
    edition = editions.readable_for(request.actor, workspace, reference)
    told = editions.chapters_of_findings(edition).get(slug)
    if told is None:
        return redirect(f"{address(edition, '')}#findings")
    return redirect(f"{address(edition, 'chapter', told.slug)}#finding-{slug}")


def _comment_form(request: ActorRequest, edition: Edition) -> CommentForm:
    colleagues = queries.colleagues(edition.workspace, today=timezone.localdate())
    if request.actor.user_id is not None:
        colleagues = colleagues.exclude(pk=request.actor.user_id)
    return CommentForm(sent(request), colleagues=colleagues)


def _chapter(request: ActorRequest, edition: Edition, read: Chapter) -> dict[str, Any]:
    workspace = edition.workspace.slug
    held = editions.contents(read)
    may_answer = permissions.can_run(request.actor, edition.workspace.slug)
    links = links_of(edition, may_answer=may_answer)
    comments = list(queries.comments(read))
    names = queries.names_of(
        [
            read.narrative_by,
            *(each.by for each in comments),
            *(each.resolved_by for each in comments),
        ]
    )
    chapters = list(editions.chapters(edition))
    return {
        "workspace": workspace,
        "edition": edition,
        "chapter": read,
        "blocks": shown.blocks(held, links),
        "passages": shown.narrative(read, held.figures, links),
        "narrative_by": names.get(read.narrative_by, ""),
        "comments": [
            presenters.comment(each, names, edition=edition, slug=read.slug) for each in comments
        ],
        "contents": presenters.chapter_links(chapters, edition, here=read.slug),
        "may_edit": permissions.can_run(request.actor, workspace)
        and edition.stands is Status.DRAFT,
        "may_comment": permissions.can_comment(request.actor, workspace),
        **_neighbours(chapters, edition, read),
    }


def _neighbours(chapters: list[Chapter], edition: Edition, read: Chapter) -> dict[str, Any]:
    """The chapters before and after, for the way on."""

    def link(position: int) -> Link | None:
        found = next((each for each in chapters if each.position == position), None)
        return Link(found.title, address(edition, "chapter", found.slug)) if found else None

    return {"before": link(read.position - 1), "after": link(read.position + 1)}
