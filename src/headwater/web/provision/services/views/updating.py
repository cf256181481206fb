"""The page that a provider reaches over a link, without an account."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.lockout import client_address
from headwater.web.design_system.forms import sent
from headwater.web.provision.services.changes import links as changes
from headwater.web.provision.services.forms.links import UpdateForm
from headwater.web.provision.services.models import Link
from headwater.web.provision.services.presenters import services as presenters
from headwater.web.provision.services.queries import links as queries
from headwater.web.provision.services.queries import services
from headwater.web.provision.services.rules.links import OPEN_TO_PROVIDERS

LONGEST_TOKEN = 64
AN_HOUR = 3600
MOST_AN_HOUR = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm or correct one entry, for whoever has the secret of its link.

    The secret opens this one entry once. Anything else that could be asked for is not there.
    """
    if len(token) > LONGEST_TOKEN:
        raise NotYours
    link = queries.link_by_hash(changes.hash_of(token), at=clock.now())
    now = services.record_of(link.service)
    said = {name: getattr(now, name) for name in OPEN_TO_PROVIDERS}
    form = UpdateForm(
        sent(request),
        now=now,
        initial={**said, "version": link.service.version},
    )
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        if _is_too_often(request):
            form.add_error(None, "Too many answers came from your address. Try again in an hour")
            status = 429
        elif _answered(link, form):
            return _private(redirect("services:update_thanks"))
        else:
            status = 422
    context = {
        "form": form,
        "service": link.service,
        "partnership": link.service.workspace.name,
        "tag": presenters.status_tag(link.service.status),
    }
    return _private(render(request, "services/update.html", context, status=status))


def _answered(link: Link, form: UpdateForm) -> bool:
    """Whether the answer was taken; the reason is on the form where it was not."""
    try:
        changes.answer(
            link=link,
            said=None if form.is_confirmed else form.record(),
            version=form.cleaned_data["version"],
            note=form.cleaned_data["note"],
            at=clock.now(),
        )
    except HeadwaterError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next. Nothing here tells which entry was answered."""
    return _private(render(request, "services/update_thanks.html"))


def _private(response: HttpResponse) -> HttpResponse:
    """No engine lists the page and no other site learns its address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _is_too_often(request: HttpRequest) -> bool:
    hashed = hashlib.sha256(str(client_address(request)).encode()).hexdigest()
    key = f"service-update:{hashed}"
    sent = int(cache.get(key, 0))
    if sent >= MOST_AN_HOUR:
        return True
    # Counting by `incr` would forget the count after five minutes, whatever it was kept for.
    cache.set(key, sent + 1, AN_HOUR)
    return False
