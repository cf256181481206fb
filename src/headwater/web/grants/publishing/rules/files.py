"""What is published as files: their bytes, and what stands in each column."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from headwater.core.plain_cells import inert
from headwater.sources.giving_360 import writing
from headwater.sources.giving_360.sheets import to_rows
from headwater.web.grants.publishing.rules import giving, months, spending

Content = Mapping[str, Any]
PROJECT_COLUMNS = (
    "reference",
    "title",
    "recipient",
    "recipient_id",
    "place_codes",
    "place_names",
    "amount_gbp",
    "paid_gbp",
    "awarded_on",
    "starts_on",
    "ends_on",
    "financial_year",
    "theme",
    "fund",
    "money_from",
    "state",
    "description",
    "conditions",
    "reasons",
    "people_reached",
)


def grants_json(package: Mapping[str, Any]) -> str:
    """The grants as a 360Giving file."""
    return writing.json_text(package)


def as_json(value: Mapping[str, Any]) -> str:
    """JSON that people can read."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def grants_csv(grants: Sequence[Mapping[str, Any]]) -> str:
    """The grants as a sheet under the standard's titles."""
    return writing.csv_text(grants)


def grants_metadata(package: Mapping[str, Any], *, url: str) -> dict[str, Any]:
    """What the sheet holds, as CSV on the Web metadata."""
    header, _ = to_rows(package["grants"])
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "Table",
        "url": url,
        "dc:title": package["title"],
        "dc:description": package["description"],
        "dc:publisher": package["publisher"]["name"],
        "dc:license": package["license"],
        "dc:identifier": package["identifier"],
        "dc:issued": package["issued"],
        "dc:modified": package["modified"],
        "dc:conformsTo": "https://standard.threesixtygiving.org/",
        "dialect": {"encoding": "utf-8", "header": True, "headerRowCount": 1, "delimiter": ","},
        "tableSchema": {
            "columns": [{"name": _plain(each), "titles": each} for each in header],
            "primaryKey": _plain(header[0]) if header else [],
        },
    }


def _plain(heading: str) -> str:
    """A heading as a name in lower snake_case.

    >>> _plain("Recipient Org:0:Identifier")
    'recipient_org_0_identifier'
    """
    letters = (each if each.isascii() and each.isalnum() else "_" for each in heading.lower())
    return "_".join(part for part in "".join(letters).split("_") if part)


def lists_csv(content: Content) -> str:
    """Every monthly list in one file, the latest month first."""
    return lists_csv_of(months.lists_of(content["projects"], as_of=as_of(content)))


def lists_csv_of(found: Iterable[months.Listed]) -> str:
    """Monthly lists in one file."""
    rows = [months.row_of(each.month, grant) for each in found for grant in each.items]
    return table(months.COLUMNS, rows)


def list_csv(listed: months.Listed) -> str:
    """One monthly list."""
    return table(months.COLUMNS, [months.row_of(listed.month, each) for each in listed.items])


def spending_lists(content: Content) -> tuple[months.Listed, ...]:
    """The list of payments over £500 of every month, the latest first."""
    return months.lists_of(spending.payments_in(content), as_of=as_of(content), day="paid_on")


def spending_csv(content: Content) -> str:
    """Every monthly list of payments in one file, the latest month first."""
    return spending_csv_of(spending_lists(content))


def spending_csv_of(found: Iterable[months.Listed]) -> str:
    """Monthly lists of payments in one file."""
    rows = [spending.row_of(each.month, paid) for each in found for paid in each.items]
    return table(spending.COLUMNS, rows)


def projects_csv(projects: Iterable[Mapping[str, Any]]) -> str:
    """Projects as the page lists them."""
    return table(PROJECT_COLUMNS, [_project(each) for each in projects])


def _project(said: Mapping[str, Any]) -> list[str]:
    people = said["people"][0]["value"] if said["people"] else ""
    return [
        said["reference"],
        said["title"],
        said["recipient"],
        said["recipient_id"],
        "; ".join(each["code"] for each in said["places"]),
        "; ".join(each["name"] for each in said["places"]),
        said["amount"],
        said["paid"],
        said["awarded_on"],
        said["starts_on"],
        said["ends_on"],
        said["year"],
        said["theme"],
        said["fund"],
        said["source"],
        said["state"],
        said["description"],
        said["conditions"],
        said["reasons"],
        people,
    ]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows under one line of columns, with nothing that a spreadsheet would run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue()


def as_of(content: Content) -> date:
    """The day a publication tells of."""
    return date.fromisoformat(content["as_of"])


def sha256(text: str) -> str:
    """The fingerprint of a file's bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def joined(packages: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Several publications as one package; None where there is none with grants."""
    with_grants = [each for each in packages if each["grants"]]
    if not with_grants:
        return None
    first = with_grants[0]
    grants = [grant for each in with_grants for grant in each["grants"]]
    return {**first, "version": giving.VERSION, "grants": grants}
