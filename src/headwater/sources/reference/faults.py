"""Gathering what is wrong with one file: all of it, in plain words, with the first few shown."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from headwater.core.areas import Level
from headwater.core.errors import Fault
from headwater.sources.base import Conformed, Supplied
from headwater.sources.found_faults import KEPT, FoundFaults, day_of, is_code
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import BoolArray, is_filled, mapped, mask, whole

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_WHOLE = r"^[+-]?\d{1,18}(\.0+)?$"
_FORMULA = r"^[=@]|^[+-][A-Za-z(]"


class Faults(FoundFaults):
    """The faults of one supplied table, as they are found, row by row of its columns."""

    def __init__(self, file: str, rows: NDArray[np.int64] | None = None) -> None:
        super().__init__(file)
        self._rows = rows

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

    def codes(
        self,
        column: Any,
        *,
        name: str,
        level: Level | None = None,
        levels: tuple[Level, ...] = (),
    ) -> Any:
        """Every row must have an area code, of one level or of some where that is said."""
        self.filled(column, name=name)
        allowed = levels or (level,)
        kind = " or ".join(f"{each.words} code" for each in allowed if each)
        self.where(
            ~mask(mapped(column, lambda text: any(is_code(text, x) for x in allowed), pa.bool_()))
            & is_filled(column),
            column,
            column=name,
            problem=f"it is not a {kind}" if kind else "it is not an area code",
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


def is_number(column: Any) -> BoolArray:
    """Where a text column reads as a number."""
    return mask(pc.match_substring_regex(whole(column), _NUMBER))


def decimals(column: Any) -> Any:
    """Texts that read as numbers, as numbers."""
    text = pc.cast(whole(column), pa.string())
    return pc.cast(pc.utf8_ltrim(text, characters="+"), pa.float64())


def unreadable(supplied: Supplied, problem: str, remedy: str) -> Conformed:
    """A file that cannot be read at all."""
    faults = Faults(supplied.name)
    faults.add(problem, remedy)
    return faults.refusal(0)
