"""Pages about people and the roles they hold."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headwater.core import clock
from headwater.web.accounts import changes as accounts
from headwater.web.accounts.models import User
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.partners import changes, presenters, queries
from headwater.web.partners.forms import GrantForm, InviteForm, PeopleFilter
from headwater.web.partners.handovers import open_work_of
from headwater.web.partners.models import Membership, Organisation
from headwater.web.partners.rules.permissions import can_administer, check_can_administer
from headwater.web.partners.views.accounts import offered
from headwater.web.partners.views.asking import attempt

PER_PAGE = 25


@require_safe
def people(request: ActorRequest, workspace: str) -> HttpResponse:
    """Everybody with a role, and what they may do for whom."""
    today = timezone.localdate()
    form = PeopleFilter(request.GET)
    found = _filtered(queries.people_for(request.actor, workspace), workspace, form, today=today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    words = {
        "sections": presenters.sections(workspace, current="partners:people"),
        "filter_form": form,
        "page": page,
        "table": presenters.people(page, workspace=workspace, actor=request.actor, today=today),
        "can_change": can_administer(request.actor, workspace),
    }
    return render(request, "partners/people.html", words)


def _filtered(
    every: QuerySet[User], workspace: str, form: PeopleFilter, *, today: date
) -> QuerySet[User]:
    wanted = form.cleaned_data if form.is_valid() else {"words": "", "role": "", "when": ""}
    here = Membership.objects.filter(organisation__workspace__slug=workspace)
    now = here.filter(queries.in_force(today))
    rows = {"": now, "past": here.exclude(user__in=now.values("user"))}.get(wanted["when"], here)
    if wanted["role"]:
        rows = rows.filter(role=wanted["role"])
    if wanted["words"]:
        rows = rows.filter(
            Q(user__name__icontains=wanted["words"])
            | Q(organisation__name__icontains=wanted["words"])
        )
    return every.filter(pk__in=rows.values("user"))


@require_http_methods(["GET", "HEAD", "POST"])
def export_people(request: ActorRequest, workspace: str) -> HttpResponse:
    """Say what the file holds, and give it. Taking it away is recorded."""
    found = queries.workspace_for(request.actor, workspace)
    every = queries.people_for(request.actor, workspace)
    if request.method == "POST":
        rows = presenters.people_rows(every, today=timezone.localdate())
        changes.record_export_of_people(
            workspace=found, people=len(every), actor=request.actor, at=clock.now()
        )
        return csv_response(f"people-{workspace}.csv", presenters.PEOPLE_COLUMNS, rows)
    return render(request, "partners/people_export.html", {"count": every.count()})


@require_safe
def person(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Somebody's roles here, what waits for them, and what their roles show them."""
    found = queries.person_for(request.actor, workspace, reference)
    today = timezone.localdate()
    may = can_administer(request.actor, workspace)
    page = {
        "person": found,
        "rows": presenters.person(found),
        "roles": presenters.roles_of(found, workspace=workspace, actor=request.actor, today=today),
        "open_work": presenters.open_work(
            open_work_of(found, queries.workspace_for(request.actor, workspace))
        ),
        "could_see": presenters.could_see(found),
        "can_grant": may and found.pk != request.actor.user_id and found.is_active,
        "can_invite": may and found.is_active and found.last_login is None,
        **(offered(request.actor, found, today=today) if may else {}),
        "can_let_go": may and any(not _has_ended(each, today) for each in presenters.seats(found)),
    }
    return render(request, "partners/person.html", page)


def _has_ended(membership: Membership, today: date) -> bool:
    return presenters.state(membership, today=today).text == "Ended"


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ActorRequest, workspace: str) -> HttpResponse:
    """Invite somebody with their first role."""
    form = InviteForm(
        request.POST or None,
        organisations=_here_today(request, workspace),
        initial={"organisation": request.GET.get("organisation")},
    )
    if form.is_valid():
        given = attempt(form, lambda: _invite(request, form))
        if given:
            messages.success(
                request, "They have the role now. A newcomer gets a letter on how to sign in."
            )
            return redirect("partners:person", workspace=workspace, reference=given.user.reference)
    status = 422 if form.is_bound else 200
    return render(request, "partners/invite.html", {"form": form}, status=status)


def _invite(request: ActorRequest, form: InviteForm) -> Membership:
    organisation, role = form.chosen()
    return changes.invite_member(
        email=form.cleaned_data["email"],
        name=form.cleaned_data["name"],
        organisation=organisation,
        role=role,
        actor=request.actor,
        at=clock.now(),
    )


def _here_today(request: ActorRequest, workspace: str) -> QuerySet[Organisation]:
    today = timezone.localdate()
    every = queries.organisations_for(request.actor, workspace, today=today)
    return queries.taking_part(every, today=today)


@require_POST
def invite_again(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Send the letter once more to somebody who never signed in."""
    found = queries.person_for(request.actor, workspace, reference)
    check_can_administer(request.actor, workspace)
    accounts.invite(email=found.email, name=found.name, actor=request.actor, at=clock.now())
    messages.success(request, "The invitation was sent again.")
    return redirect("partners:person", workspace=workspace, reference=reference)


@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Give somebody a role."""
    found = queries.person_for(request.actor, workspace, reference)
    form = GrantForm(
        request.POST or None,
        organisations=_here_today(request, workspace),
        today=timezone.localdate(),
    )
    if form.is_valid():
        given = attempt(form, lambda: _grant(request, found, form))
        if given:
            messages.success(request, f"{found.name} has the role {given.role} now.")
            return redirect("partners:person", workspace=workspace, reference=reference)
    status = 422 if form.is_bound else 200
    return render(request, "partners/grant.html", {"form": form, "person": found}, status=status)


def _grant(request: ActorRequest, user: User, form: GrantForm) -> Membership:
    organisation, role = form.chosen()
    return changes.grant_membership(
        user=user,
        organisation=organisation,
        role=role,
        starts_on=form.cleaned_data["starts_on"],
        actor=request.actor,
        at=clock.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask whether a role is to end, and end it at once."""
    found = queries.membership_for(request.actor, workspace, reference)
    if request.method == "POST":
        changes.end_membership(membership=found, actor=request.actor, at=clock.now())
        messages.success(
            request, f"{found.user.name} is no longer {found.role} for {found.organisation.name}."
        )
        return redirect("partners:person", workspace=workspace, reference=found.user.reference)
    return render(request, "partners/role_end.html", {"membership": found})


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say what somebody who leaves could see and leaves open, and end every role at once."""
    found = queries.person_for(request.actor, workspace, reference)
    here = queries.workspace_for(request.actor, workspace)
    if request.method == "POST":
        ended = changes.let_go(user=found, workspace=here, actor=request.actor, at=clock.now())
        messages.success(
            request,
            f"{found.name} has left. Roles ended: {len(ended)}. What waited for them by name now "
            "waits for those who lead.",
        )
        return redirect("partners:person", workspace=workspace, reference=reference)
    page = {
        "person": found,
        "open_work": presenters.open_work(open_work_of(found, here)),
        "could_see": presenters.could_see(found),
    }
    return render(request, "partners/leave.html", page)
