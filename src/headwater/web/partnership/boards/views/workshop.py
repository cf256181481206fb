"""A workshop on a screen: one stage at a time, and what was agreed at the end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.partnership.boards.changes import minuting as changes
from headwater.web.partnership.boards.forms.meetings import PointForm, end_of
from headwater.web.partnership.boards.models import AgendaItem, Meeting
from headwater.web.partnership.boards.presenters import meetings as presenters
from headwater.web.partnership.boards.queries import boards as board_queries
from headwater.web.partnership.boards.queries import meetings as queries
from headwater.web.partnership.boards.queries.live import things
from headwater.web.partnership.boards.rules.meeting import TO_COME, Minuted
from headwater.web.partnership.boards.rules.stages import AGREED, STAGES, stage_of
from headwater.web.partnership.boards.views.items import quorum_without, workshop_address
from headwater.web.partnership.boards.views.showing import beads_about


@require_safe
def stage(request: ActorRequest, workspace: str, reference: str, stage: int) -> HttpResponse:
    """One stage with what lies on the table; after the last, what was agreed."""
    found = queries.papers_for(request.actor, workspace, reference, today=timezone.localdate())
    if not found.is_workshop or not 1 <= stage <= AGREED:
        raise NotYours
    items = [each for each in queries.agenda_of(found) if stage_of(each.stage)]
    if stage == AGREED:
        return _agreed(request, found, items)
    here = next((each for each in items if each.stage == STAGES[stage - 1].code), None)
    if here is None:
        raise NotYours
    return render(request, "boards/workshop.html", _stage(request, found, items, here, None))


def _stage(
    request: ActorRequest,
    found: Meeting,
    items: list[AgendaItem],
    here: AgendaItem,
    form: PointForm | None,
) -> dict[str, object]:
    said = stage_of(here.stage)
    assert said is not None, "only stages are shown one at a time"
    slug = found.board.workspace.slug
    carried = _carried(items, here)
    beads = beads_about(request, slug, [here, *carried])
    on_table = [beads[end] for end in here.ends if end in beads]
    minutes = presenters.minutes_of(found)
    offered = [
        each for each in things(request.actor, slug, said.kinds) if each.about[0] not in here.ends
    ]
    return {
        "workspace": slug,
        "meeting": found,
        "item": here,
        "stage": said,
        "of": len(STAGES),
        "steps": _steps(found, said.number),
        "on_table": on_table,
        "offered": offered,
        "decisions": [(each, presenters.stances_words(each)) for each in here.decisions.all()],
        "actions": presenters.actions_table(here.actions.all(), beads),
        "form": form or _point_form(request, found),
        "quorum": quorum_without(here),
        "is_to_come": found.stands in TO_COME,
        "may_write": minutes is not None and minutes.stands is Minuted.DRAFT,
        "before": _address(found, said.number - 1) if said.number > 1 else "",
        "after": _address(found, said.number + 1),
    }


def _carried(items: list[AgendaItem], here: AgendaItem) -> list[AgendaItem]:
    """Stages before this one, whose things may still be talked about."""
    return [each for each in items if each.position < here.position]


def _agreed(request: ActorRequest, found: Meeting, items: list[AgendaItem]) -> HttpResponse:
    """What was decided and who does what, to be read out before people leave."""
    slug = found.board.workspace.slug
    beads = beads_about(request, slug, items)
    context = {
        "workspace": slug,
        "meeting": found,
        "steps": _steps(found, AGREED),
        "decisions": [
            (each, presenters.stances_words(each))
            for item in items
            for each in item.decisions.all()
        ],
        "actions": presenters.actions_table(
            [each for item in items for each in item.actions.all()], beads
        ),
        "before": _address(found, AGREED - 1),
    }
    return render(request, "boards/workshop_agreed.html", context)


def _steps(found: Meeting, current: int) -> list[dict[str, object]]:
    titles = [*(each.title for each in STAGES), "What we agreed"]
    return [
        {
            "number": number,
            "title": title,
            "href": _address(found, number),
            "is_current": number == current,
        }
        for number, title in enumerate(titles, start=1)
    ]


def _address(found: Meeting, number: int) -> str:
    return reverse("boards:workshop", args=[found.board.workspace.slug, found.reference, number])


def _point_form(request: ActorRequest, found: Meeting) -> PointForm:
    day = timezone.localdate(found.begins_at)
    organisations = board_queries.organisations_of(found.board.workspace, today=day)
    is_sent = request.method == "POST"
    return PointForm(request.POST if is_sent else None, organisations=organisations)


@require_POST
def point(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Add a line at a stage of a workshop."""
    here = _stage_item(request, workspace, reference)
    form = _point_form(request, here.meeting)
    if form.is_valid():
        try:
            changes.add_point(
                item=here,
                text=form.cleaned_data["text"],
                organisation=form.said_by,
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{workshop_address(here)}#say")
    items = [each for each in queries.agenda_of(here.meeting) if stage_of(each.stage)]
    same = next(each for each in items if each.pk == here.pk)
    context = _stage(request, here.meeting, items, same, form)
    return render(request, "boards/workshop.html", context, status=422)


@require_POST
def remove_point(
    request: ActorRequest, workspace: str, reference: str, number: int
) -> HttpResponse:
    """Take off a line that was typed in error."""
    here = _stage_item(request, workspace, reference)
    held = here.points.filter(pk=number).select_related("item__meeting__board__workspace").first()
    if held is None:
        raise NotYours
    try:
        changes.remove_point(point=held, actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
    return redirect(f"{workshop_address(here)}#say")


@require_POST
def lay(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Lay something of the thread on the table of a stage."""
    here = _stage_item(request, workspace, reference)
    try:
        changes.lay_on_table(
            item=here,
            end=end_of(request.POST.get("chosen", "")),
            actor=request.actor,
            at=clock.now(),
        )
    except HeadwaterError as error:
        messages.error(request, str(error))
    return redirect(workshop_address(here))


def _stage_item(request: ActorRequest, workspace: str, reference: str) -> AgendaItem:
    """A stage of a workshop. Raises `NotYours` for an item of an ordinary agenda."""
    today = timezone.localdate()
    found = queries.item_for(request.actor, workspace, reference, today=today)
    if not stage_of(found.stage):
        raise NotYours
    return found
