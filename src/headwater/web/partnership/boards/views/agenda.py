"""Pages where an agenda is built: what is late and due, and matters in words of one's own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.partnership.boards.changes import agenda as changes
from headwater.web.partnership.boards.forms.meetings import ItemForm
from headwater.web.partnership.boards.links import meeting_address
from headwater.web.partnership.boards.models import AgendaItem, Meeting
from headwater.web.partnership.boards.queries import boards as board_queries
from headwater.web.partnership.boards.queries import meetings as queries
from headwater.web.partnership.boards.queries.live import Offered, live_items
from headwater.web.partnership.boards.rules.meeting import check_agenda_open
from headwater.web.partnership.boards.views.showing import look_or_send


@look_or_send
def agenda(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Order an agenda, and put late work and things of the thread on it."""
    today = timezone.localdate()
    found = queries.papers_for(request.actor, workspace, reference, today=today)
    check_agenda_open(found.stands)
    items = queries.order_of(found)
    offered = live_items(request.actor, found.board.workspace, today=today, but=_codes(items))
    if request.method == "POST":
        wanted = set(request.POST.getlist("chosen"))
        return _add(request, found, [each for each in offered if each.code in wanted])
    return _page(request, found, items, offered, _own_form(request, found))


def _add(request: ActorRequest, found: Meeting, chosen: list[Offered]) -> HttpResponse:
    try:
        made = changes.add_live(meeting=found, chosen=chosen, actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Added to the agenda: {len(made)}.")
    return redirect(meeting_address(found, "agenda"))


@look_or_send
def own(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put a matter on an agenda in words of one's own."""
    today = timezone.localdate()
    found = queries.papers_for(request.actor, workspace, reference, today=today)
    check_agenda_open(found.stands)
    form = _own_form(request, found)
    if form.is_valid():
        try:
            changes.add_item(
                meeting=found,
                title=form.cleaned_data["title"],
                brought_by=form.organisation,
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Added to the agenda.")
            return redirect(meeting_address(found, "agenda"))
    items = queries.order_of(found)
    offered = live_items(request.actor, found.board.workspace, today=today, but=_codes(items))
    return _page(request, found, items, offered, form)


def _own_form(request: ActorRequest, found: Meeting) -> ItemForm:
    today = timezone.localdate()
    organisations = board_queries.organisations_of(found.board.workspace, today=today)
    is_own = request.resolver_match is not None and request.resolver_match.url_name == "item_new"
    return ItemForm(sent(request) if is_own else None, organisations=organisations)


def _codes(items: list[AgendaItem]) -> set[str]:
    """What is on an agenda already, as it would be chosen. Work is known by where it is done."""
    return {f"{kind}:{reference}" for item in items for kind, reference in item.ends}


def _page(
    request: ActorRequest,
    found: Meeting,
    items: list[AgendaItem],
    offered: list[Offered],
    form: ItemForm,
) -> HttpResponse:
    links = {item.link for item in items if item.link and not item.ends}
    left = [each for each in offered if each.about or each.address not in links]
    groups: dict[str, list[Offered]] = {}
    for each in left:
        groups.setdefault(each.group, []).append(each)
    context = {
        "workspace": found.board.workspace.slug,
        "meeting": found,
        "items": items,
        "groups": list(groups.items()),
        "form": form,
    }
    return render(request, "boards/agenda.html", context, status=422 if form.errors else 200)


@require_POST
def move(request: ActorRequest, workspace: str, reference: str, where: str) -> HttpResponse:
    """Put an item one place up or down."""
    if where not in ("up", "down"):
        raise NotYours
    item = queries.item_for(request.actor, workspace, reference, today=timezone.localdate())
    try:
        changes.move_item(item=item, earlier=where == "up", actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
    return redirect(meeting_address(item.meeting, "agenda"))


@look_or_send
def remove(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask once more, then take an item off an agenda."""
    item = queries.item_for(request.actor, workspace, reference, today=timezone.localdate())
    back = meeting_address(item.meeting, "agenda")
    if request.method == "POST":
        try:
            changes.remove_item(item=item, actor=request.actor, at=clock.now())
        except HeadwaterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Taken off the agenda.")
        return redirect(back)
    context = {
        "heading": "Take this item off the agenda?",
        "words": [item.title],
        "button": "Take it off",
        "is_destructive": True,
        "cancel_href": back,
    }
    return render(request, "design_system/confirm.html", context)
