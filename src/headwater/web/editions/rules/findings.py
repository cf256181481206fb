"""What a finding is called where it is tied to other things."""

BETWEEN = ":"
"""Between the reference of an edition and what the finding is called in it."""


def finding_reference(edition: str, slug: str) -> str:
    """A finding as it is tied.

    >>> finding_reference("E-2222-2222", "gaps.local")
    'E-2222-2222:gaps.local'
    """
    return f"{edition}{BETWEEN}{slug}"
