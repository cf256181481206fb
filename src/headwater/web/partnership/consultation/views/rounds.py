"""Rounds of consultation: how far each has come, asking, reminding, replies, and the proof."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.core.words import counted
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.documents.papers import paper_response
from headwater.web.partners.queries import owner_name_on, workspace_for
from headwater.web.partnership.consultation import presenters, queries
from headwater.web.partnership.consultation.changes import rounds as changes
from headwater.web.partnership.consultation.forms import (
    AskForm,
    CloseForm,
    MoveForm,
    OpenForm,
    RemindForm,
    ReplyForm,
    RoundForm,
    StateForm,
)
from headwater.web.partnership.consultation.links import entry_address, round_address
from headwater.web.partnership.consultation.models import Round
from headwater.web.partnership.consultation.queries import CONSULTATION, DOCUMENT
from headwater.web.partnership.consultation.rules import permissions
from headwater.web.partnership.consultation.rules.consulting import WAITING, completeness
from headwater.web.partnership.consultation.views.saving import look_or_send, save
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import strands_of

MOST_ROUNDS = 6
A_PAGE = 25
GIVEN = ("title", "about", "opens_on", "answers_by", "version")


@require_safe
def register(request: ActorRequest, workspace: str) -> HttpResponse:
    """Who must be consulted, and how far each round has come."""
    today = timezone.localdate()
    there = queries.consultees_for(request.actor, workspace).filter(queries.there_on(today))
    rounds = list(queries.rounds_for(request.actor, workspace)[:MOST_ROUNDS])
    context = {
        "workspace": workspace,
        "sorts": presenters.sorts_rows(there),
        "is_any": there.exists(),
        "rounds": presenters.rounds_table(queries.how_far_each(rounds)),
        "may_keep": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "consultation/register.html", context)


@require_safe
def round_page(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One round: how far it has come, and every authority with the proof."""
    found = queries.round_for(request.actor, workspace, reference)
    lines = queries.lines_of(found)
    far = completeness(each.state for each in lines)
    form = StateForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    shown = [each for each in lines if not state or each.state == state]
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    strands = strands_of(request.actor, workspace, (CONSULTATION, found.reference))
    context = {
        "workspace": workspace,
        "round": found,
        "tag": presenters.round_tag(found, far),
        "far": far,
        "filter_form": form,
        "page": page,
        "table": presenters.lines_table(list(page), found),
        "is_unasked": far.asked < far.of,
        "is_waited_for": far.asked > far.settled,
        "sent": [each.other for each in strands if each.other.kind == DOCUMENT],
        "may_keep": permissions.can_keep(request.actor, workspace) and not found.closed_on,
    }
    return render(request, "consultation/round.html", context)


