"""What is wrong with the county's files, on purpose: a list, and a folder of unloadable ones."""

import gzip
import io
import zipfile
from dataclasses import dataclass

from headwater.core.periods import Month, Period
from headwater.loamshire import names
from headwater.loamshire.feeds.emergency import EmergencyOddities
from headwater.loamshire.feeds.police_uk import (
    DUPLICATE_ROWS,
    FIRST_MIXED,
    FIRST_NEW,
    NO_LOCATION_SHARE,
    OUTSIDE_SHARE,
    STREET_HEADER,
)
from headwater.loamshire.feeds.recorded_crime import (
    DUPLICATES,
    HEADER,
    MISSING_AREA,
    RECLASSIFIED,
    SHORT_DAYS,
    Oddities,
)
from headwater.loamshire.hospital import SITES
from headwater.loamshire.writing import BOM, Outbox


@dataclass(frozen=True, slots=True)
class PlantedFault:
    """One thing wrong, where it is and how much of it there is."""

    kind: str
    source: str
    where: str
    what: str
    loads: bool  # whether the file should be accepted all the same


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """Which month each fault falls in, worked out from the period."""

    recorded_crime: Oddities
    emergency: EmergencyOddities
    street_repeated: Month
    stops_missing: Month
    stops_with_bom: Month


def plan_faults(period: Period) -> FaultPlan:
    """The faults of a period. They fall in the same relative places whatever it is."""
    first, last = period.first, period.last
    return FaultPlan(
        recorded_crime=Oddities(
            british_until=first.plus(3),
            windows=first.plus(14),
            with_bom=first.plus(16),
            repeated=first.plus(20),
            corrected=last.plus(-5),
        ),
        emergency=EmergencyOddities(
            late=(SITES[2], last),
            with_people=(SITES[0], first.plus(9)),
            ambulance_late=last.plus(-1),
            fire_windows=first.plus(17),
        ),
        street_repeated=first.plus(13),
        stops_missing=last.plus(-9),
        stops_with_bom=last.plus(-2),
    )


def listed(plan: FaultPlan) -> list[PlantedFault]:
    """Every fault in the loadable feeds."""
    crime, emergency = plan.recorded_crime, plan.emergency
    slug = names.FORCE_SLUG

    def monthly(month: Month) -> str:
        return f"feeds/recorded_crime/recorded_crime_{slug}_{month}.csv"

    def fault(kind: str, source: str, where: str, what: str) -> PlantedFault:
        return PlantedFault(kind, source, where, what, loads=True)

    late_site, late_month = emergency.late
    people_site, people_month = emergency.with_people
    return [
        fault("late_month", "istv_ed", f"{late_site} {late_month}", "the file has not come"),
        fault("late_month", "ambulance", str(emergency.ambulance_late), "the file has not come"),
        fault("late_month", "police_uk_stop_search", str(plan.stops_missing),
              "the file has not come"),
        fault("missing_area", "recorded_crime", "all months",
              f"[{MISSING_AREA:.1%}] of rows have no area code or coordinates"),
        fault("missing_area", "ambulance, fire", "all months", "[3%] of rows have no area code"),
        fault("missing_postcode", "places", "feeds/places/places_loamshire.csv",
              "[4%] of places have no postcode"),
        fault("windows_1252", "recorded_crime", monthly(crime.windows),
              "written in Windows-1252, with accents"),
        fault("windows_1252", "fire", str(emergency.fire_windows), "written in Windows-1252"),
        fault("windows_1252", "istv_ed", f"{SITES[2]} all months", "written in Windows-1252"),
        fault("bom", "recorded_crime", monthly(crime.with_bom), "begins with a byte-order mark"),
        fault("bom", "ambulance", "all months", "begins with a byte-order mark"),
        fault("bom", "police_uk_stop_search", str(plan.stops_with_bom),
              "begins with a byte-order mark"),
        fault("duplicates", "recorded_crime", monthly(crime.repeated),
              f"[{DUPLICATES}] rows are there twice"),
        fault("duplicates", "police_uk_street", str(plan.street_repeated),
              f"[{DUPLICATE_ROWS}] rows are there twice"),
        fault("british_dates", "recorded_crime", f"up to {crime.british_until}",
              "dates are written DD/MM/YYYY"),
        fault("resupplied", "recorded_crime", monthly(crime.corrected),
              f"the last [{SHORT_DAYS}] days are missing and [{RECLASSIFIED}] assaults with injury "
              "are put down as without; the corrected month is in corrections/"),
        fault("personal_column", "istv_ed", f"{people_site} {people_month}",
              "has a column [AGE BAND] that does not belong"),
        fault("personal_text", "istv_ed", "all months",
              "[1%] of location descriptions hold a telephone number or a home postcode"),
        fault("missing_time", "istv_ed", "all months", "[6%] of assaults have no time"),
        fault("no_location", "police_uk_street", "all months",
              f"[{NO_LOCATION_SHARE:.1%}] of rows have no location"),
        fault("outside_force", "police_uk_street", "all months",
              f"[{OUTSIDE_SHARE:.1%}] of rows lie in the next county"),
        fault("vintage_mix", "police_uk_street", f"{FIRST_MIXED} to {FIRST_NEW.plus(-1)}",
              "2011 and 2021 area codes in one file; 2011 before, 2021 after"),
    ]  # fmt: skip


