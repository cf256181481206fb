"""Files of grants as they arrive: what is said of them, in JSON and in sheets."""

import doctest
import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from headwater.cli.main import app
from headwater.core.errors import ExitCode, NotFoundError
from headwater.sources.giving_360 import identifiers
from headwater.sources.giving_360.files import grants_of
from headwater.sources.giving_360.reading import GrantsRefusedError, read_grants
from headwater.sources.giving_360.writing import csv_text

MODULES = ("cells", "checking", "codes", "fields", "identifiers", "sheets")


@pytest.mark.parametrize("module", MODULES)
def test_worked_examples_hold(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"headwater.sources.giving_360.{module}"))
    assert found.attempted > 0
    assert found.failed == 0


def grant(**more: Any) -> dict[str, Any]:
    return {
        "id": "360G-fund-1",
        "title": "Evening football",
        "description": "Football on Friday evenings",
        "currency": "GBP",
        "amountAwarded": 3500,
        "awardDate": "2026-05-01",
        "recipientOrganization": [{"id": "GB-CHC-1164883", "name": "Farholt Youth Club"}],
        "fundingOrganization": [{"id": "360G-fund-ORG:1", "name": "A fund"}],
        **more,
    }


def faults_of(*grants: Any, **about: Any) -> list[tuple[int, str, str]]:
    found = read_grants(json.dumps({**about, "grants": grants}).encode(), name="a.json")
    return [(each.row, each.column, each.problem) for each in found.faults]


def test_a_grant_as_it_should_be_has_no_fault() -> None:
    assert faults_of(grant()) == []


def test_every_fault_is_said_at_once_with_its_grant_and_field() -> None:
    wrong = grant(amountAwarded="£3,500", awardDate="1 May 2026", currency="pounds")
    del wrong["title"]
    wrong["recipientOrganization"] = [{"name": "Farholt Youth Club"}]
    assert faults_of(grant(), wrong) == [
        (2, "title", "it is missing"),
        (2, "currency", "it is not one of the codes allowed"),
        (2, "amountAwarded", "it is not a number"),
        (2, "awardDate", "it is not a day"),
        (2, "recipientOrganization/0/id", "it is missing"),
        (2, "id", "the same identifier is already further up"),
    ]


def test_no_fault_repeats_what_stands_in_the_file() -> None:
    wrong = grant(awardDate="Ann Other, 7 High Street")
    found = read_grants(json.dumps([wrong]).encode(), name="a.json")
    assert "Ann" not in found.faults[0].sentence()


def test_a_grant_goes_to_an_organisation_or_to_a_person() -> None:
    person = {"id": "360G-fund-P1", "name": "Individual"}
    both = grant(recipientIndividual=person)
    one = {k: v for k, v in both.items() if k != "recipientOrganization"}
    neither = {k: v for k, v in one.items() if k != "recipientIndividual"} | {"id": "x"}
    assert faults_of(one) == []
    assert faults_of(both)[0][1] == "recipientIndividual"
    assert faults_of(neither) == [(1, "recipientOrganization", "it is missing")]


def test_faults_of_a_sheet_name_its_rows() -> None:
    text = csv_text([grant(), grant(id="360G-fund-2")]).replace("3500", "lots")
    lines = text.splitlines(keepends=True)
    found = read_grants("".join([*lines[:2], ",\r\n", *lines[2:]]).encode(), name="a.csv")
    assert [(each.row, each.column) for each in found.faults] == [
        (2, "amountAwarded"),
        (4, "amountAwarded"),
    ]
    assert found.faulty == {0, 1}


@pytest.mark.parametrize(
    "header",
    [
        "Identifier,Title,Recipient Org:Identifier,Recipient Org:Name",
        "identifier , TITLE,Recipient Org:0:Identifier,Recipient Org:0:Name",
        "id,title,recipientOrganization/0/id,recipientOrganization/0/name",
    ],
)
def test_titles_and_names_of_fields_are_both_read(header: str) -> None:
    found = read_grants(f"{header}\n1,Football,GB-CHC-1164883,Club\n".encode(), name="a.csv")
    assert found.grants[0]["recipientOrganization"] == [{"id": "GB-CHC-1164883", "name": "Club"}]


