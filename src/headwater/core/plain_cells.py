"""Text that a spreadsheet would run as a formula, made inert."""

RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def inert(text: str) -> str:
    """Text as it is, or with an apostrophe before it where a spreadsheet would run it.

    A line ends in one way, which the CSV writer quotes: a bare carriage return would begin a row.

    >>> inert("=1+1"), inert("Alderwick"), inert("a\\r=1+1")
    ("'=1+1", 'Alderwick', 'a\\n=1+1')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(RISKY_STARTS) else text
