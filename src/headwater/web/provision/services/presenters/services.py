"""Entries of the directory in words, tags and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from headwater.core import words
from headwater.rulebook.practice import evidence_toolkit
from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Entry, Row, Table, Tag
from headwater.web.provision.services.links import service_address
from headwater.web.provision.services.models import Service, Version
from headwater.web.provision.services.queries.services import record_of
from headwater.web.provision.services.rules.comparing import Difference, differences
from headwater.web.provision.services.rules.completeness import (
    Completeness,
    completeness,
    is_stale,
)
from headwater.web.provision.services.rules.record import FIELDS, LABELS, STRANDS, Record, Strand
from headwater.web.thread.queries import Strand as Tied

MEANINGS = {
    "active": ("Active", Colour.GREEN, "It takes people now."),
    "inactive": ("Inactive", Colour.GREY, "It has paused. No gap map counts it."),
    "temporarily closed": ("Temporarily closed", Colour.YELLOW, "It will open again."),
    "defunct": ("Defunct", Colour.GREY, "It is gone for good."),
}
CODED = frozenset({"need_type", "tier", "status", "sex"})
UNKNOWN = "Not known"
CSV_COLUMNS = ("reference", "service_id", *FIELDS, "confirmed_by", "kept_by", "lacks")
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Who can use it", ("ages", "sex", "eligibility", "send_friendly", "languages",
                        "access_needs", "referral_route")),
    ("Where and when", ("place", "setting", "opening", "evenings", "weekends", "reach_km",
                        "area_code", "catchment", "lat", "lon")),
    ("How much", ("capacity_per_year", "people_now", "places_taken", "wait_days",
                  "wait_days_90")),
    ("Money and evidence", ("cost_per_start", "funder", "funded_until", "approach", "strand")),
    ("Whom to ask", ("contact_role", "contact_email", "url")),
)  # fmt: skip
AREAS_SHOWN = 12


def status_tag(status: str) -> Tag:
    """A status with its meaning."""
    return Tag(*MEANINGS[status])


def full_tag(found: Completeness) -> Tag:
    """How complete an entry is."""
    colour = Colour.GREEN if found.is_complete else Colour.BLUE
    return Tag(found.words, colour, found.lacks or "Nothing lacks that every entry should say.")


def confirmed(service: Service, *, today: date) -> str:
    """When an entry was last confirmed and by whom, and that it is too long ago."""
    if service.confirmed_on is None:
        return "Never confirmed"
    by = f" by {service.confirmed_by}" if service.confirmed_by else ""
    old = ": more than 6 months ago" if is_stale(service.confirmed_on, today=today) else ""
    return f"{day(service.confirmed_on)}{by}{old}"


def ages(record: Record) -> str:
    """Whom an entry takes by age."""
    low, high = record.minimum_age, record.maximum_age
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low} and over"
    return f"Up to {high}" if low is None else f"{low} to {high}"


def table(services: Sequence[Service], *, today: date) -> Table:
    """Entries, in the order they are given."""
    return Table(
        caption="Services",
        caption_is_hidden=True,
        columns=[
            Column("Service"),
            Column("Need"),
            Column("Ages"),
            Column("Area"),
            Column("Places a year", numeric=True),
            Column("Entry"),
            Column("Last confirmed"),
        ],
        rows=[_row(each, today=today) for each in services],
        when_empty="No service is of this kind. Take away a filter to see more.",
    )


def _row(service: Service, *, today: date) -> list[CellLike]:
    record = record_of(service)
    found = completeness(record)
    is_old = is_stale(service.confirmed_on, today=today)
    places = service.capacity_per_year
    is_open = service.status == "active"
    return [
        Cell(
            service.name,
            href=service_address(service),
            hint="" if is_open else service.get_status_display(),
        ),
        Cell(shown("need_type", service.need_type), hint=shown("tier", service.tier)),
        ages(record) or "Any",
        service.area_name or service.area_code or "By distance",
        UNKNOWN if places is None else words.number(places),
        Cell(tag=full_tag(found)),
        Cell(
            day(service.confirmed_on) or "Never",
            hint="More than 6 months ago" if is_old and service.confirmed_on else "",
        ),
    ]


def shown(name: str, value: Any) -> str:
    """A value of a field in words; nothing where it says nothing."""
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return _listed(value)
    return _worded(name, value) if isinstance(value, str) else _numbered(name, value)


def _worded(name: str, value: str) -> str:
    if name == "strand":
        return STRANDS[Strand(value)]
    if name == "approach":
        return approach_names().get(value, value)
    return value.replace("_", " ").capitalize() if name in CODED else value


def _listed(value: tuple[str, ...]) -> str:
    more = len(value) - AREAS_SHOWN
    first = ", ".join(value[:AREAS_SHOWN])
    return f"{first} and {more} more" if more > 0 else first


def _numbered(name: str, value: float) -> str:
    if name == "cost_per_start":
        return words.money(value)
    if name in ("lat", "lon"):
        return f"{value:.5f}"
    if name == "reach_km":
        return words.number(value, decimals=0 if float(value).is_integer() else 1)
    return words.number(value)


def approach_names() -> Mapping[str, str]:
    """What approaches of the evidence toolkit are called."""
    return {each.id: each.name for each in evidence_toolkit()}


def groups(service: Service) -> list[tuple[str, list[Row]]]:
    """Everything an entry says, in a few groups."""
    record = record_of(service)
    return [(title, [_fact(service, record, name) for name in names]) for title, names in GROUPS]


def _fact(service: Service, record: Record, name: str) -> Row:
    if name == "ages":
        return Row("Ages", ages(record) or "Any age")
    value = shown(name, getattr(record, name))
    if name == "url" and value.startswith(("https://", "http://")):
        return Row(LABELS[name], Cell(value, href=value))
    if name == "area_code" and service.area_name:
        value = f"{service.area_name} ({service.area_code})"
    return Row(LABELS[name], value or "Not said")


def about(service: Service, *, today: date) -> list[Row]:
    """What is known of the entry itself."""
    return [
        Row("Reference", service.reference),
        Row("Identifier elsewhere", service.service_id),
        Row("Last confirmed", confirmed(service, today=today)),
        Row("Kept by", service.kept_by.name if service.kept_by else "Leads of the partnership"),
        Row("Came from", "A file of a directory" if service.is_imported else "Written here"),
    ]


def schedules(service: Service) -> list[str]:
    """When its directory says it is open, a line each."""
    given = service.kept.get("schedules")
    found = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return [line for line in map(_schedule, found) if line]


def _schedule(given: Mapping[str, Any]) -> str:
    days = given.get("byday")
    opens, closes = given.get("opens_at"), given.get("closes_at")
    if not all(isinstance(each, str) for each in (days, opens, closes)):
        text = given.get("description")
        return text if isinstance(text, str) else ""
    return f"{_days(str(days))}, {opens} to {closes}"


_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}


def _days(codes: str) -> str:
    given = codes.upper().split(",")
    names = [_DAYS.get(each, each) for each in given]
    order = list(_DAYS)
    at = [order.index(each) for each in given if each in _DAYS]
    if len(at) == len(given) > 2 and at == list(range(at[0], at[0] + len(at))):
        return f"{names[0]} to {names[-1]}"
    return words.listed(names)


def difference_table(found: Iterable[Difference], *, caption: str, theirs: str) -> Table:
    """Field by field, what stands and what would."""
    by_label = {label: name for name, label in LABELS.items()}
    return Table(
        caption=caption,
        columns=[Column("Field"), Column("It says"), Column(theirs)],
        rows=[
            [
                each.label,
                shown(by_label.get(each.label, ""), each.before) or "Nothing",
                shown(by_label.get(each.label, ""), each.after) or "Nothing",
            ]
            for each in found
        ],
        when_empty="Nothing differs.",
    )


def ties(strands: Sequence[Tied]) -> Table:
    """What an entry is tied to."""
    return Table(
        caption="Ties",
        caption_is_hidden=True,
        columns=[Column("How"), Column("What"), Column("State")],
        rows=[
            [each.words.capitalize(), Cell(each.other.title, href=each.other.address),
             each.other.state]
            for each in strands
        ],
        when_empty="It is tied to nothing yet: no action, gap or approach.",
    )  # fmt: skip


def history(versions: Sequence[Version], names: Mapping[str, str]) -> list[Entry]:
    """What an entry said when, the latest first, with what each version changed."""
    found = []
    for at, each in enumerate(versions):
        before = versions[at + 1] if at + 1 < len(versions) else None
        found.append(
            Entry(
                title=each.why or ("Changed" if each.number > 1 else "Written"),
                at=each.at,
                by=names.get(each.by, each.by),
                text=_changed(before.record, each.record) if before else "",
            )
        )
    return found


def _changed(before: Record, after: Record) -> str:
    lines = []
    by_label = {label: name for name, label in LABELS.items()}
    for each in differences(before, after):
        was, now = (shown(by_label[each.label], v) or "nothing" for v in (each.before, each.after))
        lines.append(f"{each.label}: {was} became {now}")
    return "\n".join(lines)


def csv_rows(services: Iterable[Service]) -> Iterator[Sequence[str]]:
    """Entries for a file."""
    for service in services:
        record = record_of(service)
        lacking = completeness(record).lacking
        yield [
            service.reference,
            service.service_id,
            *(_flat(getattr(record, name)) for name in FIELDS),
            service.confirmed_by,
            service.kept_by.name if service.kept_by else "",
            "; ".join(lacking),
        ]


def _flat(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def summary(services: Sequence[Service], *, today: date) -> str:
    """How the directory stands, in a sentence."""
    running = [each for each in services if each.status == "active"]
    full = sum(1 for each in running if each.lacks == 0)
    old = sum(1 for each in running if is_stale(each.confirmed_on, today=today))
    return (
        f"{words.counted(len(running), 'service')} running, {full} with a complete entry, "
        f"{old} not confirmed for 6 months."
    )
