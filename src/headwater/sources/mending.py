"""What is wrong with a value and how to mend it, in words a supplier can act on."""

import re
from datetime import date, timedelta

from headwater.core.errors import Fault
from headwater.sources.table_schema import Field, FieldType

SHOWN = 60
EXCEL_DAY_ZERO = date(1899, 12, 30)
DAY_MONTH = re.compile(
    r"(\d{1,2})-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|"
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-(\d\d)",
    re.IGNORECASE,
)
SERIAL = re.compile(r"\d{5}(\.\d+)?")
AS_TEXT = (
    "Set the column to Text in Excel before the codes are typed or pasted, or export it straight "
    "from the system without opening it in Excel"
)
SHEET_WORDS = {
    "excel_error": (
        "it is an error that Excel shows in place of a value",
        "Correct the formula behind it",
    ),
    "excel_number": ("Excel has turned a long number or a code into a rounded one", AS_TEXT),
    "formula": (
        "it starts like a spreadsheet formula, which could run when somebody opens the file",
        "Save values in place of formulas, and start no text with = + - or @",
    ),
    "lines": (
        "the value runs over several lines",
        "Check for a double quote that is never closed",
    ),
}
DATES = frozenset({FieldType.DATE, FieldType.DATETIME, FieldType.YEARMONTH})


def value_fault(file: str, *, row: int, field: Field, value: str | None, rule: str) -> Fault:
    """The fault of one value that broke one rule."""
    problem, remedy = _words(field, value or "", rule)
    visible = "" if field.personal else shown(value)
    if field.personal:
        problem = re.sub(r" \([^)]*\)", "", problem)
    return Fault(file, row, field.name, visible, problem, remedy)


def shown(value: str | None) -> str:
    """A value as it may be shown: one line, not too long.

    >>> shown("High\\nStreet")
    'High Street'
    """
    plain = " ".join((value or "").split())
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"


def _words(field: Field, value: str, rule: str) -> tuple[str, str]:
    """Problem and remedy."""
    if mangled := _excel_words(field, value):
        return mangled
    if rule in SHEET_WORDS:
        return SHEET_WORDS[rule]
    problems = {
        "missing": "it is empty and is needed on every row",
        "word": "it is not in the code list",
        "low": f"it is below [{field.minimum}]",
        "high": f"it is above [{field.maximum}]",
        "choice": "it is not one of the values allowed",
    }
    return problems.get(rule, f"it is not {field.rule}"), f"Give {field.rule}"


def _excel_words(field: Field, value: str) -> tuple[str, str] | None:
    """What Excel did to a value, where that can be told from its looks."""
    if field.type in DATES and SERIAL.fullmatch(value):
        day = EXCEL_DAY_ZERO + timedelta(days=int(float(value)))
        return (
            f"it is the number Excel keeps for a date (it would be {day.isoformat()})",
            "Format the column as a date, yyyy-mm-dd, before saving as CSV",
        )
    if field.type is FieldType.STRING and DAY_MONTH.fullmatch(value):
        return "Excel has turned a code into a date, as it turns 8/11 into 8-Nov", AS_TEXT
    return None
