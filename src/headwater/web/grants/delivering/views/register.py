"""The register: a page for a phone, and where phones send what they kept while away."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web import design_system
from headwater.web.design_system.forms import sent
from headwater.web.grants.applying.sessions import (
    ApplicantRequest,
    applicant_of,
    for_applicants,
)
from headwater.web.grants.delivering.changes import people as changes
from headwater.web.grants.delivering.changes import syncing
from headwater.web.grants.delivering.forms.register import PersonForm, SessionForm
from headwater.web.grants.delivering.models import Delivery, Participant, Session
from headwater.web.grants.delivering.presenters import register as presenters
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.queries import register as queries
from headwater.web.grants.delivering.rules import lists
from headwater.web.grants.delivering.rules.records import MOST_RECORDS
from headwater.web.grants.delivering.views.asking import look_or_send, said

WORKER = "register-worker.js"
MOST_BYTES = 400_000
"""Of one batch: five hundred records are less than half of it."""
SESSIONS_SHOWN = 12
JSON: dict[str, Any] = {"Cache-Control": "no-store"}


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the register's page on a phone. It works below this address only."""
    assets = ",".join(json.dumps(static(f"design_system/{name}")) for name in presenters.ASSETS)
    response = HttpResponse(
        f"self.registerAssets=[{assets}];\n{_worker_text()}", content_type="text/javascript"
    )
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _worker_text() -> str:
    folder = Path(design_system.__file__).parent / "static" / "design_system"
    return (folder / WORKER).read_text("utf-8")


@look_or_send
@for_applicants
def register(request: ApplicantRequest, reference: str) -> HttpResponse:
    """Take the register of a session. With a script it is kept on the phone until it can go."""
    delivery = grants.my_delivery(request.submitter, reference)
    people = list(queries.taking_part(delivery))
    sessions = list(queries.sessions_of(delivery)[:SESSIONS_SHOWN])
    form = SessionForm(
        sent(request),
        known=presenters.session_choices(sessions),
        initial={"held_on": localdate(), "minutes": presenters.usual_minutes(delivery)},
    )
    wrong = ""
    if request.method == "POST" and form.is_valid():
        wrong = presenters.first_without_reason(people, request.POST)
        told = [] if wrong else _sent(request, delivery, form, people)
        wrong = wrong or next((each.words for each in told if each.outcome == "refused"), "")
        if not wrong:
            here = reverse("delivering:register", args=[reference])
            return said(request, "Saved. The register of the session was sent.", here)
        form.add_error(None, wrong)
    context = {
        "delivery": delivery,
        "form": form,
        "person": PersonForm(areas=presenters.areas_of(delivery), initial={"lawful_basis": "task"}),
        "today": localdate(),
        "rows": presenters.register_rows(people, request.POST),
        "sessions": presenters.sessions_table(sessions, reference),
        "lists": {"absences": lists.ABSENCES},
        "worker": reverse("delivering:worker"),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "delivering/register.html", context, status=status)


def _sent(
    request: ApplicantRequest, delivery: Delivery, form: SessionForm, people: list[Participant]
) -> list[syncing.Answer]:
    """The page as a phone would have sent it."""
    said, known = form.cleaned_data, form.cleaned_data["session"]
    name = known or changes.fresh_id()
    given = presenters.marks_of(people, request.POST, session=name, at=timezone.now())
    if not known:
        made = {
            "kind": "session",
            "id": name,
            "held_on": said["held_on"].isoformat(),
            "activity": said["activity"],
            "minutes": said["minutes"],
        }
        given = [made, *given]
    return syncing.sync(delivery=delivery, given=given, actor=request.submitter, at=clock.now())


@never_cache
@look_or_send
def sync(request: HttpRequest, reference: str) -> HttpResponse:
    """What a phone kept is stored, each record once, and each record's fate is told.

    Asked without anything, it says whether somebody is signed in and gives the token to send with.
    """
    who = applicant_of(request)
    if who is None:
        words = "You are signed out. What you saved stays on this phone: sign in to send it."
        return JsonResponse({"words": words}, status=401, headers=JSON)
    delivery = grants.my_delivery(who, reference)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "who": who.reference}, headers=JSON)
    given = _batch(request)
    if given is None:
        words = "What was sent cannot be read. It stays on this phone."
        return JsonResponse({"words": words}, status=400, headers=JSON)
    try:
        told = syncing.sync(delivery=delivery, given=given, actor=who, at=clock.now())
    except HeadwaterError as error:
        return JsonResponse({"words": str(error)}, status=409, headers=JSON)
    answers = [
        {"id": each.id, "outcome": each.outcome, "words": each.words, "code": each.code}
        for each in told
    ]
    return JsonResponse({"answers": answers}, headers=JSON)


def _batch(request: HttpRequest) -> list[object] | None:
    """The records that were sent; None where they make no sense or are too many."""
    if len(request.body) > MOST_BYTES:
        return None
    try:
        given = json.loads(request.body)
    except ValueError:
        return None
    records = given.get("records") if isinstance(given, dict) else None
    return records if isinstance(records, list) and len(records) <= MOST_RECORDS else None


@look_or_send
@for_applicants
def session(request: ApplicantRequest, reference: str, session: UUID) -> HttpResponse:
    """Who came to one session; what two phones said differently is settled here."""
    delivery = grants.my_delivery(request.submitter, reference)
    found = queries.session_of(delivery, session)
    standing = queries.standing_of(found)
    if request.method == "POST":
        marks = presenters.corrections(found, standing, request.POST, at=timezone.now())
        if marks:
            syncing.sync(delivery=delivery, given=marks, actor=request.submitter, at=clock.now())
        here = reverse("delivering:session", args=[reference, session])
        return said(request, "Saved." if marks else "Nothing was changed.", here)
    absent = list(queries.taking_part(delivery).exclude(pk__in=standing))
    context = {
        "delivery": delivery,
        "session": found,
        "rows": presenters.session_rows(standing, absent),
        "disputed": presenters.disputed(standing),
        "absences": lists.ABSENCES,
    }
    return render(request, "delivering/session.html", context)


@look_or_send
@for_applicants
def session_cancel(request: ApplicantRequest, reference: str, session: UUID) -> HttpResponse:
    """Ask whether a session is to count for nothing, or to count again."""
    delivery = grants.my_delivery(request.submitter, reference)
    found: Session = queries.session_of(delivery, session)
    here = reverse("delivering:session", args=[reference, session])
    cancels = found.cancelled_at is None
    if request.method == "POST":
        changes.cancel_session(
            session=found, cancels=cancels, actor=request.submitter, at=clock.now()
        )
        return redirect(here)
    context = {
        "delivery": delivery,
        "heading": f"Cancel the session {found.activity}?"
        if cancels
        else f"Count the session {found.activity} again?",
        "words": ["Who came is kept either way, and you can undo this."],
        "button": "Cancel the session" if cancels else "Count it again",
        "is_destructive": cancels,
        "cancel_href": here,
    }
    return render(request, "design_system/confirm.html", context)
