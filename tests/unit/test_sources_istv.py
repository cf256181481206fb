"""Emergency departments: masked, placed, and nothing kept that the standard does not list."""

from pathlib import Path

import pytest

from builders.suppliers import open_one, row, told, write_feed
from headwater.sources.base import Conformed
from headwater.sources.gazetteer import Confidence, Gazetteer, Place
from headwater.sources.istv_ed import EmergencyDepartment
from headwater.sources.masking import masked

PLACES = Gazetteer.of(
    [
        Place("The Anchor, Millford", Confidence.PREMISES, "Z99L00001"),
        Place("The Anchor, Overton", Confidence.PREMISES, "Z99L00002"),
        Place("Mill Street, Millford", Confidence.STREET, "Z99L00003"),
        Place("Bus Station, Millford", Confidence.PREMISES, "Z99L00004"),
        Place("Westgate", Confidence.AREA, "Z99L00005"),
    ]
)
ARRIVED = "arrival_date_and_time_at_accident_and_emergency_department"
XML = """<?xml version="1.0" encoding="utf-8"?>
<x:InformationSharingToTackleViolence xmlns:x="urn:example">
  <x:SubmissionHeader>
    <x:ReportingPeriodStartDate>2024-09-01</x:ReportingPeriodStartDate>
    <x:ReportingPeriodEndDate>2024-09-30</x:ReportingPeriodEndDate>
    <x:SiteCodeOfTreatment>Z9901</x:SiteCodeOfTreatment>
  </x:SubmissionHeader>
  <x:Assault>
    <x:ArrivalDateAndTimeAtAccidentAndEmergencyDepartment>2024-09-14T23:55
    </x:ArrivalDateAndTimeAtAccidentAndEmergencyDepartment>
    <x:AssaultMethod>Knife</x:AssaultMethod>
    <x:AssaultLocationType>licensed_premises</x:AssaultLocationType>
    <x:AssaultLocationDescription>The Anchor, Millford</x:AssaultLocationDescription>
    <x:NHSNumber>9434765919</x:NHSNumber>
  </x:Assault>
</x:InformationSharingToTackleViolence>
"""


def visits(tmp_path: Path, *rows: dict[str, str], gazetteer: Gazetteer = PLACES) -> Conformed:
    path = write_feed(tmp_path, "istv_ed", rows)
    return EmergencyDepartment(gazetteer).conform(open_one(path))


def visit(**values: str) -> dict[str, str]:
    names = {"where": "assault_location_description", "kind": "assault_location_type"}
    names |= {"arrived": ARRIVED, "at": "assault_date_and_time", "method": "assault_method"}
    return row("istv_ed", **{names.get(name, name): value for name, value in values.items()})


def place_of(conformed: Conformed) -> tuple[str | None, str]:
    (made,) = conformed.tables["ed_assaults"].to_pylist()
    return made["lsoa_code"], made["location_confidence"]


@pytest.mark.parametrize(
    ("typed", "code", "confidence"),
    [
        ("The Anchor, Millford", "Z99L00001", "premises"),
        ("outside the ANCHOR millford", "Z99L00001", "premises"),
        ("The Anhcor, Millford", "Z99L00001", "premises"),
        ("The Anchr, Millford", "Z99L00001", "premises"),
        ("Mill St", "Z99L00003", "street"),
        ("in mill street near the shops", "Z99L00003", "street"),
        ("at the bus station", "Z99L00004", "premises"),
        ("Westgate", "Z99L00005", "area"),
        ("The Anchor", None, "unmatched"),
        ("town centre", None, "unmatched"),
        ("", None, "unmatched"),
    ],
)
def test_a_typed_place_is_matched_as_finely_as_it_can_be(
    tmp_path: Path, typed: str, code: str | None, confidence: str
) -> None:
    found = visits(tmp_path, visit(where=typed, kind="licensed_premises"))
    assert place_of(found) == (code, confidence)


def test_a_home_is_placed_no_finer_than_its_neighbourhood_and_its_text_not_kept(
    tmp_path: Path,
) -> None:
    found = visits(tmp_path, visit(where="Mill Street, Millford", kind="own_home"))
    (made,) = found.tables["ed_assaults"].to_pylist()
    assert (made["lsoa_code"], made["location_confidence"]) == ("Z99L00003", "area")
    assert made["location_text"] == "[home]"


def test_without_a_gazetteer_nothing_is_placed_and_it_is_said(tmp_path: Path) -> None:
    found = visits(tmp_path, visit(where="The Anchor"), gazetteer=Gazetteer.of([]))
    assert place_of(found) == (None, "unmatched")
    assert "there is no gazetteer in the lake" in found.warnings[0]


