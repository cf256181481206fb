"""The name a file came with, made harmless to show and to save under."""

import unicodedata

LONGEST = 100
NEVER = frozenset('\\/:*?"<>|')
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control characters, and those that are not seen but turn the letters round."""


def clean_name(given: str, *, ending: str) -> str:
    """The last part of a path, without characters that mislead, and with the checked ending.

    >>> clean_name("../../etc/passwd.csv", ending="csv")
    'passwd.csv'
    >>> clean_name("C:\\\\new\\\\report\\u202efdp.csv", ending="csv")
    'reportfdp.csv'
    >>> clean_name("....csv", ending="csv")
    'file.csv'
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        " " if character in NEVER else character
        for character in unicodedata.normalize("NFC", last)
        if unicodedata.category(character) not in HIDDEN
    )
    stem = " ".join(seen.rpartition(".")[0].split()).strip(". ")
    return f"{stem[:LONGEST] or 'file'}.{ending}"
