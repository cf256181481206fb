"""A bank statement as a file: read whole or refused with every fault; and what its lines mean."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from headwater.core.money import AmountError, read_pounds
from headwater.web.grants.money.errors import MoneyError

LARGEST_BYTES = 2_000_000
MOST_SHOWN = 20
DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d %b %Y", "%d/%m/%y", "%d-%m-%Y", "%d %B %Y")
DAY_NAMES = ("date", "transaction date", "posted", "value date")
WORDS_NAMES = ("description", "reference", "details", "narrative", "transaction description")
AMOUNT_NAMES = ("amount", "value")
OUT_NAMES = ("paid out", "money out", "debit", "debit amount", "withdrawals")
IN_NAMES = ("paid in", "money in", "credit", "credit amount", "deposits")
# Banks leave hyphens out and put spaces in.
PAYMENT = re.compile(
    r"PY[- ]?([2-9B-DF-HJ-NP-TV-Z]{4})[- ]?([2-9B-DF-HJ-NP-TV-Z]{4})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bank's. Money out is below nothing."""

    number: int
    """In the file, the heading being line 1."""
    on: date
    amount: Decimal
    words: str
    fingerprint: str
    """The same for the same line of the same day in another file."""


class StatementRefusedError(MoneyError):
    """A file that is no bank statement. Nothing of it was taken in."""

    def __init__(self, *, faults: Sequence[str]) -> None:
        shown = " ".join(faults[:MOST_SHOWN])
        more = len(faults) - MOST_SHOWN
        rest = f" And [{more}] more." if more > 0 else ""
        super().__init__(f"Nothing was taken in. {shown}{rest}")


def payment_named(words: str) -> str | None:
    """The reference of a payment of ours among a bank's words; None without one.

    >>> payment_named("BACS PY7K3M9QXB OPEN DOOR"), payment_named("rent PY-1")
    ('PY-7K3M-9QXB', None)
    """
    found = PAYMENT.search(words)
    return f"PY-{found[1]}-{found[2]}".upper() if found else None


def read(raw: bytes) -> list[Line]:
    """Every line of a file. Raises `StatementRefusedError` with every fault at once."""
    if len(raw) > LARGEST_BYTES:
        raise StatementRefusedError(faults=["The file is larger than [2 MB]. Send a part of it."])
    rows = list(csv.reader(io.StringIO(_text(raw), newline="")))
    if len(rows) < 2:
        raise StatementRefusedError(faults=["The file has no line below its heading."])
    columns = _columns(rows[0])
    found, faults = [], []
    seen: Counter[tuple[date, Decimal, str]] = Counter()
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            on, amount, words = columns.read(row)
        except (ValueError, AmountError) as error:
            faults.append(f"Line {number}: {error}")
            continue
        seen[on, amount, words] += 1
        print_of = _fingerprint(on, amount, words, seen[on, amount, words])
        found.append(Line(number, on, amount, words, print_of))
    if faults:
        raise StatementRefusedError(faults=faults)
    return found


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace").replace("\x00", "")


def _fingerprint(on: date, amount: Decimal, words: str, place: int) -> str:
    said = "|".join((on.isoformat(), str(amount), words, str(place)))
    return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Columns:
    day: int
    words: tuple[int, ...]
    amount: int | None
    out: int | None
    into: int | None

    def read(self, row: Sequence[str]) -> tuple[date, Decimal, str]:
        """What a row says. Raises `ValueError` or `AmountError` with what is wrong."""
        cells = [cell.strip() for cell in row]
        if len(cells) <= max(self._used()):
            raise ValueError("it has fewer columns than the heading.")
        words = " ".join(cells[at] for at in self.words if cells[at])
        return _day(cells[self.day]), self._amount(cells), words[:200]

    def _used(self) -> Iterator[int]:
        yield self.day
        yield from self.words
        yield from (at for at in (self.amount, self.out, self.into) if at is not None)

    def _amount(self, cells: Sequence[str]) -> Decimal:
        if self.amount is not None:
            text = cells[self.amount].replace("£", "").strip()
            sign = -1 if text.startswith(("-", "−")) else 1
            return sign * read_pounds(text.lstrip("-+−"))
        out, into = (cells[at] if at is not None else "" for at in (self.out, self.into))
        if bool(out) == bool(into):
            raise ValueError("it needs money out or money in, and not both.")
        return -read_pounds(out.lstrip("-")) if out else read_pounds(into)


def _columns(heading: Sequence[str]) -> _Columns:
    names = [cell.strip().lower().removesuffix(" (£)") for cell in heading]

    def first(wanted: Sequence[str]) -> int | None:
        return next((names.index(each) for each in wanted if each in names), None)

    day, amount = first(DAY_NAMES), first(AMOUNT_NAMES)
    words = tuple(at for at, name in enumerate(names) if name in WORDS_NAMES)
    out, into = first(OUT_NAMES), first(IN_NAMES)
    faults = []
    if day is None:
        faults.append("The file has no column [Date].")
    if not words:
        faults.append("The file has no column [Description] or [Reference].")
    if amount is None and (out is None or into is None):
        faults.append("The file has no column [Amount], nor [Paid out] and [Paid in].")
    if faults or day is None:
        raise StatementRefusedError(faults=faults)
    return _Columns(day, words, amount, out, into)


def _day(text: str) -> date:
    for shape in DAYS:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(f"[{text[:20]}] is not a day, such as 27/03/2026.")