def test_other_places_make_another_version_of_the_feed() -> None:
    assert EmergencyDepartment(PLACES).version != EmergencyDepartment().version


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ring 01632 960123", "ring [telephone]"),
        ("+44 7700 900123 mum", "[telephone] mum"),
        ("NHS 943 476 5919", "NHS [number]"),
        ("9434765919", "[number]"),
        ("lives at lq3 4ab", "lives at [postcode]"),
        ("by Mr John O'Neill outside", "by [name] outside"),
        ("called Jane Smith", "[name]"),
        ("mail j.smith@example.org now", "mail [e-mail] now"),
        ("dob 01/02/1990", "dob [date]"),
        ("The Anchor, 12 Mill Street", "The Anchor, 12 Mill Street"),
        ("Room 101 at 23:30", "Room 101 at 23:30"),
    ],
)
def test_what_could_tell_who_a_person_is_is_masked(typed: str, kept: str) -> None:
    assert masked(typed) == kept


def test_masked_texts_are_counted_in_a_warning(tmp_path: Path) -> None:
    found = visits(tmp_path, visit(where="call 07700 900123"))
    assert "[1] free texts" in found.warnings[0]
    (made,) = found.tables["ed_assaults"].to_pylist()
    assert made["location_text"] == "call [telephone]"


def test_free_text_that_starts_like_a_formula_cannot_run(tmp_path: Path) -> None:
    found = visits(tmp_path, visit(where="=HYPERLINK(1) the Anchor"))
    (made,) = found.tables["ed_assaults"].to_pylist()
    assert made["location_text"] == "HYPERLINK(1) the Anchor"


@pytest.mark.parametrize("extra", ["AGE", "SEX", "NHS NUMBER", "PATIENT NAME", "DATE OF BIRTH"])
def test_columns_outside_the_standard_are_dropped(tmp_path: Path, extra: str) -> None:
    found = visits(tmp_path, {**visit(), extra: "secret"})
    assert any(f"[{extra}] is not part of this supply" in warning for warning in found.warnings)
    assert "secret" not in str(found.tables["ed_assaults"].to_pylist())


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"at": "2024-09-15T00:10"}, "ARRIVAL DATE AND TIME"),
        ({"arrived": "2024-10-01T00:30"}, "REPORTING PERIOD END DATE"),
        ({"arrived": "2024-08-31T23:55", "at": ""}, "ARRIVAL DATE AND TIME"),
    ],
)
def test_times_must_be_in_order(tmp_path: Path, values: dict[str, str], column: str) -> None:
    ((number, named),) = told(visits(tmp_path, visit(**values)))
    assert number == 2
    assert named.startswith(column)


def test_an_assault_may_have_happened_before_the_period(tmp_path: Path) -> None:
    arrived, assaulted = "2024-09-01T00:20", "2024-08-31T23:40"
    assert visits(tmp_path, visit(arrived=arrived, at=assaulted)).faults == ()


def test_an_arrival_on_the_last_evening_is_in_the_period(tmp_path: Path) -> None:
    assert visits(tmp_path, visit(arrived="2024-09-30T23:59")).faults == ()


@pytest.mark.parametrize("word", ["fist_hand", "Fist or hand", "FIST OR HAND"])
def test_methods_may_be_codes_or_labels(tmp_path: Path, word: str) -> None:
    found = visits(tmp_path, visit(method=word))
    assert found.tables["ed_assaults"]["method"].to_pylist() == ["fist_hand"]


def test_the_xml_form_gives_the_same_as_the_table(tmp_path: Path) -> None:
    path = tmp_path / "istv_Z9901_2024-09.xml"
    path.write_text(XML)
    found = EmergencyDepartment(PLACES).conform(open_one(path))
    assert found.faults == ()
    (made,) = found.tables["ed_assaults"].to_pylist()
    assert (made["site_code"], made["method"], made["lsoa_code"]) == ("Z9901", "knife", "Z99L00001")
    assert "9434765919" not in str(found.tables)
    assert any("[nhsnumber] is not part" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "as an attack would"),
        ("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>", "as an attack would"),
        ("<x><y></x>", "stops being XML"),
        ("<InformationSharingToTackleViolence/>", "it has no assaults"),
    ],
)
def test_hostile_or_broken_xml_is_refused(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "istv_Z9901_2024-09.xml"
    path.write_text(content)
    (fault,) = EmergencyDepartment(PLACES).conform(open_one(path)).faults
    assert says in fault.problem