def write_bad_files(out: Outbox, month: Month) -> list[PlantedFault]:
    """One unloadable file for each kind of fault, in a folder named for it."""
    good = _good_rows(month)
    name = f"recorded_crime_{names.FORCE_SLUG}_{month}.csv"
    lines = [",".join(row).encode() for row in [list(HEADER), *good]]
    body = b"\r\n".join(lines) + b"\r\n"
    made: list[tuple[str, str, bytes, str]] = [
        ("empty_file", name, b"", "has no bytes"),
        ("header_only", name, lines[0] + b"\r\n", "has a header and no rows"),
        ("wrong_columns", name, _wrong_columns(good), "columns are renamed and one is missing"),
        ("repeated_column", name, _repeated_column(good), "two columns have the same name"),
        ("excel_mangled_codes", name, _csv(HEADER, [_mangled_codes(row) for row in good]),
         "codes and references were turned into numbers and months by a spreadsheet"),
        ("excel_mangled_dates", name, _csv(HEADER, [_mangled_dates(row) for row in good]),
         "dates were turned into day numbers and American order by a spreadsheet"),
        ("formulas_in_cells", name, _csv(HEADER, [_formula(row) for row in good]),
         "cells begin with a formula"),
        ("ragged_rows", name, b"\r\n".join(_ragged(lines)) + b"\r\n",
         "rows have too few and too many cells"),
        ("nul_bytes", name, body.replace(b"Dwelling", b"Dwe\0lling").replace(b"Street", b"St\0t"),
         "holds NUL bytes"),
        ("utf_16", name, (BOM + body.decode()).encode("utf-16-le"), "is written in UTF-16"),
        ("not_a_csv", name, _workbook_bytes(), "is a zip archive named .csv"),
        ("unknown_codes", name, _csv(HEADER, [_unknown(row) for row in good]),
         "offence codes and areas that do not exist, and values off the lists"),
        ("wrong_month", _street_name(month), _street(month.plus(-7)),
         "rows of another month than the file's name"),
        ("truncated_gzip", f"{name}.gz", gzip.compress(body * 40, mtime=0)[:-200],
         "the gzip file breaks off"),
        ("zip_path_outside", "police.zip", _zip_outside(month), "a member climbs out of the zip"),
        ("broken_json", "services_openreferral.json", b'{"contents": [{"id": "a", ',
         "the JSON breaks off"),
        ("broken_xml", f"istv_{SITES[1]}_{month}.xml", b"<InformationSharingToTackleViolence><Ass",
         "the XML breaks off"),
    ]  # fmt: skip
    found: list[PlantedFault] = []
    for kind, file, content, what in made:
        path = f"bad/{kind}/{file}"
        out.bytes_as_they_are(path, content)
        found.append(PlantedFault(kind, _source_of(file), path, what, loads=False))
    return found


