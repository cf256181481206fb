"""Text that a spreadsheet would run as a formula, made inert."""

RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def inert(text: str) -> str:
    """Text as it is, or with an apostrophe before it where a spreadsheet would run it.

    >>> inert("=1+1"), inert("Alderwick")
    ("'=1+1", 'Alderwick')
    """
    return f"'{text}" if text.startswith(RISKY_STARTS) else text
