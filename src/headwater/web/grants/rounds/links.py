"""Where rounds are: for staff and for the public."""

from django.urls import reverse

from headwater.web.grants.rounds.models import Round

LONGEST_TITLE = 200
"""Of what stands on a worklist."""


def round_address(round: Round, name: str = "round") -> str:
    """A page of a round for staff, as `round_address(round, "questions")`."""
    return reverse(f"rounds:{name}", args=[round.workspace.slug, round.reference])


def public_address(round: Round, name: str = "public") -> str:
    """A page of a round for the public."""
    return reverse(f"rounds:{name}", args=[round.slug])
