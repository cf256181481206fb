"""A file of grants as it arrives: JSON or CSV, read with every fault it has."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from headwater.core.errors import ExitCode, Fault, HeadwaterError
from headwater.sources.found_faults import FoundFaults
from headwater.sources.giving_360 import sheets
from headwater.sources.giving_360.cautions import cautions_of
from headwater.sources.giving_360.checking import Checking

LARGEST_BYTES = 40_000_000
MOST_GRANTS = 50_000
DEEPEST = 40
LONGEST_CELL = 1_000_000


class GrantsRefusedError(HeadwaterError):
    """A file that holds no grants that can be read."""

    exit_code = ExitCode.SOURCE_FAULTS


class _TwiceError(ValueError):
    """A name that stands twice in one object."""


@dataclass(frozen=True, slots=True)
class GrantsFile:
    """Everything in a file of grants."""

    grants: tuple[dict[str, Any], ...]
    """Each as it came, whatever is wrong with it."""
    about: Mapping[str, Any] = field(default_factory=dict)
    """What the file says of itself: publisher, licence, when it was issued."""
    rows: tuple[int, ...] = ()
    """The row of each grant, where the file is a sheet."""
    encoding: str = "UTF-8"
    faults: tuple[Fault, ...] = ()
    fault_total: int = 0
    faulty: frozenset[int] = frozenset()
    """The places, from 0, of grants that have a fault."""
    cautions: tuple[str, ...] = ()
    """What the standard allows and readers will miss."""

    @property
    def package(self) -> dict[str, Any]:
        """The file again, as JSON has it."""
        return {**self.about, "grants": list(self.grants)}


def read_grants(raw: bytes, *, name: str) -> GrantsFile:
    """The grants of a file with all its faults. Raises `GrantsRefusedError` where it is none."""
    if len(raw) > LARGEST_BYTES:
        raise GrantsRefusedError(
            f"The file is larger than {LARGEST_BYTES // 1_000_000} MB. Send it in parts."
        )
    text, encoding = _text_of(raw)
    if text.lstrip()[:1] in ("{", "["):
        about, grants = _from_json(text)
        rows: list[int] = []
    else:
        about = {}
        grants, rows = _from_csv(text)
    if not grants:
        raise GrantsRefusedError(
            "The file has no grants. Send JSON with a list of them under grants, or a sheet with "
            "the standard's titles in its first row."
        )
    if len(grants) > MOST_GRANTS:
        raise GrantsRefusedError(
            f"The file has more than {MOST_GRANTS:,} grants. Send it in parts."
        )
    faults = _Faults(name)
    checking = Checking(faults, rows=rows)
    checking.check_package(about)
    checking.check_grants(grants)
    places = {row: at for at, row in enumerate(rows or range(1, len(grants) + 1))}
    return GrantsFile(
        grants=tuple(grants),
        about=about,
        rows=tuple(rows),
        encoding=encoding,
        faults=tuple(faults.kept),
        fault_total=faults.total,
        faulty=frozenset(places[row] for row in faults.rows if row in places),
        cautions=cautions_of([each for each in grants if isinstance(each, dict)]),
    )


class _Faults(FoundFaults):
    """Faults, with every row that has one, listed or not."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.rows: set[int] = set()

    def add(
        self, problem: str, remedy: str, *, row: int = 0, column: str = "", value: object = ""
    ) -> None:
        """Note one fault."""
        self.rows.add(row)
        super().add(problem, remedy, row=row, column=column, value=value)


def _text_of(raw: bytes) -> tuple[str, str]:
    """The text of a file, and which encoding it is in."""
    for codec, words in (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return raw.decode(codec), words
        except UnicodeDecodeError:
            continue
    raise GrantsRefusedError(
        "The text is neither UTF-8 nor Windows-1252. Save it again as CSV UTF-8 or JSON."
    )


def _from_json(text: str) -> tuple[dict[str, Any], list[Any]]:
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        check_storable(document)
    except _TwiceError as error:
        raise GrantsRefusedError(f"The file is not clear: {error}. Export it again.") from None
    except RecursionError:
        raise GrantsRefusedError("The file is nested too deeply to be grants.") from None
    except ValueError as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise GrantsRefusedError(
            f"The file is not valid JSON{where}. It may be cut short: export it again."
        ) from None
    if isinstance(document, list):
        return {}, document
    grants = document.pop("grants", None)
    return document, grants if isinstance(grants, list) else []


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _TwiceError(f"[{twice[:60]}] stands twice in one object")
    return made


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is not a number of JSON")


def check_storable(value: Any, depth: int = 0) -> None:
    """Refuse what no database keeps as it is. Raises `ValueError` or `RecursionError`."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= each <= "\udfff" for each in value):
            raise ValueError("a character that cannot be kept")
    elif isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            raise ValueError("a number that is too large")
    elif isinstance(value, dict):
        for name, each in value.items():
            check_storable(name, depth + 1)
            check_storable(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            check_storable(each, depth + 1)


def _from_csv(text: str) -> tuple[list[Any], list[int]]:
    """Grants of a sheet, and the line each is on with the header as row 1."""
    if "\x00" in text:
        raise GrantsRefusedError("The file has characters that no text has. Save it again as CSV.")
    csv.field_size_limit(LONGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        body = list(lines)
    except csv.Error:
        raise GrantsRefusedError(
            f"The rows cannot be told apart at line {lines.line_num}. A quotation mark may be "
            "missing: save the sheet again as CSV."
        ) from None
    _check_header(header)
    _check_widths(header, body)
    made = sheets.each_row(header, body)
    found = [(row, grant) for row, grant in enumerate(made, start=2) if grant]
    for _, grant in found:
        _check_sheet_values(grant)
    return [grant for _, grant in found], [row for row, _ in found]


def _check_header(header: list[str]) -> None:
    paths = [sheets.path_of(each) for each in header if each.strip()]
    known = {path[0] for path in paths if path}
    if not known & {"id", "title", "amountAwarded"}:
        raise GrantsRefusedError(
            "The first row does not have the standard's titles. Name the columns Identifier, "
            "Title, Amount Awarded and so on, or send JSON."
        )
    twice = next((each for at, each in enumerate(paths) if each in paths[:at]), None)
    if twice is not None:
        said = "/".join(str(each) for each in twice)
        raise GrantsRefusedError(f"Two columns hold [{said[:80]}]. Remove one of them.")


def _check_widths(header: list[str], body: list[list[str]]) -> None:
    for row, cells in enumerate(body, start=2):
        if any(cell for cell in cells[len(header) :]):
            raise GrantsRefusedError(
                f"Row {row} has more cells than there are columns. Put text that holds a comma in "
                "double quotes."
            )


def _check_sheet_values(grant: dict[str, Any]) -> None:
    try:
        check_storable(grant)
    except (ValueError, RecursionError):
        raise GrantsRefusedError(
            "A cell holds what cannot be kept: a number without end, or text nested too deeply."
        ) from None
