"""`headwater tick`: what is done by the clock."""

from headwater.cli.handover import hand_over

EXAMPLES = ("headwater tick",)


def command() -> None:
    """Run every schedule that is due, and say what each did. Call it each minute."""
    hand_over("tick")
