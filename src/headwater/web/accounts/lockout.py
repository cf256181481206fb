"""What happens after five wrong passwords: a quarter of an hour's pause, for that account there.

django-axes keeps the count in the database, so a restart forgets nothing.
"""

from collections.abc import Mapping
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

SALT = "headwater.accounts.lockout"


def whose(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """A mark that stands for an address somebody typed. The address itself is not kept."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return salted_hmac(SALT, str(typed).strip().lower(), algorithm="sha256").hexdigest()[:40]


def client_address(request: HttpRequest) -> str | None:
    """Where a request came from: the header a proxy sets counts only where there is a proxy."""
    found: str | None = get_client_ip(request)
    return found


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """The page that says to wait. It is the same whether or not there is such an account."""
    return render(request, "account/locked_out.html", status=429)
