"""Pages for what goes wrong outside any view."""

import sys

from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from headwater.web.config.context import stand_outside

AWAY = (OperationalError, InterfaceError)
"""What a database says that is locked, full, restarted or gone: nothing of a change was kept."""
RETRY_SECONDS = 30


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The browser sent something no page of ours sends.

    Perhaps a host that is not ours, which the frame must not ask for its address.
    """
    return HttpResponse(render_to_string("design_system/errors/400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A form came without its token, or from another site."""
    return render(request, "design_system/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is there, or nothing for whoever asks. The words are the same."""
    stand_outside(request)
    return render(request, "design_system/errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A bug, or records that nobody can reach just now. Neither page asks the database anything."""
    if isinstance(sys.exception(), AWAY):
        answer = HttpResponse(render_to_string("design_system/errors/503.html"), status=503)
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer
    return HttpResponse(render_to_string("design_system/errors/500.html"), status=500)
