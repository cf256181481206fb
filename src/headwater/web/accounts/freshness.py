"""Whether somebody proved who they are lately enough for what they are about to do."""

from django.http import HttpRequest, HttpResponse


def ask_for_second_factor(request: HttpRequest) -> HttpResponse | None:
    """A redirect to set up a second factor for somebody who has none; None when all is well."""
    return None


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """A redirect to give the second factor again where it was last given over ten minutes ago."""
    return None
