"""Returns as the partnership reads and decides on them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.documents.changes import note_read
from headwater.web.grants.delivering.changes import returns as changes
from headwater.web.grants.delivering.forms.returns import WantedForm
from headwater.web.grants.delivering.presenters import mine as words
from headwater.web.grants.delivering.presenters import returns as presenters
from headwater.web.grants.delivering.queries import returns as queries
from headwater.web.grants.delivering.rules import permissions
from headwater.web.grants.delivering.rules.workflow import ReturnState
from headwater.web.grants.delivering.views.asking import (
    as_download,
    done_over,
    look_or_send,
    said,
)


@require_safe
def return_(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What a deliverer certified, without a few people, and every time it was sent."""
    found = queries.return_for(request.actor, workspace, reference)
    versions = list(found.versions.all())
    waits = found.state == ReturnState.SUBMITTED
    receipts = f"{request.path}receipts/{{}}/"
    context = {
        "workspace": workspace,
        "of": found,
        "award": found.delivery.award,
        "name": words.name_of(found),
        "period": words.period(found.first_day, found.last_day),
        "tag": words.return_tag(found),
        "targets": presenters.funder_table(queries.funder_lines(found)),
        "facts": presenters.version_facts(versions[0]),
        "money": presenters.version_money(versions[0]),
        "receipts": presenters.receipts_table(
            list(found.receipts.select_related("document")), receipts
        ),
        "versions": presenters.versions_table(versions),
        "may_decide": waits and permissions.can_run(request.actor, workspace),
    }
    return render(request, "delivering/return.html", context)


@require_POST
def accept(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Accept a return."""
    found = queries.return_for(request.actor, workspace, reference)
    where = reverse("delivering:return", args=[workspace, reference])
    try:
        changes.accept(of=found, actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
        return redirect(where)
    return said(request, "Accepted. The deliverer was told.", where)


@look_or_send
def changes_wanted(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say what has to be changed in a return."""
    found = queries.return_for(request.actor, workspace, reference)
    where = reverse("delivering:return", args=[workspace, reference])
    form = WantedForm(sent(request))
    if request.method == "POST" and done_over(
        form,
        lambda: changes.request_changes(
            of=found, wanted=form.cleaned_data["wanted"], actor=request.actor, at=clock.now()
        ),
    ):
        return said(request, "Sent to the deliverer. What they sent is kept.", where)
    context = {
        "heading": "Ask for changes to this return",
        "words": ["What was sent is kept. The deliverer changes it and sends it again."],
        "button": "Ask for changes",
        "cancel_href": where,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "design_system/confirm.html", context, status=status)


@require_safe
def receipt(request: ActorRequest, workspace: str, reference: str, document: str) -> HttpResponse:
    """A receipt of a return. That somebody read it is recorded."""
    found = queries.return_for(request.actor, workspace, reference)
    row = found.receipts.select_related("document__workspace").filter(document__reference=document)
    only = row.first()
    if only is None:
        raise NotYours
    note_read(document=only.document, actor=request.actor, at=clock.now())
    return as_download(only.document)
