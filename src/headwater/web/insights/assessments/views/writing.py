"""The partnership's own words in a chapter, what they were before, and dealing with remarks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.editions import changes, figures
from headwater.web.editions import queries as editions
from headwater.web.editions.errors import LockedError, UnknownFiguresError
from headwater.web.editions.models import Chapter
from headwater.web.editions.presenters import breakable
from headwater.web.editions.rules.narrative import quote
from headwater.web.insights.assessments import changes as discussion
from headwater.web.insights.assessments import presenters, queries
from headwater.web.insights.assessments.forms import NarrativeForm
from headwater.web.insights.assessments.links import address


def narrative(request: ActorRequest, workspace: str, reference: str, slug: str) -> HttpResponse:
    """Write beside the figures. Where somebody saved first, both texts are shown."""
    edition = editions.readable_for(request.actor, workspace, reference)
    chapter = editions.chapter(edition, slug)
    form = NarrativeForm(
        sent(request),
        initial={"narrative": chapter.narrative, "version": chapter.version},
    )
    theirs = None
    if form.is_valid():
        try:
            changes.write_narrative(
                chapter=chapter,
                text=form.cleaned_data["narrative"],
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=timezone.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = chapter
            form = _again(form, chapter, words=str(error))
        except (UnknownFiguresError, LockedError) as error:
            form.add_error("narrative", str(error))
        else:
            messages.success(request, "The narrative was saved.")
            return redirect(address(edition, "chapter", slug))
    words = {
        "workspace": workspace,
        "edition": edition,
        "chapter": chapter,
        "form": form,
        "theirs": theirs,
        "theirs_by": queries.names_of([chapter.narrative_by]).get(chapter.narrative_by, ""),
        "quotable": _quotable(chapter),
        "back": address(edition, "chapter", slug),
    }
    return render(request, "assessments/narrative.html", words)


def _again(form: NarrativeForm, chapter: Chapter, *, words: str) -> NarrativeForm:
    """The same answers against what stands there now, so that saving again is a choice."""
    answers = {"narrative": form.cleaned_data["narrative"], "version": str(chapter.version)}
    again = NarrativeForm(answers)
    again.full_clean()
    again.add_error("narrative", words)
    return again


def _quotable(chapter: Chapter) -> list[tuple[str, str, str]]:
    """Figures that the chapter's findings rest on: name to quote, value, what it is."""
    found = editions.contents(chapter).figures.values()
    return [
        (
            breakable(quote(each.name)),
            each.words,
            f"{figures.heading(each.column)}, {each.row_name}",
        )
        for each in found
    ]


@require_safe
def history(request: ActorRequest, workspace: str, reference: str, slug: str) -> HttpResponse:
    """Every narrative the chapter has had, with who wrote it and when."""
    edition = editions.readable_for(request.actor, workspace, reference)
    chapter = editions.chapter(edition, slug)
    versions = list(editions.versions(chapter))
    words = {
        "workspace": workspace,
        "edition": edition,
        "chapter": chapter,
        "entries": presenters.history(versions, queries.names_of(each.by for each in versions)),
        "back": address(edition, "chapter", slug),
    }
    return render(request, "assessments/history.html", words)


def resolve(
    request: ActorRequest, workspace: str, reference: str, slug: str, comment: str
) -> HttpResponse:
    """Mark a remark as dealt with, after asking."""
    edition = editions.readable_for(request.actor, workspace, reference)
    said = queries.comment(editions.chapter(edition, slug), comment)
    back = f"{address(edition, 'chapter', slug)}#{said.reference}"
    if request.method == "POST":
        discussion.resolve(comment=said, actor=request.actor, at=timezone.now())
        messages.success(request, "The comment is marked as resolved.")
        return redirect(back)
    words = {
        "heading": "Mark this comment as resolved?",
        "words": [said.text, "It stays on the page with your name and the time."],
        "button": "Mark as resolved",
        "cancel_href": back,
    }
    return render(request, "design_system/confirm.html", words)
