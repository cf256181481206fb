"""Where tasks, returns, requests and concerns are for those signed in."""

from django.urls import reverse

from headwater.web.partners.models import Organisation
from headwater.web.partnership.duty.models import Concern, Reply, Request, Return

LONGEST_TITLE = 200
"""Of what stands on a worklist."""


def task_address(workspace: str, obligation: str, organisation: str, name: str = "task") -> str:
    """A page of a task; its own by no name."""
    return reverse(f"duty:{name}", args=[workspace, obligation, organisation])


def tasks_of(workspace: str, organisation: Organisation) -> str:
    """The tasks of one organisation."""
    home = reverse("duty:home", args=[workspace])
    return f"{home}?organisation={organisation.reference}"


def domain_address(workspace: str, year: int, domain: str, name: str = "domain") -> str:
    """A page of a domain of readiness in a year; its own by no name."""
    return reverse(f"duty:{name}", args=[workspace, year, domain])


def return_address(held: Return, name: str = "return") -> str:
    """A page of a return."""
    return reverse(f"duty:{name}", args=[held.workspace.slug, held.reference])


def reply_address(reply: Reply, name: str = "reply") -> str:
    """A page of a reply, whose return was fetched with it."""
    return reverse(f"duty:{name}", args=[reply.of.workspace.slug, reply.reference])


def request_address(held: Request, name: str = "request") -> str:
    """A page of an information request."""
    return reverse(f"duty:{name}", args=[held.workspace.slug, held.reference])


def concern_address(held: Concern, name: str = "concern") -> str:
    """A page of a concern."""
    return reverse(f"duty:{name}", args=[held.workspace.slug, held.reference])