def test_a_second_place_needs_no_first_one_in_the_row() -> None:
    text = "Identifier,Beneficiary Location:0:Name,Beneficiary Location:1:Name\n1,,Farholt\n"
    assert read_grants(text.encode(), name="a.csv").grants[0]["beneficiaryLocation"] == [
        {"name": "Farholt"}
    ]


def test_a_sheet_from_an_old_computer_is_read_and_says_so() -> None:
    text = csv_text([grant(title="Café football")]).encode("cp1252")
    found = read_grants(text, name="a.csv")
    assert (found.grants[0]["title"], found.encoding) == ("Café football", "Windows-1252")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "has no grants|standard's titles"),
        (b"{}", "has no grants"),
        (b'{"grants": []}', "has no grants"),
        (b'{"grants": [', "not valid JSON"),
        (b'{"grants": [{"id": 1, "id": 2}]}', "stands twice"),
        (b'{"grants": [{"amountAwarded": NaN}]}', "not valid JSON"),
        (b'{"grants": [{"title": "\\u0000"}]}', "not valid JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"Colour,Shape\nred,round\n", "standard's titles"),
        (b"Identifier,identifier\n1,2\n", "Two columns"),
        (b"Identifier,Title\n1,a,b\n", "more cells"),
        (b'Identifier,Title\n1,"a\n', "quotation mark"),
        (b"Identifier,Title\n1,\x00\n", "characters that no text has"),
        (b"\x81\x8d", "neither UTF-8"),
    ],
)
def test_what_is_no_file_of_grants_is_refused_in_words(raw: bytes, words: str) -> None:
    with pytest.raises(GrantsRefusedError, match=words):
        read_grants(raw, name="a")


def test_what_readers_will_miss_is_said_without_refusing_the_file() -> None:
    found = read_grants(json.dumps([grant()]).encode(), name="a.json")
    assert found.faults == ()
    assert "Where people benefit is not said: 1 of 1 grant" in found.cautions
    place = {"geoCode": "Z99D00006", "geoCodeType": "NMD"}
    told = read_grants(json.dumps([grant(beneficiaryLocation=[place])]).encode(), name="a.json")
    assert not any("people benefit" in each for each in told.cautions)


def test_an_organisation_is_known_by_its_registered_number() -> None:
    assert identifiers.registrations_of("GB-SC-SC012345") == ("SC012345", "")
    assert identifiers.registrations_of("360G-fund-ORG:7") == ("", "")


def test_a_workbook_is_read_like_the_sheet_it_holds(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Identifier", "Title", "Amount Awarded"])
    sheet.append(["360G-fund-1", "Football", 3500])
    book.save(tmp_path / "grants.xlsx")
    found = grants_of(tmp_path / "grants.xlsx")
    assert found.grants == ({"id": "360G-fund-1", "title": "Football", "amountAwarded": 3500},)
    assert found.fault_total == 5


def test_a_file_that_is_not_there_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="Check the name"):
        grants_of(tmp_path / "none.json")
    (tmp_path / "letter.docx").write_bytes(b"words")
    with pytest.raises(GrantsRefusedError, match="Send JSON, CSV or"):
        grants_of(tmp_path / "letter.docx")


def test_the_command_says_what_it_found_and_ends_with_its_code(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps([grant()]))
    bad.write_text(json.dumps([grant(currency="pounds")]))
    said = CliRunner().invoke(app, ["grants", "check", str(good)])
    assert said.exit_code == 0
    assert said.output.startswith("1 grant, 0 faults. Read as UTF-8.\nWhere people benefit")
    refused = CliRunner().invoke(app, ["grants", "check", str(bad), "--json"])
    assert json.loads(refused.stdout)["faults"][0]["column"] == "currency"
    assert refused.exception is not None
    assert getattr(refused.exception, "exit_code", None) == ExitCode.SOURCE_FAULTS
