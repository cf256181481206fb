"""Who writes an application with somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.design_system.forms import sent
from headwater.web.grants.applying import queries
from headwater.web.grants.applying.changes import people as changes
from headwater.web.grants.applying.forms.sending import InviteForm
from headwater.web.grants.applying.links import application_address
from headwater.web.grants.applying.presenters import writing as words
from headwater.web.grants.applying.rules.workflow import UNDECIDED
from headwater.web.grants.applying.sessions import ApplicantRequest, for_applicants, seconds_left

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@look_or_send
@for_applicants
def people(request: ApplicantRequest, reference: str) -> HttpResponse:
    """Who writes an application, and a form to ask one more."""
    found = queries.application_for(request.submitter, reference)
    form = InviteForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            changes.invite(
                application=found, actor=request.submitter, at=clock.now(), **form.cleaned_data
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Invited. We have sent a link to the address you gave.")
            return redirect(application_address(found, "people"))
    members = list(queries.members_of(found))
    context = {
        "application": found,
        "form": form,
        "may_invite": found.state in UNDECIDED,
        "rows": words.member_rows(members, found, mine=request.applicant.pk),
        "session_ends_in": seconds_left(),
    }
    status = 422 if form.errors else 200
    return render(request, "applying/people.html", context, status=status)


@look_or_send
@for_applicants
def remove(request: ApplicantRequest, reference: str, number: int) -> HttpResponse:
    """Ask whether somebody is to write no longer, and let them go."""
    found = queries.application_for(request.submitter, reference)
    member = queries.members_of(found).filter(pk=number).first()
    if member is None:
        raise NotYours
    back = application_address(found, "people")
    is_self = member.applicant_id == request.applicant.pk
    if request.method == "POST":
        try:
            changes.remove(member=member, actor=request.submitter, at=clock.now())
        except HeadwaterError as error:
            messages.error(request, str(error))
            return redirect(back)
        messages.success(request, "You left." if is_self else "Removed.")
        return redirect("applying:mine") if is_self else redirect(back)
    who = "You" if is_self else (member.applicant.name or member.applicant.email)
    context = {
        "heading": "Leave this application?" if is_self else "Remove this colleague?",
        "words": [f"{who} can then no longer open application {found.reference}."],
        "button": "Leave" if is_self else "Remove",
        "is_destructive": True,
        "cancel_href": back,
    }
    return render(request, "design_system/confirm.html", context)
