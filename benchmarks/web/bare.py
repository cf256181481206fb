"""A Django view that returns bytes it holds, with nothing around it: the peer of our pages."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="bare", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], DEBUG=False
)
HELD = {file.name: file.read_bytes() for file in Path(os.environ["BARE_PAGES"]).iterdir()}


def page(request: HttpRequest, name: str) -> HttpResponse:
    """The bytes of one of our pages."""
    return HttpResponse(HELD[name])


urlpatterns = [path("<str:name>", page)]
application = get_wsgi_application()
