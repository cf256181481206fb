"""Where the pages of consultation are."""

from django.urls import reverse

from headwater.web.partnership.consultation.models import Consultee, Request, Round


def consultee_address(consultee: Consultee, name: str = "consultee") -> str:
    """A page of an authority; its own by no name."""
    return reverse(f"consultation:{name}", args=[consultee.workspace.slug, consultee.reference])


def round_address(found: Round, name: str = "round") -> str:
    """A page of a round; its own by no name."""
    return reverse(f"consultation:{name}", args=[found.workspace.slug, found.reference])


def entry_address(found: Round, consultee: Consultee) -> str:
    """What one authority was asked in a round and said."""
    return reverse(
        "consultation:entry",
        args=[found.workspace.slug, found.reference, consultee.reference],
    )


def request_address(request: Request) -> str:
    """Where a request to work together is answered."""
    return reverse("consultation:request", args=[request.workspace.slug, request.reference])
