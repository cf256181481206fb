"""Pages for proposing, deciding, publishing, correcting and withdrawing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import Form, sent
from headwater.web.editions.models import Edition
from headwater.web.releases import changes, presenters, queries
from headwater.web.releases.forms import (
    AnswerForm,
    CorrectForm,
    FilterForm,
    ProposeForm,
    WithdrawForm,
)
from headwater.web.releases.models import Release
from headwater.web.releases.sources import sources_of

PER_PAGE = 25
LONGEST_TITLE = 200
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def releases(request: ActorRequest, workspace: str) -> HttpResponse:
    """Everything proposed, decided and published, the latest first."""
    form = FilterForm(request.GET)
    found = _asked(request, workspace, form)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    names = queries.names_of(presenters.people_in(shown))
    context = {
        "form": form,
        "page": page,
        "table": presenters.list_table(shown, names),
        "csv": f"{reverse('releases:csv', args=[workspace])}?{request.GET.urlencode()}",
        "workspace": workspace,
    }
    return render(request, "releases/list.html", context)


def _asked(request: ActorRequest, workspace: str, form: FilterForm) -> QuerySet[Release]:
    """The releases that a filter leaves; all where it makes no sense."""
    found = queries.releases_for(request.actor, workspace).select_related("workspace")
    if not form.is_valid():
        return found
    return found.filter(**{name: value for name, value in form.cleaned_data.items() if value})


@require_safe
def releases_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The list, filtered as on the page, as a file."""
    found = list(_asked(request, workspace, FilterForm(request.GET)).select_related("corrects"))
    names = queries.names_of({each.proposed_by for each in found})
    rows = presenters.csv_rows(found, names)
    return csv_response(f"{workspace}-releases.csv", presenters.CSV_COLUMNS, rows)


@look_or_send
def propose(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask for a locked edition to be published, with its small-number checks beside."""
    edition = queries.edition_for(request.actor, workspace, reference)
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with faults_on(form):
            proposed = _proposed(request, form, edition)
            messages.success(request, "Proposed. The approvers have been told.")
            return redirect("releases:release", workspace, proposed.reference)
    kind, slug = queries.kind_of(edition), queries.slug_for(edition)
    context = {
        **_edition_checks(edition),
        "form": form,
        "edition": edition,
        "open_proposal": queries.open_proposal(kind, slug),
        "address": presenters.public_address(kind, slug),
        "workspace": workspace,
    }
    return render(request, "releases/propose.html", context)


def _proposed(request: ActorRequest, form: ProposeForm, edition: Edition) -> Release:
    return changes.propose(
        workspace=edition.workspace,
        kind=queries.kind_of(edition),
        subject=edition.reference,
        title=str(edition)[:LONGEST_TITLE],
        slug=queries.slug_for(edition),
        edition=edition,
        is_restricted=edition.is_restricted,
        checks=edition.checks,
        reason=form.cleaned_data["reason"],
        embargo_until=form.embargo_until,
        actor=request.actor,
        at=clock.now(),
    )


@contextmanager
def faults_on(form: BaseForm) -> Iterator[None]:
    """What a person can act on stands on the form; their answers are kept."""
    try:
        yield
    except HeadwaterError as error:
        form.add_error(None, str(error))


def _edition_checks(edition: Edition) -> dict[str, Any]:
    found = sources_of(edition)
    return {
        "checks": presenters.checks_table(edition),
        "verdict": presenters.verdict(edition.checks),
        "sources": presenters.sources_table(found),
        "restricted_words": presenters.restricted_words(edition, found),
    }


@require_safe
def release(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One release: what it is, what happened to it, and what may be done now."""
    at = clock.now()
    found = queries.release_for(request.actor, workspace, reference)
    standing = queries.standing(found, request.actor, at=at)
    people = presenters.people_in([found]) | {answer.by for answer in found.approvals.all()}
    names = queries.names_of(people)
    context = {
        "release": found,
        "standing": standing,
        "facts": presenters.facts(found, names, needed=standing.needed),
        "story": presenters.story(found, names),
        "workspace": workspace,
        "tag": presenters.status_tag(found),
        **(_edition_checks(found.edition) if found.edition else {}),
    }
    return render(request, "releases/release.html", context)


@look_or_send
def answer(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Approve or refuse, with a reason."""
    found = queries.release_for(request.actor, workspace, reference)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decide = changes.approve if form.cleaned_data["answer"] == "approve" else changes.refuse
        reason = form.cleaned_data["reason"]
        with faults_on(form):
            decide(release=found, reason=reason, actor=request.actor, at=clock.now())
            messages.success(request, "Your decision is recorded.")
            return redirect("releases:release", workspace, reference)
    standing = queries.standing(found, request.actor, at=clock.now())
    context = {"release": found, "form": form, "standing": standing, "workspace": workspace}
    return render(request, "releases/answer.html", context)


@look_or_send
def publish(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put it before the public, after one more page that says so."""
    found = queries.release_for(request.actor, workspace, reference)
    form = Form(sent(request))
    if request.method == "POST" and form.is_valid():
        with faults_on(form):
            changes.publish(release=found, actor=request.actor, at=clock.now())
            messages.success(request, "Published. Anyone can read it now.")
            return redirect("releases:release", workspace, reference)
    context = {"release": found, "form": form, "workspace": workspace}
    return render(request, "releases/publish.html", context)


@look_or_send
def withdraw(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Take it back. The address stays and says why."""
    found = queries.release_for(request.actor, workspace, reference)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        with faults_on(form):
            changes.withdraw(release=found, reason=reason, actor=request.actor, at=clock.now())
            messages.success(request, "Withdrawn. Its address says so, with your reason.")
            return redirect("releases:release", workspace, reference)
    context = {
        "release": found,
        "form": form,
        "earlier": queries.current_after_withdrawing(found),
        "workspace": workspace,
    }
    return render(request, "releases/withdraw.html", context)


@look_or_send
def correct(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Propose an edition in place of one that was wrong."""
    found = queries.release_for(request.actor, workspace, reference)
    if found.edition is None:
        raise NotYours
    choices = list(queries.editions_to_correct(found))
    form = CorrectForm(request.POST or None, editions=choices)
    if request.method == "POST" and form.is_valid():
        chosen = next(e for e in choices if e.reference == form.cleaned_data["edition"])
        with faults_on(form):
            proposed = _corrected(request, form, found, chosen)
            messages.success(request, "Proposed. The approvers have been told.")
            return redirect("releases:release", workspace, proposed.reference)
    context = {"release": found, "form": form, "choices": choices, "workspace": workspace}
    return render(request, "releases/correct.html", context)


def _corrected(
    request: ActorRequest, form: CorrectForm, wrong: Release, edition: Edition
) -> Release:
    return changes.correct(
        correction=changes.Correction(of=wrong, words=form.cleaned_data["correction"]),
        edition=edition,
        title=str(edition)[:LONGEST_TITLE],
        checks=edition.checks,
        reason=form.cleaned_data["reason"],
        embargo_until=form.embargo_until,
        actor=request.actor,
        at=clock.now(),
    )
