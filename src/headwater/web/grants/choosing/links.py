"""Where the pages of choosing are."""

from django.urls import reverse

from headwater.web.grants.choosing.models import Choice


def choice_address(choice: Choice) -> str:
    """The page of a choice."""
    return reverse("choosing:choice", args=[choice.workspace.slug, choice.reference])
