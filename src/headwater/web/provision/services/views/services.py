"""The directory as a list and as files, and one entry."""

import json
from collections.abc import Sequence
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.provision.services.forms.services import ServiceFilter
from headwater.web.provision.services.models import Service
from headwater.web.provision.services.presenters import links as link_words
from headwater.web.provision.services.presenters import services as presenters
from headwater.web.provision.services.queries import links
from headwater.web.provision.services.queries import services as queries
from headwater.web.provision.services.rules import permissions
from headwater.web.provision.services.rules.completeness import completeness
from headwater.web.thread.queries import strands_of

PER_PAGE = 25


@require_safe
def services(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every entry that was asked for."""
    today = timezone.localdate()
    form = ServiceFilter(request.GET, areas=queries.areas_of(request.actor, workspace))
    found = _chosen(request, workspace, form, today=today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.table(list(page), today=today),
        "summary": presenters.summary(found, today=today),
        "is_any": bool(found) or bool(request.GET),
        "asked": request.GET.urlencode(),
        "may_write": request.actor.has_role(workspace, permissions.EDITORS),
        "may_keep": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "services/services.html", context)


def _chosen(
    request: ActorRequest, workspace: str, form: ServiceFilter, *, today: date
) -> list[Service]:
    """Entries that were asked for. A filter without sense filters nothing."""
    rows = queries.services_for(request.actor, workspace)
    asked = form.cleaned_data if form.is_valid() else {}
    return list(queries.chosen(rows, today=today, **asked))


def _asked_for(request: ActorRequest, workspace: str) -> Sequence[Service]:
    form = ServiceFilter(request.GET, areas=queries.areas_of(request.actor, workspace))
    return _chosen(request, workspace, form, today=timezone.localdate())


@require_safe
def services_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same entries as a table in a file."""
    rows = presenters.csv_rows(_asked_for(request, workspace))
    return csv_response(f"{workspace}-services.csv", presenters.CSV_COLUMNS, rows)


@require_safe
def services_json(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same entries as one page of an Open Referral UK directory, with all that came."""
    given = [queries.json_of(each) for each in _asked_for(request, workspace)]
    page = {
        "total_items": len(given),
        "total_pages": 1,
        "page_number": 1,
        "size": len(given),
        "first_page": True,
        "last_page": True,
        "empty": not given,
        "contents": given,
    }
    text = json.dumps(page, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{workspace}-services.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def service(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Everything an entry says, when it was confirmed and what it is tied to."""
    today, now = timezone.localdate(), clock.now()
    found = queries.service_for(request.actor, workspace, reference)
    may_keep = permissions.can_keep(request.actor, workspace)
    versions = list(found.versions.all())
    names = queries.names_of({each.by for each in versions})
    answers = list(links.answers_of(found))
    context = {
        "workspace": workspace,
        "service": found,
        "tag": presenters.status_tag(found.status),
        "full": completeness(queries.record_of(found)),
        "full_tag": presenters.full_tag(completeness(queries.record_of(found))),
        "confirmed": presenters.confirmed(found, today=today),
        "groups": presenters.groups(found),
        "about": presenters.about(found, today=today),
        "schedules": presenters.schedules(found),
        "need": presenters.shown("need_type", found.need_type),
        "tier": presenters.shown("tier", found.tier),
        "ties": presenters.ties(strands_of(request.actor, workspace, (queries.SERVICE, reference))),
        "links": link_words.links_table(
            list(links.links_of(found)), workspace, may_keep=may_keep, at=now
        ),
        "answers": link_words.answers_table(answers, workspace),
        "waiting": next((each for each in answers if each.state == "waiting"), None),
        "history": presenters.history(versions, names),
        "is_open": found.status not in ("inactive", "defunct"),
        "may_keep": may_keep,
        "may_edit": permissions.can_edit(
            request.actor, workspace, organisation_id=found.kept_by_id
        ),
    }
    return render(request, "services/service.html", context)
