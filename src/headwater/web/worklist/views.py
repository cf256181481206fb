"""The worklist of a workspace, and calendars of it."""

import hashlib
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import actor_for, workspace_for
from headwater.web.worklist import changes, days, presenters, queries
from headwater.web.worklist.calendars import calendar
from headwater.web.worklist.errors import TooManyCalendarsError
from headwater.web.worklist.forms import MakeCalendar, Show
from headwater.web.worklist.models import Feed, Item
from headwater.web.worklist.rules import When, soon_until

PER_PAGE = 25
LONGEST_TOKEN = 100


@require_safe
def worklist(request: ActorRequest, workspace: str) -> HttpResponse:
    """What waits in a workspace, the first due first. The home of a workspace."""
    today = timezone.localdate()
    place = workspace_for(request.actor, workspace)
    form = _filter(request, place)
    found = _chosen(request, place, form)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    words = {
        "workspace": place,
        "form": form,
        "page": page,
        "summary": presenters.summary(queries.counts(found, today=today)),
        "tables": presenters.tables(page.object_list, today=today),
        "is_filtered": bool(form.changed_data),
        "csv": f"{reverse('worklist:csv', args=[place.slug])}?{request.GET.urlencode()}",
    }
    return render(request, "worklist/worklist.html", words)


@require_safe
def worklist_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    today = timezone.localdate()
    place = workspace_for(request.actor, workspace)
    found = _chosen(request, place, _filter(request, place))
    rows = presenters.csv_rows(found, today=today)
    return csv_response(f"{place.slug}-worklist.csv", presenters.CSV_COLUMNS, rows)


def _filter(request: ActorRequest, place: Workspace) -> Show:
    return Show(request.GET, kinds=queries.kinds_for(request.actor, place))


def _chosen(request: ActorRequest, place: Workspace, form: Show) -> QuerySet[Item]:
    """Items the actor may see and asked for. A filter that makes no sense filters nothing."""
    actor, today = request.actor, timezone.localdate()
    found = queries.items_for(actor, place)
    asked = form.cleaned_data if form.is_valid() else {}
    if not asked.get("whose"):
        found = found.filter(queries.mine(actor))
    if asked.get("whose") == "organisation":
        found = found.filter(queries.of_organisations(actor))
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    if asked.get("reference"):
        found = found.filter(reference=asked["reference"].strip().upper())
    if asked.get("when") == When.OVERDUE:
        found = found.filter(due_on__lt=today)
    if asked.get("when") == When.SOON:
        found = found.filter(due_on__gte=today, due_on__lte=soon_until(today))
    if asked.get("when") == When.LATER:
        found = found.filter(due_on__gt=soon_until(today))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: ActorRequest) -> HttpResponse:
    """My calendars: make one, and see its address this once."""
    boards = presenters.board_choices(request.actor, queries.workspace_names(request.actor))
    subjects = days.subjects(request.actor, today=timezone.localdate())
    is_sent = request.method == "POST"
    form = MakeCalendar(request.POST if is_sent else None, boards=boards, subjects=subjects)
    address, status = "", 200
    if is_sent:
        address = _made(request, form) if form.is_valid() else ""
        status = 200 if address else 422
    table = presenters.feed_table(queries.feeds_of(request.actor), subjects)
    words = {"form": form, "table": table, "address": address}
    response = render(request, "worklist/calendars.html", words, status=status)
    # The page may show a secret: it is kept by nobody.
    response["Cache-Control"] = "no-store"
    return response


def _made(request: ActorRequest, form: MakeCalendar) -> str:
    """The address of a new calendar; empty, with the reason on the form, where none was made."""
    board, subject = form.board, form.subject
    slug = subject.workspace if subject else board[0] if board else ""
    workspace = workspace_for(request.actor, slug) if slug else None
    role = board[1] if board else None
    try:
        _, token = changes.make_feed(
            actor=request.actor,
            workspace=workspace,
            role=role,
            about=form.cleaned_data["what"] if subject else "",
            at=timezone.now(),
        )
    except TooManyCalendarsError as error:
        form.add_error(None, str(error))
        return ""
    return settings.HEADWATER.address + reverse("worklist:feed", args=[token])


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: ActorRequest, reference: str) -> HttpResponse:
    """Ask whether a calendar is to be revoked, and revoke it."""
    feed = queries.feed_of(request.actor, reference)
    if request.method == "POST":
        changes.revoke_feed(feed=feed, actor=request.actor, at=timezone.now())
        messages.success(request, "Calendar revoked. Its address shows nothing any more.")
        return redirect("worklist:calendars")
    words = {
        "heading": "Revoke this calendar?",
        "words": [
            presenters.feed_words(feed, days.subjects(request.actor, today=timezone.localdate()))
            + ".",
            "Programs that read it will stop showing it. The address cannot be used again.",
        ],
        "button": "Revoke the calendar",
        "is_destructive": True,
        "cancel_href": reverse("worklist:calendars"),
    }
    return render(request, "design_system/confirm.html", words)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar for whoever has its secret address. Sets no cookie and reads none."""
    if len(token) > LONGEST_TOKEN:
        raise NotYours
    today = timezone.localdate()
    found = queries.feed_by_hash(changes.hash_of(token))
    actor = actor_for(found.user, today=today)
    items = queries.items_of_feed(found, actor, today=today)
    entries = _days(found, actor, today=today)
    body = calendar(items, entries, host=settings.HEADWATER.host)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    is_known = request.headers.get("If-None-Match") == etag
    response = (
        HttpResponseNotModified()
        if is_known
        else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    )
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _days(found: Feed, actor: Actor, *, today: date) -> list[days.Day]:
    """Meetings and other days: of one thing, or all that are the person's own."""
    if found.workspace is None:
        return days.days_for(actor, today=today)
    if not found.about:
        return []
    return days.days_of(actor, found.workspace.slug, found.about, today=today)
