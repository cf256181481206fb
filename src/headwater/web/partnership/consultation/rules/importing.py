"""Reading a list of authorities that somebody pasted or chose, with what is wrong in each row."""

import csv
import io
from dataclasses import dataclass

from headwater.core.words import listed
from headwater.web.partnership.consultation.rules.consulting import Sort

NEEDED = ("name", "sort")
COLUMNS = ("name", "sort", "kind", "number", "place", "post", "email")
LONGEST = {"name": 160, "kind": 80, "number": 20, "place": 80, "post": 120, "email": 254}
MOST_ROWS = 2_000
READ_AS = {
    "educational": Sort.EDUCATIONAL,
    "education": Sort.EDUCATIONAL,
    "school": Sort.EDUCATIONAL,
    "college": Sort.EDUCATIONAL,
    "prison": Sort.PRISON,
    "youth custody": Sort.YOUTH_CUSTODY,
    "youth_custody": Sort.YOUTH_CUSTODY,
}


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of an authority. `post` says who answers there; never a person's name."""

    name: str
    sort: Sort
    kind: str = ""
    number: str = ""
    place: str = ""
    post: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, counted as a spreadsheet counts."""

    row: int
    words: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a list says, and what is wrong with it."""

    rows: tuple[Described, ...]
    faults: tuple[Fault, ...]


def read_list(text: str) -> Read:
    """A list with a line of columns. Cells are set apart by commas, semicolons or tabs.

    >>> read_list("name,sort\\nAlder School,school").rows[0].sort
    <Sort.EDUCATIONAL: 'educational'>
    """
    lines = text.lstrip("\ufeff").strip("\r\n")
    first = lines.partition("\n")[0]
    mark = max("\t;,", key=first.count)
    table = list(csv.reader(io.StringIO(lines), delimiter=mark))
    if not table:
        return Read((), (Fault(1, "There is nothing to read. Paste the list with its columns."),))
    header = [each.strip().lower() for each in table[0]]
    lacking = [each for each in NEEDED if each not in header]
    if lacking:
        return Read(
            (),
            (
                Fault(
                    1,
                    f"The first row has no column {listed([f'“{each}”' for each in lacking])}. "
                    f"It may have {listed([f'“{each}”' for each in COLUMNS])}.",
                ),
            ),
        )
    if len(table) - 1 > MOST_ROWS:
        return Read((), (Fault(MOST_ROWS + 2, f"At most {MOST_ROWS:,} rows are read at once."),))
    return _read_rows(header, table[1:])


def _read_rows(header: list[str], table: list[list[str]]) -> Read:
    rows: dict[str, Described] = {}
    faults: list[Fault] = []
    for number, cells in enumerate(table, start=2):
        given = dict(zip(header, (each.strip() for each in cells), strict=False))
        if not any(given.values()):
            continue
        wrong = _wrong(given)
        if given.get("name", "").lower() in rows:
            wrong.append("the name stands in an earlier row too")
        if wrong:
            faults.append(Fault(number, f"{'; '.join(wrong).capitalize()}."))
            continue
        rows[given["name"].lower()] = Described(
            sort=READ_AS[given["sort"].lower()],
            **{name: given.get(name, "") for name in COLUMNS if name != "sort"},
        )
    return Read(tuple(rows.values()), tuple(faults))


def _wrong(given: dict[str, str]) -> list[str]:
    wrong = []
    if not given.get("name"):
        wrong.append("it has no name")
    if given.get("sort", "").lower() not in READ_AS:
        wrong.append(
            f"the sort [{given.get('sort', '')}] is none of educational, prison, youth custody"
        )
    wrong += [
        f"{name} is longer than {most} characters"
        for name, most in LONGEST.items()
        if len(given.get(name, "")) > most
    ]
    if given.get("email") and "@" not in given["email"]:
        wrong.append(f"[{given['email']}] is no e-mail address")
    return wrong
