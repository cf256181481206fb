"""Data files of the public site: where help is, and what is not accessible yet."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Somebody who helps, and how to reach them."""

    name: str
    group: str
    who_for: str
    call: str
    text: str
    web: str
    note: str
    source: str
    noted_on: date

    @property
    def dialled(self) -> str:
        """The number as a telephone dials it."""
        return self.call.replace(" ", "")


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """Something that is not accessible yet."""

    found_on: date
    what: str
    who_it_affects: str
    criterion: str
    criterion_name: str
    status: str
    fix_by: date | None


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def help_lines() -> tuple[HelpLine, ...]:
    """Everybody who helps, in the order of the file."""
    return tuple(
        HelpLine(
            name=row["name"],
            group=row["group"],
            who_for=row["who_for"],
            call=row["call"],
            text=row["text"],
            web=row["web"],
            note=row["note"],
            source=row["source"],
            noted_on=date.fromisoformat(row["noted_on"]),
        )
        for row in _rows("help_lines.csv")
    )


@cache
def known_issues() -> tuple[KnownIssue, ...]:
    """Everything known not to be accessible yet, in the order of the file."""
    return tuple(
        KnownIssue(
            found_on=date.fromisoformat(row["found_on"]),
            what=row["what"],
            who_it_affects=row["who_it_affects"],
            criterion=row["criterion"],
            criterion_name=row["criterion_name"],
            status=row["status"],
            fix_by=date.fromisoformat(row["fix_by"]) if row["fix_by"] else None,
        )
        for row in _rows("known_issues.csv")
    )
