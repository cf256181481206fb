"""Gathering what is wrong with one file: all of it, in plain words, with the first few shown."""

import re
from collections.abc import Collection
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from headwater.core.areas import LEVEL_OF_LOAMSHIRE_LETTER, LEVEL_OF_PREFIX, Level
from headwater.core.errors import Fault
from headwater.sources.base import Conformed, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import BoolArray, is_filled, mapped, mask, whole

KEPT = 200
"""Faults of one file kept to be shown; the rest are only counted."""

AREA_CODE = re.compile(r"[EWK]\d{8}|Z99[A-Z]\d{5}")
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_WHOLE = r"^[+-]?\d{1,18}(\.0+)?$"
_DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
_FORMULA = r"^[=@]|^[+-][A-Za-z(]"


class Faults:
    """The faults of one supplied file, as they are found."""

    def __init__(self, file: str, rows: NDArray[np.int64] | None = None) -> None:
        self.file = file
        self.kept: list[Fault] = []
        self.total = 0
        self._rows = rows

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

    def where(
        self, wrong: BoolArray, values: Any, *, column: str, problem: str, remedy: str
    ) -> None:
        """Note a fault for each row of a column that is marked wrong."""
        places = np.flatnonzero(wrong)
        for place in places[: max(KEPT - len(self.kept), 0)]:
            value = values[int(place)].as_py()
            self.kept.append(
                Fault(
                    self.file,
                    self.row(int(place)),
                    column,
                    "" if value is None else str(value)[:60],
                    problem,
                    remedy,
                )
            )
        self.total += len(places)

    def row(self, place: int) -> int:
        """The line of the file that a row of the table came from; the header is line 1."""
        return int(self._rows[place]) if self._rows is not None else place + 2

    def refusal(self, rows_in: int) -> Conformed:
        """The file, refused."""
        ordered = sorted(self.kept, key=lambda fault: (fault.row, fault.column))
        return Conformed({}, rows_in, faults=tuple(ordered), fault_total=self.total)

    # Checks of one column. Each notes its faults and gives the column in its type.

    def filled(self, column: Any, *, name: str) -> Any:
        """Every row must have something."""
        self.where(
            ~is_filled(column),
            column,
            column=name,
            problem="it is empty",
            remedy="Fill it in or leave the row out",
        )
        return column

    def plain(self, column: Any, *, name: str) -> Any:
        """Texts must not be spreadsheet formulas."""
        self.where(
            mask(pc.match_substring_regex(whole(column), _FORMULA)),
            column,
            column=name,
            problem="it is a spreadsheet formula",
            remedy="Save the sheet with values in place of formulas",
        )
        return column

    def codes(self, column: Any, *, name: str, level: Level | None = None) -> Any:
        """Every row must have an area code, of one level where that is said."""
        self.filled(column, name=name)
        kind = f"{level.words} code" if level else "area code"
        self.where(
            ~mask(mapped(column, lambda text: is_code(text, level), pa.bool_()))
            & is_filled(column),
            column,
            column=name,
            problem=f"it is not a {kind}" if level else "it is not an area code",
            remedy="Use the nine-character code of the Office for National Statistics, "
            "such as E01017940",
        )
        return column

    def choices(self, column: Any, allowed: Collection[str], *, name: str) -> Any:
        """Every filled row must be one of a list."""
        self.where(
            ~mask(mapped(column, lambda text: text in allowed, pa.bool_())) & is_filled(column),
            column,
            column=name,
            problem="it is not one of the words allowed",
            remedy=f"Use one of {', '.join(sorted(allowed))}",
        )
        return column

    def wholes(self, column: Any, *, name: str, least: int | None = None) -> Any:
        """Every filled row must be a whole number."""
        fits = mask(pc.match_substring_regex(whole(column), _WHOLE))
        self.where(
            ~fits & is_filled(column),
            column,
            column=name,
            problem="it is not a whole number",
            remedy="Write digits only, without spaces, commas or units",
        )
        numbers = pc.cast(decimals(pc.if_else(fits, whole(column), None)), pa.int64(), safe=False)
        if least is not None:
            self.where(
                mask(pc.less(numbers, least)),
                column,
                column=name,
                problem=f"it is less than {least}",
                remedy="Correct the number",
            )
        return numbers

    def numbers(self, column: Any, *, name: str) -> Any:
        """Every filled row must be a number."""
        fits = is_number(column)
        self.where(
            ~fits & is_filled(column),
            column,
            column=name,
            problem="it is not a number",
            remedy="Write digits with a point for decimals, without commas or units",
        )
        return decimals(pc.if_else(pa.array(fits), whole(column), None))

    def dates(self, column: Any, *, name: str) -> Any:
        """Every filled row must be a day written as 2024-04-01."""
        answers = mapped(column, day_of, pa.date32())
        self.where(
            ~is_filled(answers) & is_filled(column),
            column,
            column=name,
            problem="it is not a day",
            remedy="Write days as 2024-04-01",
        )
        return answers

    def unique(self, again: BoolArray, values: Any, *, column: str, what: str) -> None:
        """No key may come twice."""
        self.where(
            again,
            values,
            column=column,
            problem=f"the same {what} is already further up",
            remedy="Keep one row for each",
        )


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


def is_number(column: Any) -> BoolArray:
    """Where a text column reads as a number."""
    return mask(pc.match_substring_regex(whole(column), _NUMBER))


def decimals(column: Any) -> Any:
    """Texts that read as numbers, as numbers."""
    text = pc.cast(whole(column), pa.string())
    return pc.cast(pc.utf8_ltrim(text, characters="+"), pa.float64())


def day_of(text: str) -> Any:
    """The day a text such as 2024-04-01 names, or None."""
    if not re.fullmatch(_DATE, text):
        return None
    day = np.datetime64(text[:8] + "01") + np.timedelta64(int(text[8:]) - 1, "D")
    return day.astype(object) if str(day)[:7] == text[:7] else None


def unreadable(supplied: Supplied, problem: str, remedy: str) -> Conformed:
    """A file that cannot be read at all."""
    faults = Faults(supplied.name)
    faults.add(problem, remedy)
    return faults.refusal(0)
