"""What several pages of deciding have in common."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from headwater.web.audit.queries import names_of
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.imprint import Imprint
from headwater.web.grants.deciding.links import application_address
from headwater.web.grants.deciding.models import Assessment
from headwater.web.partners.queries import owner_name_on

A_PAGE = 25
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


def shown(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with one form. What is wrong with it is said with the status 422."""
    status = 422 if form is not None and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def confirm(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    """A page that asks to be sure, with a reason where the form has one."""
    return shown(request, "design_system/confirm.html", form, **context)


def about(application: Application) -> dict[str, Any]:
    """What every page below an application shows of it."""
    return {
        "workspace": application.round.workspace.slug,
        "application": application,
        "back": application_address(application),
    }


def names(found: Iterable[Assessment], *others: str) -> dict[str, str]:
    """Names of assessors and others by reference."""
    return names_of([*(each.assessor for each in found), *others])


def imprint(workspace: str) -> Imprint:
    """Who answers today for a paper of a workspace."""
    today = timezone.localdate()
    return Imprint(owner_name_on(workspace, today), today, settings.HEADWATER.demo)
