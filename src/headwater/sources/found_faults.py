"""What is wrong with one file: all of it, in plain words, with the first few kept to be shown."""

import re
from datetime import date

from headwater.core.areas import LEVEL_OF_LOAMSHIRE_LETTER, LEVEL_OF_PREFIX, Level
from headwater.core.errors import Fault

KEPT = 200
"""Faults of one file kept to be shown; the rest are only counted."""

AREA_CODE = re.compile(r"[EWK]\d{8}|Z99[A-Z]\d{5}")
_DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


class FoundFaults:
    """The faults of one file, as they are found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.kept: list[Fault] = []
        self.total = 0

    def __bool__(self) -> bool:
        return self.total > 0

    def add(
        self, problem: str, remedy: str, *, row: int = 0, column: str = "", value: object = ""
    ) -> None:
        """Note one fault."""
        self.total += 1
        if len(self.kept) < KEPT:
            shown = str(value)[:60]
            self.kept.append(Fault(self.file, row, column, shown, problem, remedy))


def is_code(text: str, level: Level | None = None) -> bool:
    """Whether a text is an area code, of one level where that is asked.

    >>> is_code("E23000023"), is_code("E23000023", Level.LSOA), is_code("Cambridge")
    (True, False, False)
    """
    if not AREA_CODE.fullmatch(text):
        return False
    return level is None or _level(text) is level


def _level(code: str) -> Level | None:
    """What kind of area a well-formed code names; None for kinds we do not use."""
    if code.startswith("Z99"):
        return LEVEL_OF_LOAMSHIRE_LETTER.get(code[3])
    return LEVEL_OF_PREFIX.get(code[:3])


def day_of(text: str) -> date | None:
    """The day a text such as 2024-04-01 names, or None.

    >>> day_of("2024-02-29"), day_of("2023-02-29"), day_of("20240401")
    (datetime.date(2024, 2, 29), None, None)
    """
    if not re.fullmatch(_DATE, text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
