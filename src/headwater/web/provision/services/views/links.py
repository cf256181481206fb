"""Pages on which links are made and revoked, and answers of providers decided on."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.design_system.moments import day, moment
from headwater.web.provision.services.changes import links as changes
from headwater.web.provision.services.forms.links import DeclineForm
from headwater.web.provision.services.links import service_address
from headwater.web.provision.services.models import Answer
from headwater.web.provision.services.presenters import links as presenters
from headwater.web.provision.services.presenters import services as words
from headwater.web.provision.services.queries import links as queries
from headwater.web.provision.services.queries import services
from headwater.web.provision.services.rules import permissions
from headwater.web.provision.services.rules.comparing import differences
from headwater.web.provision.services.rules.links import Answered
from headwater.web.provision.services.rules.record import Record

look_or_send = require_http_methods(["GET", "HEAD", "POST"])
SUBJECT = "Please check your entry in our directory of services"


@look_or_send
def make(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Make a link for the provider of one entry. Its address is shown this once."""
    found = services.service_for(request.actor, workspace, reference)
    context: dict[str, object] = {"workspace": workspace, "service": found}
    if request.method == "POST":
        link, token = changes.make_link(service=found, actor=request.actor, at=clock.now())
        address = settings.HEADWATER.address + reverse("services:update", args=[token])
        until = day(timezone.localdate(link.ends_at - timedelta(minutes=1)))
        letter = presenters.letter(found, address, until=until)
        query = urlencode({"subject": SUBJECT, "body": letter}).replace("+", "%20")
        context |= {
            "address": address,
            "letter": letter,
            "mail": f"mailto:{found.contact_email}?{query}",
        }
    response = render(request, "services/link.html", context)
    # The page may show a secret: it is kept by nobody.
    response["Cache-Control"] = "no-store"
    return response


@look_or_send
def revoke(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask whether a link is to be revoked, and revoke it."""
    found = queries.link_for(request.actor, workspace, reference)
    back = service_address(found.service)
    if request.method == "POST":
        changes.revoke_link(link=found, actor=request.actor, at=clock.now())
        messages.success(request, "Revoked. The link opens nothing any more.")
        return redirect(back)
    context = {
        "heading": "Revoke this link?",
        "words": [
            f"It leads to the entry of {found.service.name} and was made on "
            f"{moment(found.made_at)}.",
            "Whoever has it can no longer answer. You can send another.",
        ],
        "button": "Revoke the link",
        "is_destructive": True,
        "cancel_href": back,
    }
    return render(request, "design_system/confirm.html", context)


@look_or_send
def answer(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What a provider would have different, and the button that accepts it."""
    found = queries.answer_for(request.actor, workspace, reference)
    if request.method == "POST":
        try:
            changes.accept(answer=found, actor=request.actor, at=clock.now())
        except HeadwaterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Accepted. The entry says so now.")
        return redirect(service_address(found.service))
    context = {
        "workspace": workspace,
        "answer": found,
        "service": found.service,
        "tag": presenters.answer_tag(found),
        "said_at": moment(found.at),
        "table": words.difference_table(
            differences(_seen(found), found.record),
            caption="What the provider would have different",
            theirs="The provider says",
        ),
        "is_waiting": found.state == Answered.WAITING,
        "is_newer": found.service.version != found.version,
        "may_edit": permissions.can_edit(
            request.actor, workspace, organisation_id=found.service.kept_by_id
        ),
    }
    return render(request, "services/answer.html", context)


def _seen(answer: Answer) -> Record:
    """What the entry said when the provider saw it."""
    held = services.version_of(answer.service, answer.version)
    return held.record if held else services.record_of(answer.service)


@look_or_send
def decline(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Keep an entry as it is, and say why."""
    found = queries.answer_for(request.actor, workspace, reference)
    service = found.service
    permissions.check_can_edit(request.actor, workspace, organisation_id=service.kept_by_id)
    form = DeclineForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            changes.decline(
                answer=found,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Declined. The entry stays as it was.")
        return redirect(service_address(service))
    context = {
        "heading": "Keep the entry as it is?",
        "words": [f"What the provider said of {service.name} is kept with your reason."],
        "button": "Keep it as it is",
        "cancel_href": reverse("services:answer", args=[workspace, reference]),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "design_system/confirm.html", context, status=status)