@require_safe
def round_csv(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The proof as a file."""
    found = queries.round_for(request.actor, workspace, reference)
    rows = presenters.proof_rows(queries.lines_of(found), found)
    return csv_response(f"{workspace}-consultation.csv", presenters.PROOF_CSV, rows)


@require_safe
def paper(request: ActorRequest, workspace: str, reference: str, kind: str) -> HttpResponse:
    """The proof as Word or PDF."""
    found = queries.round_for(request.actor, workspace, reference)
    lines, today = queries.lines_of(found), timezone.localdate()
    made = presenters.proof_paper(
        found,
        lines,
        completeness(each.state for each in lines),
        presenters.Imprint(owner_name_on(workspace, today), today, settings.HEADWATER.demo),
    )
    return paper_response(made, kind)


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Begin to consult."""
    there = workspace_for(request.actor, workspace)
    start = {"opens_on": timezone.localdate(), "version": 1}
    form = OpenForm(sent(request), initial=start, documents=_documents(request, workspace))

    def begin() -> str:
        made = changes.open_round(
            workspace=there,
            said=form.described(),
            document=form.cleaned_data["document"],
            actor=request.actor,
            at=clock.now(),
        )
        return round_address(made)

    context = {
        "workspace": workspace,
        "heading": "Open a consultation",
        "button": "Open it",
        "cancel_href": reverse("consultation:register", args=[workspace]),
    }
    return save(request, form, begin, done="It is open. Say who was asked.", context=context)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change what a round is about."""
    found = queries.round_for(request.actor, workspace, reference)
    form = RoundForm(sent(request), initial={name: getattr(found, name) for name in GIVEN})
    context: dict[str, Any] = {
        "workspace": workspace,
        "heading": f"Change {found.title}",
        "button": "Save",
        "cancel_href": round_address(found),
    }

    def change() -> str:
        changes.change_round(
            consultation=found,
            said=form.described(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
        return round_address(found)

    if request.method == "POST" and form.is_valid():
        theirs = queries.round_for(request.actor, workspace, reference)
        if theirs.version != form.cleaned_data["version"]:
            form = form.over(theirs.version)
            form.add_error(None, str(ChangedMeanwhileError(what="consultation")))
            context["theirs"] = presenters.round_facts(theirs)
            return render(request, "consultation/form.html", {"form": form, **context})
    return save(request, form, change, done="Saved.", context=context)


@look_or_send
def ask(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say that many were asked on a day. It can be undone in one go."""
    found = queries.round_for(request.actor, workspace, reference)
    offered = queries.not_asked(queries.lines_of(found))
    start = {
        "on": timezone.localdate(),
        "method": "email",
        "consultees": [each.reference for each in offered],
    }
    form = AskForm(sent(request), initial=start, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            batch = changes.ask(
                consultation=found,
                consultees=form.cleaned_data["consultees"],
                method=form.how,
                on=form.cleaned_data["on"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            many = counted(len(form.cleaned_data["consultees"]), "authority", "authorities")
            undo = reverse("consultation:undo", args=[workspace, found.reference, batch])
            words = format_html(
                '{} asked {}. <a class="govuk-notification-banner__link" href="{}">Undo</a>',
                many,
                form.how.words,
                undo,
            )
            messages.success(request, words)
            return redirect(round_address(found))
    context = {
        "workspace": workspace,
        "form": form,
        "heading": "Say who was asked",
        "words": ["headwater sends nothing to them: this writes down that somebody asked."],
        "button": "Write it down",
        "cancel_href": round_address(found),
    }
    return render(request, "consultation/form.html", context)


@look_or_send
def undo(request: ActorRequest, workspace: str, reference: str, batch: str) -> HttpResponse:
    """Take back that many were asked."""
    found = queries.round_for(request.actor, workspace, reference)
    many = found.asked.filter(batch=batch).count()
    if not many:
        raise NotYours
    if request.method == "POST":
        try:
            gone = changes.undo_asking(
                consultation=found, batch=batch, actor=request.actor, at=clock.now()
            )
        except HeadwaterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Undone for {counted(gone, 'authority', 'authorities')}.")
        return redirect(round_address(found))
    context = {
        "heading": "Undo that they were asked?",
        "words": [
            f"{counted(many, 'authority', 'authorities')} will stand as not asked, but for those "
            "of whom more was written since."
        ],
        "button": "Undo it",
        "is_destructive": True,
        "cancel_href": round_address(found),
    }
    return render(request, "design_system/confirm.html", context)


@look_or_send
def remind(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say that those who have not answered were reminded."""
    found = queries.round_for(request.actor, workspace, reference)
    offered = queries.waited_for(queries.lines_of(found), WAITING)
    start = {
        "on": timezone.localdate(),
        "consultees": [each.reference for each in offered],
    }
    form = RemindForm(sent(request), initial=start, offered=offered)

    def chase() -> str:
        changes.remind(
            consultation=found,
            consultees=form.cleaned_data["consultees"],
            on=form.cleaned_data["on"],
            actor=request.actor,
            at=clock.now(),
        )
        return round_address(found)

    context = {
        "workspace": workspace,
        "heading": "Say who was reminded",
        "words": ["headwater sends nothing to them: this writes down that somebody reminded them."],
        "button": "Write it down",
        "cancel_href": round_address(found),
    }
    return save(request, form, chase, done="Written down.", context=context)


@look_or_send
def close(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """End a round, saying what came of it."""
    found = queries.round_for(request.actor, workspace, reference)
    form = CloseForm(sent(request), initial={"version": found.version})

    def finish() -> str:
        changes.close(consultation=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        return round_address(found)

    context = {
        "workspace": workspace,
        "heading": "Close the consultation",
        "words": [queries.how_far(found).words, "Nothing in it can be changed afterwards."],
        "button": "Close it",
        "cancel_href": round_address(found),
    }
    return save(request, form, finish, done="It is closed.", context=context)


@require_safe
def entry(request: ActorRequest, workspace: str, reference: str, consultee: str) -> HttpResponse:
    """What one authority was asked in a round and said."""
    found, line = _entry(request, workspace, reference, consultee)
    end = (CONSULTATION, f"{found.reference}:{line.consultee.reference}")
    strands = strands_of(request.actor, workspace, end) if line.asked else []
    may_keep = permissions.can_keep(request.actor, workspace) and not found.closed_on
    context = {
        "workspace": workspace,
        "round": found,
        "consultee": line.consultee,
        "tag": presenters.state_tag(line.state),
        "facts": presenters.entry_facts(line),
        "strands": strands,
        "is_asked": line.asked is not None,
        "is_waited_for": line.state in WAITING,
        "thread": end[1],
        "may_keep": may_keep,
    }
    return render(request, "consultation/entry.html", context)


@look_or_send
def reply(request: ActorRequest, workspace: str, reference: str, consultee: str) -> HttpResponse:
    """Write down what an authority said and what was changed because of it."""
    found, line = _entry(request, workspace, reference, consultee)
    asked = line.asked
    start = {
        "on": (asked.replied_on if asked else None) or timezone.localdate(),
        "summary": asked.summary if asked else "",
        "changed": asked.changed if asked else "",
        "version": asked.version if asked else 1,
    }
    documents = _documents(request, workspace)
    form = ReplyForm(sent(request), initial=start, documents=documents)
    context: dict[str, Any] = {
        "workspace": workspace,
        "caption": found.title,
        "heading": f"What {line.consultee.name} said",
        "button": "Save",
        "cancel_href": entry_address(found, line.consultee),
    }
    if request.method == "POST" and form.is_valid():
        try:
            changes.reply(
                consultation=found,
                consultee=line.consultee,
                said=form.said(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            _, theirs = _entry(request, workspace, reference, consultee)
            now = theirs.asked.version if theirs.asked else 1
            form = form.over(now, documents=documents)
            form.add_error(None, str(error))
            context["theirs"] = presenters.entry_facts(theirs)
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(entry_address(found, line.consultee))
    return render(request, "consultation/form.html", {"form": form, **context})


@look_or_send
def no_reply(request: ActorRequest, workspace: str, reference: str, consultee: str) -> HttpResponse:
    """Write down that no reply came."""
    found, line = _entry(request, workspace, reference, consultee)
    version = line.asked.version if line.asked else 1
    form = MoveForm(sent(request), initial={"version": version})

    def settle() -> str:
        changes.no_reply(
            consultation=found,
            consultee=line.consultee,
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
        return round_address(found)

    context = {
        "workspace": workspace,
        "heading": "Write down that no reply came?",
        "words": [
            f"{line.consultee.name}: {found.title}.",
            "A reply that comes later can still be written down while the round is open.",
        ],
        "button": "Write it down",
        "cancel_href": entry_address(found, line.consultee),
    }
    return save(request, form, settle, done="Written down.", context=context)


def _entry(
    request: ActorRequest, workspace: str, reference: str, consultee: str
) -> tuple[Round, queries.Line]:
    found = queries.round_for(request.actor, workspace, reference)
    return found, queries.line_of(found, queries.consultee_for(request.actor, workspace, consultee))


def _documents(request: ActorRequest, workspace: str) -> list[Bead]:
    """Files that are kept here and the reader may name."""
    kind = kinds.kind(DOCUMENT)
    return list(kind.offer(request.actor, workspace, "")) if kind and kind.offer else []
