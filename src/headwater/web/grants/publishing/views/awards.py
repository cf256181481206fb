"""Pages of one award before it is published: what is missing, and what is left out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.grants.publishing.changes import adding as changes
from headwater.web.grants.publishing.forms.adding import NameForm, ParticularsForm
from headwater.web.grants.publishing.presenters import staff as presenters
from headwater.web.grants.publishing.queries import published
from headwater.web.grants.publishing.queries import records as queries
from headwater.web.grants.publishing.rules import permissions
from headwater.web.grants.publishing.rules.record import without_names
from headwater.web.grants.publishing.views import adding
from headwater.web.partners.queries import workspace_for

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def award(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What would be said of an award, what it lacks, and which names are left out."""
    found = queries.award_for(request.actor, workspace, reference)
    record = queries.records_of([found])[0]
    place = workspace_for(request.actor, workspace)
    may_keep = permissions.can_keep(request.actor, workspace)
    names = list(found.names_left_out.all())
    people = published.names_of({each.by for each in names})
    prefix = queries.publisher_of(place, at=clock.now()).prefix
    context = {
        "workspace": workspace,
        "award": found,
        "tag": presenters.TAGS[presenters.standing(record)],
        "missing": presenters.missing_table(record, workspace, may_keep=may_keep),
        "facts": presenters.award_facts(without_names(record), prefix),
        "names": presenters.names_table(names, people, workspace, may_keep=may_keep),
        "may_keep": may_keep,
    }
    return render(request, "publishing/award.html", context)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Add who received an award in a register's words, and where people benefit."""
    found = queries.award_for(request.actor, workspace, reference)
    permissions.check_can_keep(request.actor, workspace, what="add to what is published")
    places = queries.places_to_choose(found)
    added = queries.particulars_of(found)
    initial = {
        "version": added.version if added else 0,
        "recipient_id": added.recipient_id if added else "",
        "places": [each["code"] for each in added.places] if added else [],
    }
    form = ParticularsForm(sent(request), places=places, initial=initial)
    theirs = ""
    if form.is_valid():
        try:
            changes.write_particulars(
                award=found,
                recipient_id=form.cleaned_data["recipient_id"],
                places=form.chosen_places,
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = queries.particulars_words(found)
            now = queries.particulars_of(found)
            form = form.over(now.version if now else 0, places=places)
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("publishing:award", workspace, reference)
    heading = "Recipient and place of benefit"
    return adding.page(request, workspace, found, form, heading=heading, theirs=theirs)


@look_or_send
def name_new(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Leave the name of a person out."""
    found = queries.award_for(request.actor, workspace, reference)
    permissions.check_can_keep(request.actor, workspace, what="leave a name out")
    form = NameForm(sent(request))
    if form.is_valid():
        try:
            changes.leave_out(award=found, actor=request.actor, at=clock.now(), **form.cleaned_data)
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Left out of everything that is made from now on.")
            return redirect("publishing:award", workspace, reference)
    return adding.page(request, workspace, found, form, heading="Leave a name out")


@look_or_send
def name_back(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask whether a name is to stand in what is published again, and put it back."""
    found = published.name_for(request.actor, workspace, reference)
    back = presenters.address_of_named(found, workspace)
    if request.method == "POST":
        changes.put_back(name=found, actor=request.actor, at=clock.now())
        messages.success(request, "Put back. It stands in what is made from now on.")
        return redirect(back)
    context = {
        "heading": "Put the name back?",
        "words": [
            f"“{found.words}” would be read by anybody once files are made and published again.",
            f"It was left out because: {found.reason}",
        ],
        "button": "Put it back",
        "is_destructive": True,
        "cancel_href": back,
    }
    return render(request, "design_system/confirm.html", context)
