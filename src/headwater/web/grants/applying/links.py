"""Where an application is, for those who write it."""

from django.urls import reverse

from headwater.web.grants.applying.models import Application


def application_address(application: Application, name: str = "", *parts: str) -> str:
    """A page of an application, as `application_address(it, "check")`; its first by no name."""
    route = f"applying:application_{name}" if name else "applying:application"
    return reverse(route, args=[application.reference, *parts])