def _source_of(file: str) -> str:
    if file.endswith(("street.csv", ".zip")):
        return "police_uk_street"
    if file.endswith(".json"):
        return "services"
    return "istv_ed" if file.endswith(".xml") else "recorded_crime"


def _street_name(month: Month) -> str:
    return f"{month}/{month}-{names.FORCE_SLUG}-street.csv"


def _good_rows(month: Month) -> list[list[str]]:
    rows: list[list[str]] = []
    for at in range(1, 21):
        day = f"{month}-{at:02d}"
        code, called = (("8N", "Assault with injury"), ("10D", "Possession of article with blade "
                        "or point"))[at % 2]  # fmt: skip
        place = ("Dwelling", "Street")[at % 2]
        rows.append(
            [f"LM/9{at:05d}", code, called, f"{day}T21:{at:02d}", "", day, f"Z99L{at:05d}",
             "613200", "529700", place, "N", "N", "N", "N", "N", "N", "N", f"P-{at:010x}", "25-34",
             "M", "white", "", "", "", "", ""]
        )  # fmt: skip
    return rows


def _csv(header: tuple[str, ...], rows: list[list[str]]) -> bytes:
    return "".join(",".join(row) + "\r\n" for row in [list(header), *rows]).encode()


def _wrong_columns(rows: list[list[str]]) -> bytes:
    header = ["Crime Number", "HO Code", *HEADER[2:5], *HEADER[6:]]
    return _csv(tuple(header), [[*row[:5], *row[6:]] for row in rows])


def _repeated_column(rows: list[list[str]]) -> bytes:
    return _csv((*HEADER[:-1], HEADER[0]), rows)


def _mangled_codes(row: list[str]) -> list[str]:
    return ["2.02E+11", "Aug-26", *row[2:17], "1.00E+10", "Oct-14", *row[19:]]


def _mangled_dates(row: list[str]) -> list[str]:
    day = row[5].split("-")
    return [*row[:3], "45839.875", "", f"{int(day[1])}/{int(day[2])}/{day[0][2:]}", *row[6:]]


def _formula(row: list[str]) -> list[str]:
    link = '"=HYPERLINK(""http://loamshire.example"",""see"")"'
    return [row[0], row[1], link, *row[3:9], "=1+1", *row[10:17], "@SUM(A1:A9)", *row[18:]]


def _ragged(lines: list[bytes]) -> list[bytes]:
    return [*lines[:3], lines[3].rsplit(b",", 5)[0], lines[4] + b",N,N", *lines[5:]]


def _unknown(row: list[str]) -> list[str]:
    return [row[0], "999Z", *row[2:6], "Z99L99999", *row[7:10], "perhaps", *row[11:18], "twelve",
            "X", "martian", *row[21:]]  # fmt: skip


def _street(month: Month) -> bytes:
    rows = [
        [f"{at:064x}", str(month), names.FORCE, names.FORCE, "1.300000", "54.600000",
         "On or near Weaver Street", "Z99L00001", "Larkminster 001A", "Robbery",
         "Under investigation", ""]
        for at in range(1, 21)
    ]  # fmt: skip
    return _csv(STREET_HEADER, rows)


def _workbook_bytes() -> bytes:
    return _zip({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def _zip_outside(month: Month) -> bytes:
    member = f"../../{_street_name(month)}"
    return _zip({member: _street(month)})


def _zip(members: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            # A fixed moment, so that the archive is the same on every run.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return sink.getvalue()
