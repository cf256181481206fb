"""Where the parts of the directory are for those signed in."""

from django.urls import reverse

from headwater.web.provision.services.models import File, Service

LONGEST_TITLE = 200
"""Of what stands on a worklist."""


def service_address(service: Service, name: str = "") -> str:
    """A page of an entry, as `service_address(service, "edit")`; its first by no name."""
    route = f"services:service_{name}" if name else "services:service"
    return reverse(route, args=[service.workspace.slug, service.reference])


def file_address(file: File, name: str = "") -> str:
    """A page of a file that was looked at; its first by no name."""
    route = f"services:file_{name}" if name else "services:file"
    return reverse(route, args=[file.workspace.slug, file.reference])
