"""A site whose one page is a bug that quotes what it was asked."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def breaks(request: HttpRequest, said: str) -> HttpResponse:
    """Raise what it was asked."""
    raise ValueError(said, request.GET)


urlpatterns = [path("broken/<str:said>/", breaks, name="alive")]
