"""Pages where an item is minuted: what was said, declared, decided and asked of whom."""

from collections.abc import Sequence

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.partnership.boards.changes import minuting as changes
from headwater.web.partnership.boards.forms.meetings import (
    ActionForm,
    DecisionForm,
    InterestForm,
    NotesForm,
)
from headwater.web.partnership.boards.models import AgendaItem, Interest, Meeting, Seat
from headwater.web.partnership.boards.presenters import meetings as presenters
from headwater.web.partnership.boards.queries import boards as board_queries
from headwater.web.partnership.boards.queries import meetings as queries
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.meeting import (
    TAKEN_PLACE,
    TO_COME,
    Minuted,
    Status,
)
from headwater.web.partnership.boards.rules.quorum import Quorum, Rule, quorum
from headwater.web.partnership.boards.rules.stages import AGREED, stage_of
from headwater.web.partnership.boards.views.showing import beads_about, look_or_send, shown
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead


@require_safe
def item(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One item: what it is about, what was said, declared and decided, and what may be added."""
    found = _item(request, workspace, reference)
    whole = queries.whole_item(found)
    beads = beads_about(request, workspace, [whole])
    is_open = _interests_open(found)
    interests = [
        (each, is_open and _may_declare(request, found, each)) for each in whole.interests.all()
    ]
    context = {
        "workspace": workspace,
        "item": whole,
        "meeting": found.meeting,
        "about": [beads[end] for end in whole.ends if end in beads],
        "interests": interests,
        "decisions": [(each, presenters.stances_words(each)) for each in whole.decisions.all()],
        "actions": presenters.actions_table(whole.actions.all(), beads),
        "quorum": quorum_without(whole) if found.meeting.stands in TAKEN_PLACE else None,
        "may_write": _may_write(request, found.meeting),
        "may_declare": is_open and bool(_seats_to_declare(request, found)),
        "neighbours": _neighbours(found),
    }
    return render(request, "boards/item.html", context)


@look_or_send
def notes(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Write down what was said."""
    found = _item(request, workspace, reference)
    first = {"notes": found.notes, "version": found.version}
    form = NotesForm(sent(request), initial=first)
    theirs = ""
    if form.is_valid():
        try:
            changes.note(
                item=found,
                notes=form.cleaned_data["notes"],
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            found = _item(request, workspace, reference)
            theirs = found.notes or "Nothing"
            form = form.over(found.version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The notes are kept.")
            return redirect(presenters.item_address(found))
    return _form(request, found, form, heading="What was said", button="Keep", theirs=theirs)


@look_or_send
def interest(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Declare that a seat takes no part in deciding this item."""
    found = _item(request, workspace, reference)
    form = InterestForm(sent(request), seats=_seats_to_declare(request, found))
    if form.is_valid():
        try:
            changes.declare_interest(
                item=found,
                seat=form.seats[form.cleaned_data["seat"]],
                nature=form.cleaned_data["nature"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Declared. The seat takes no part in deciding this item.")
            return redirect(presenters.item_address(found))
    return _form(request, found, form, heading="Declare an interest", button="Declare")


@look_or_send
def withdraw(request: ActorRequest, workspace: str, reference: str, number: int) -> HttpResponse:
    """Ask once more, then take back an interest that was declared in error."""
    found = _item(request, workspace, reference)
    held = found.interests.filter(pk=number).select_related("seat__organisation").first()
    if held is None or not _may_declare(request, found, held):
        raise NotYours
    back = presenters.item_address(found)
    if request.method == "POST":
        try:
            changes.withdraw_interest(interest=held, actor=request.actor, at=clock.now())
        except HeadwaterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Withdrawn. The seat takes part again.")
        return redirect(back)
    context = {
        "heading": "Withdraw this interest?",
        "words": [f"{held.seat.organisation.name}, {held.seat.title}: {held.nature}"],
        "button": "Withdraw",
        "is_destructive": True,
        "cancel_href": back,
    }
    return render(request, "design_system/confirm.html", context)


@look_or_send
def decide(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Record what was decided, and how each organisation at the table stood to it."""
    found = _item(request, workspace, reference)
    excluded = set(found.interests.values_list("seat", flat=True))
    seats = [each for each in queries.voting_seats(found.meeting) if each.pk not in excluded]
    beads = _on_table(request, found)
    form = DecisionForm(sent(request), initial={"answers": _codes(beads)}, seats=seats, beads=beads)
    if form.is_valid():
        try:
            made = changes.decide(
                item=found, proposal=form.proposal(), actor=request.actor, at=clock.now()
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Decision {made.number} is recorded. {made.count_words}")
            return redirect(_back(request, found))
    return _form(
        request,
        found,
        form,
        template="boards/decide.html",
        heading="Record a decision",
        button="Record the decision",
        quorum=quorum_without(found),
        left_out=len(excluded),
    )


@look_or_send
def action(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Make an action of the joint plan, tied to the meeting and to what it answers."""
    found = _item(request, workspace, reference)
    on_table = _on_table(request, found)
    beads = [bead for bead in on_table if not bead.unsettled]
    today = timezone.localdate()
    form = ActionForm(
        sent(request),
        initial={"answers": _codes(beads)},
        organisations=board_queries.organisations_of(found.meeting.board.workspace, today=today),
        earliest=timezone.localdate(found.meeting.begins_at),
        beads=beads,
    )
    if form.is_valid():
        try:
            made = changes.make_action(
                item=found, task=form.task(), actor=request.actor, at=clock.now()
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The action {made.reference} is in the plan.")
            return redirect(_back(request, found))
    return _form(
        request,
        found,
        form,
        heading="Make an action",
        button="Make the action",
        has_no_plan=not has_plan(),
        unsettled=[bead for bead in on_table if bead.unsettled],
    )


def has_plan() -> bool:
    """Whether there is a plan that keeps actions."""
    kind = kinds.kind("action")
    return kind is not None and kind.make is not None


def quorum_without(item: AgendaItem) -> Quorum:
    """Whether the board may decide an item, without those who declared an interest in it."""
    board = item.meeting.board
    rule = Rule(board.quorum, board.must_be_there)
    excluded = {each.seat_id for each in item.interests.all()}
    return quorum(rule, queries.at_table(item.meeting), without=excluded)


def _item(request: ActorRequest, workspace: str, reference: str) -> AgendaItem:
    return queries.item_for(request.actor, workspace, reference, today=timezone.localdate())


def _on_table(request: ActorRequest, found: AgendaItem) -> list[Bead]:
    """What an item is about, as far as whoever asks may see it."""
    seen = beads_about(request, found.meeting.board.workspace.slug, [found])
    return [seen[end] for end in found.ends if end in seen]


def _codes(beads: Sequence[Bead]) -> list[str]:
    return [f"{bead.kind}:{bead.reference}" for bead in beads]


def _back(request: ActorRequest, found: AgendaItem) -> str:
    """The page that somebody came from: the stage of a workshop, or the item."""
    if found.stage and found.meeting.stands is Status.UNDER_WAY:
        return workshop_address(found)
    return presenters.item_address(found)


def workshop_address(found: AgendaItem) -> str:
    """The stage of a workshop that an item is."""
    meeting, stage = found.meeting, stage_of(found.stage)
    slug = meeting.board.workspace.slug
    number = stage.number if stage else AGREED
    return reverse("boards:workshop", args=[slug, meeting.reference, number])


def _may_write(request: ActorRequest, meeting: Meeting) -> bool:
    minutes = presenters.minutes_of(meeting)
    is_draft = minutes is not None and minutes.stands is Minuted.DRAFT
    return is_draft and permissions.can_run(request.actor, meeting.board.workspace.slug)


def _interests_open(found: AgendaItem) -> bool:
    is_open = found.meeting.stands in TO_COME | {Status.UNDER_WAY}
    return is_open and not found.decisions.exists()


def _seats_to_declare(request: ActorRequest, found: AgendaItem) -> list[Seat]:
    """Seats for which the reader may declare an interest."""
    board = found.meeting.board
    day = timezone.localdate(found.meeting.begins_at)
    slug = board.workspace.slug
    return [
        seat
        for seat in board_queries.seats_of(board, today=day)
        if permissions.can_declare(request.actor, slug, organisation=seat.organisation_id)
    ]


def _may_declare(request: ActorRequest, found: AgendaItem, held: Interest) -> bool:
    slug = found.meeting.board.workspace.slug
    return permissions.can_declare(request.actor, slug, organisation=held.seat.organisation_id)


def _neighbours(found: AgendaItem) -> dict[str, AgendaItem | None]:
    """The items before and after one, to go through an agenda in its order."""
    items = list(found.meeting.agenda.select_related("meeting__board__workspace"))
    here = next(at for at, each in enumerate(items) if each.pk == found.pk)
    return {
        "before": items[here - 1] if here else None,
        "after": items[here + 1] if here + 1 < len(items) else None,
    }


def _form(
    request: ActorRequest,
    found: AgendaItem,
    form: BaseForm,
    *,
    template: str = "boards/item_form.html",
    **context: object,
) -> HttpResponse:
    return shown(
        request,
        template,
        form,
        workspace=found.meeting.board.workspace.slug,
        item=found,
        meeting=found.meeting,
        back=_back(request, found),
        **context,
    )
