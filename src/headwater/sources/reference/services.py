"""A service directory in Open Referral UK JSON.

A list of services, one page of an interface (`contents` or `content`), or one service, with what
belongs to it nested inside. What Open Referral has no field for stands under `headwater` in each
service. `open_referral.writing` gives back JSON from which the same rows are read.

Where a directory does not say: a need is found in the words of its taxonomy terms and its name,
else it is `other`; a tier is the usual one for the need. Each is counted in a warning.
"""

import json
from pathlib import PurePosixPath

from headwater.sources.base import Conformed, FileKind, Supplied
from headwater.sources.open_referral.pages import services_in
from headwater.sources.open_referral.reading import Guesses, Row, row_of
from headwater.sources.reference.columns import arrow_schema, lake_table
from headwater.sources.reference.faults import Faults, unreadable
from headwater.sources.reference.layouts import Layout, ReferenceSource

MARKS = (b'"service_at_locations"', b'"eligibilitys"', b'"service_taxonomys"')
HEAD = 65_536


def is_directory(supplied: Supplied) -> bool:
    """Whether a JSON file is a service directory."""
    if supplied.kind is not FileKind.JSON:
        return False
    name = PurePosixPath(supplied.name).name.lower()
    if "openreferral" in name or "open_referral" in name or name.startswith("services"):
        return True
    with supplied.path.open("rb") as handle:
        head = handle.read(HEAD)
    return any(mark in head for mark in MARKS)


def conform_directory(supplied: Supplied) -> Conformed:
    """One row for each service."""
    try:
        document = json.loads(supplied.path.read_bytes())
    except (ValueError, RecursionError) as error:
        return unreadable(supplied, f"it is not valid JSON ({error})", "Export the directory again")
    services = services_in(document)
    if services is None:
        return unreadable(
            supplied,
            "it has no list of services",
            "Send a list of services, or a page with its services under contents",
        )
    faults = Faults(supplied.name)
    if not services:
        faults.add("it has no services", "Send the services, or leave the file out")
    guesses = Guesses()
    rows = [
        row_of(service, faults=faults, place=place, guesses=guesses)
        for place, service in enumerate(services, start=1)
    ]
    _check_unique(rows, faults)
    if faults:
        return faults.refusal(len(services))
    columns = {name: [row[name] for row in rows] for name in arrow_schema("services").names}
    return Conformed(
        {"services": lake_table("services", columns, rows=len(rows))},
        len(rows),
        warnings=_warnings(guesses),
    )


def _check_unique(rows: list[Row], faults: Faults) -> None:
    """No id may come twice."""
    seen: set[str] = set()
    for place, row in enumerate(rows, start=1):
        if row["service_id"] and row["service_id"] in seen:
            faults.add(
                "the same id is already further up",
                "Keep one service for each id",
                row=place,
                column="id",
            )
        seen.add(row["service_id"])


def _warnings(guesses: Guesses) -> tuple[str, ...]:
    """What was taken as usual because the directory does not say."""
    sentences = (
        (
            guesses.needs,
            "services do not say which need they meet; it was taken from their taxonomy terms "
            "and name, or is other.",
        ),
        (
            guesses.tiers,
            "services do not say their tier of prevention; the usual one for the need was taken.",
        ),
    )
    return tuple(f"[{count}] {words}" for count, words in sentences if count)


SOURCE = ReferenceSource(
    id="services",
    title="Directory of services",
    supplier="Councils and partners who keep an Open Referral UK directory",
    tables=("services",),
    layouts=(Layout("services/open_referral", is_directory, conform_directory),),
)
