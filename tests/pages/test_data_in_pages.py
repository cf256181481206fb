"""Handing a file in through the visitor, from the start page to the receipt and back."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django.fixtures import Settings

from builders import data_in as build
from builders.algorithms import register_all
from builders.data_in import WORK, Capture, assaults, csv_file, offences, renamed, workbook
from builders.documents import a_demonstration
from builders.suppliers import text
from builders.web import build_member, build_organisation, build_workspace, client_of
from headwater.core.periods import Month
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.insights.data_in import folders, supplies, tasks
from headwater.web.insights.data_in.models import ColumnMapping, ExpectedFile, Upload
from headwater.web.insights.data_in.rules.workflow import Status

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.HOME = tmp_path
    settings.LAKE = tmp_path / "lake"
    register_all()
    with a_demonstration():
        yield tmp_path


@pytest.fixture
def capture(django_capture_on_commit_callbacks: Capture) -> Capture:
    return django_capture_on_commit_callbacks


@pytest.fixture
def supplier() -> User:
    return build.supplier()


@pytest.fixture
def visitor(supplier: User) -> Client:
    return client_of(supplier)


def upload(
    visitor: Client,
    file: object,
    *,
    capture: Capture,
    source: str = "istv_ed",
    **answers: str,
) -> Upload:
    """Hand a file in on the page, and see the upload once the worker has looked at it."""
    address = f"{WORK}sources/{source}/upload/"
    organisation = answers.pop("organisation", build.hospital().reference)
    data = {"file": file, "organisation": organisation, **answers}
    answer = build.post(visitor, address, data, capture=capture)
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("pk")


def step(made: Upload, name: str = "") -> str:
    return f"{WORK}uploads/{made.reference}/{name}"


def seen(visitor: Client, address: str) -> str:
    answer = visitor.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def taken(visitor: Client, made: Upload, kind: str) -> bytes:
    """The rows to mend, as they are downloaded."""
    answer = visitor.get(step(made, f"faults/rows.{kind}"))
    assert answer.status_code == 200
    return b"".join(answer)


def confirm(visitor: Client, made: Upload, *, capture: Capture, **answers: str) -> Upload:
    made.refresh_from_db()
    data = {"version": made.version, **answers}
    build.post(visitor, step(made, "confirm/"), data, capture=capture)
    made.refresh_from_db()
    return made


# --- where it starts


def test_the_start_page_says_what_a_source_is_and_what_its_columns_hold(visitor: Client) -> None:
    page = seen(visitor, f"{WORK}sources/istv_ed/")
    assert "Blank file (CSV)" in page
    assert "ASSAULT METHOD" in page
    assert "fist_hand" in page


@pytest.mark.parametrize("source", [each.name for each in supplies.sources()])
def test_the_filled_example_of_every_source_is_taken_as_it_stands(
    visitor: Client, capture: Capture, source: str
) -> None:
    page = seen(visitor, f"{WORK}sources/{source}/upload/")
    assert ("Month it is for" in page) is supplies.is_monthly(supplies.source(source))
    answer = visitor.get(f"{WORK}sources/{source}/files/example.csv")
    name = answer["Content-Disposition"].partition('filename="')[2].rstrip('"')
    made = upload(visitor, SimpleUploadedFile(name, answer.content), capture=capture, source=source)
    assert Status(made.status) is Status.READY


def test_the_blank_workbook_is_offered_once_the_worker_made_it(
    visitor: Client, capture: Capture
) -> None:
    address = f"{WORK}sources/fire/files/blank.xlsx"
    assert visitor.get(address).status_code == 404
    tasks.make_blank_workbook.call("fire")
    sheet = load_workbook(io.BytesIO(visitor.get(address).content))["Data"]
    assert sheet["A1"].value == "incident_ref"


@pytest.mark.parametrize("name", ["blank.csv", "columns.csv", "schema.json"])
def test_what_a_supplier_needs_can_be_downloaded(visitor: Client, name: str) -> None:
    answer = visitor.get(f"{WORK}sources/recorded_crime/files/{name}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]


# --- the happy path


def test_a_hospitals_file_goes_from_upload_to_receipt_and_out_again(
    visitor: Client, capture: Capture, home: Path
) -> None:
    made = upload(visitor, csv_file(assaults(12)), capture=capture)
    page = seen(visitor, step(made))
    assert "Check and confirm" in page
    assert "12" in page
    assert not list((home / "lake").glob("data/**/*.parquet"))

    confirm(visitor, made, capture=capture, acknowledges="on")
    page = seen(visitor, step(made))
    assert "File loaded" in page
    assert made.load_id in page
    assert "Quality of this file" in page

    data = {"version": made.version, "reason": "it was the wrong month"}
    build.post(visitor, step(made, "undo/"), data, capture=capture)
    made.refresh_from_db()
    assert Status(made.status) is Status.UNDONE
    assert "it was the wrong month" in seen(visitor, step(made))


def test_recorded_crime_goes_in_with_its_supplier_as_the_loader(
    capture: Capture, home: Path
) -> None:
    police = build_member(Role.CONTRIBUTOR, name="Pat Police")
    visitor = client_of(police)
    made = upload(
        visitor,
        csv_file(offences(5), name="recorded_crime_loamshire_2024-09.csv"),
        capture=capture,
        source="recorded_crime",
        organisation=build_organisation().reference,
    )
    confirm(visitor, made, capture=capture)
    assert Status(made.status) is Status.LOADED
    journal = (home / "lake" / "journal" / "000001.json").read_text()
    assert police.reference in journal


def test_a_file_that_says_neither_whose_it_is_nor_for_when_is_asked_about(
    visitor: Client, capture: Capture
) -> None:
    made = upload(visitor, csv_file(assaults(), name="September.csv"), capture=capture)
    page = seen(visitor, step(made))
    assert "Match the columns" in page
    data = {
        "version": made.version,
        "supplier": "Z9901",
        "month": "2024-09",
        **{f"column_{n}": field for n, field in enumerate(made.fields)},
    }
    build.post(visitor, step(made, "columns/"), data, capture=capture)
    made.refresh_from_db()
    assert Status(made.status) is Status.READY
    assert made.supplier == "z9901"


def test_answers_on_the_upload_form_are_enough(visitor: Client, capture: Capture) -> None:
    made = upload(
        visitor,
        csv_file(assaults(), name="September.csv"),
        capture=capture,
        supplier="Z9901",
        month="9/2024",
    )
    assert Status(made.status) is Status.READY


# --- matching


def test_wrong_headings_are_matched_once_and_remembered(visitor: Client, capture: Capture) -> None:
    rows = renamed(assaults(), assault_method="How", assault_location_type="Kind of place")
    made = upload(visitor, csv_file(rows), capture=capture)
    assert Status(made.status) is Status.NEEDS_MATCHING
    header = made.sheets[0]["header"]
    right = {"How": "ASSAULT METHOD", "Kind of place": "ASSAULT LOCATION TYPE"}
    data = {"version": made.version, "supplier": "z9901", "month": "2024-09"}
    data |= {f"column_{n}": right.get(cell, cell) for n, cell in enumerate(header)}
    build.post(visitor, step(made, "columns/"), data, capture=capture)
    made.refresh_from_db()
    assert Status(made.status) is Status.READY
    assert ColumnMapping.objects.get().headings["how"] == "ASSAULT METHOD"

    again = upload(visitor, csv_file(rows, name="istv_z9901_2024-09.csv"), capture=capture)
    assert Status(again.status) is Status.READY
    assert "How: ASSAULT METHOD" in seen(visitor, step(again))


def test_a_needed_column_left_unmatched_is_told_with_the_answers_kept(
    visitor: Client, capture: Capture
) -> None:
    made = upload(visitor, csv_file(renamed(assaults(), assault_method="How")), capture=capture)
    data = {"version": made.version, "supplier": "z9901", "month": "2024-09"}
    answer = visitor.post(step(made, "columns/"), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert "[ASSAULT METHOD]" in page
    assert 'value="2024-09"' in page


def test_a_workbook_with_two_sheets_is_asked_about(visitor: Client, capture: Capture) -> None:
    file = workbook({"Notes": [{"Note": "made by us"}], "Rows": assaults(4)})
    made = upload(visitor, file, capture=capture)
    page = seen(visitor, step(made))
    assert "Which sheet are the rows on?" in page
    assert "Rows (4 rows)" in page
    build.post(
        visitor,
        step(made, "sheet/"),
        {"version": made.version, "sheet": "1"},
        capture=capture,
    )
    made.refresh_from_db()
    assert Status(made.status) is Status.READY
    assert made.counts["rows"] == 4


def test_a_workbook_with_one_sheet_is_loaded_as_it_stands(
    visitor: Client, capture: Capture
) -> None:
    made = upload(visitor, workbook({"Data": assaults(4)}), capture=capture)
    assert Status(made.status) is Status.READY
    confirm(visitor, made, capture=capture, acknowledges="on")
    assert Status(made.status) is Status.LOADED


# --- faults


def faulty(visitor: Client, capture: Capture) -> Upload:
    rows = [*assaults(2), *assaults(30, assault_method="slap-stick")]
    return upload(visitor, csv_file(rows), capture=capture)


def test_a_faulty_file_is_told_of_by_row_and_column(visitor: Client, capture: Capture) -> None:
    made = faulty(visitor, capture)
    page = seen(visitor, step(made))
    assert "The file was refused" in page
    assert "30 faults" in page
    assert "slap-stick" in page
    assert "ASSAULT METHOD" in page
    second = seen(visitor, step(made, "faults/?page=2"))
    # 25 to a page: the 26th fault is in row 29.
    assert '<th scope="row" class="hw-number">29</th>' in second


def test_the_rows_to_mend_come_with_their_reasons(visitor: Client, capture: Capture) -> None:
    made = faulty(visitor, capture)
    rows = list(csv.reader(io.StringIO(taken(visitor, made, "csv").decode("utf-8-sig"))))
    assert rows[0][:2] == ["row in your file", "what is wrong and how to mend it"]
    assert rows[1][0] == "4"
    assert "it is not in the code list" in rows[1][1]
    assert len(rows) == 31
    book = load_workbook(io.BytesIO(taken(visitor, made, "xlsx")))
    assert book.worksheets[0]["A2"].value == "4"


def test_rows_to_mend_run_no_formula(visitor: Client, capture: Capture) -> None:
    rows = assaults(1, assault_method="=cmd|' /C calc'!A0")
    made = upload(visitor, csv_file(rows), capture=capture)
    text_ = taken(visitor, made, "csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text_)) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    book = load_workbook(io.BytesIO(taken(visitor, made, "xlsx")))
    assert all(cell.data_type != "f" for row in book.worksheets[0] for cell in row)


def test_taking_the_rows_away_is_recorded(visitor: Client, capture: Capture) -> None:
    made = faulty(visitor, capture)
    taken(visitor, made, "csv")
    assert Entry.objects.filter(event="upload_rows_taken", about=made.reference).exists()


def test_a_file_that_is_no_table_is_refused_in_words(visitor: Client, capture: Capture) -> None:
    file = SimpleUploadedFile("istv_z9901_2024-09.csv", text(assaults()).replace(",", ";").encode())
    made = upload(visitor, file, capture=capture)
    assert "semicolons" in seen(visitor, step(made))


def test_a_picture_is_not_taken(visitor: Client) -> None:
    data = {
        "file": SimpleUploadedFile("photo.png", b"\x89PNG"),
        "organisation": build.hospital().reference,
    }
    answer = visitor.post(f"{WORK}sources/istv_ed/upload/", data)
    assert answer.status_code == 422
    assert "not taken here" in answer.content.decode()


# --- warnings and replacing


def test_warnings_must_be_acknowledged(visitor: Client, capture: Capture) -> None:
    rows = [{**each, "Shoe size": "9"} for each in assaults()]
    made = upload(visitor, csv_file(rows), capture=capture)
    confirm(visitor, made, capture=capture)
    assert Status(made.status) is Status.READY
    answer = visitor.post(step(made, "confirm/"), {"version": made.version})
    assert answer.status_code == 422
    confirm(visitor, made, capture=capture, acknowledges="on")
    assert Status(made.status) is Status.LOADED


def test_replacing_shows_the_difference_first(visitor: Client, capture: Capture) -> None:
    first = upload(visitor, csv_file(assaults(3)), capture=capture)
    confirm(visitor, first, capture=capture, acknowledges="on")
    second = upload(visitor, csv_file(assaults(5)), capture=capture)
    page = seen(visitor, step(second))
    assert (
        "takes its place: 2 rows new or changed, 0 rows gone or changed, 3 rows as they were"
        in (" ".join(page.split()))
    )


def test_the_same_bytes_again_change_nothing(visitor: Client, capture: Capture) -> None:
    first = upload(visitor, csv_file(assaults(3)), capture=capture)
    confirm(visitor, first, capture=capture, acknowledges="on")
    again = upload(visitor, csv_file(assaults(3)), capture=capture)
    assert Status(again.status) is Status.UNCHANGED
    assert "Already loaded, nothing changed" in seen(visitor, step(again))


# --- who sees what


def test_another_organisations_upload_is_not_there(capture: Capture, visitor: Client) -> None:
    made = upload(visitor, csv_file(assaults()), capture=capture)
    stranger = client_of(build_member(Role.CONTRIBUTOR, name="Pat Police"))
    for name in ("", "confirm/", "columns/", "faults/", "receipt/", "undo/", "progress/"):
        mine = stranger.get(step(made, name))
        nobody = stranger.get(f"{WORK}uploads/U-2222-2222/{name}")
        assert mine.status_code == nobody.status_code == 404, name
        assert mine.content == nobody.content.replace(b"U-2222-2222", made.reference.encode()), name
    assert made.reference not in seen(stranger, f"{WORK}uploads/")


def test_another_workspaces_upload_is_not_there(capture: Capture, visitor: Client) -> None:
    made = upload(visitor, csv_file(assaults()), capture=capture)
    elsewhere = build_workspace("elsewhere")
    lead = build_member(
        Role.LEAD, name="Other Lead", organisation=build_organisation(elsewhere, name="Other")
    )
    stranger = client_of(lead)
    assert stranger.get(step(made, "confirm/")).status_code == 404
    there = step(made, "confirm/").replace("loamshire", "elsewhere")
    assert stranger.get(there).status_code == 404


@pytest.mark.parametrize("role", [Role.LEAD, Role.AUDITOR])
def test_leads_and_auditors_see_every_upload(role: Role, capture: Capture, visitor: Client) -> None:
    made = upload(visitor, csv_file(assaults()), capture=capture)
    assert made.reference in seen(client_of(build_member(role)), f"{WORK}uploads/")


def test_an_auditor_confirms_nothing(capture: Capture, visitor: Client) -> None:
    made = upload(visitor, csv_file(assaults()), capture=capture)
    auditor = client_of(build_member(Role.AUDITOR))
    assert auditor.get(step(made, "confirm/")).status_code == 200
    assert auditor.post(step(made, "confirm/"), {"version": 1}).status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.VIEWER, Role.APPROVER])
def test_others_see_calendars_and_quality_and_no_upload(role: Role) -> None:
    visitor = client_of(build_member(role))
    for name in ("", "expected/", "quality/", "sources/fire/", "quality/fire/"):
        assert visitor.get(f"{WORK}{name}").status_code == 200
    assert visitor.get(f"{WORK}uploads/").status_code == 404


def test_nobody_hands_in_for_an_organisation_that_is_not_theirs(visitor: Client) -> None:
    police = build_organisation()
    data = {"file": csv_file(assaults()), "organisation": police.reference}
    answer = visitor.post(f"{WORK}sources/istv_ed/upload/", data)
    assert answer.status_code == 422
    assert not Upload.objects.exists()


# --- expected files and quality


def test_a_lead_says_what_is_expected_and_everybody_sees_it(capture: Capture) -> None:
    lead = client_of(build.lead())
    data = {
        "source": "istv_ed",
        "organisation": build.hospital().reference,
        "supplier": "Z9901",
        "every": "month",
        "due_days": "20",
        "starts": "2024-09",
    }
    build.post(lead, f"{WORK}expected/files/add/", data, capture=capture)
    expected = ExpectedFile.objects.get()
    assert expected.supplier == "z9901"
    page = seen(client_of(build_member(Role.VIEWER)), f"{WORK}expected/?to=2024-12")
    assert "Northsea Hospitals" in page
    assert "Late" in page
    change = f"{WORK}expected/files/{expected.reference}/"
    data = {**data, "version": expected.version, "due_days": "30", "ends": "2024-10"}
    assert build.post(lead, change, data, capture=capture).status_code == 302
    expected.refresh_from_db()
    assert expected.due_days == 30
    assert build.post(lead, f"{change}end/", {"version": 2}, capture=capture).status_code == 302
    assert not ExpectedFile.objects.exists()


def test_a_change_made_meanwhile_is_shown_beside_the_answers(capture: Capture) -> None:
    expected = build.expected()
    lead = client_of(build.lead())
    data = {
        "organisation": build.hospital().reference,
        "every": "quarter",
        "due_days": "33",
        "starts": "2024-07",
        "ends": "",
        "version": 7,
    }
    answer = lead.post(f"{WORK}expected/files/{expected.reference}/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="33"' in page
    assert "20 days" in page


def test_an_expected_file_of_another_workspace_is_not_there() -> None:
    elsewhere = build_workspace("elsewhere")
    theirs = build.expected(
        workspace=elsewhere, organisation=build_organisation(elsewhere, name="Other")
    )
    lead = client_of(build.lead())
    assert lead.get(f"{WORK}expected/files/{theirs.reference}/").status_code == 404


@pytest.mark.parametrize("to", ["9999-12", "0000-01", "nonsense", "2024-13", ""])
def test_a_calendar_opens_for_any_month_that_is_asked_for(to: str) -> None:
    build.expected()
    visitor = client_of(build_member(Role.VIEWER))
    assert visitor.get(f"{WORK}expected/", {"to": to}).status_code == 200
    assert visitor.get(f"{WORK}expected/calendar.csv", {"to": to}).status_code == 200


def test_the_calendar_and_the_trend_come_as_tables(visitor: Client, capture: Capture) -> None:
    build.expected(starts=Month(2024, 8))
    made = upload(visitor, csv_file(assaults()), capture=capture)
    confirm(visitor, made, capture=capture, acknowledges="on")
    calendar = visitor.get(f"{WORK}expected/calendar.csv?to=2024-10").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(calendar)))
    assert [row["status"] for row in rows] == ["late", "arrived_late", "late"]
    trend = visitor.get(f"{WORK}quality/istv_ed/quality.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(trend)))["load"] == made.load_id
    assert "z9901" in seen(visitor, f"{WORK}quality/istv_ed/")
    picture = visitor.get(f"{WORK}quality/istv_ed/trend.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"z9901" in picture.content


def test_what_other_partnerships_supply_is_not_in_the_quality_pages(
    visitor: Client, capture: Capture
) -> None:
    made = upload(visitor, csv_file(assaults()), capture=capture)
    confirm(visitor, made, capture=capture, acknowledges="on")
    elsewhere = build_workspace("elsewhere")
    stranger = client_of(
        build_member(
            Role.VIEWER, name="Vic", organisation=build_organisation(elsewhere, name="Other")
        )
    )
    page = seen(stranger, "/work/elsewhere/data/quality/istv_ed/")
    assert "z9901" not in page


# --- every page


def test_no_page_asks_more_than_25_questions_of_the_database(
    visitor: Client, capture: Capture
) -> None:
    for month in range(1, 9):
        build.expected(source="fire", supplier=f"county{month}")
    done = upload(visitor, csv_file(assaults()), capture=capture)
    confirm(visitor, done, capture=capture, acknowledges="on")
    wrong = faulty(visitor, capture)
    open_ = upload(visitor, csv_file(assaults(5)), capture=capture)
    lead = client_of(build.lead())
    addresses = [
        WORK,
        f"{WORK}uploads/",
        f"{WORK}sources/istv_ed/",
        f"{WORK}sources/istv_ed/upload/",
        step(done, "receipt/"),
        step(wrong, "faults/"),
        step(open_, "confirm/"),
        step(open_, "columns/"),
        f"{WORK}expected/",
        f"{WORK}expected/files/",
        f"{WORK}quality/",
        f"{WORK}quality/istv_ed/",
    ]
    for address in addresses:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert lead.get(address).status_code == 200, address
        assert len(queries) <= MOST_QUERIES, (address, len(queries))


def test_progress_tells_itself_again_until_the_worker_is_done(
    visitor: Client, capture: Capture
) -> None:
    made = upload(visitor, csv_file(assaults()), capture=capture)
    assert "data-poll-url" not in visitor.get(step(made, "progress/")).content.decode()
    Upload.objects.filter(pk=made.pk).update(status=Status.CHECKING)
    page = seen(visitor, step(made))
    assert 'http-equiv="refresh"' in page
    assert "data-poll-url" in visitor.get(step(made, "progress/")).content.decode()


def test_an_upload_can_be_left_for_good(visitor: Client, capture: Capture) -> None:
    made = faulty(visitor, capture)
    assert folders.fault_file(made, "csv").is_file()
    visitor.post(step(made, "abandon/"))
    made.refresh_from_db()
    assert Status(made.status) is Status.ABANDONED
    assert not made.faults.exists()
    assert not folders.of_upload(made).exists()
